// The lock's folder: who it is (lock.json), what Matter remembers (memory.json, see memory.mjs), who holds it now (holder).
import { randomBytes, randomInt } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { uptime } from "node:os";
import { join } from "node:path";
import { Refusal } from "./output.mjs";

const SCHEMA = 1;
const MAX_PASSCODE = 99_999_998;
// Matter Core Specification 5.1.7.1: values that a device must not use.
const FORBIDDEN = new Set([12345678, 87654321, ...Array.from({ length: 10 }, (_, digit) => digit * 11111111)]);

/** Makes the folder when missing, takes it for this process and returns what the lock knows about itself. */
export function openFolder(path, wanted) {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    chmodSync(path, 0o700);
    hold(path);
    const file = join(path, "lock.json");
    const stored = readJson(file);
    if (stored !== undefined && !isIdentity(stored))
        throw new Refusal("damaged", "The lock's memory is damaged; give it another folder, or delete this one.");
    const identity = stored ?? draw(wanted);
    const save = () => writeWhole(file, JSON.stringify(identity, undefined, 1));
    if (stored === undefined) save();
    return { path, identity, save };
}

export function isPasscodeAllowed(passcode) {
    return Number.isInteger(passcode) && passcode >= 1 && passcode <= MAX_PASSCODE && !FORBIDDEN.has(passcode);
}

export function drawPasscode(draw = () => randomInt(1, MAX_PASSCODE + 1)) {
    for (;;) {
        const passcode = draw();
        if (isPasscodeAllowed(passcode)) return passcode;
    }
}

/** Writes a file so that a crash leaves either the old or the new text. */
export function writeWhole(file, text) {
    const next = `${file}.next`;
    writeFileSync(next, text, { mode: 0o600 });
    renameSync(next, file);
}

export function readJson(file) {
    let text;
    try {
        text = readFileSync(file, "utf8");
    } catch (error) {
        if (error.code === "ENOENT") return undefined;
        throw error;
    }
    try {
        return JSON.parse(text);
    } catch {
        throw new Refusal("damaged", "The lock's memory is damaged; give it another folder, or delete this one.");
    }
}

function draw({ serial, discriminator, label }) {
    const unique = randomBytes(5).toString("hex").toUpperCase();
    return {
        schema: SCHEMA,
        serial: serial ?? `PRACTICE-${unique}`,
        uniqueId: randomBytes(16).toString("hex"),
        passcode: drawPasscode(),
        discriminator: discriminator ?? randomInt(0, 4096),
        label: label ?? "Practice lock",
        zone: new Intl.DateTimeFormat().resolvedOptions().timeZone ?? "UTC",
        clockShiftMs: 0,
        batteryPercent: 90,
    };
}

function isIdentity({ schema, serial, uniqueId, passcode, discriminator }) {
    return schema === SCHEMA && typeof serial === "string" && typeof uniqueId === "string"
        && isPasscodeAllowed(passcode) && Number.isInteger(discriminator) && discriminator >= 0 && discriminator <= 4095;
}

function hold(path) {
    const file = join(path, "holder");
    const holder = readHolder(file);
    if (holder !== process.pid && isAlive(holder))
        throw new Refusal("in_use", "Another process runs the lock of this folder.");
    writeFileSync(file, String(process.pid), { mode: 0o600 });
    process.on("exit", () => {
        if (readHolder(file) === process.pid) rmSync(file, { force: true });
    });
}

function readHolder(file) {
    try {
        // Process ids begin anew when the computer starts: an older file names nobody.
        if (statSync(file).mtimeMs < Date.now() - uptime() * 1000) return 0;
        return Number(readFileSync(file, "utf8")) || 0;
    } catch {
        return 0;
    }
}

function isAlive(pid) {
    if (pid <= 0) return false;
    try {
        process.kill(pid, 0);
        return true;
    } catch (error) {
        return error.code === "EPERM";
    }
}
