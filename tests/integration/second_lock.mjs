// A second virtual lock: matter.js's own door lock, on the computer's own network. It shares no file with the practice lock, so that
// both would have to be wrong in the same way. Schedules are kept, not enforced; a duplicate code is refused as matter.js refuses it.
//   node second_lock.mjs PACKAGES DATA      PACKAGES: the folder that holds node_modules/@matter
// Standard output: JSON lines, the first is `ready`. Standard input: `keypad CODE`, or `schedules` for what is stored; its end ends the lock.
import { randomInt } from "node:crypto";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";

const [packages, data] = process.argv.slice(2);
process.argv.length = 2; // matter.js takes settings from the words too
const load = createRequire(join(packages, "package.json"));
const { Bytes, Endpoint, Environment, Logger, ServerNode, StorageService, VendorId } = load("@matter/main");
const { DoorLockServer } = load("@matter/main/behaviors/door-lock");
const { PowerSourceServer } = load("@matter/main/behaviors/power-source");
const { DoorLock } = load("@matter/main/clusters/door-lock");
const { DoorLockDevice } = load("@matter/main/devices/door-lock");

const write = (event, more = {}) => process.stdout.write(`${JSON.stringify({ event, ...more })}\n`);

Logger.level = "fatal";
const environment = Environment.default;
environment.vars.set("storage.path", data);
environment.get(StorageService);

const node = await ServerNode.create(ServerNode.RootEndpoint, {
    id: "second-lock",
    network: { port: 5540 },
    commissioning: { passcode: randomInt(20_000_000, 30_000_000), discriminator: randomInt(0, 4096) },
    productDescription: { name: "Second Lock", deviceType: DoorLockDevice.deviceType },
    basicInformation: { // 0xFFF1 and 0x8001 are test ids
        vendorName: "Acme Test", vendorId: VendorId(0xfff1), productName: "Second Lock", productId: 0x8001, nodeLabel: "Second Lock",
        productLabel: "Second Lock", serialNumber: "SL-0001", uniqueId: "sl0001", hardwareVersion: 1, hardwareVersionString: "1.0",
        softwareVersion: 1, softwareVersionString: "1.0.0",
    },
});
const Lock = DoorLockServer.with("PinCredential", "User", "CredentialOverTheAirAccess", "WeekDayAccessSchedules", "YearDayAccessSchedules",
    "HolidaySchedules", "DoorPositionSensor");
const lock = new Endpoint(DoorLockDevice.with(Lock, PowerSourceServer.with("Battery")), {
    id: "lock",
    doorLock: {
        lockState: DoorLock.LockState.Locked, lockType: DoorLock.LockType.DeadBolt, actuatorEnabled: true,
        doorState: DoorLock.DoorState.DoorClosed, operatingMode: DoorLock.OperatingMode.Normal,
        numberOfTotalUsersSupported: 10, numberOfPinUsersSupported: 10, numberOfCredentialsSupportedPerUser: 5,
        numberOfWeekDaySchedulesSupportedPerUser: 5, numberOfYearDaySchedulesSupportedPerUser: 5, numberOfHolidaySchedulesSupported: 5,
        minPinCodeLength: 4, maxPinCodeLength: 8, wrongCodeEntryLimit: 5, userCodeTemporaryDisableTime: 10,
        requirePinForRemoteOperation: false, autoRelockTime: 0, credentialRulesSupport: { single: true },
    },
    powerSource: {
        status: 1, order: 0, description: "Battery", endpointList: [], batChargeLevel: 0, batReplacementNeeded: false,
        batReplaceability: 2, batPercentRemaining: 160, // half percents
    },
});
await node.add(lock);
lock.events.doorLock.lockUserChange.on(({ lockDataType, dataOperationType, userIndex, dataIndex }) =>
    write("changed", { what: lockDataType, how: dataOperationType, user: userIndex, index: dataIndex }));
node.lifecycle.decommissioned.on(() => write("decommissioned"));
await node.start();
const { qrPairingCode, manualPairingCode } = node.state.commissioning.pairingCodes;
write("ready", { qr: qrPairingCode, manual: manualPairingCode });

const PIN = 1;
const UNLOCK = 1;
const KEYPAD = 3;

const press = code => lock.act(agent => {
    const { state, events, auth } = agent.doorLock;
    const found = auth.credentials.find(
        ({ credentialType, credentialData }) => credentialType === PIN && Bytes.toString(auth.decrypt(credentialData)) === code);
    if (!found) return write("refused");
    const userIndex = auth.findUserIndexForCredential(PIN, found.credentialIndex);
    state.lockState = DoorLock.LockState.Unlocked;
    events.lockOperation.emit({
        lockOperationType: UNLOCK, operationSource: KEYPAD, userIndex, fabricIndex: null, sourceNode: null,
        credentials: [{ credentialType: PIN, credentialIndex: found.credentialIndex }],
    }, agent.context);
    return write("opened", { user: userIndex, slot: found.credentialIndex });
});

/** What the lock keeps, as it lies in its own memory: no command of the cluster is asked. */
const tell = () => {
    const { users, weekDaySchedules, yearDaySchedules } = lock.state.doorLock;
    write("stored", {
        users: users.map(({ userIndex, userName, userType, userStatus }) => ({ userIndex, userName, userType, userStatus })),
        week: weekDaySchedules.map(kept => ({ ...kept, daysMask: { ...kept.daysMask } })),
        year: yearDaySchedules.map(kept => ({ ...kept })),
    });
};

for await (const line of createInterface({ input: process.stdin })) {
    const [word, code] = line.split(" ");
    if (word === "keypad") await press(code);
    if (word === "schedules") tell();
    write("done");
}
await node.close();
process.exit(0);
