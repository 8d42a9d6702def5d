// Making a lock ours, finding one again whose commissioning was interrupted, and letting it go.
import { UnexpectedDataError } from "@matter/general";
import { NodeId, Seconds } from "@matter/main";
import { CommissioningDiscovery, DiscoveryAggregateError, DiscoveryError, NetworkClient } from "@matter/main/node";
import { CommissioningError, ControllerCommissioningFlow, FabricAuthority } from "@matter/main/protocol";
import { ManualPairingCodeCodec, QrPairingCodeCodec } from "@matter/main/types";
import { AttestationPolicy } from "./attestation.mjs";
import { cancelled, EngineError, ErrorCode, invalid, noSuchNode } from "./errors.mjs";
import { assertNetwork, endpointOf, reach } from "./reach.mjs";

const DISCOVERY_S = 30;
const ARM_FAILSAFE_STEP = 7; // as numbered in matter.js's ControllerCommissioningFlow
const RECONNECT_STEP = 18;

/** Our fabric, or undefined before the first commissioning. */
export const fabricOf = controller => controller.env.get(FabricAuthority).fabrics[0];

/**
 * Commissions one lock and gives its peer.
 *
 * @param request {code, nodeId, acceptedFindings, networkOnly, bleOnly, timeoutS}
 * @param context {controller, trustStore, networks, signal, report(step name)}
 */
export async function commission(request, { controller, trustStore, networks, signal, report }) {
    const policy = new AttestationPolicy(request.acceptedFindings, trustStore);
    if (signal.aborted) throw cancelled();
    if (!request.bleOnly) assertNetwork(controller.env);
    const discovery = new Pairing(controller, {
        ...readCode(request.code),
        ...(request.nodeId === undefined ? {} : { nodeId: NodeId(request.nodeId) }),
        timeout: Seconds(request.timeoutS ?? DISCOVERY_S),
        discoveryCapabilities: { onIpNetwork: !request.bleOnly, ble: !request.networkOnly },
        ...(request.bleOnly ? { scannerFilter: scanner => scanner.type === "ble" } : {}),
        wifiNetwork: networks.wifi,
        threadNetwork: networks.thread,
        regulatoryCountryCode: "XX",
        onAttestationFailure: policy.decide, // without it matter.js accepts every finding with a line in the log
        commissioningFlowImpl: flowUnder(signal, report),
    });
    const stop = () => discovery.stop();
    signal.addEventListener("abort", stop, { once: true });
    try {
        const peer = await discovery;
        if (!signal.aborted) return peer;
        await remove(peer); // the cancel came after the lock had become ours
        throw cancelled();
    } catch (error) {
        if (signal.aborted) throw cancelled();
        if (policy.refused) throw findings(policy.refused);
        if (discovery.isCodeWrong) throw new EngineError(ErrorCode.COMMISSIONING_FAILED, "wrong_code");
        if (error instanceof DiscoveryError || error instanceof DiscoveryAggregateError) throw notDiscovered(request);
        throw error;
    } finally {
        signal.removeEventListener("abort", stop);
    }
}

/** matter.js's search, that ends at once when the only lock that can be meant does not know the passcode. */
class Pairing extends CommissioningDiscovery {
    isCodeWrong = false;
    #isExact;

    constructor(controller, options) {
        super(controller, options);
        this.#isExact = options.discriminator !== undefined; // digits name 16 of 4096: the next lock may be the one
    }

    registerAttempt(start, winnerOf) {
        const watched = async win => {
            try {
                return await start(win);
            } catch (error) {
                this.isCodeWrong ||= error instanceof UnexpectedDataError; // PASE: the key confirmation does not match
                if (this.isCodeWrong && this.#isExact) this.stop();
                throw error;
            }
        };
        super.registerAttempt(watched, winnerOf);
    }
}

/**
 * Calls a node id of our fabric on the network: a lock that was commissioned when the engine died is ours and not discoverable.
 * Gives its peer, or throws `no_such_node` when nobody answers.
 */
export async function find(nodeId, { controller, signal, limitS }) {
    const fabric = fabricOf(controller);
    if (!fabric) throw noSuchNode(nodeId);
    const address = fabric.addressOf(NodeId(nodeId));
    const isNew = controller.peers.get(address) === undefined;
    const peer = await controller.peers.forAddress(address);
    try {
        await reach(peer, signal, limitS);
        await completeCommissioning(peer);
        await peer.setStateOf(NetworkClient, { autoSubscribe: true });
        return peer;
    } catch (error) {
        if (isNew) await forget(peer);
        throw error.reason === "unreachable" ? noSuchNode(nodeId) : error;
    }
}

/** Ends our fabric on the lock; throws when it cannot be reached. */
export async function remove(peer) {
    await endpointOf(peer, 0, "operationalCredentials"); // after a start matter.js does not know it yet, and would fail
    await peer.decommission();
}

/** Forgets a lock on our side only. */
export const forget = peer => peer.delete();

/** Fails when the signal is aborted first; what runs is not stopped by it. */
export function unlessAborted(signal, promise) {
    return new Promise((resolve, reject) => {
        const abort = () => reject(cancelled());
        if (signal.aborted) abort();
        signal.addEventListener("abort", abort, { once: true });
        promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
    });
}

/**
 * A commissioning flow that tells its steps and ends before the next one when the signal is aborted, in an orderly way: a step
 * that is left in the middle would keep the lock in its session, deaf to a second attempt, for a minute. Only the step that may
 * wait for minutes is left at once.
 */
function flowUnder(signal, report) {
    return class extends ControllerCommissioningFlow {
        constructor(...args) {
            super(...args);
            for (const step of this.commissioningSteps) step.stepLogic = guarded(step, step.stepLogic);
        }
    };

    function guarded({ stepNumber, name }, run) {
        return async () => {
            report(name);
            if (stepNumber > RECONNECT_STEP) return run(); // CommissioningComplete and after: the lock is ours
            if (stepNumber <= ARM_FAILSAFE_STEP) return run(); // until it is armed, nothing would end the lock's session
            if (signal.aborted) throw new CommissioningError("cancelled"); // this class disarms the fail-safe
            if (stepNumber < RECONNECT_STEP) return run();
            return unlessAborted(signal, run()).catch(error => {
                throw signal.aborted ? new CommissioningError("cancelled") : error;
            });
        };
    }
}

/** The last step of a commissioning that was interrupted before it; a lock without an armed fail-safe just says so. */
async function completeCommissioning(peer) {
    await peer.start();
    const root = await endpointOf(peer, 0, "generalCommissioning");
    await root.commandsOf("generalCommissioning").commissioningComplete();
}

function readCode(code) {
    try {
        if (code.startsWith("MT:")) {
            const { passcode, discriminator } = QrPairingCodeCodec.decode(code)[0];
            return { passcode, discriminator };
        }
        const { passcode, shortDiscriminator } = ManualPairingCodeCodec.decode(code);
        return { passcode, shortDiscriminator };
    } catch {
        throw invalid("the setup code cannot be read"); // without the decoder's text, which may quote the code
    }
}

const findings = found => new EngineError(ErrorCode.COMMISSIONING_FAILED, "findings", "the lock's certificates gave findings",
    { findings: found });

function notDiscovered({ networkOnly, bleOnly }) {
    const transports = [...(bleOnly ? [] : ["network"]), ...(networkOnly ? [] : ["bluetooth"])];
    return new EngineError(ErrorCode.COMMISSIONING_FAILED, "not_discovered", "no such lock in pairing mode was found", { transports });
}

