// The practice lock as a thing: what a person can do to it, and what it says about it. Matter is in node.mjs and below.
import { Bytes, Seconds, Time } from "@matter/general";
import { DoorLock } from "@matter/main/clusters/door-lock";
import { SubscriptionsServer } from "@matter/main/node";
import { DeviceAdvertiser } from "@matter/main/protocol";
import { UserStatus, UserType } from "./access.mjs";
import { drawCode } from "./commands.mjs";
import { NO_FABRIC } from "./door_lock.mjs";
import { enterCode } from "./keypad.mjs";
import { batteryState } from "./node.mjs";
import { Refusal, say } from "./output.mjs";
import { PracticeTimeServer } from "./time_cluster.mjs";
import { ALARMS, CHANGES, LOCK_STATES, SOURCES, THINGS } from "./words.mjs";

const PIN = DoorLock.CredentialType.Pin;
const { AlarmCode, DataOperationType, DoorState, LockDataType, LockOperationType, LockState, OperationSource } = DoorLock;
const GOODBYE_MS = 1000;

export class PracticeLock {
    isClosed = false;
    #folder;
    #faults;
    #past;
    #node;
    #lock;
    #radio;
    #isListening = false;
    #closing;
    #lastState;

    constructor({ folder, faults, past, clock }) {
        this.#folder = folder;
        this.#faults = faults;
        this.#past = past;
        this.clock = clock;
    }

    /** Takes the built node over and begins to report what happens on it. */
    attach({ node, lock, radio }) {
        this.#node = node;
        this.#lock = lock;
        this.#radio = radio;
        node.lifecycle.commissioned.on(() => say("commissioned"));
        node.lifecycle.decommissioned.on(() => {
            say("decommissioned");
            this.#isListening = false; // the reset that follows drops everybody who listens
        });
        this.#listen();
        node.lifecycle.online.on(() => {
            this.#listen();
            // WORKAROUND matter.js 0.17.9: the behavior that keeps subscriptions over a restart is loaded too late to see the first.
            void node.act(agent => agent.load(SubscriptionsServer));
        });
    }

