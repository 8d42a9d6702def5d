// What happens on the locks, as events of the protocol; kept until somebody listens.
import { ChangeNotificationService, NetworkClient } from "@matter/main/node";
import { eventData, idOf, isAvailable } from "./nodes.mjs";
import { toWire } from "./wire.mjs";

const KEPT_EVENTS = 20_000;
const KNOWN_NUMBERS = 50_000;

/** Passes events to the listeners; lock events that nobody hears are kept for the first listener. */
export class EventHub {
    #listeners = new Set();
    #kept = [];
    #known = new Map(); // node id -> event numbers
    lost = 0; // events dropped because nobody listened for too long

    /** Passes a lock's event once: on each new subscription and each read the lock's old events come again. */
    emitOnce(data) {
        const { node_id: nodeId, event_number: number } = data;
        if (!this.#known.has(nodeId)) this.#known.set(nodeId, new Set());
        const known = this.#known.get(nodeId);
        if (known.has(number)) return;
        known.add(number);
        if (known.size > KNOWN_NUMBERS) known.delete(known.values().next().value);
        this.emit("node_event", data);
    }

    /** A lock that comes back later may count from the beginning. */
    forget(nodeId) {
        this.#known.delete(nodeId);
    }

    emit(event, data) {
        if (this.#listeners.size) {
            for (const listener of this.#listeners) listener(event, data);
        } else if (event === "node_event") {
            this.#kept.push(data);
            if (this.#kept.length > KEPT_EVENTS) {
                this.#kept.shift();
                this.lost += 1;
            }
        }
    }

    get keptCount() {
        return this.#kept.length;
    }

    add(listener) {
        this.#listeners.add(listener);
        for (const data of this.#kept.splice(0)) listener("node_event", data);
    }

    delete(listener) {
        this.#listeners.delete(listener);
    }
}

/** Connects the hub to what matter.js notices about our peers. Call it before the controller starts. */
export function watch(controller, nodes, hub) {
    controller.env.get(ChangeNotificationService).change.on(change => {
        if (change.kind === "delete") return;
        const peer = nodes.ownerOf(change.endpoint);
        if (!peer?.peerAddress) return;
        const schema = change.behavior?.schema ?? change.behavior?.cluster?.schema;
        if (schema?.id === undefined) return;
        if (change.kind === "update") onUpdate(change, schema, idOf(peer));
        else if (change.kind === "event") onEvent(change, schema, idOf(peer));
    });

    function onUpdate(change, schema, nodeId) {
        for (const name of change.properties ?? []) {
            const attribute = schema.attributes?.find(each => each.propertyName === name || String(each.id) === name);
            if (!attribute) continue;
            const path = `${change.endpoint.number}/${schema.id}/${attribute.id}`;
            const value = toWire(attribute, valueOf(change, name), true);
            nodes.remember(nodeId, path, value);
            hub.emit("attribute_updated", [nodeId, path, value]);
        }
    }

    function onEvent({ endpoint, event, payload, number, priority, timestamp }, schema, nodeId) {
        const about = { id: event.id, number, priority, timestamp };
        hub.emitOnce(eventData(nodeId, endpoint.number, schema.id, about, toWire(event, payload ?? {})));
    }
}

/** Tells when a lock is heard again or no longer, and when a subscription of ours begins or ends. */
export function watchPeer(peer, hub, data) {
    const nodeId = idOf(peer);
    const onChange = async () => {
        if (peer.lifecycle.isCommissioned) hub.emit("node_updated", await data(peer));
    };
    const guarded = () => void onChange().catch(() => {}); // the peer may be closing
    peer.lifecycle.online.on(guarded);
    peer.lifecycle.offline.on(guarded);
    peer.eventsOf(NetworkClient).subscriptionStatusChanged.on(active => {
        hub.emit("subscription_changed", { node_id: nodeId, active, available: isAvailable(peer) });
    });
}

function valueOf(change, name) {
    try { // the endpoints of a peer that is being closed throw
        return change.endpoint.stateOf(change.behavior)[name];
    } catch {
        return undefined;
    }
}
