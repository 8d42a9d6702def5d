// What a person or a test can do to the lock: one line of standard input is one command, done one after the other.
import { randomInt } from "node:crypto";
import { createInterface } from "node:readline";
import { isZone, readTime } from "./clock.mjs";
import { Refusal, say } from "./output.mjs";

const MAX_SECONDS = 86_400;

/** The commands by name: how they are written, which words they take, what they do with them. */
function commandsOf(lock) {
    return {
        keypad: { usage: "keypad CODE", words: [/^\d{1,32}$/], run: code => lock.enterCode(code) },
        jam: { usage: "jam", words: [], run: () => lock.jam() },
        unjam: { usage: "unjam", words: [], run: () => lock.unjam() },
        door: { usage: "door open|closed", words: [/^(open|closed)$/], run: word => lock.moveDoor(word === "open") },
        battery: { usage: "battery PERCENT", words: [/^\d{1,3}$/], run: word => lock.setBattery(inRange(word, 0, 100, "battery PERCENT")) },
        lose: { usage: "lose SLOT", words: [/^\d{1,5}$/], run: word => lock.lose(Number(word)) },
        foreign: { usage: "foreign SLOT", words: [/^\d{1,5}$/], run: word => lock.addForeign(Number(word)) },
        full: { usage: "full", words: [], run: () => lock.fill() },
        drop: { usage: "drop on|off", words: [/^(on|off)$/], run: word => lock.setFault({ drops: word === "on" }) },
        slow: { usage: "slow on|off", words: [/^(on|off)$/], run: word => lock.setFault({ isSlow: word === "on" }) },
        lag: {
            usage: "lag SECONDS",
            words: [/^\d{1,5}(\.\d{1,3})?$/],
            run: word => lock.setFault({ lagS: inRange(word, 0, MAX_SECONDS, "lag SECONDS") }),
        },
        clock: { usage: "clock ±SECONDS|TIME", words: [/^\S{1,40}$/], run: word => lock.setClock({ nowMs: timeOf(word, lock.clock) }) },
        zone: { usage: "zone Z", words: [/^\S{1,64}$/], run: word => lock.setClock({ zone: zoneOf(word) }) },
        offline: { usage: "offline", words: [], run: () => lock.setSilent(true) },
        online: { usage: "online", words: [], run: () => lock.setSilent(false) },
        quit: { usage: "quit", words: [], run: () => lock.close() },
    };
}

/** Reads standard input until it ends; the end is `quit`, because a lock must not outlive who started it. */
export async function obey(lock, input) {
    const commands = commandsOf(lock);
    const usages = Object.values(commands).map(({ usage }) => usage);
    for await (const line of createInterface({ input })) {
        const [name, ...words] = line.trim().split(/\s+/);
        if (name === "") continue;
        // Only a known name is repeated: a mistyped line could begin with a code.
        const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
        try {
            if (command === undefined) throw new Refusal("unknown_command", `Commands are: ${usages.join(", ")}.`);
            assertWords(command, words);
            const result = await command.run(...words);
            say("done", { command: name, ...result });
        } catch (error) {
            sayError(command && name, error);
        }
        if (lock.isClosed) return;
    }
    await lock.close();
}

/** Draws a code that nobody on the lock has, of the shortest length it takes. */
export function drawCode(length, isTaken) {
    for (;;) {
        const code = Array.from({ length }, () => randomInt(0, 10)).join("");
        if (!isTaken(code)) return code;
    }
}

function assertWords({ usage, words: expected }, words) {
    const isRight = words.length === expected.length && expected.every((pattern, index) => pattern.test(words[index]));
    if (!isRight) throw new Refusal("usage", `Write: ${usage}`);
}

function inRange(word, least, most, usage) {
    const value = Number(word);
    if (value < least || value > most) throw new Refusal("usage", `Write: ${usage}, from ${least} to ${most}`);
    return value;
}

function timeOf(word, clock) {
    const ms = readTime(word, clock);
    if (ms === null) throw new Refusal("invalid_time", "Write +SECONDS, -SECONDS, HH:MM or YYYY-MM-DDTHH:MM, with or without an offset.");
    return ms;
}

function zoneOf(word) {
    if (!isZone(word)) throw new Refusal("unknown_zone", "Write the name of a time zone, such as Europe/Berlin.");
    return word;
}

function sayError(command, error) {
    if (error instanceof Refusal) say("error", { command, code: error.code, message: error.message });
    else say("error", { command, code: "bug", message: `${error?.name}: ${error?.stack?.split("\n")[1]?.trim() ?? ""}` });
}
