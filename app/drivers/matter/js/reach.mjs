// Being sure of a lock before something is sent to it: what is not connected was certainly not reached.
import { Network } from "@matter/general";
import { Seconds } from "@matter/main";
import { Peer } from "@matter/main/protocol";
import { describe, EngineError, ErrorCode } from "./errors.mjs";
import { readAttributes } from "./nodes.mjs";

const CONNECT_S = 15; // a sleepy lock listens every few seconds

/** Throws `no_network` when this computer is in no network: then nobody is found, however long one looks. */
export function assertNetwork(environment) {
    if (environment.get(Network).getNetInterfaces().length === 0) throw new EngineError(ErrorCode.NOT_RESOLVING, "no_network");
}

/** Resolves when there is a session with the lock; throws `unreachable` when there is none in time, `no_network` at once. */
export async function reach(peer, signal, limitS = CONNECT_S) {
    assertNetwork(peer.env);
    try {
        await peer.env.get(Peer).connect({ connectionTimeout: Seconds(limitS), kick: true, abort: signal });
    } catch (error) {
        throw new EngineError(ErrorCode.NOT_RESOLVING, "unreachable", error?.constructor?.name);
    }
}

/** The endpoint with its clusters; after a start they are only known once the lock has been read. */
export async function endpointOf(peer, number, clusterName) {
    const find = () => [...peer.endpoints].find(each => each.number === number);
    const isKnown = () => find()?.behaviors.has?.(clusterName) || clusterName in (find()?.behaviors.supported ?? {});
    if (!isKnown()) await readAttributes(peer, [{}]);
    if (!isKnown()) {
        throw new EngineError(ErrorCode.UNKNOWN, "refused", "no such endpoint or cluster", { status: 0xc3, cluster_status: null });
    }
    return find();
}

/** What was sent and not answered may have been done: that is another thing than not being connected. */
export async function sent(work) {
    try {
        return await work;
    } catch (error) {
        if (["unreachable", "failed"].includes(describe(error, "").reason)) {
            throw new EngineError(ErrorCode.STACK, "no_answer", error?.constructor?.name);
        }
        throw error;
    }
}
