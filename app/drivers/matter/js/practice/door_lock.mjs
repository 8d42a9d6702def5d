// The Door Lock cluster of the practice lock: matter.js's own server, with the status codes of the specification, schedules
// that count (at the keypad, see keypad.mjs), and the faults a person can switch on.
// Sources: Matter 1.6 Application Cluster Specification 5.2, and `DoorLockServer.ts` of matter.js 0.17.9.
import { Bytes } from "@matter/general";
import { Supervision } from "@matter/main/node";
import { DoorLockServer } from "@matter/main/behaviors/door-lock";
import { DoorLock } from "@matter/main/clusters/door-lock";
import { Status, StatusResponseError } from "@matter/main/types";
import { OperatingMode, UserType, modeAt } from "./access.mjs";

export const DlStatus = { Success: 0, Failure: 1, Duplicate: 2, Occupied: 3, InvalidField: 133, ResourceExhausted: 137 };
// Stands for "no fabric made this" where matter.js stores a fabric index; no lock has that many fabrics. Reads say null.
export const NO_FABRIC = 254;

const PIN = DoorLock.CredentialType.Pin;
const { DataOperationType, LockState, OperationError, OperationSource } = DoorLock;
const FEATURES = ["PinCredential", "User", "CredentialOverTheAirAccess", "DoorPositionSensor"];
const SCHEDULES = ["WeekDayAccessSchedules", "YearDayAccessSchedules", "HolidaySchedules"];
const CONTENT = ["users", "credentials", "weekDaySchedules", "yearDaySchedules", "holidaySchedules"];

/** What the server needs from the rest of the lock; lies in the node's environment. */
export class Surroundings {
    constructor({ faults, past, clock, setClock, quirks }) {
        Object.assign(this, { faults, past, clock, setClock, quirks, isPlain: quirks.has("plain") });
    }
}

/** Gives the server class; `hasSchedules` decides about the three schedule features. */
export function doorLockServer(hasSchedules) {
    class PracticeDoorLockServer extends DoorLockServer.with(...FEATURES, ...(hasSchedules ? SCHEDULES : [])) {
        #isReadingPast = false;

        async initialize() {
            await super.initialize();
            this.remember();
        }

        get surroundings() {
            return this.env.get(Surroundings);
        }

        get auth() {
            if (!this.#isReadingPast) return super.auth;
            return new super.auth.constructor(this.#past, this.cipher);
        }

        get isJammed() {
            return this.state.lockState === LockState.NotFullyLocked;
        }

        remember() {
            const content = Object.fromEntries(CONTENT.map(name => [name, structuredClone(plainList(this.state[name]))]));
            this.surroundings.past.remember(content);
        }

        lockDoor(request) {
            this.#assertRemoteWorks(DoorLock.LockOperationType.Lock);
            return super.lockDoor(request);
        }

        unlockDoor(request) {
            this.#assertRemoteWorks(DoorLock.LockOperationType.Unlock);
            return super.unlockDoor(request);
        }

        unlockWithTimeout(request) {
            this.#assertRemoteWorks(DoorLock.LockOperationType.Unlock);
            return super.unlockWithTimeout(request);
        }

        setCredential(request) {
            const { operationType, credential, credentialData } = request;
            const { faults, isPlain } = this.surroundings;
            const type = credential.credentialType;
            const free = this.auth.findNextAvailableCredentialIndex(type, credential.credentialIndex, this.state.numberOfPinUsersSupported);
            const refuse = status => unchecked({ status, userIndex: null, nextCredentialIndex: free });
            if (type !== PIN || credential.credentialIndex < 1) return refuse(DlStatus.InvalidField);
            if (!/^\d*$/.test(Bytes.toString(credentialData))) return refuse(DlStatus.InvalidField);
            if (!isPlain && this.#isLengthRight(credentialData)) {
                const isTaken = this.auth.findCredential(type, credential.credentialIndex) !== undefined;
                if (operationType === DataOperationType.Add && isTaken) return refuse(DlStatus.Occupied);
                if (this.auth.isDuplicateCredential(type, credentialData, credential.credentialIndex)) return refuse(DlStatus.Duplicate);
            }
            return faults.drops ? this.#pretend(request, free) : super.setCredential(request);
        }

        clearCredential(request) {
            const holders = this.auth.users.filter(({ credentials }) => credentials.length > 0).map(({ userIndex }) => userIndex);
            const result = super.clearCredential(request);
            if (this.surroundings.isPlain) return result;
            // 5.2.10.24: a user whose last credential was cleared goes too, with its schedules.
            for (const userIndex of holders) if (this.auth.findUser(userIndex)?.credentials.length === 0) super.clearUser({ userIndex });
            return result;
        }

        getUser(request) {
            const answer = this.#fromPast(() => super.getUser(request));
            return withoutNoFabric(answer);
        }

        getCredentialStatus(request) {
            const answer = this.#fromPast(() => super.getCredentialStatus(request));
            return withoutNoFabric(answer);
        }

        setWeekDaySchedule(request) {
            return this.#setSchedule(request, () => super.setWeekDaySchedule(request));
        }

        setYearDaySchedule(request) {
            return this.#setSchedule(request, () => super.setYearDaySchedule(request));
        }

        getWeekDaySchedule(request) {
            return this.#scheduleFromPast(super.getWeekDaySchedule(request), "weekDaySchedules", ["weekDayIndex", "userIndex"]);
        }

        getYearDaySchedule(request) {
            return this.#scheduleFromPast(super.getYearDaySchedule(request), "yearDaySchedules", ["yearDayIndex", "userIndex"]);
        }

        getHolidaySchedule(request) {
            return this.#scheduleFromPast(super.getHolidaySchedule(request), "holidaySchedules", ["holidayIndex"]);
        }

        #setSchedule({ userIndex }, keep) {
            const { quirks } = this.surroundings;
            if (quirks.has("drops-schedules")) return undefined;
            const result = keep();
            const user = this.auth.findUser(userIndex);
            if (quirks.has("restricts-users") && user) {
                this.auth.replaceUser(userIndex, { ...user, userType: UserType.ScheduleRestricted });
            }
            return result;
        }

        get #past() {
            const { faults, past } = this.surroundings;
            return past.before(faults.lagS);
        }

        #fromPast(read) {
            this.#isReadingPast = this.surroundings.faults.lagS > 0;
            try {
                return read();
            } finally {
                this.#isReadingPast = false;
            }
        }

        #scheduleFromPast(answer, list, keys) {
            const isIndexWrong = answer.status === Status.InvalidCommand;
            if (this.surroundings.faults.lagS === 0 || isIndexWrong) return answer;
            const place = Object.fromEntries(keys.map(key => [key, answer[key]]));
            const found = this.#past[list].find(schedule => keys.every(key => schedule[key] === place[key]));
            return found === undefined ? { ...place, status: Status.NotFound } : { ...found, status: Status.Success };
        }

        #isLengthRight(data) {
            return data.byteLength >= this.state.minPinCodeLength && data.byteLength <= this.state.maxPinCodeLength;
        }

        /** Says what a working lock would say, and keeps nothing. */
        #pretend({ operationType, credentialData, userIndex }, nextCredentialIndex) {
            if (!this.#isLengthRight(credentialData)) return { status: DlStatus.InvalidField, userIndex: null, nextCredentialIndex };
            const isNewUser = operationType === DataOperationType.Add && userIndex === null;
            const made = isNewUser ? this.auth.findAvailableUserIndex(this.state.numberOfTotalUsersSupported) : null;
            return { status: DlStatus.Success, userIndex: made, nextCredentialIndex };
        }

        #assertRemoteWorks(lockOperationType) {
            const { clock } = this.surroundings;
            const mode = modeAt(clock.wallMs, this.state.holidaySchedules ?? [], this.state.operatingMode);
            if (!this.isJammed && mode !== OperatingMode.NoRemote) return;
            const operationError = this.isJammed ? OperationError.Unspecified : OperationError.Restricted;
            const { fabric, subject } = this.context;
            const sourceNode = subject?.kind === "node" ? subject.id : null;
            this.events.lockOperationError.emit({
                lockOperationType, operationError, operationSource: OperationSource.Remote,
                userIndex: null, fabricIndex: fabric ?? null, sourceNode, credentials: null,
            }, this.context);
            throw new StatusResponseError("the lock does not move", Status.Failure);
        }
    }
    delayAnswers(PracticeDoorLockServer, hasSchedules);
    return PracticeDoorLockServer;
}

