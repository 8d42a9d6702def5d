import assert from "node:assert/strict";
import { test } from "node:test";
import { CONTROLLER_ID, Journal, storageDriverOver } from "../../../../../app/drivers/matter/js/store.mjs";

const COMMISSIONING = ["nodes", "peer1", "endpoints", "0", "commissioning"];

/** A driver whose requests are answered by hand: requests[n].resolve() or .reject(). */
function driverWith(entries = []) {
    const requests = [];
    const journal = new Journal(changes => new Promise((resolve, reject) => requests.push({ changes, resolve, reject })));
    return { driver: storageDriverOver(journal, entries).create({ namespace: CONTROLLER_ID }), requests };
}

const turn = () => new Promise(resolve => setImmediate(resolve));
const isSettled = promise => Promise.race([promise.then(() => true, () => true), turn().then(() => false)]);

test("a write is acknowledged when it is kept, not earlier", async () => {
    const { driver, requests } = driverWith();
    const write = driver.set(["fabrics"], "fabrics", [{ fabricIndex: 1 }]);
    assert.equal(await isSettled(write), false);
    assert.deepEqual(driver.get(["fabrics"], "fabrics"), [{ fabricIndex: 1 }]);
    requests[0].resolve();
    assert.equal(await isSettled(write), true);
});

test("writes that come meanwhile are sent together and in their order", async () => {
    const { driver, requests } = driverWith();
    driver.set(["a"], "x", 1);
    await turn();
    driver.set(["a"], "x", 2);
    driver.delete(["a"], "x");
    await turn();
    assert.equal(requests.length, 1);
    requests[0].resolve();
    await turn();
    assert.deepEqual(requests[1].changes, [["a", "x", "2"], ["a", "x", null]]);
});

test("what was kept comes back as it was", () => {
    const { driver } = driverWith([["fabrics", "id", "\"{\\\"__object__\\\":\\\"BigInt\\\",\\\"__value__\\\":\\\"7\\\"}\""], ["a.b", "n", "1"]]);
    assert.equal(driver.get(["fabrics"], "id"), 7n);
    assert.deepEqual(driver.contexts(["a"]), ["b"]);
});

test("after one refusal nothing is acknowledged any more", async () => {
    const { driver, requests } = driverWith();
    const first = driver.set(["a"], "x", 1);
    await turn();
    const second = driver.set(["a"], "y", 1);
    requests[0].reject(new Error());
    await assert.rejects(first);
    await assert.rejects(second);
    await assert.rejects(driver.set(["a"], "z", 1));
    assert.equal(requests.length, 1);
});

test("a lock is kept from the moment it is ours, with its address and without caches or the event cursor", async () => {
    const { driver, requests } = driverWith();
    assert.equal(driver.set(COMMISSIONING, { discriminator: 3840, vendorId: 1 }), undefined);
    assert.equal(driver.set(["nodes", "peer1", "endpoints", "1", "6"], { onOff: true }), undefined);
    driver.set(COMMISSIONING, { peerAddress: { fabricIndex: 1 } });
    await turn();
    assert.deepEqual(requests[0].changes.map(([context, key]) => `${context}/${key}`).sort(), [
        "nodes.peer1.endpoints.0.commissioning/discriminator", "nodes.peer1.endpoints.0.commissioning/peerAddress",
        "nodes.peer1.endpoints.0.commissioning/vendorId"]);
    requests[0].resolve();
    await turn();
    assert.equal(driver.set(["nodes", "peer1", "endpoints", "1", "6"], { onOff: false }), undefined);
    assert.equal(driver.set(["nodes", "peer1", "endpoints", "0", "network"], { maxEventNumber: 5n }), undefined);
    driver.set(["nodes", "peer1", "endpoints", "0", "network"], { autoSubscribe: true });
    await turn();
    assert.deepEqual(requests[1].changes, [["nodes.peer1.endpoints.0.network", "autoSubscribe", "true"]]);
});

test("forgetting a lock takes everything of it out of the store", async () => {
    const { driver, requests } = driverWith([
        ["nodes.peer1.endpoints.0.commissioning", "peerAddress", "1"], ["nodes.peer1.endpoints.0.network", "autoSubscribe", "true"],
        ["nodes.peer10.endpoints.0.network", "autoSubscribe", "true"]]);
    driver.clearAll(["nodes", "peer1"]);
    await turn();
    assert.deepEqual(requests[0].changes, [["nodes.peer1.endpoints.0.commissioning", "peerAddress", null],
        ["nodes.peer1.endpoints.0.network", "autoSubscribe", null]]);
    assert.deepEqual(driver.keys(["nodes", "peer10", "endpoints", "0", "network"]), ["autoSubscribe"]);
});

test("only the controller is kept", () => {
    const Driver = storageDriverOver(new Journal(async () => {}), []);
    assert.throws(() => Driver.create({ namespace: "certificates" }));
});
