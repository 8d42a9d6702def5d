// Entry of a practice lock process:  node main.mjs --data DIR --practice-network DIR   (see options.mjs)
// Standard output: JSON lines, the first is `ready`. Standard input: commands (see commands.mjs); its end ends the lock.
import "../bare_environment.mjs";
import { LockClock } from "./clock.mjs";
import { Faults, Past } from "./faults.mjs";
import { openFolder } from "./folder.mjs";
import { readOptions } from "./options.mjs";
import { Refusal, say } from "./output.mjs";

const startedMs = performance.now();
try {
    const options = readOptions(process.argv.slice(2));
    const folder = openFolder(options.data, options);
    await run(options, folder);
    process.exit(0);
} catch (error) {
    if (error instanceof Refusal) say("error", { code: error.code, message: error.message });
    else say("error", { code: "bug", message: String(error?.stack ?? error) });
    process.exitCode = 1;
    process.exit();
}

async function run(options, folder) {
    // Loaded late: a wrong option is answered at once, without loading matter.js.
    const [{ obey }, { Surroundings }, { buildNode }, { PracticeLock }] = await Promise.all(
        ["commands", "door_lock", "node", "practice_lock"].map(name => import(`./${name}.mjs`)),
    );
    const { identity } = folder;
    const clock = new LockClock({ shiftMs: identity.clockShiftMs, zone: identity.zone });
    const faults = new Faults();
    const past = new Past();
    const lock = new PracticeLock({ folder, faults, past, clock });
    const surroundings = new Surroundings({
        faults, past, clock, setClock: wanted => lock.changeClock(wanted), quirks: options.quirks,
    });
    const parts = await buildNode(options, folder, surroundings);
    lock.attach(parts);
    await parts.node.start();
    identity.port = parts.node.state.network.operationalPort;
    folder.save();
    const { qrPairingCode, manualPairingCode } = parts.node.state.commissioning.pairingCodes;
    lock.sayReady({
        qr: qrPairingCode, manual: manualPairingCode, serial: options.quirks.has("no-serial") ? null : identity.serial,
        label: identity.label, discriminator: identity.discriminator, commissioned: parts.node.lifecycle.isCommissioned,
        start_ms: Math.round(performance.now() - startedMs),
    });
    for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => lock.close().then(() => process.exit(0)));
    await obey(lock, process.stdin);
}
