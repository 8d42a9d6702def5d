import assert from "node:assert/strict";
import { test } from "node:test";
import { attributeModel, clusterModel, dump, parsePath, squash, toMatter, toWire } from "../../../../../app/drivers/matter/js/wire.mjs";

const DOOR_LOCK = 257;
const commandModel = name => clusterModel(DOOR_LOCK).commands.find(each => squash(each.name) === squash(name));

test("64-bit ids are written with all their digits", () => {
    const id = 14528138534248074202n;
    assert.equal(dump({ id: toWire(undefined, id), small: toWire(undefined, 7n) }), "{\"id\":14528138534248074202,\"small\":7}");
});

test("a text that looks like the mark of digits stays a text", () => {
    assert.equal(dump({ name: "\"42\"" }), "{\"name\":\"\\\"42\\\"\"}");
});

test("octets are base64, on both ways", () => {
    const sent = toMatter(commandModel("LockDoor"), { PINCode: "NDgyMQ==" });
    assert.deepEqual([...sent.pinCode], [...Buffer.from("4821")]);
    assert.equal(toWire(commandModel("LockDoor"), sent).PINCode, "NDgyMQ==");
});

test("null for an absent optional is dropped, null for a nullable field is kept", () => {
    assert.deepEqual(toMatter(commandModel("LockDoor"), { PINCode: null }), {});
    assert.equal(toMatter(commandModel("ClearCredential"), { credential: null }).credential, null);
});

test("names are matched without case and answered in the specification's spelling", () => {
    const sent = toMatter(commandModel("SetUser"), { userUniqueID: 42, operationtype: 0 });
    assert.deepEqual(sent, { userUniqueId: 42, operationType: 0 });
    assert.deepEqual(toWire(commandModel("SetUser"), sent), { userUniqueID: 42, operationType: 0 });
});

test("an unknown field is refused", () => {
    assert.throws(() => toMatter(commandModel("SetUser"), { nonsense: 1 }), { reason: "invalid_arguments" });
});

test("the epoch of Matter goes over the wire, Unix time to matter.js", () => {
    const sent = toMatter(commandModel("SetYearDaySchedule"), { localStartTime: 848720303 });
    assert.equal(sent.localStartTime, 848720303 + 946684800);
    assert.equal(toWire(commandModel("SetYearDaySchedule"), sent).localStartTime, 848720303);
});

test("bitmaps are integers on the wire, also those that depend on a feature", () => {
    const mask = toMatter(commandModel("SetWeekDaySchedule"), { daysMask: 62 }).daysMask;
    assert.deepEqual([mask.sunday, mask.monday, mask.friday, mask.saturday], [false, true, true, false]);
    assert.equal(toWire(commandModel("SetWeekDaySchedule"), { daysMask: mask }).daysMask, 62);
    assert.equal(toWire(attributeModel(DOOR_LOCK, 27), { single: true, dual: false, tri: true }), 5);
    assert.equal(toWire(attributeModel(DOOR_LOCK, 65532), { pinCredential: true, user: true }), 1 + 256);
});

test("structs are keyed by tag in attributes and by name in answers", () => {
    const acl = attributeModel(31, 0);
    const value = [{ privilege: 5, authMode: 2, subjects: [1n], targets: null, fabricIndex: 1 }];
    assert.deepEqual(toWire(acl, value, true), [{ 1: 5, 2: 2, 3: [1], 4: null, 254: 1 }]);
    assert.deepEqual(Object.keys(toWire(acl, value)[0]), ["privilege", "authMode", "subjects", "targets", "fabricIndex"]);
});

test("paths are endpoint, cluster, attribute, with stars", () => {
    assert.deepEqual(parsePath("1/257/*"), { endpointId: 1, clusterId: 257, attributeId: undefined });
    for (const bad of ["", "1/257", "1/257/0/0", "a/b/c", "1/257/-1"]) assert.throws(() => parsePath(bad), { reason: "invalid_arguments" });
});
