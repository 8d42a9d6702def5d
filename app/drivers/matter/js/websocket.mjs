// The WebSocket of the engine: on the loopback, for whoever knows the token, never for a web page.
import { timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import { WebSocketServer } from "ws";
import { cancelled, describe, EngineError, ErrorCode, timedOut } from "./errors.mjs";
import { dump } from "./wire.mjs";

const MAX_MESSAGE_BYTES = 1_000_000;
const CANCEL_GRACE_MS = 5_000;

/** Serves `commands` and the events of `hub`; resolves to {port, close()} when it listens. */
export async function serve({ token, commands, hub, info }) {
    const http = createServer((_request, response) => response.writeHead(404).end());
    const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES });
    http.on("upgrade", (request, socket, head) => {
        const refused = refusal(request, token);
        if (refused) return socket.end(`HTTP/1.1 ${refused}\r\nConnection: close\r\n\r\n`);
        return sockets.handleUpgrade(request, socket, head, client => new Client(client, { commands, hub, info }));
    });
    await new Promise((resolve, reject) => http.once("error", reject).listen(0, "127.0.0.1", resolve));
    return {
        port: http.address().port,
        close: async () => {
            for (const client of sockets.clients) client.terminate();
            await new Promise(resolve => http.close(resolve));
        },
    };
}

function refusal(request, token) {
    if (request.headers.origin !== undefined) return "403 Forbidden"; // only web pages send it
    if (!isSame(request.headers.authorization ?? "", `Bearer ${token}`)) return "401 Unauthorized";
    return new URL(request.url, "ws://engine").pathname === "/ws" ? undefined : "404 Not Found"; // /ble: the radio's place
}

function isSame(given, wanted) {
    const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
    return a.length === b.length && timingSafeEqual(a, b);
}

class Client {
    #socket;
    #commands;
    #hub;
    #info;
    #calls = new Map(); // message id -> AbortController

    constructor(socket, { commands, hub, info }) {
        this.#socket = socket;
        this.#commands = commands;
        this.#hub = hub;
        this.#info = info;
        socket.on("message", raw => void this.#onMessage(raw));
        socket.on("close", () => this.#onClose());
        socket.on("error", () => {}); // "close" follows
        this.#send(info());
    }

    #send(message) {
        if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(dump(message));
    }

    #onEvent = (event, data) => this.#send({ event, data });

    #onClose() {
        this.#hub.delete(this.#onEvent);
        for (const controller of this.#calls.values()) controller.abort(cancelled());
    }

    async #onMessage(raw) {
        let request;
        try {
            request = JSON.parse(raw);
        } catch {
            return this.#socket.close(1007);
        }
        const { message_id: id, command, args } = request;
        if (typeof id !== "string" || typeof command !== "string") return this.#socket.close(1007);
        if (command === "cancel") return this.#send({ message_id: id, result: this.#cancel(args?.message_id) });
        try {
            const result = await this.#run(id, command, args ?? {});
            this.#send({ message_id: id, result: result ?? null });
            if (command === "start_listening") this.#hub.add(this.#onEvent); // not earlier: no event may precede this answer
        } catch (error) {
            this.#send({ message_id: id, ...describe(error, command) });
        } finally {
            this.#calls.delete(id);
        }
    }

    #cancel(id) {
        const controller = this.#calls.get(id);
        controller?.abort(cancelled());
        return controller !== undefined;
    }

    /** Every call has a limit; a command that does not end at its signal is left behind after a moment of grace. */
    async #run(id, command, args) {
        const found = this.#commands.get(command);
        if (!found) throw new EngineError(ErrorCode.INVALID_COMMAND, "invalid_command", `Invalid command: ${command}`);
        const controller = new AbortController();
        this.#calls.set(id, controller);
        const { signal } = controller;
        const limit = setTimeout(() => controller.abort(timedOut()), found.limitS * 1000);
        const left = new Promise((_, reject) => {
            signal.addEventListener("abort", () => setTimeout(() => reject(signal.reason), CANCEL_GRACE_MS).unref(), { once: true });
        });
        left.catch(() => {});
        try {
            const report = data => this.#send({ event: "progress", data: { message_id: id, ...data } });
            return await Promise.race([found.run(args, { signal, report }), left]);
        } catch (error) {
            throw signal.aborted && !(error instanceof EngineError && error.reason === "findings") ? signal.reason : error;
        } finally {
            clearTimeout(limit);
        }
    }
}
