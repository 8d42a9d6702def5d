// The commands of the Matter Server protocol, schema 11, and our own: name -> {limitS, run(args, call)}.
import { Crypto, Seconds } from "@matter/main";
import { PaseClient } from "@matter/main/protocol";
import { CommissioningFlowType, DiscoveryCapabilitiesSchema, ManualPairingCodeCodec, QrPairingCodeCodec } from "@matter/main/types";
import { commission, fabricOf, find, forget, remove } from "./commissioning.mjs";
import { EngineError, ErrorCode, invalid } from "./errors.mjs";
import { watchPeer } from "./events.mjs";
import { idOf, isAvailable, isSubscribed, readAttributes, readEvents } from "./nodes.mjs";
import { endpointOf, reach, sent } from "./reach.mjs";
import { clusterModel, parsePath, squash, toMatter, toWire } from "./wire.mjs";

const OPERATIONAL_CREDENTIALS = 62;
const PBKDF_ITERATIONS = 1000; // Matter core specification, "Crypto_PBKDFParameterSet": 1000 to 100000

/** `engine` is {controller, nodes, hub, trustStore, networks, info}; `call` is {signal, report(data)}. */
export function commandsOf(engine) {
    const { controller, nodes, hub, trustStore, networks, info } = engine;
    const allNodes = async ({ only_available: onlyAvailable = false } = {}) => Promise.all(
        nodes.peers.filter(peer => !onlyAvailable || isAvailable(peer)).map(peer => nodes.data(peer)));

    async function adopt(peer) {
        watchPeer(peer, hub, each => nodes.data(each));
        const data = await nodes.data(peer, { refresh: true });
        hub.emit("node_added", data);
        return data;
    }

    function gone(id) {
        nodes.forget(id);
        hub.forget(id);
        hub.emit("node_removed", id);
    }

    const table = {
        server_info: [10, async () => info()],
        start_listening: [60, allNodes],
        get_nodes: [60, allNodes],
        get_node: [60, async ({ node_id: id }) => nodes.data(nodes.peer(nodeId(id)))],
        interview_node: [60, async ({ node_id: id }, { signal }) => void await nodes.data(await reached(id, signal), { refresh: true })],
        diagnostics: [30, async () => diagnostics()],

        set_wifi_credentials: [10, async ({ ssid, credentials }) => {
            networks.wifi = { wifiSsid: text(ssid), wifiCredentials: text(credentials) };
        }],
        set_thread_dataset: [10, async ({ dataset }) => {
            networks.thread = { networkName: "", operationalDataset: text(dataset) };
        }],
        discover: [10, discover],
        discover_commissionable_nodes: [10, discover],

        commission_with_code: [240, async (args, { signal, report }) => {
            const request = {
                code: text(args.code),
                nodeId: args.node_id === undefined || args.node_id === null ? undefined : nodeId(args.node_id),
                acceptedFindings: args.accept_findings ?? [],
                networkOnly: args.network_only ?? false,
                bleOnly: args.ble_only ?? false,
                timeoutS: args.timeout_s,
            };
            const step = name => report({ node_id: request.nodeId ?? null, step: name });
            return adopt(await commission(request, { controller, trustStore, networks, signal, report: step }));
        }],
        find_node: [60, async ({ node_id: id, timeout_s: limitS }, { signal }) => {
            const known = nodes.peers.find(peer => idOf(peer) === id);
            if (known && isAvailable(known)) return nodes.data(known);
            return adopt(await find(nodeId(id), { controller, signal, limitS }));
        }],
        remove_node: [60, async ({ node_id: id }, { signal }) => {
            await remove(await reached(id, signal));
            gone(id);
        }],
        forget_node: [30, async ({ node_id: id }) => {
            await forget(nodes.peer(nodeId(id)));
            gone(id);
        }],

        read_attribute: [60, async ({ node_id: id, attribute_path: paths }, { signal }) =>
            readAttributes(await reached(id, signal), [paths].flat().map(parsePath))],
        read_events: [60, async ({ node_id: id, endpoint_id: endpoint, cluster_id: cluster, event_min: first = 0 }, { signal }) =>
            readEvents(await reached(id, signal), endpoint, cluster, first)],
        device_command: [60, deviceCommand],
        ping_node: [30, async ({ node_id: id }, { signal }) => {
            await readAttributes(await reached(id, signal), [{ endpointId: 0, clusterId: 40, attributeId: 0 }]);
            return { [`node ${id}`]: true };
        }],
        open_commissioning_window: [30, openWindow],
        get_matter_fabrics: [30, async ({ node_id: id }, { signal }) => fabricsOn(await reached(id, signal))],
        remove_matter_fabric: [30, async ({ node_id: id, fabric_index: fabricIndex }, { signal }) => {
            const root = await endpointOf(await reached(id, signal), 0, "operationalCredentials");
            const { statusCode } = await sent(root.commandsOf("operationalCredentials").removeFabric({ fabricIndex }));
            if (statusCode) throw new EngineError(ErrorCode.UNKNOWN, "refused", "removing was refused", { status: 1, cluster_status: statusCode });
        }],
        get_vendor_names: [10, async () => ({})],
    };
    return new Map(Object.entries(table).map(([name, [limitS, run]]) => [name, { limitS, run }]));

    async function reached(id, signal) {
        const peer = nodes.peer(nodeId(id));
        await reach(peer, signal);
        return peer;
    }

    async function discover() {
        const found = await controller.peers.discover({ timeout: Seconds(3) });
        return found.map(peer => {
            const seen = peer.stateOf("commissioning");
            return {
                instance_name: seen.deviceIdentifier, long_discriminator: seen.discriminator, vendor_id: seen.vendorId,
                product_id: seen.productId, commissioning_mode: seen.commissioningMode, device_type: seen.deviceType,
                device_name: seen.deviceName, addresses: (seen.addresses ?? []).map(each => each.ip ?? each.peripheralAddress),
            };
        });
    }

    async function deviceCommand(args, { signal }) {
        const { node_id: id, endpoint_id: endpoint, cluster_id: clusterId, command_name: name, payload } = args;
        const cluster = clusterModel(clusterId);
        const model = cluster?.commands.find(each => squash(each.name) === squash(text(name)));
        if (!model) throw invalid(`unknown command ${name}`);
        const fields = toMatter(model, payload ?? {});
        const peer = await reached(id, signal);
        const commands = (await endpointOf(peer, endpoint, cluster.propertyName)).commandsOf(cluster.propertyName);
        const result = await sent(commands[model.propertyName](Object.keys(fields).length ? fields : undefined)); // timed where needed
        return result === undefined ? null : toWire(model.responseModel, result);
    }

    async function openWindow({ node_id: id, timeout = 300 }, { signal }) {
        const root = await reached(id, signal);
        await endpointOf(root, 0, "administratorCommissioning");
        const crypto = controller.env.get(Crypto);
        const passcode = PaseClient.generateRandomPasscode(crypto);
        const discriminator = PaseClient.generateRandomDiscriminator(crypto);
        const salt = crypto.randomBytes(32);
        const pakePasscodeVerifier = await PaseClient.generatePakePasscodeVerifier(crypto, passcode,
            { iterations: PBKDF_ITERATIONS, salt });
        await sent(root.commandsOf("administratorCommissioning").openCommissioningWindow({
            commissioningTimeout: timeout, pakePasscodeVerifier, discriminator, iterations: PBKDF_ITERATIONS, salt }));
        const { vendorId, productId } = root.stateOf("basicInformation");
        const discoveryCapabilities = DiscoveryCapabilitiesSchema.encode({ onIpNetwork: true });
        return {
            setup_pin_code: passcode,
            setup_manual_code: ManualPairingCodeCodec.encode({ discriminator, passcode }),
            setup_qr_code: QrPairingCodeCodec.encode([{ version: 0, vendorId, productId, discriminator, passcode, discoveryCapabilities,
                flowType: CommissioningFlowType.Standard }]),
        };
    }

    async function fabricsOn(peer) {
        const prefix = `0/${OPERATIONAL_CREDENTIALS}`;
        const request = { endpointId: 0, clusterId: OPERATIONAL_CREDENTIALS };
        const values = await readAttributes(peer, [{ ...request, attributeId: 1 }, { ...request, attributeId: 5 }], { fabricFilter: false });
        return values[`${prefix}/1`].map(fabric => ({ // FabricDescriptorStruct by tag: Matter core specification, "Fabrics"
            fabric_id: fabric[3], vendor_id: fabric[2], fabric_index: fabric[254], fabric_label: fabric[5] || null, vendor_name: null,
            is_ours: fabric[254] === values[`${prefix}/5`],
        }));
    }

    function diagnostics() {
        return {
            info: info(),
            nodes: nodes.peers.map(peer => ({ node_id: idOf(peer), available: isAvailable(peer), subscribed: isSubscribed(peer) })),
            trust_store: { roots: trustStore.size, has_production_roots: trustStore.hasProductionRoots },
            has_fabric: fabricOf(controller) !== undefined,
            kept_events: hub.keptCount,
            lost_events: hub.lost,
            memory_mib: Math.round(process.memoryUsage().rss / 2 ** 20),
            uptime_s: Math.round(process.uptime()),
        };
    }
}

function nodeId(value) {
    if (!Number.isSafeInteger(value) || value <= 0) throw invalid("bad node id");
    return value;
}

function text(value) {
    if (typeof value !== "string" || value === "") throw invalid("text expected");
    return value;
}
