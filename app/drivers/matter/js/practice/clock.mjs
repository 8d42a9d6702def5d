// The lock's own clock and time zone. Pure: the computer's clock is given, nothing is read or written.
// "Wall" numbers are what the lock's clock face shows, counted as if it were UTC (milliseconds since 1970).

const DAY_MS = 86_400_000;
const SEARCH_STEP_MS = 7 * DAY_MS;
const SEARCH_SPAN_MS = 400 * DAY_MS; // zones with daylight saving change at least once in a year
const formatters = new Map();

export class LockClock {
    #shiftMs;
    #zone;
    #computerMs;

    constructor({ shiftMs = 0, zone, computerMs = Date.now }) {
        this.#shiftMs = shiftMs;
        this.#zone = zone;
        this.#computerMs = computerMs;
    }

    get nowMs() {
        return this.#computerMs() + this.#shiftMs;
    }

    get wallMs() {
        return wallAt(this.nowMs, this.#zone);
    }

    get zone() {
        return this.#zone;
    }

    /** How far the lock's clock is ahead of the computer's. */
    get shiftMs() {
        return this.#shiftMs;
    }

    set nowMs(ms) {
        this.#shiftMs = Math.round(ms - this.#computerMs());
    }

    set zone(zone) {
        if (!isZone(zone)) throw new RangeError("unknown zone");
        this.#zone = zone;
    }

    /** RFC 3339 with the zone's offset. */
    get text() {
        return textOf(this.nowMs, this.#zone);
    }
}

export function isZone(zone) {
    try {
        formatterOf(zone);
        return true;
    } catch {
        return false;
    }
}

export function wallAt(ms, zone) {
    const parts = {};
    for (const { type, value } of formatterOf(zone).formatToParts(ms)) parts[type] = Number(value);
    const whole = Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second);
    return whole + (((ms % 1000) + 1000) % 1000);
}

export function offsetAt(ms, zone) {
    return wallAt(ms, zone) - ms;
}

/** The moment at which the zone's clocks read `wallMs`: the first one if twice, the end of the gap if never. */
export function momentOf(wallMs, zone) {
    const candidates = [wallMs - offsetAt(wallMs - DAY_MS, zone), wallMs - offsetAt(wallMs + DAY_MS, zone)];
    const found = candidates.sort((a, b) => a - b).find(ms => wallAt(ms, zone) === wallMs);
    return found ?? transitionBetween(wallMs - DAY_MS, wallMs + DAY_MS, zone);
}

/** The next moment at which the zone's offset changes, or null when none is near. */
export function nextTransition(ms, zone) {
    return search(ms, zone, SEARCH_STEP_MS);
}

/** The latest moment up to `ms` at which the zone's offset changed, or null when none is near. */
export function lastTransition(ms, zone) {
    return search(ms, zone, -SEARCH_STEP_MS);
}

/** A time for `clock`: `+60`, `-3600`, `2027-01-31T08:00`, `2027-01-31T08:00+01:00`, `08:00`; null if it is none of these. */
export function readTime(text, clock) {
    if (/^[+-]\d{1,10}$/.test(text)) return clock.nowMs + Number(text) * 1000;
    const short = /^(\d{2}):(\d{2})(?::(\d{2}))?$/.exec(text);
    if (short) {
        const [hour, minute, second] = [short[1], short[2], short[3] ?? "0"].map(Number);
        if (hour > 23 || minute > 59 || second > 59) return null;
        const midnight = Math.floor(clock.wallMs / DAY_MS) * DAY_MS;
        return momentOf(midnight + ((hour * 60 + minute) * 60 + second) * 1000, clock.zone);
    }
    const full = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}(?::\d{2})?)(Z|[+-]\d{2}:\d{2})?$/.exec(text);
    if (!full) return null;
    const [, date, time, offset] = full;
    const wallMs = Date.parse(`${date}T${time}Z`);
    if (Number.isNaN(wallMs) || new Date(wallMs).toISOString().slice(0, 10) !== date) return null;
    const ms = offset === undefined ? momentOf(wallMs, clock.zone) : Date.parse(`${date}T${time}${offset}`);
    return Number.isNaN(ms) ? null : ms;
}

export function textOf(ms, zone) {
    const minutes = Math.round(offsetAt(ms, zone) / 60_000);
    const size = Math.abs(minutes);
    const two = number => String(number).padStart(2, "0");
    const offset = `${minutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
    return new Date(wallAt(ms, zone)).toISOString().slice(0, 19) + offset;
}

function search(ms, zone, stepMs) {
    const offset = offsetAt(ms, zone);
    for (let distance = stepMs; Math.abs(distance) <= SEARCH_SPAN_MS; distance += stepMs) {
        if (offsetAt(ms + distance, zone) === offset) continue;
        const [near, far] = [ms + distance - stepMs, ms + distance];
        return transitionBetween(Math.min(near, far), Math.max(near, far), zone);
    }
    return null;
}

function transitionBetween(beforeMs, afterMs, zone) {
    const offset = offsetAt(beforeMs, zone);
    let [low, high] = [Math.floor(beforeMs / 1000), Math.ceil(afterMs / 1000)];
    while (high - low > 1) {
        const middle = Math.floor((low + high) / 2);
        if (offsetAt(middle * 1000, zone) === offset) low = middle;
        else high = middle;
    }
    return high * 1000;
}

function formatterOf(zone) {
    let formatter = formatters.get(zone);
    if (formatter === undefined) {
        formatter = new Intl.DateTimeFormat("en-US", {
            timeZone: zone, hourCycle: "h23", calendar: "gregory", numberingSystem: "latn",
            year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric",
        });
        formatters.set(zone, formatter);
    }
    return formatter;
}
