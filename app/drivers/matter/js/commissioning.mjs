// Making a lock ours, finding one again whose commissioning was interrupted, and letting it go.
import { NodeId, Seconds } from "@matter/main";
import { NetworkClient } from "@matter/main/node";
import { CommissioningError, ControllerCommissioningFlow, FabricAuthority } from "@matter/main/protocol";
import { ManualPairingCodeCodec, QrPairingCodeCodec } from "@matter/main/types";
import { AttestationPolicy } from "./attestation.mjs";
import { cancelled, EngineError, ErrorCode, invalid, noSuchNode } from "./errors.mjs";
import { readAttributes } from "./nodes.mjs";

const DISCOVERY_S = 30;
const LAST_STEP_WITH_FAILSAFE = 18; // the next one is CommissioningComplete: from then on the lock is ours

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
    const discovery = controller.peers.commission({
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
        if (error?.constructor?.name === "DiscoveryError") throw notDiscovered(request);
        throw error;
    } finally {
        signal.removeEventListener("abort", stop);
    }
}

/**
 * Calls a node id of our fabric on the network: a lock that was commissioned when the engine died is ours and not discoverable.
 * Gives its peer, or throws `no_such_node` when nobody answers.
 */
export async function find(nodeId, { controller, signal }) {
    const fabric = fabricOf(controller);
    if (!fabric) throw noSuchNode(nodeId);
    const address = fabric.addressOf(NodeId(nodeId));
    const isNew = controller.peers.get(address) === undefined;
    const peer = await controller.peers.forAddress(address);
    try {
        await unlessAborted(signal, completeCommissioning(peer));
        await peer.setStateOf(NetworkClient, { autoSubscribe: true });
        return peer;
    } catch (error) {
        if (isNew) await forget(peer);
        throw signal.aborted ? noSuchNode(nodeId) : error;
    }
}

/** Ends our fabric on the lock; throws when it cannot be reached. */
export const remove = peer => peer.decommission();

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

/** A commissioning flow that tells its steps and ends at once when the signal is aborted, with the lock's fail-safe disarmed. */
function flowUnder(signal, report) {
    return class extends ControllerCommissioningFlow {
        constructor(...args) {
            super(...args);
            for (const step of this.commissioningSteps) {
                const run = step.stepLogic;
                step.stepLogic = () => {
                    report(step.name);
                    return step.stepNumber <= LAST_STEP_WITH_FAILSAFE ? unless(run()) : run();
                };
            }
            const unless = promise => unlessAborted(signal, promise).catch(error => {
                throw signal.aborted ? new CommissioningError("cancelled") : error; // only this class disarms the fail-safe
            });
        }
    };
}

/** The last step of a commissioning that may have been interrupted before it; without an armed fail-safe the lock just says so. */
async function completeCommissioning(peer) {
    await peer.start();
    await readAttributes(peer, [{ endpointId: 0, clusterId: 40 }]); // throws when the lock is not there
    await peer.commandsOf?.("generalCommissioning")?.commissioningComplete?.();
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

