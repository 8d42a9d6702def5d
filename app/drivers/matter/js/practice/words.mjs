// The Door Lock cluster's numbers as the words of the lock's output.
import { DoorLock } from "@matter/main/clusters/door-lock";

const { AlarmCode, DataOperationType, LockDataType, LockState, OperationSource } = DoorLock;

export const LOCK_STATES = {
    [LockState.NotFullyLocked]: "jammed",
    [LockState.Locked]: "locked",
    [LockState.Unlocked]: "unlocked",
    [LockState.Unlatched]: "unlatched",
};
export const SOURCES = {
    [OperationSource.Manual]: "hand",
    [OperationSource.Keypad]: "keypad",
    [OperationSource.Auto]: "timer",
    [OperationSource.Remote]: "remote",
};
export const ALARMS = {
    [AlarmCode.LockJammed]: "jammed",
    [AlarmCode.WrongCodeEntryLimit]: "wrong_code_limit",
    [AlarmCode.ForcedUser]: "forced_user",
};
export const CHANGES = {
    [DataOperationType.Add]: "added",
    [DataOperationType.Clear]: "cleared",
    [DataOperationType.Modify]: "changed",
};
export const THINGS = { [LockDataType.UserIndex]: "user", [LockDataType.Pin]: "pin" };
