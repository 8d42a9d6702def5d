// Puts a switch between the lock and its network: while it is silent nothing goes out and nothing comes in, as if the lock's
// radio had no power. Sessions, subscriptions and memory stay as they are.
import { Network } from "@matter/general";

export class RadioSwitch extends Network {
    isSilent = false;
    #network;

    constructor(network) {
        super();
        this.#network = network;
    }

    getNetInterfaces(...parameters) {
        return this.#network.getNetInterfaces(...parameters);
    }

    getIpMac(name) {
        return this.#network.getIpMac(name);
    }

    async createUdpSocket(options) {
        return new SwitchedSocket(await this.#network.createUdpSocket(options), this);
    }

    createTcpListener(options) {
        return this.#network.createTcpListener(options);
    }

    connectTcp(...parameters) {
        return this.#network.connectTcp(...parameters);
    }

    async close() {
        await this.#network.close();
    }
}

class SwitchedSocket {
    #socket;
    #radio;

    constructor(socket, radio) {
        this.#socket = socket;
        this.#radio = radio;
    }

    get maxPayloadSize() {
        return this.#socket.maxPayloadSize;
    }

    get port() {
        return this.#socket.port;
    }

    addMembership(address) {
        return this.#socket.addMembership(address);
    }

    dropMembership(address) {
        return this.#socket.dropMembership(address);
    }

    onData(listener) {
        return this.#socket.onData((...frame) => {
            if (!this.#radio.isSilent) listener(...frame);
        });
    }

    async send(host, port, data) {
        if (!this.#radio.isSilent) await this.#socket.send(host, port, data);
    }

    close() {
        return this.#socket.close();
    }

    supports(...parameters) {
        return this.#socket.supports(...parameters);
    }
}
