// The engine's memory: reads come from here, every write goes to the project file and is acknowledged only when it is there.
import { fromJson, MemoryStorageDriver, StorageError, toJson } from "@matter/general";

/** Root context of the controller node; nothing else is kept. */
export const CONTROLLER_ID = "controller";

// Of what matter.js keeps about a peer only its address and how to talk to it are kept, and only once the lock is ours.
// Attribute caches are not, nor is the highest event number: so each start reads the lock anew and is given the events that
// the lock still holds.
const PEER_CONTEXT = /^nodes\.([^.]+)\.endpoints\.(\d+)\.(.+)$/;
const KEPT_OF_PEER = new Set(["commissioning", "network"]);
const OWNED_BY = "peerAddress"; // in the context "commissioning": our fabric and the node id

const peerOf = context => PEER_CONTEXT.exec(context)?.[1];
const commissioningOf = peer => `nodes.${peer}.endpoints.0.commissioning`;

function isKept(context, key) {
    const [, peer, endpoint, behavior] = PEER_CONTEXT.exec(context) ?? [];
    return peer === undefined || (endpoint === "0" && KEPT_OF_PEER.has(behavior) && key !== "maxEventNumber");
}

/** Sends changes to whoever keeps them, one request at a time; what comes meanwhile is sent together in the next one. */
export class Journal {
    #send;
    #waiting = [];
    #isBusy = false;
    #isBroken = false;

    /** `send(changes)` resolves when they are kept; a change is [context, key, text or null]. */
    constructor(send) {
        this.#send = send;
    }

    write(changes) {
        if (this.#isBroken) return Promise.reject(new StorageError("The store was lost"));
        return new Promise((resolve, reject) => {
            this.#waiting.push({ changes, resolve, reject });
            if (this.#isBusy) return;
            this.#isBusy = true;
            queueMicrotask(() => this.#drain());
        });
    }

    async #drain() {
        while (this.#waiting.length) {
            const batch = this.#waiting.splice(0);
            try {
                await this.#send(batch.flatMap(({ changes }) => changes));
                for (const { resolve } of batch) resolve();
            } catch {
                this.#isBroken = true; // memory and file differ now: no write may follow
                for (const { reject } of [...batch, ...this.#waiting.splice(0)]) reject(new StorageError("The store was lost"));
            }
        }
        this.#isBusy = false;
    }
}

/** A storage driver class for matter.js over `journal`, filled with `entries` ([context, key, text]). */
export function storageDriverOver(journal, entries) {
    const initial = {};
    for (const [context, key, text] of entries) (initial[context] ??= {})[key] = fromJson(text);

    return class ProjectStorageDriver extends MemoryStorageDriver {
        static id = "project";

        static create(namespace) {
            if (namespace.namespace !== CONTROLLER_ID) throw new StorageError("Only the controller is kept");
            const driver = new ProjectStorageDriver(initial);
            driver.initialize();
            return driver;
        }

        set(contexts, keyOrValues, value) {
            const context = contexts.join(".");
            const values = typeof keyOrValues === "string" ? { [keyOrValues]: value } : keyOrValues;
            super.set(contexts, values);
            const peer = peerOf(context);
            if (peer !== undefined && !this.#isOurs(peer)) return undefined; // seen in pairing mode, perhaps a neighbour's
            const isNowOurs = context === commissioningOf(peer) && Object.hasOwn(values, OWNED_BY);
            return keep(isNowOurs ? this.#below(["nodes", peer]) : entriesOf(context, values));
        }

        delete(contexts, key) {
            const isKnown = this.get(contexts, key) !== undefined;
            super.delete(contexts, key);
            return isKnown ? keep([[contexts.join("."), key, null]]) : undefined;
        }

        clearAll(contexts) {
            const changes = this.#below(contexts).map(([context, key]) => [context, key, null]);
            super.clearAll(contexts);
            return keep(changes);
        }

        #isOurs(peer) {
            return this.store[commissioningOf(peer)]?.[OWNED_BY] !== undefined;
        }

        #below(contexts) {
            const root = contexts.join(".");
            return Object.entries(this.store)
                .filter(([context]) => root === "" || context === root || context.startsWith(`${root}.`))
                .flatMap(([context, values]) => entriesOf(context, values));
        }
    };

    function keep(changes) {
        const kept = changes.filter(([context, key]) => isKept(context, key));
        return kept.length ? journal.write(kept) : undefined;
    }
}

const entriesOf = (context, values) => Object.entries(values).map(([key, item]) => [context, key, toJson(item)]);
