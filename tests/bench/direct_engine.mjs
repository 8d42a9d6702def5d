// The engine's own modules called without Python, with memory storage: what bench_commission.py compares with.
//   node direct_engine.mjs JS_FOLDER NETWORK_FOLDER TRUST_STORE
// stdin: {"do": "refused" | "commission" | "remove", "code", "node_id", "accept_findings"}; stdout: {"ms", "findings"?} a line each.
import { createInterface } from "node:readline";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [js, practiceFolder, trustFolder] = process.argv.slice(2);
const load = path => import(pathToFileURL(join(js, path)));
await load("bare_environment.mjs");
const { MemoryStorageDriver } = await load("node_modules/@matter/main/dist/esm/index.js");
const { startEngine } = await load("engine.mjs");
const { TrustStore } = await load("trust_store.mjs");

const engine = await startEngine({
    storageDriver: MemoryStorageDriver, trustStore: TrustStore.read(trustFolder), fabricLabel: "Bench", practiceFolder });
const call = { signal: new AbortController().signal, report: () => {} };
const run = (name, args) => engine.commands.get(name).run(args, call);

const actions = {
    refused: args => run("commission_with_code", { ...args, network_only: true }).then(() => [], error => error.fields.findings),
    commission: args => run("commission_with_code", { ...args, network_only: true }).then(() => undefined),
    remove: args => run("remove_node", args).then(() => undefined),
};
for await (const line of createInterface({ input: process.stdin })) {
    const { do: action, ...args } = JSON.parse(line);
    const begun = performance.now();
    const findings = await actions[action](args);
    process.stdout.write(`${JSON.stringify({ ms: performance.now() - begun, findings })}\n`);
}
process.exit(0);
