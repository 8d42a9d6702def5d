import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { chmodSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { openPracticeNetwork } from "../../../../../app/drivers/matter/js/practice_network.mjs";

const root = mkdtempSync(join(tmpdir(), "practice-network-"));
after(() => rmSync(root, { recursive: true }));
let count = 0;
const newFolder = () => join(root, String(++count));
const MDNS = { type: "udp6", listeningPort: 5353, reuseAddress: true };
const mdns = network => Promise.all(["udp4", "udp6"].map(type => network.createUdpSocket({ ...MDNS, type })));
const close = sockets => Promise.all(sockets.flat().map(socket => socket.close()));

function firstFrame(sockets) {
    return new Promise(resolve => sockets.forEach(socket => socket.onData((_name, _host, _port, data) => resolve(Buffer.from(data).toString()))));
}

test("a frame reaches the other process's sockets through the folder", async () => {
    const folder = newFolder();
    const [here, there] = await Promise.all([mdns(openPracticeNetwork(folder)), mdns(openPracticeNetwork(folder))]);
    const heard = firstFrame(there);
    for (const socket of here) await socket.send("ff02::fb", 5353, Buffer.from("hello"));
    assert.equal(await heard, "hello");
    await close([here, there]);
    assert.deepEqual(readdirSync(folder), []);
});

test("who is not registered in the folder is not heard", async () => {
    const folder = newFolder();
    const [here, there] = await Promise.all([mdns(openPracticeNetwork(folder)), mdns(openPracticeNetwork(folder))]);
    const [portA, portB] = readdirSync(folder).map(Number);
    const stranger = createSocket("udp4");
    const heard = firstFrame(there);
    for (const port of [portA, portB]) await new Promise(resolve => stranger.send("forged", port, "127.0.0.1", resolve));
    for (const socket of here) await socket.send("ff02::fb", 5353, Buffer.from("true"));
    assert.equal(await heard, "true");
    stranger.close();
    await close([here, there]);
});

test("nothing is bound where another computer could reach it", async () => {
    const network = openPracticeNetwork(newFolder());
    const [{ name }] = network.getNetInterfaces();
    const { ipV4, ipV6 } = network.getIpMac(name);
    assert.deepEqual([...ipV4, ...ipV6].filter(address => address !== "::1" && address !== "127.0.0.1"), []);
    assert.throws(() => network.createTcpListener({}));
    await assert.rejects(network.connectTcp("::1", 1));
});

test("registrations of processes that are gone are removed", async () => {
    const folder = newFolder();
    await close([await mdns(openPracticeNetwork(folder))]);
    writeFileSync(join(folder, "40001"), "4194303999");
    const sockets = await mdns(openPracticeNetwork(folder));
    assert.equal(readdirSync(folder).includes("40001"), false);
    await close([sockets]);
});

test("a folder that others can open, or that is a link, is refused", { skip: process.platform === "win32" }, () => {
    const open = newFolder();
    openPracticeNetwork(open);
    chmodSync(open, 0o755);
    assert.throws(() => openPracticeNetwork(open));
    const link = newFolder();
    symlinkSync(root, link);
    assert.throws(() => openPracticeNetwork(link));
});
