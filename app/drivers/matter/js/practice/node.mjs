// Builds the Matter node of a practice lock: identity, door lock, battery, clock. Import bare_environment.mjs before this.
import { createSocket } from "node:dgram";
import { Endpoint, Environment, Logger, ServerNode, StorageService, VendorId } from "@matter/main";
import { Network } from "@matter/general";
import { NodeJsNetwork } from "@matter/nodejs";
import { PowerSourceServer } from "@matter/main/behaviors/power-source";
import { DoorLock } from "@matter/main/clusters/door-lock";
import { DoorLockDevice } from "@matter/main/devices/door-lock";
import { openPracticeNetwork } from "../practice_network.mjs";
import { Surroundings, doorLockServer } from "./door_lock.mjs";
import { memoryOf } from "./memory.mjs";
import { RadioSwitch } from "./radio.mjs";
import { PracticeTimeServer } from "./time_cluster.mjs";

const TEST_VENDOR = 0xfff1; // Matter Core Specification 2.5.2: FFF1 to FFF4 are for tests
const TEST_PRODUCT = 0x8001;
const SCHEDULES_PER_USER = 5;

/** Returns `{node, lock, radio}`; the node is not started yet. */
export async function buildNode(options, folder, surroundings) {
    Logger.level = "fatal"; // lower levels print PINs
    Logger.destinations.default.write = text => process.stderr.write(`${text}\n`); // standard output is the lock's own
    const environment = Environment.default;
    const memory = memoryOf(folder.path);
    const storage = environment.get(StorageService);
    storage.registerDriver(memory);
    storage.configuredDriver = memory.id;
    const network = options.practiceNetwork ? openPracticeNetwork(options.practiceNetwork) : new NodeJsNetwork();
    const radio = new RadioSwitch(network);
    environment.set(Network, radio);
    environment.set(Surroundings, surroundings);

    const { identity } = folder;
    const hasClock = !options.quirks.has("no-clock");
    const node = await ServerNode.create(hasClock ? ServerNode.RootEndpoint.with(PracticeTimeServer) : ServerNode.RootEndpoint, {
        id: "practice-lock",
        environment,
        network: { port: await usualPort(identity.port), ble: false },
        commissioning: { passcode: identity.passcode, discriminator: identity.discriminator },
        productDescription: { name: identity.label, deviceType: DoorLockDevice.deviceType },
        basicInformation: {
            vendorName: "Lockchart", vendorId: VendorId(TEST_VENDOR), productName: "Practice lock", productId: TEST_PRODUCT,
            nodeLabel: identity.label, productLabel: "Practice lock", uniqueId: identity.uniqueId,
            ...(options.quirks.has("no-serial") ? {} : { serialNumber: identity.serial }),
            hardwareVersion: 1, hardwareVersionString: "1.0", softwareVersion: 1, softwareVersionString: "1.0.0",
        },
    });
    const lock = new Endpoint(DoorLockDevice.with(doorLockServer(!options.quirks.has("no-schedules")), PowerSourceServer.with("Battery")), {
        id: "lock",
        doorLock: doorLockState(options, identity),
        powerSource: {
            status: 1, order: 0, description: "Battery", endpointList: [], batReplacementNeeded: false, batReplaceability: 2,
            ...batteryState(identity.batteryPercent),
        },
    });
    await node.add(lock);
    return { node, lock, radio };
}

/** A controller looks for a lock where it was last: the port of the last time, if it is free, otherwise 0 for any. */
async function usualPort(port) {
    if (port === undefined) return 0;
    const socket = createSocket({ type: "udp6", ipv6Only: false });
    try {
        await new Promise((resolve, reject) => socket.once("error", reject).bind(port, resolve));
        return port;
    } catch {
        return 0;
    } finally {
        socket.close();
    }
}

/** Power Source cluster: half percents, and the level a person should act on. */
export function batteryState(percent) {
    const batChargeLevel = percent > 20 ? 0 : percent > 5 ? 1 : 2; // OK, warning, critical
    return { batPercentRemaining: percent * 2, batChargeLevel };
}

function doorLockState(options, { lockState, doorState }) {
    return {
        lockState: lockState ?? DoorLock.LockState.Locked, lockType: DoorLock.LockType.DeadBolt, actuatorEnabled: true,
        doorState: doorState ?? DoorLock.DoorState.DoorClosed, operatingMode: DoorLock.OperatingMode.Normal,
        numberOfTotalUsersSupported: options.pins, numberOfPinUsersSupported: options.pins, numberOfCredentialsSupportedPerUser: 5,
        ...(options.quirks.has("no-schedules") ? {} : {
            numberOfWeekDaySchedulesSupportedPerUser: SCHEDULES_PER_USER,
            numberOfYearDaySchedulesSupportedPerUser: SCHEDULES_PER_USER,
            numberOfHolidaySchedulesSupported: SCHEDULES_PER_USER,
        }),
        minPinCodeLength: options.minPin, maxPinCodeLength: options.maxPin,
        wrongCodeEntryLimit: 5, userCodeTemporaryDisableTime: options.lockOutS,
        requirePinForRemoteOperation: options.isPinRequired, autoRelockTime: 0,
        credentialRulesSupport: { single: true },
    };
}
