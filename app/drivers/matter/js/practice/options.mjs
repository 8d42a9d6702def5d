// The arguments of a practice lock. Nothing in them is secret: the passcode lies in the lock's own folder.
import { parseArgs } from "node:util";
import { Refusal } from "./output.mjs";

const QUIRKS = ["plain", "no-schedules", "no-clock", "no-serial", "drops-schedules", "restricts-users"];

/**
 * --data DIR            the lock's memory; made when missing
 * --practice-network DIR  or --real-network: where the lock can be reached
 * --label TEXT          its node label
 * --discriminator N     only when the folder is new; otherwise drawn
 * --serial TEXT         only when the folder is new; for tests, without it the serial begins with PRACTICE-
 * --pins N, --pin-length MIN-MAX, --lock-out SECONDS, --require-pin
 * --quirk NAME          may be repeated: plain (matter.js as it comes: answers 1 for a duplicate and an occupied slot,
 *                       and keeps a user whose last credential was cleared), no-schedules, no-clock (no time cluster), no-serial,
 *                       drops-schedules (says yes to a schedule and keeps none), restricts-users (makes a user schedule restricted
 *                       when a schedule is set, which 5.2.10.4 allows)
 */
export function readOptions(args) {
    const { values } = parseWords(args);
    if (!values.data) throw new Refusal("usage", "Say where the lock keeps its memory: --data DIR.");
    if (Boolean(values["practice-network"]) === Boolean(values["real-network"]))
        throw new Refusal("usage", "Say either --practice-network DIR or --real-network.");
    const quirks = values.quirk ?? [];
    const unknown = quirks.find(quirk => !QUIRKS.includes(quirk));
    if (unknown !== undefined) throw new Refusal("usage", `Unknown quirk; known are ${QUIRKS.join(", ")}.`);
    const [minPin, maxPin] = (values["pin-length"] ?? "4-8").split("-").map(text => number("pin-length", text, 4, 20));
    if (maxPin === undefined || minPin > maxPin) throw new Refusal("usage", "--pin-length is MIN-MAX.");
    return {
        data: values.data,
        practiceNetwork: values["practice-network"],
        label: values.label,
        serial: values.serial,
        discriminator: values.discriminator && number("discriminator", values.discriminator, 0, 4095),
        pins: number("pins", values.pins ?? "10", 1, 250),
        minPin,
        maxPin,
        lockOutS: number("lock-out", values["lock-out"] ?? "10", 1, 255),
        isPinRequired: Boolean(values["require-pin"]),
        quirks: new Set(quirks),
    };
}

function parseWords(args) {
    const text = { type: "string" };
    const flag = { type: "boolean" };
    try {
        return parseArgs({
            args,
            options: {
                data: text, "practice-network": text, "real-network": flag, label: text, discriminator: text, serial: text,
                pins: text, "pin-length": text, "lock-out": text, "require-pin": flag,
                quirk: { type: "string", multiple: true },
            },
        });
    } catch (error) {
        throw new Refusal("usage", error.message);
    }
}

function number(name, text, least, most) {
    const value = /^\d{1,6}$/.test(text) ? Number(text) : NaN;
    if (!(value >= least && value <= most)) throw new Refusal("usage", `--${name} must be from ${least} to ${most}.`);
    return value;
}
