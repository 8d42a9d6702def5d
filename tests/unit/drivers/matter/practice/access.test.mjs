import assert from "node:assert/strict";
import { test } from "node:test";
import { OperatingMode, UserStatus, UserType, decide, modeAt } from "../../../../../app/drivers/matter/js/practice/access.mjs";

const WORKDAYS = { monday: true, tuesday: true, wednesday: true, thursday: true, friday: true };
const at = text => Date.parse(`${text}Z`); // the wall clock, counted as if it were UTC
const week = (start, end, daysMask = WORKDAYS) => {
    const [[startHour, startMinute], [endHour, endMinute]] = [start, end].map(text => text.split(":").map(Number));
    return { daysMask, startHour, startMinute, endHour, endMinute };
};
const year = (start, end) => ({ localStartTime: at(start) / 1000, localEndTime: at(end) / 1000 });
const answer = (userType, when, { weekDays = [], yearDays = [], userStatus = UserStatus.OccupiedEnabled, mode = OperatingMode.Normal } = {}) => {
    const { opens, reason } = decide({ user: { userType, userStatus }, weekDays, yearDays, wallMs: at(when), mode });
    return opens ? "opens" : reason;
};
const TUESDAY = "2026-11-24";

test("an unrestricted user opens at any time", () => {
    assert.equal(answer(UserType.Unrestricted, `${TUESDAY}T03:00`), "opens");
    assert.equal(answer(UserType.Unrestricted, `${TUESDAY}T03:00`, { weekDays: [week("09:00", "17:00")] }), "opens");
});

test("a disabled user never opens", () => {
    assert.equal(answer(UserType.Unrestricted, `${TUESDAY}T03:00`, { userStatus: UserStatus.OccupiedDisabled }), "disabled");
});

test("a weekly window begins with its first second and ends before its last minute begins", () => {
    const weekDays = [week("09:00", "17:30")];
    assert.equal(answer(UserType.WeekDay, `${TUESDAY}T08:59:59`, { weekDays }), "schedule");
    assert.equal(answer(UserType.WeekDay, `${TUESDAY}T09:00:00`, { weekDays }), "opens");
    assert.equal(answer(UserType.WeekDay, `${TUESDAY}T17:29:59`, { weekDays }), "opens");
    assert.equal(answer(UserType.WeekDay, `${TUESDAY}T17:30:00`, { weekDays }), "schedule");
    assert.equal(answer(UserType.WeekDay, "2026-11-22T12:00:00", { weekDays }), "schedule"); // a Sunday
});

test("windows are united", () => {
    const weekDays = [week("08:00", "10:00"), week("14:00", "16:00")];
    assert.equal(answer(UserType.WeekDay, `${TUESDAY}T09:00`, { weekDays }), "opens");
    assert.equal(answer(UserType.WeekDay, `${TUESDAY}T12:00`, { weekDays }), "schedule");
    assert.equal(answer(UserType.WeekDay, `${TUESDAY}T15:00`, { weekDays }), "opens");
});

test("a window over midnight in two parts has no hole", () => {
    const weekDays = [week("22:00", "23:59", { tuesday: true }), week("00:00", "06:00", { wednesday: true })];
    for (const when of ["2026-11-24T22:00:00", "2026-11-24T23:59:59", "2026-11-25T00:00:00", "2026-11-25T05:59:59"])
        assert.equal(answer(UserType.WeekDay, when, { weekDays }), "opens", when);
    for (const when of ["2026-11-24T21:59:59", "2026-11-25T06:00:00", "2026-11-25T22:30:00", "2026-11-24T03:00:00"])
        assert.equal(answer(UserType.WeekDay, when, { weekDays }), "schedule", when);
});

test("a date range holds from its start until just before its end", () => {
    const yearDays = [year("2026-11-24T10:00:00", "2026-11-26T10:00:00")];
    assert.equal(answer(UserType.YearDay, "2026-11-24T09:59:59", { yearDays }), "schedule");
    assert.equal(answer(UserType.YearDay, "2026-11-24T10:00:00", { yearDays }), "opens");
    assert.equal(answer(UserType.YearDay, "2026-11-26T09:59:59", { yearDays }), "opens");
    assert.equal(answer(UserType.YearDay, "2026-11-26T10:00:00", { yearDays }), "schedule");
});

test("a user bound to schedules that do not exist does not open", () => {
    for (const type of [UserType.WeekDay, UserType.YearDay, UserType.ScheduleRestricted])
        assert.equal(answer(type, `${TUESDAY}T12:00`), "schedule");
    assert.equal(answer(UserType.WeekDay, `${TUESDAY}T12:00`, { yearDays: [year("2026-01-01", "2027-01-01")] }), "schedule");
});

test("a user restricted by both kinds of schedule needs both", () => {
    const weekDays = [week("09:00", "17:00")];
    const yearDays = [year("2026-11-24T00:00", "2026-11-25T00:00")];
    const both = when => answer(UserType.ScheduleRestricted, when, { weekDays, yearDays });
    assert.equal(both("2026-11-24T12:00"), "opens");
    assert.equal(both("2026-11-24T18:00"), "schedule");
    assert.equal(both("2026-11-25T12:00"), "schedule");
    assert.equal(answer(UserType.ScheduleRestricted, "2026-11-25T12:00", { weekDays }), "opens");
    assert.equal(answer(UserType.ScheduleRestricted, "2026-11-24T23:00", { yearDays }), "opens");
});

test("users who must not open at the keypad do not", () => {
    assert.equal(answer(UserType.RemoteOnly, `${TUESDAY}T12:00`), "remote_only");
    assert.equal(answer(UserType.NonAccess, `${TUESDAY}T12:00`), "non_access");
    assert.equal(answer(UserType.Expiring, `${TUESDAY}T12:00`), "expiring");
});

test("a holiday sets the mode of the lock while it runs", () => {
    const holiday = { ...year("2026-12-25T00:00", "2026-12-26T00:00"), operatingMode: OperatingMode.Privacy };
    assert.equal(modeAt(at("2026-12-25T12:00"), [holiday], OperatingMode.Normal), OperatingMode.Privacy);
    assert.equal(modeAt(at("2026-12-26T00:00"), [holiday], OperatingMode.Normal), OperatingMode.Normal);
    assert.equal(answer(UserType.Unrestricted, `${TUESDAY}T12:00`, { mode: OperatingMode.Privacy }), "mode");
    assert.equal(answer(UserType.Unrestricted, `${TUESDAY}T12:00`, { mode: OperatingMode.Vacation }), "mode");
    assert.equal(answer(UserType.Programming, `${TUESDAY}T12:00`, { mode: OperatingMode.Vacation }), "opens");
});
