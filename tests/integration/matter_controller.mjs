// A small Matter controller for tests of the practice lock: matter.js itself, not our engine, so that both can be wrong alone.
//   node matter_controller.mjs JS_FOLDER NETWORK_FOLDER      NETWORK_FOLDER "-" means the computer's own network
// Standard input: {"id", "do": "commission" | "invoke" | "read" | "remove" | "quit", ...}; standard output: answers and events.
import { createInterface } from "node:readline";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [js, folder] = process.argv.slice(2);
const load = path => import(pathToFileURL(join(js, path)));
const part = path => load(`node_modules/@matter/main/dist/esm/${path}.js`);
await load("bare_environment.mjs");
const { Bytes, Environment, Logger, MemoryStorageDriver, Network, Seconds, ServerNode, StorageService } = await part("index");
const { ChangeNotificationService, ControllerBehavior } = await part("node");
const { Read } = await part("protocol");
const { ManualPairingCodeCodec, StatusResponseError } = await part("types");
const { openPracticeNetwork } = await load("practice_network.mjs");

const plain = (_key, value) => (typeof value === "bigint" ? Number(value) : Bytes.isBytes(value) ? Bytes.toString(value) : value);
const write = message => process.stdout.write(`${JSON.stringify(message, plain)}\n`);
const bytes = fields => Object.fromEntries(Object.entries(fields).map(([name, value]) =>
    [name, ["credentialData", "pinCode"].includes(name) ? Bytes.fromString(value) : value]));

Logger.level = "fatal";
const environment = Environment.default;
const storage = environment.get(StorageService);
storage.registerDriver(MemoryStorageDriver);
storage.configuredDriver = MemoryStorageDriver.id;
if (folder !== "-") environment.set(Network, openPracticeNetwork(folder));
const controller = await ServerNode.create(ServerNode.RootEndpoint.with(ControllerBehavior), {
    id: "controller", environment, network: { port: 0, ble: false }, controller: { adminFabricLabel: "Tests", ble: false },
});
await controller.start();
controller.env.get(ChangeNotificationService).change.on(change => {
    if (change.kind === "event") write({ event: change.event.propertyName, number: change.number, payload: change.payload });
});

let peer;
const actions = {
    async commission({ manual, timeout_s = 20 }) {
        const { passcode, shortDiscriminator } = ManualPairingCodeCodec.decode(manual);
        peer = await controller.peers.commission({
            passcode, shortDiscriminator, timeout: Seconds(timeout_s), regulatoryCountryCode: "XX",
            discoveryCapabilities: { onIpNetwork: true }, onAttestationFailure: () => true,
        });
    },
    async invoke({ endpoint = 1, cluster = "doorLock", command, fields = {} }) {
        return (await peer.endpoints.for(endpoint).commandsOf(cluster)[command](bytes(fields))) ?? null;
    },
    async read({ path }) {
        const [endpointId, clusterId, attributeId] = path;
        const request = Read({ fabricFilter: true, attributes: [{ endpointId, clusterId, attributeId }] });
        for await (const chunk of peer.interaction.read({ ...request, includeKnownVersions: true }))
            for await (const report of chunk) if (report.kind === "attr-value") return { value: report.value };
        return { value: null, missing: true };
    },
    remove: () => peer.decommission(),
    quit: () => controller.close(),
};

write({ event: "listening" });
for await (const line of createInterface({ input: process.stdin })) {
    const { id, do: action, ...parameters } = JSON.parse(line);
    try {
        write({ id, result: (await actions[action](parameters)) ?? null });
    } catch (error) {
        const status = StatusResponseError.of?.(error);
        write({ id, error: { status: status?.code ?? null, cluster_status: status?.clusterCode ?? null, kind: error.constructor.name } });
    }
    if (action === "quit") break;
}
process.exit(0);
