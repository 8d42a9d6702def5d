// The locks of our fabric as the protocol shows them, and reading from them.
import { CommissioningClient, NetworkClient } from "@matter/main/node";
import { Read } from "@matter/main/protocol";
import { noSuchNode } from "./errors.mjs";
import { attributeModel, clusterModel, toWire } from "./wire.mjs";

export class Nodes {
    #controller;
    #attributes = new Map(); // node id -> {path: value}

    constructor(controller) {
        this.#controller = controller;
    }

    /** Those of our fabric; one that is just being given back has lost its address a moment before its life cycle says so. */
    get peers() {
        return [...this.#controller.peers].filter(peer => peer.lifecycle.isCommissioned && peer.peerAddress !== undefined);
    }

    peer(nodeId) {
        const peer = this.peers.find(each => idOf(each) === nodeId);
        if (!peer) throw noSuchNode(nodeId);
        return peer;
    }

    /** The peer that an endpoint belongs to. */
    ownerOf(endpoint) {
        return this.peers.find(peer => {
            try { // the endpoints of a peer that is being closed throw
                return peer === endpoint || [...peer.endpoints].includes(endpoint);
            } catch {
                return false;
            }
        });
    }

    /** A node as in `get_node`; a lock that was never reached since the start has no attributes. */
    async data(peer, { refresh = false } = {}) {
        const nodeId = idOf(peer);
        const { commissionedAt } = peer.maybeStateOf(CommissioningClient) ?? {}; // first: what we wait for may end with the peer
        if (refresh) this.#attributes.set(nodeId, await readAttributes(peer, [{}]));
        const available = isAvailable(peer) && await this.#isRead(peer, nodeId);
        return {
            node_id: nodeId,
            date_commissioned: new Date(commissionedAt ?? 0).toISOString(),
            last_interview: new Date().toISOString(),
            interview_version: 6,
            available,
            is_bridge: false,
            attributes: this.#attributes.get(nodeId) ?? {},
            attribute_subscriptions: [],
        };
    }

    async #isRead(peer, nodeId) {
        if (this.#attributes.has(nodeId)) return true;
        try {
            this.#attributes.set(nodeId, await readAttributes(peer, [{}]));
            return true;
        } catch { // just gone
            return false;
        }
    }

    remember(nodeId, path, value) {
        const known = this.#attributes.get(nodeId);
        if (known) known[path] = value;
    }

    forget(nodeId) {
        this.#attributes.delete(nodeId);
    }
}

export const idOf = peer => Number(peer.peerAddress.nodeId);

/** Whether the lock is heard: we have a subscription or a session. */
export function isAvailable(peer) {
    try {
        return peer.lifecycle.isOnline;
    } catch {
        return false;
    }
}

export const isSubscribed = peer => peer.act(agent => agent.get(NetworkClient).subscriptionActive);

/** Attribute values by path, keyed by tag inside structs. */
export async function readAttributes(peer, attributes, { fabricFilter = true } = {}) {
    const values = {};
    // includeKnownVersions: without it matter.js asks for changes only and the answer is silently empty
    const request = { ...Read({ fabricFilter, attributes }), includeKnownVersions: true };
    for await (const chunk of peer.interaction.read(request)) {
        for await (const report of chunk) {
            if (report.kind !== "attr-value") continue;
            const { endpointId, clusterId, attributeId } = report.path;
            values[`${endpointId}/${clusterId}/${attributeId}`] = toWire(attributeModel(clusterId, attributeId), report.value, true);
        }
    }
    return values;
}

/** The events that the lock still holds, numbered from `first` on, oldest first. */
export async function readEvents(peer, endpointId, clusterId, first) {
    const found = [];
    const request = { ...Read({
        fabricFilter: true,
        events: [{ endpointId, clusterId }],
        eventFilters: [{ eventMin: BigInt(first) }],
    }), includeKnownVersions: true };
    for await (const chunk of peer.interaction.read(request)) {
        for await (const report of chunk) {
            if (report.kind !== "event-value") continue;
            const { path, number, priority, timestamp, value } = report;
            const model = clusterModel(path.clusterId)?.events.find(each => each.id === path.eventId);
            found.push(eventData(idOf(peer), path.endpointId, path.clusterId, { id: path.eventId, number, priority, timestamp },
                toWire(model, value ?? {})));
        }
    }
    return found.sort((a, b) => a.event_number - b.event_number);
}

/** The data of a `node_event`. */
export function eventData(nodeId, endpointId, clusterId, { id, number, priority, timestamp }, data) {
    return {
        node_id: nodeId,
        endpoint_id: endpointId,
        cluster_id: clusterId,
        event_id: id,
        event_number: Number(number),
        priority,
        timestamp: Number(timestamp),
        timestamp_type: 1, // Unix milliseconds
        data,
    };
}
