import assert from "node:assert/strict";
import { test } from "node:test";
import { LockClock, isZone, lastTransition, momentOf, nextTransition, offsetAt, readTime, textOf, wallAt } from "../../../../../app/drivers/matter/js/practice/clock.mjs";

const HOUR = 3_600_000;
const utc = text => Date.parse(`${text}Z`);
const BERLIN = "Europe/Berlin";
const clockAt = (text, zone = BERLIN) => new LockClock({ zone, computerMs: () => utc(text) });

test("the wall clock follows the zone and its daylight saving", () => {
    assert.equal(wallAt(utc("2026-01-15T11:00:00"), BERLIN), utc("2026-01-15T12:00:00"));
    assert.equal(wallAt(utc("2026-07-15T11:00:00"), BERLIN), utc("2026-07-15T13:00:00"));
    assert.equal(wallAt(utc("2026-07-15T11:00:00"), "Asia/Kathmandu"), utc("2026-07-15T16:45:00"));
    assert.equal(wallAt(utc("2026-07-15T11:00:00") + 250, "+02:00"), utc("2026-07-15T13:00:00") + 250);
    assert.equal(offsetAt(utc("1960-03-01T00:00:00") - 1, "UTC"), 0);
});

test("a wall time that is skipped means the end of the gap, a repeated one its first occurrence", () => {
    assert.equal(momentOf(utc("2026-03-29T02:30:00"), BERLIN), utc("2026-03-29T01:00:00"));
    assert.equal(momentOf(utc("2026-10-25T02:30:00"), BERLIN), utc("2026-10-25T00:30:00"));
    assert.equal(momentOf(utc("2026-06-01T08:00:00"), "America/New_York"), utc("2026-06-01T12:00:00"));
});

test("transitions are found to the second, and none where there is none", () => {
    assert.equal(nextTransition(utc("2026-11-23T12:00:00"), BERLIN), utc("2027-03-28T01:00:00"));
    assert.equal(lastTransition(utc("2026-11-23T12:00:00"), BERLIN), utc("2026-10-25T01:00:00"));
    assert.equal(nextTransition(utc("2026-10-25T01:00:00"), BERLIN), utc("2027-03-28T01:00:00"));
    assert.equal(nextTransition(utc("2026-11-23T12:00:00"), "UTC"), null);
    assert.equal(lastTransition(utc("2026-11-23T12:00:00"), "Asia/Tokyo"), null);
});

test("the clock is moved and keeps running", () => {
    let computer = utc("2026-11-23T12:00:00");
    const clock = new LockClock({ zone: BERLIN, computerMs: () => computer });
    clock.nowMs = readTime("+90", clock);
    computer += HOUR;
    assert.equal(clock.nowMs, utc("2026-11-23T13:01:30"));
    assert.equal(clock.shiftMs, 90_000);
    assert.equal(clock.text, "2026-11-23T14:01:30+01:00");
});

test("times are read as the lock's own wall time unless they carry an offset", () => {
    const clock = clockAt("2026-11-23T23:30:00"); // already the 24th in Berlin
    const read = text => textOf(readTime(text, clock), "UTC");
    assert.equal(read("-3600"), "2026-11-23T22:30:00+00:00");
    assert.equal(read("08:15"), "2026-11-24T07:15:00+00:00");
    assert.equal(read("2026-07-01T08:15"), "2026-07-01T06:15:00+00:00");
    assert.equal(read("2026-07-01T08:15:30Z"), "2026-07-01T08:15:30+00:00");
    assert.equal(read("2026-07-01T08:15+05:30"), "2026-07-01T02:45:00+00:00");
});

test("what is no time is refused", () => {
    const clock = clockAt("2026-11-23T12:00:00");
    for (const text of ["", "now", "25:00", "10:60", "2026-02-30T10:00", "2026-13-01T10:00", "5", "+", "1e9", "2026-07-01", "+99999999999"])
        assert.equal(readTime(text, clock), null, text);
});

test("zones are names or offsets, and nothing else", () => {
    for (const zone of ["UTC", BERLIN, "+05:30"]) assert.ok(isZone(zone), zone);
    for (const zone of ["Mars/Olympus", "", "../etc/passwd"]) assert.ok(!isZone(zone), zone);
    const clock = clockAt("2026-11-23T12:00:00");
    assert.throws(() => { clock.zone = "Mars/Olympus"; }, RangeError);
    assert.equal(clock.zone, BERLIN);
});