    #listen() {
        if (this.#isListening) return;
        this.#isListening = true;
        const { doorLock } = this.#lock.events;
        doorLock.lockOperation.on(operation => this.#onOperation(operation));
        doorLock.lockOperationError.on(({ operationSource }) => {
            if (operationSource !== OperationSource.Keypad) say("refused", { by: SOURCES[operationSource] ?? "other", reason: "remote" });
        });
        doorLock.lockUserChange.on(change => this.#onUserChange(change));
        doorLock.doorLockAlarm.on(({ alarmCode }) => say("alarm", { alarm: ALARMS[alarmCode] ?? alarmCode }));
        doorLock.doorStateChange.on(({ doorState }) => say("door", { door: doorState === DoorState.DoorOpen ? "open" : "closed" }));
        doorLock.stateChanged.on(() => this.#keepBolt());
        this.#node.events.commissioning.fabricsChanged.on(() => this.#sayState());
        this.#sayState();
    }

    /** The first line: who the lock is, with the codes that would stand on its box. */
    sayReady(data) {
        const { state } = this;
        this.#lastState = lastingOf(state);
        say("ready", { ...data, state });
    }

    get state() {
        const { doorLock, powerSource } = this.#lock.state;
        return {
            lock: LOCK_STATES[doorLock.lockState] ?? "unknown",
            door: doorLock.doorState === DoorState.DoorOpen ? "open" : "closed",
            battery_percent: powerSource.batPercentRemaining / 2, online: !this.#radio.isSilent,
            zone: this.clock.zone, clock: this.clock.text,
            users: doorLock.users.length, pins: doorLock.credentials.length,
            fabrics: this.#node.state.operationalCredentials.commissionedFabrics ?? 0,
            drop: this.#faults.drops, slow: this.#faults.isSlow, lag_s: this.#faults.lagS,
        };
    }

    async enterCode(code) {
        say(...eventOf(await this.#act(doorLock => enterCode(doorLock, code, this.clock, seconds => this.#lockOut(seconds)))));
    }

    async jam() {
        await this.#act(doorLock => {
            doorLock.state.lockState = LockState.NotFullyLocked;
            doorLock.events.doorLockAlarm.emit({ alarmCode: AlarmCode.LockJammed }, doorLock.context);
        });
    }

    async unjam() {
        await this.#act(doorLock => {
            if (!doorLock.isJammed) throw new Refusal("not_jammed", "The lock is not jammed.");
            doorLock.state.lockState = LockState.Locked;
        });
    }

    async moveDoor(isOpen) {
        await this.#lock.set({ doorLock: { doorState: isOpen ? DoorState.DoorOpen : DoorState.DoorClosed } });
        this.#sayState();
    }

    async setBattery(percent) {
        await this.#lock.set({ powerSource: batteryState(percent) });
        this.#folder.identity.batteryPercent = percent;
        this.#folder.save();
        this.#sayState();
    }

    /** Forgets the code of a slot without a word to anybody; its user stays. */
    async lose(slot) {
        await this.#act(doorLock => {
            const { auth } = doorLock;
            this.#assertSlot(doorLock, slot);
            if (auth.findCredential(PIN, slot) === undefined) throw new Refusal("slot_empty", "There is no code in this slot.");
            const userIndex = auth.findUserIndexForCredential(PIN, slot);
            const user = userIndex === null ? undefined : auth.findUser(userIndex);
            auth.removeCredential(PIN, slot);
            const left = user?.credentials.filter(({ credentialIndex }) => credentialIndex !== slot);
            if (user) auth.replaceUser(userIndex, { ...user, credentials: left });
            doorLock.remember();
        });
        this.#sayState();
    }

    /** Puts a user and a code into a slot as somebody at the keypad would. */
    async addForeign(slot) {
        const made = await this.#act(doorLock => {
            this.#assertSlot(doorLock, slot);
            if (isTaken(doorLock, slot)) throw new Refusal("slot_taken", "This slot is taken.");
            return this.#addByHand(doorLock, slot);
        });
        this.#sayState();
        return made;
    }

    /** Fills every free slot as `addForeign` would. */
    async fill() {
        const count = await this.#act(doorLock => {
            const slots = Array.from({ length: doorLock.state.numberOfPinUsersSupported }, (_, index) => index + 1);
            const free = slots.filter(slot => !isTaken(doorLock, slot));
            for (const slot of free) this.#addByHand(doorLock, slot);
            return free.length;
        });
        this.#sayState();
        return { filled: count };
    }

    setFault(faults) {
        Object.assign(this.#faults, faults);
        this.#past.settle(); // what was written before a lag begins is old news
        this.#sayState();
    }

    /** Sets the lock's own clock or zone, by a command or by a controller, and keeps it. */
    async setClock(wanted) {
        this.changeClock(wanted);
        if (this.#node.behaviors.has(PracticeTimeServer)) await this.#node.act(agent => agent.get(PracticeTimeServer).showZone());
        this.#sayState();
        return { clock: this.clock.text };
    }

    changeClock(wanted) {
        Object.assign(this.clock, wanted);
        this.#folder.identity.clockShiftMs = this.clock.shiftMs;
        this.#folder.identity.zone = this.clock.zone;
        this.#folder.save();
    }

    setSilent(isSilent) {
        const wasSilent = this.#radio.isSilent;
        this.#radio.isSilent = isSilent;
        if (wasSilent && !isSilent) this.#node.env.get(DeviceAdvertiser).restartAdvertisement();
        this.#sayState();
    }

    /** Says goodbye and ends; safe twice. A controller that does not answer is not waited for: the memory is on disk already. */
    close() {
        this.#closing ??= Promise.race([this.#node.close(), new Promise(resolve => setTimeout(resolve, GOODBYE_MS))]).finally(() => {
            this.isClosed = true;
        });
        return this.#closing;
    }

    #act(actor) {
        return this.#lock.act(agent => actor(agent.doorLock));
    }

    #lockOut(seconds) {
        Time.getTimer("keypad lock-out", Seconds(seconds), () => {
            if (!this.#closing) void this.#act(doorLock => void (doorLock.internal.wrongCodeCount = 0));
        }).start();
    }

    #assertSlot({ state }, slot) {
        const most = state.numberOfPinUsersSupported;
        if (slot < 1 || slot > most) throw new Refusal("slot_range", `Slots are 1 to ${most}.`);
    }

    #addByHand(doorLock, slot) {
        const { auth, state, events, context } = doorLock;
        const isTakenCode = code => auth.isDuplicateCredential(PIN, Bytes.fromString(code));
        const code = drawCode(state.minPinCodeLength, isTakenCode);
        const made = { creatorFabricIndex: NO_FABRIC, lastModifiedFabricIndex: NO_FABRIC };
        auth.addCredential(PIN, slot, Bytes.fromString(code), NO_FABRIC);
        auth.addUser({
            ...made, userIndex: slot, userName: "Keypad", userUniqueId: null,
            userStatus: UserStatus.OccupiedEnabled, userType: UserType.Unrestricted,
            credentialRule: DoorLock.CredentialRule.Single, credentials: [{ credentialType: PIN, credentialIndex: slot }],
        });
        doorLock.remember();
        for (const lockDataType of [LockDataType.UserIndex, LockDataType.Pin]) {
            events.lockUserChange.emit({
                lockDataType, dataOperationType: DataOperationType.Add, operationSource: OperationSource.Keypad,
                userIndex: slot, fabricIndex: null, sourceNode: null, dataIndex: slot,
            }, context);
        }
        return { slot, code };
    }

    #onOperation({ lockOperationType, operationSource, userIndex, credentials }) {
        if (operationSource === OperationSource.Keypad) return; // said by enterCode, with more detail
        const slot = credentials?.[0]?.credentialIndex;
        say(lockOperationType === LockOperationType.Lock ? "locked" : "opened", {
            by: SOURCES[operationSource] ?? "other", ...(userIndex ? { user: userIndex } : {}), ...(slot ? { slot } : {}),
        });
    }

    #onUserChange({ lockDataType, dataOperationType, operationSource, userIndex, dataIndex }) {
        say("changed", {
            what: THINGS[lockDataType] ?? lockDataType, how: CHANGES[dataOperationType], by: SOURCES[operationSource] ?? "other",
            user: userIndex, index: dataIndex,
        });
    }

    /** Matter forgets bolt and door at a restart; steel does not. */
    #keepBolt() {
        const { lockState, doorState } = this.#lock.state.doorLock;
        const { identity } = this.#folder;
        if (identity.lockState !== lockState || identity.doorState !== doorState) {
            Object.assign(identity, { lockState, doorState });
            this.#folder.save();
        }
        this.#sayState();
    }

    /** Says the state when something of it but the time has changed, and not before `ready`. */
    #sayState() {
        if (this.#lastState === undefined) return;
        const { state } = this;
        const lasting = lastingOf(state);
        if (lasting === this.#lastState) return;
        this.#lastState = lasting;
        say("state", state);
    }
}

function lastingOf({ clock: _, ...lasting }) {
    return JSON.stringify(lasting);
}

function eventOf({ event, ...data }) {
    return [event, data];
}

function isTaken({ auth }, slot) {
    return auth.findUser(slot) !== undefined || auth.findCredential(PIN, slot) !== undefined;
}
