// The practice network: Matter between processes of one user on the loopback, without any right and without multicast.
//
// Locks and engine replace matter.js's Network with this one. Operational messages go over ::1 (127.0.0.1 where the computer
// has no IPv6); mDNS frames go by unicast to every process registered in one folder of this user. Nothing is bound to
// an address that another computer could reach, so a practice lock is not on the real network, and a real lock is not here.
//
//   import "./bare_environment.mjs";
//   environment.set(Network, openPracticeNetwork(folder));     // before any node is created
//
// The folder holds one file for each process: its name is the UDP port of its mDNS socket, its content the process id.
import { createSocket } from "node:dgram";
import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { Bytes, NoAddressAvailableError } from "@matter/general";
import { NodeJsNetwork } from "@matter/nodejs";

const MDNS_PORT = 5353;
const INTERFACE = "practice";
const MAX_FRAME_BYTES = 9000; // RFC 6762 section 17
const LOOPBACK = { udp4: "127.0.0.1", udp6: "::1" };

/** Opens the practice network of `folder`, which is made when missing and must belong to this user alone. */
export function openPracticeNetwork(folder) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    assertPrivate(folder);
    return new PracticeNetwork(new MdnsExchange(folder), hasIpv6Loopback());
}

export class PracticeNetwork extends NodeJsNetwork {
    #exchange;
    #hasIpv6;

    constructor(exchange, hasIpv6) {
        super();
        this.#exchange = exchange;
        this.#hasIpv6 = hasIpv6;
    }

    getNetInterfaces() {
        return [{ name: INTERFACE }];
    }

    getIpMac(name) {
        if (name !== INTERFACE) return undefined;
        const mac = "02:00:00:00:00:01"; // locally administered; mDNS host names are made from it
        return this.#hasIpv6 ? { mac, ipV4: [], ipV6: [LOOPBACK.udp6] } : { mac, ipV4: [LOOPBACK.udp4], ipV6: [] };
    }

    async createUdpSocket(options) {
        const isUsed = (options.type === "udp4") !== this.#hasIpv6;
        if (options.listeningPort === MDNS_PORT) {
            const peer = LOOPBACK[this.#hasIpv6 ? "udp6" : "udp4"];
            return isUsed ? MdnsSocket.open(this.#exchange, peer) : new SilentSocket(MDNS_PORT);
        }
        if (options.type === "udp4" && this.#hasIpv6) throw new NoAddressAvailableError("the practice network uses ::1 only");
        if (!isUsed) return new SilentSocket(await freePort(LOOPBACK.udp4)); // matter.js insists on an IPv6 socket
        const type = options.type === "udp4" ? "udp4" : "udp6";
        return super.createUdpSocket({ ...options, type, listeningAddress: LOOPBACK[type], netInterface: undefined });
    }

    createTcpListener() {
        throw new NoAddressAvailableError("the practice network has no TCP");
    }

    async connectTcp() {
        throw new NoAddressAvailableError("the practice network has no TCP");
    }
}

/** What takes the place of the multicast group: one UDP socket of this process and the folder of all of them. */
class MdnsExchange {
    #folder;
    #listeners = new Set();
    #users = 0;
    #opening;
    #socket;
    #file;

    constructor(folder) {
        this.#folder = folder;
    }

    async join() {
        this.#users += 1;
        this.#opening ??= this.#open();
        await this.#opening;
    }

    async leave() {
        this.#users -= 1;
        if (this.#users > 0) return;
        await this.#opening;
        this.#opening = undefined;
        process.off("exit", this.#unregister);
        this.#unregister();
        const socket = this.#socket;
        this.#socket = undefined;
        await new Promise(resolve => socket.close(resolve));
    }

    listen(listener) {
        this.#listeners.add(listener);
        return { close: async () => void this.#listeners.delete(listener) };
    }

    send(frame) {
        for (const port of this.#ports()) this.#socket?.send(frame, port, LOOPBACK.udp4, () => {}); // a peer that went away is no error
    }

    async #open() {
        const socket = createSocket("udp4");
        await new Promise((resolve, reject) => {
            socket.once("error", reject);
            socket.bind(0, LOOPBACK.udp4, resolve);
        });
        socket.removeAllListeners("error");
        socket.on("error", () => {}); // a refused datagram must not end the process
        socket.on("message", (frame, { port }) => {
            if (!this.#ports().includes(port)) return; // not a member: another user's process may send here too
            for (const listener of this.#listeners) listener(frame);
        });
        this.#socket = socket;
        this.#removeStale();
        this.#file = join(this.#folder, String(socket.address().port));
        writeFileSync(this.#file, String(process.pid), { mode: 0o600 });
        process.on("exit", this.#unregister);
    }

    #unregister = () => rmSync(this.#file, { force: true });

    #ports() {
        return readdirSync(this.#folder).map(Number).filter(port => Number.isInteger(port) && port > 0 && port < 65536);
    }

    #removeStale() {
        for (const port of this.#ports()) {
            const file = join(this.#folder, String(port));
            if (!isAlive(readPid(file))) rmSync(file, { force: true });
        }
    }
}

/** The side of an MdnsExchange that matter.js sees as a multicast socket. */
class MdnsSocket {
    maxPayloadSize = MAX_FRAME_BYTES;
    port = MDNS_PORT;
    #exchange;
    #peer;

    static async open(exchange, peer) {
        await exchange.join();
        return new MdnsSocket(exchange, peer);
    }

    constructor(exchange, peer) {
        this.#exchange = exchange;
        this.#peer = peer;
    }

    addMembership() {}

    dropMembership() {}

    onData(listener) {
        return this.#exchange.listen(frame => listener(INTERFACE, this.#peer, MDNS_PORT, frame));
    }

    async send(_host, _port, data) {
        this.#exchange.send(Bytes.of(data));
    }

    async close() {
        await this.#exchange.leave();
    }

    supports() {
        return true;
    }
}

/** Stands for the address family that is not used. */
class SilentSocket {
    maxPayloadSize = MAX_FRAME_BYTES;

    constructor(port) {
        this.port = port;
    }

    addMembership() {}

    dropMembership() {}

    onData() {
        return { close: async () => {} };
    }

    async send() {}

    async close() {}

    supports() {
        return false;
    }
}

function assertPrivate(folder) {
    const found = lstatSync(folder);
    if (!found.isDirectory()) throw new Error("the practice folder is not a folder");
    if (process.platform === "win32") return;
    if (found.uid !== process.getuid() || (found.mode & 0o077) !== 0) throw new Error("the practice folder is not private");
}

function hasIpv6Loopback() {
    return Object.values(networkInterfaces()).some(list => list?.some(({ address }) => address === LOOPBACK.udp6));
}

function freePort(address) {
    return new Promise((resolve, reject) => {
        const socket = createSocket("udp4");
        socket.once("error", reject);
        socket.bind(0, address, () => {
            const { port } = socket.address();
            socket.close(() => resolve(port));
        });
    });
}

function readPid(file) {
    try {
        return Number(readFileSync(file, "utf8"));
    } catch {
        return 0;
    }
}

function isAlive(pid) {
    if (!pid) return false;
    try {
        process.kill(pid, 0);
        return true;
    } catch (error) {
        return error.code === "EPERM";
    }
}
