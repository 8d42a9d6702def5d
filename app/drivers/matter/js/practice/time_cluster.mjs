// The Time Synchronization cluster (Matter 1.6 Core Specification 11.17), so that a controller can read and set the lock's clock.
// matter.js 0.17.9 has no server for it, only the cluster; here the values come from the lock's own clock.
import { Val } from "@matter/main/protocol";
import { TimeSynchronizationBehavior } from "@matter/main/behaviors/time-synchronization";
import { TimeSynchronization } from "@matter/main/clusters/time-synchronization";
import { isZone, lastTransition, nextTransition, offsetAt } from "./clock.mjs";
import { Surroundings } from "./door_lock.mjs";

const EPOCH_US = 946_684_800_000_000n; // 2000-01-01, where Matter's time begins
const Base = TimeSynchronizationBehavior.with("TimeZone");
const { Granularity, TimeSource, TimeZoneDatabase } = TimeSynchronization;

export class PracticeTimeServer extends Base {
    static State = class State extends Base.State {
        granularity = Granularity.MillisecondsGranularity;
        timeSource = TimeSource.Admin;
        timeZoneDatabase = TimeZoneDatabase.Full;
        timeZoneListMaxSize = 1;
        dstOffsetListMaxSize = 2;

        [Val.properties](endpoint) {
            const clock = () => endpoint.env.get(Surroundings).clock;
            return {
                get utcTime() {
                    return microseconds(clock().nowMs);
                },
                get localTime() {
                    return microseconds(clock().wallMs);
                },
            };
        }
    };

    initialize() {
        this.showZone();
    }

    /** Puts the zone of the lock's clock into the attributes. */
    showZone() {
        const { clock } = this.env.get(Surroundings);
        const { zone, nowMs } = clock;
        const standardMs = standardOffset(nowMs, zone);
        this.state.timeZone = [{ offset: standardMs / 1000, validAt: EPOCH_US, name: zone }];
        this.state.dstOffset = dstOffsets(nowMs, zone, standardMs);
    }

    setUtcTime({ utcTime }) {
        this.env.get(Surroundings).setClock({ nowMs: Number(BigInt(utcTime) / 1000n) });
    }

    setTimeZone({ timeZone }) {
        const [{ offset, name }] = timeZone;
        const isKnown = name !== undefined && isZone(name);
        this.env.get(Surroundings).setClock({ zone: isKnown ? name : fixedZone(offset) });
        this.showZone();
        return { dstOffsetRequired: !isKnown };
    }

    /** Only needed by a lock without the world's zones; this one has them and goes on by them. */
    setDstOffset() {}
}

function dstOffsets(nowMs, zone, standardMs) {
    const since = lastTransition(nowMs, zone);
    const until = nextTransition(nowMs, zone);
    const validStarting = since === null ? EPOCH_US : microseconds(since);
    const offset = (offsetAt(nowMs, zone) - standardMs) / 1000;
    const current = { offset, validStarting, validUntil: until === null ? null : microseconds(until) };
    if (until === null) return [current];
    const end = nextTransition(until, zone);
    return [current, {
        offset: (offsetAt(until, zone) - standardMs) / 1000, validStarting: microseconds(until),
        validUntil: end === null ? null : microseconds(end),
    }];
}

function standardOffset(nowMs, zone) {
    const change = nextTransition(nowMs, zone);
    return change === null ? offsetAt(nowMs, zone) : Math.min(offsetAt(nowMs, zone), offsetAt(change, zone));
}

function fixedZone(offsetS) {
    const minutes = Math.round(Math.abs(offsetS) / 60);
    const two = number => String(number).padStart(2, "0");
    return `${offsetS < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function microseconds(ms) {
    return BigInt(Math.round(ms)) * 1000n;
}
