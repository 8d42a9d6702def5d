// Errors of the engine: a code of the Matter Server protocol for every client, and a stable reason for our own.
import { Status, StatusResponseError } from "@matter/main/types";

/** Error codes of the Matter Server protocol (matterjs-server docs/websockets_api.md). */
export const ErrorCode = Object.freeze({
    UNKNOWN: 0,
    COMMISSIONING_FAILED: 1,
    INTERVIEW_FAILED: 2,
    NOT_READY: 3,
    NOT_RESOLVING: 4,
    NO_SUCH_NODE: 5,
    STACK: 7,
    INVALID_ARGUMENTS: 8,
    INVALID_COMMAND: 9,
});

/** An error raised on purpose; `fields` go into the answer beside `error_code`, `reason` and `details`. */
export class EngineError extends Error {
    constructor(code, reason, details = reason, fields = {}) {
        super(details);
        this.code = code;
        this.reason = reason;
        this.fields = fields;
    }
}

export const invalid = details => new EngineError(ErrorCode.INVALID_ARGUMENTS, "invalid_arguments", details);
export const cancelled = () => new EngineError(ErrorCode.UNKNOWN, "cancelled");
export const timedOut = () => new EngineError(ErrorCode.STACK, "timed_out");
export const noSuchNode = id => new EngineError(ErrorCode.NO_SUCH_NODE, "no_such_node", `Node ${id} does not exist`);

/** What matter.js says by the class of its error, as a reason; the first class in the chain of causes decides. */
const REASONS = {
    AbortedError: "unreachable", // a call's own cancel is told by its signal
    CanceledError: "unreachable",
    ClosedError: "unreachable",
    DeviceAlreadyCommissionedToThisFabricError: "already_in_fabric",
    FabricLabelConflictError: "fabric_label_conflict",
    IdentityConflictError: "node_id_taken",
    MaximumCommissionedFabricsReachedError: "fabric_table_full",
    NetworkError: "unreachable",
    NodeIdConflictError: "node_id_taken",
    NoResponseTimeoutError: "unreachable",
    OperativeConnectionFailedError: "operational_unreachable",
    PairRetransmissionLimitReachedError: "unreachable",
    PeerCommunicationError: "unreachable",
    PeerUnreachableError: "unreachable",
    PeerUnresponsiveError: "unreachable",
    RetransmissionLimitReachedError: "unreachable",
    SessionClosedError: "unreachable",
    StorageError: "store_failed",
    ThreadNetworkSetupFailedError: "thread_failed",
    UncommissionedError: "no_such_node",
    WifiNetworkSetupFailedError: "wifi_failed",
    WifiOrThreadNetworkCredentialsNotConfiguredError: "no_network_credentials",
};

/** The answer's error fields for whatever was thrown while `command` ran. */
export function describe(error, command) {
    const given = [...chain(error)].find(each => each instanceof EngineError);
    if (given) return { error_code: given.code, reason: given.reason, details: given.message, ...given.fields };
    const status = StatusResponseError.of(error);
    if (status) return refusal(status);
    const reason = reasonOf(error);
    const isCommissioning = command.startsWith("commission");
    const code = reason === "unreachable" ? ErrorCode.NOT_RESOLVING : ErrorCode.STACK;
    return {
        error_code: isCommissioning ? ErrorCode.COMMISSIONING_FAILED : code,
        reason: reason ?? "failed",
        details: error?.constructor?.name ?? "Error", // never the message: it may quote what was sent
    };
}

function refusal(status) {
    const name = Status[status.code] ?? status.code;
    const cluster = status.clusterCode === undefined ? "" : `, clusterStatus: ${status.clusterCode}`;
    return {
        error_code: ErrorCode.UNKNOWN,
        reason: "refused",
        details: `${name} (0x${status.code.toString(16)}${cluster})`,
        status: status.code,
        cluster_status: status.clusterCode ?? null,
    };
}

function reasonOf(error) {
    for (const each of chain(error)) {
        for (let type = each.constructor; type && type !== Error; type = Object.getPrototypeOf(type)) {
            if (Object.hasOwn(REASONS, type.name)) return REASONS[type.name];
        }
    }
    return undefined;
}

function* chain(error, depth = 0) {
    if (!(error instanceof Error) || depth > 8) return;
    yield error;
    yield* chain(error.cause, depth + 1);
    for (const each of error.errors ?? []) yield* chain(each, depth + 1);
}
