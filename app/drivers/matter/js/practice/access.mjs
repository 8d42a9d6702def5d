// Who may open at the keypad, and when. Pure; the rules are those of the Matter 1.6 Application Cluster Specification,
// Door Lock: UserTypeEnum 5.2.6.18, OperatingModeEnum 5.2.6.15, SetWeekDaySchedule 5.2.10.4.
// Times in schedules are seconds of the wall clock counted as if it were UTC; matter.js has moved the epoch to 1970 already.

export const UserType = {
    Unrestricted: 0, YearDay: 1, WeekDay: 2, Programming: 3, NonAccess: 4,
    Forced: 5, Disposable: 6, Expiring: 7, ScheduleRestricted: 8, RemoteOnly: 9,
};
export const UserStatus = { Available: 0, OccupiedEnabled: 1, OccupiedDisabled: 3 };
export const OperatingMode = { Normal: 0, Vacation: 1, Privacy: 2, NoRemote: 3, Passage: 4 };

const DAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const LAST_MINUTE = 23 * 60 + 59;

/**
 * Decides about a known code: `{opens: true}`, or `{opens: false, reason}` with the reason `disabled`, `schedule`, `mode`,
 * `remote_only`, `non_access` or `expiring` (a kind of user that this lock does not know to end, so it does not let it in).
 */
export function decide({ user, weekDays, yearDays, wallMs, mode }) {
    if (user.userStatus !== UserStatus.OccupiedEnabled) return refused("disabled");
    if (mode === OperatingMode.Privacy) return refused("mode");
    if (mode === OperatingMode.Vacation && user.userType !== UserType.Programming) return refused("mode");
    if (user.userType === UserType.RemoteOnly) return refused("remote_only");
    if (user.userType === UserType.NonAccess) return refused("non_access");
    if (user.userType === UserType.Expiring) return refused("expiring");
    return isScheduleOpen(user.userType, weekDays, yearDays, wallMs) ? { opens: true } : refused("schedule");
}

/** The mode of the lock now: a holiday's while one runs, otherwise the one that was set. */
export function modeAt(wallMs, holidays, setMode) {
    return holidays.find(holiday => isInside(holiday, wallMs))?.operatingMode ?? setMode;
}

function isScheduleOpen(userType, weekDays, yearDays, wallMs) {
    const byWeek = () => weekDays.some(window => isInsideWeek(window, wallMs));
    const byYear = () => yearDays.some(window => isInside(window, wallMs));
    switch (userType) {
        case UserType.WeekDay:
            return byWeek();
        case UserType.YearDay:
            return byYear();
        case UserType.ScheduleRestricted:
            if (weekDays.length === 0 && yearDays.length === 0) return false;
            return (weekDays.length === 0 || byWeek()) && (yearDays.length === 0 || byYear());
        default:
            return true;
    }
}

function isInside({ localStartTime, localEndTime }, wallMs) {
    return localStartTime * 1000 <= wallMs && wallMs < localEndTime * 1000;
}

/** From the first second of its start to the last second before its end; an end of 23:59 lasts until midnight (5.2.10.4.7). */
function isInsideWeek({ daysMask, startHour, startMinute, endHour, endMinute }, wallMs) {
    const wall = new Date(wallMs);
    if (!daysMask[DAYS[wall.getUTCDay()]]) return false;
    const minute = wall.getUTCHours() * 60 + wall.getUTCMinutes();
    const end = endHour * 60 + endMinute;
    return startHour * 60 + startMinute <= minute && (minute < end || end === LAST_MINUTE);
}

function refused(reason) {
    return { opens: false, reason };
}