/** Wraps every command: a slow lock waits first; what a writing one left is remembered for a lagging one. */
function delayAnswers(server, hasSchedules) {
    const reading = ["getUser", "getCredentialStatus", "lockDoor", "unlockDoor", "unlockWithTimeout"];
    const writing = ["setUser", "clearUser", "setCredential", "clearCredential"];
    if (hasSchedules) {
        for (const kind of ["WeekDay", "YearDay", "Holiday"]) {
            reading.push(`get${kind}Schedule`);
            writing.push(`set${kind}Schedule`, `clear${kind}Schedule`);
        }
    }
    for (const name of [...reading, ...writing]) {
        const command = server.prototype[name];
        const answer = (instance, request) => {
            const result = command.call(instance, request);
            if (writing.includes(name)) instance.remember();
            return result;
        };
        Object.defineProperty(server.prototype, name, {
            configurable: true,
            writable: true,
            value(request) {
                const pause = this.surroundings.faults.pause();
                return pause === undefined ? answer(this, request) : pause.then(() => answer(this, request));
            },
        });
    }
}

/** WORKAROUND matter.js 0.17.9: its status enum lacks the cluster's own DUPLICATE and OCCUPIED, and it refuses to answer them. */
function unchecked(answer) {
    Supervision(answer, "status").validate = false;
    return answer;
}

function withoutNoFabric(answer) {
    const known = index => (index === NO_FABRIC ? null : index);
    return {
        ...answer,
        creatorFabricIndex: known(answer.creatorFabricIndex),
        lastModifiedFabricIndex: known(answer.lastModifiedFabricIndex),
    };
}

/** Copies a managed list of matter.js into plain values. */
function plainList(list) {
    return (list ?? []).map(entry => {
        const copy = { ...entry };
        if (copy.credentials) copy.credentials = copy.credentials.map(credential => ({ ...credential }));
        if (copy.daysMask) copy.daysMask = { ...copy.daysMask };
        if (copy.credentialData) copy.credentialData = Bytes.of(copy.credentialData);
        return copy;
    });
}
