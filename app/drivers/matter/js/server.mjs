// Entry of the engine's process. First line on stdin: what it needs; then stdin and stdout carry the store.
//
// stdin:  {"token", "store": [[context, key, text]...], "practice_network": folder|null, "fabric_label", "trust_store": folder}
//         {"ack": N}   the changes of request N are kept      {"refused": N}   they could not be kept
//         {"end": true}   close in an orderly way
// stdout: {"listening": port}                                 {"store": N, "changes": [[context, key, text|null]...]}
// stderr: the log, notice level.  The end of stdin ends the process: whoever started it is gone.
import "./bare_environment.mjs";
import { createInterface } from "node:readline";
import { Journal, storageDriverOver } from "./store.mjs";

const END_LIMIT_MS = 3_000;

const waiting = new Map(); // request -> {resolve, reject}
let lastRequest = 0;
let engine;
let sockets;
let isEnding = false;
let hasKeeper = true;

const say = message => process.stdout.write(`${JSON.stringify(message)}\n`);

/** Without a keeper the process is ending, and what closing still writes is of no use to anybody. */
function send(changes) {
    if (!hasKeeper) return Promise.resolve();
    lastRequest += 1;
    const request = lastRequest;
    say({ store: request, changes });
    return new Promise((resolve, reject) => waiting.set(request, { resolve, reject }));
}

function onAnswer({ ack, refused, end: isAsked }) {
    if (isAsked) return void end(0);
    const answered = waiting.get(ack ?? refused);
    waiting.delete(ack ?? refused);
    if (ack !== undefined) answered?.resolve();
    else {
        answered?.reject(new Error("refused"));
        hasKeeper = false;
        void end(3); // memory and file differ: start again from the file
    }
    return undefined;
}

async function begin(line) {
    const init = JSON.parse(line);
    const [{ startEngine }, { TrustStore }, { serve }] = await Promise.all(
        [import("./engine.mjs"), import("./trust_store.mjs"), import("./websocket.mjs")]);
    engine = await startEngine({
        storageDriver: storageDriverOver(new Journal(send), init.store),
        trustStore: TrustStore.read(init.trust_store),
        fabricLabel: init.fabric_label,
        practiceFolder: init.practice_network,
    });
    sockets = await serve({ token: init.token, ...engine });
    say({ listening: sockets.port });
}

async function end(code) {
    if (isEnding) return;
    isEnding = true;
    setTimeout(() => process.exit(code), END_LIMIT_MS).unref();
    await sockets?.close();
    await engine?.close().catch(() => {});
    process.exit(code);
}

let isFirst = true;
createInterface({ input: process.stdin, crlfDelay: Infinity })
    .on("line", line => {
        if (!isFirst) return onAnswer(JSON.parse(line));
        isFirst = false;
        return void begin(line).catch(error => {
            process.stderr.write(`engine did not start: ${error.stack}\n`);
            void end(1);
        });
    })
    .on("close", () => {
        hasKeeper = false;
        for (const { resolve } of waiting.values()) resolve();
        void end(0);
    });
for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => void end(0));
process.stdout.on("error", () => void end(0)); // the reader is gone
