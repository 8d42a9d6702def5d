// What happens when somebody enters a code at the lock's keypad. Runs inside an action of the lock's endpoint.
import { Bytes } from "@matter/general";
import { DoorLock } from "@matter/main/clusters/door-lock";
import { UserStatus, UserType, decide, modeAt } from "./access.mjs";

const PIN = DoorLock.CredentialType.Pin;
const { AlarmCode, LockOperationType, LockState, OperationError, OperationSource } = DoorLock;
const ERRORS = { disabled: OperationError.DisabledUserDenied, jammed: OperationError.Unspecified };

/** Returns `{event: "opened" | "refused", ...}`; never a digit of the code. `onLockOut` starts the waiting time. */
export function enterCode(doorLock, code, clock, onLockOut) {
    const { state, internal, auth } = doorLock;
    if (internal.wrongCodeCount >= state.wrongCodeEntryLimit) return refuse(doorLock, "locked_out");
    const credential = auth.credentials.find(
        ({ credentialType, credentialData }) => credentialType === PIN && Bytes.toString(auth.decrypt(credentialData)) === code,
    );
    const userIndex = credential && auth.findUserIndexForCredential(PIN, credential.credentialIndex);
    const user = userIndex ? auth.findUser(userIndex) : undefined;
    if (user === undefined) return refuseWrongCode(doorLock, onLockOut);
    internal.wrongCodeCount = 0;
    const who = { user: userIndex, slot: credential.credentialIndex };
    const { wallMs } = clock;
    const answer = decide({
        user, wallMs,
        weekDays: (state.weekDaySchedules ?? []).filter(schedule => schedule.userIndex === userIndex),
        yearDays: (state.yearDaySchedules ?? []).filter(schedule => schedule.userIndex === userIndex),
        mode: modeAt(wallMs, state.holidaySchedules ?? [], state.operatingMode),
    });
    if (!answer.opens) return refuse(doorLock, answer.reason, who);
    if (doorLock.isJammed) return refuse(doorLock, "jammed", who);
    return open(doorLock, user, who);
}

function open(doorLock, user, who) {
    const { state, events, auth, context } = doorLock;
    const isForced = user.userType === UserType.Forced;
    state.lockState = LockState.Unlocked;
    events.lockOperation.emit({
        ...byHand(who), lockOperationType: isForced ? LockOperationType.ForcedUserEvent : LockOperationType.Unlock,
    }, context);
    if (isForced) events.doorLockAlarm.emit({ alarmCode: AlarmCode.ForcedUser }, context);
    if (user.userType === UserType.Disposable) {
        auth.replaceUser(user.userIndex, { ...user, userStatus: UserStatus.OccupiedDisabled });
        doorLock.remember();
        events.lockUserChange.emit({
            lockDataType: DoorLock.LockDataType.UserIndex, dataOperationType: DoorLock.DataOperationType.Modify,
            operationSource: OperationSource.Keypad, userIndex: user.userIndex,
            fabricIndex: null, sourceNode: null, dataIndex: user.userIndex,
        }, context);
    }
    return { event: "opened", by: "keypad", ...who };
}

function refuse(doorLock, reason, who) {
    const { events, context } = doorLock;
    if (reason === "non_access") {
        events.lockOperation.emit({ ...byHand(who), lockOperationType: LockOperationType.NonAccessUserEvent }, context);
    } else {
        // A wrong code names nobody; a known one names its credential.
        const operationError = ERRORS[reason] ?? (who ? OperationError.Restricted : OperationError.InvalidCredential);
        events.lockOperationError.emit({ ...byHand(who), lockOperationType: LockOperationType.Unlock, operationError }, context);
    }
    return { event: "refused", by: "keypad", reason, ...who };
}

function refuseWrongCode(doorLock, onLockOut) {
    const { state, internal, events, context } = doorLock;
    const refused = refuse(doorLock, "wrong_code");
    internal.wrongCodeCount += 1;
    if (internal.wrongCodeCount < state.wrongCodeEntryLimit) return refused;
    events.doorLockAlarm.emit({ alarmCode: AlarmCode.WrongCodeEntryLimit }, context);
    onLockOut(state.userCodeTemporaryDisableTime);
    return refused;
}

function byHand(who) {
    return {
        operationSource: OperationSource.Keypad, userIndex: who?.user ?? null, fabricIndex: null, sourceNode: null,
        credentials: who ? [{ credentialType: PIN, credentialIndex: who.slot }] : null,
    };
}
