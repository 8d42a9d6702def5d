// The controller of one project: builds it, brings it online, ends it.
import "./bare_environment.mjs";
import { Environment, Network, StorageService } from "@matter/general";
import { LogFormat, Logger, LogLevel, ServerNode, VendorId } from "@matter/main";
import { ControllerBehavior } from "@matter/main/node";
import { CertificateAuthority, DclCertificateService } from "@matter/main/protocol";
import { commandsOf } from "./commands.mjs";
import { fabricOf } from "./commissioning.mjs";
import { EventHub, watch, watchPeer } from "./events.mjs";
import { Nodes } from "./nodes.mjs";
import { openPracticeNetwork } from "./practice_network.mjs";
import { CONTROLLER_ID } from "./store.mjs";

const SCHEMA_VERSION = 11;
const AGGREGATOR = 0x0e; // device type of the controller node, which nobody ever commissions

/**
 * @param options.storageDriver a StorageDriver class
 * @param options.trustStore a TrustStore
 * @param options.fabricLabel the name that other ecosystems see for us, at most 32 characters
 * @param options.practiceFolder folder of the practice network; null: the computer's network
 */
export async function startEngine({ storageDriver, trustStore, fabricLabel, practiceFolder }) {
    Logger.level = LogLevel.NOTICE; // "info" would print PINs and Wi-Fi passwords
    Logger.format = LogFormat.PLAIN;
    // stdout belongs to the store; whoever keeps the lines dates them
    Logger.destinations.default.write = text => process.stderr.write(`${text.replace(/^\S+ \S+ /, "")}\n`);
    const environment = Environment.default;
    const storage = environment.get(StorageService);
    storage.registerDriver(storageDriver);
    storage.configuredDriver = storageDriver.id;
    environment.set(DclCertificateService, trustStore);
    if (practiceFolder) environment.set(Network, openPracticeNetwork(practiceFolder));

    const controller = await ServerNode.create(ServerNode.RootEndpoint.with(ControllerBehavior), {
        id: CONTROLLER_ID,
        environment,
        network: { port: 0, ble: false }, // true would mean: be a peripheral
        controller: { adminFabricLabel: fabricLabel, ble: false },
        commissioning: { enabled: false },
        productDescription: { name: "Lockchart", deviceType: AGGREGATOR },
        basicInformation: { // 0xFFF1 is a test id: a vendor id of its own needs membership of the CSA
            vendorId: VendorId(0xfff1), vendorName: "Lockchart", productId: 0x8000, productName: "Controller", productLabel: "Controller",
            hardwareVersion: 1, hardwareVersionString: "1", softwareVersion: 1, softwareVersionString: "1",
        },
    });
    await controller.act(agent => agent.load(ControllerBehavior));
    await controller.env.load(CertificateAuthority); // without both nobody can say yet whether there is a fabric
    const hub = new EventHub();
    const nodes = new Nodes(controller);
    const networks = {};
    const info = () => serverInfo(fabricOf(controller), networks);
    const commands = commandsOf({ controller, nodes, hub, trustStore, networks, info });
    watch(controller, nodes, hub); // before the start: the locks' past events arrive during it
    for (const peer of nodes.peers) watchPeer(peer, hub, each => nodes.data(each));
    await controller.start();
    return { commands, hub, info, close: () => controller.close() };
}

function serverInfo(fabric, networks) {
    return {
        fabric_id: fabric ? decimal(fabric.fabricId) : 0,
        compressed_fabric_id: fabric ? decimal(fabric.globalId) : 0,
        schema_version: SCHEMA_VERSION,
        min_supported_schema_version: SCHEMA_VERSION,
        sdk_version: "lockchart (matter.js/0.17.9)",
        wifi_credentials_set: networks.wifi !== undefined,
        thread_credentials_set: networks.thread !== undefined,
        bluetooth_enabled: false,
    };
}

const decimal = id => `\u0001${id}\u0001`; // see wire.mjs: 64-bit ids are written with all their digits
