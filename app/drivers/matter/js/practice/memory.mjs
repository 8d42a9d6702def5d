// What Matter remembers, in one file of the lock's folder. Every change is in the file before it is acknowledged.
import { join } from "node:path";
import { MemoryStorageDriver, fromJson, toJson } from "@matter/general";
import { readJson, writeWhole } from "./folder.mjs";

const FILE = "memory.json";

/** Gives the storage driver class for this folder; matter.js makes the instance. */
export function memoryOf(folder) {
    const file = join(folder, FILE);
    return class FolderMemory extends MemoryStorageDriver {
        static id = "practice-folder";
        #pending;

        static create() {
            const stored = readJson(file);
            const memory = new FolderMemory(stored === undefined ? {} : fromJson(JSON.stringify(stored)));
            memory.initialize();
            return memory;
        }

        set(...parameters) {
            super.set(...parameters);
            return this.#write();
        }

        delete(contexts, key) {
            super.delete(contexts, key);
            return this.#write();
        }

        clearAll(contexts) {
            super.clearAll(contexts);
            return this.#write();
        }

        async close() {
            await this.#pending;
            await super.close();
        }

        /** Changes of the same moment share one write. */
        #write() {
            this.#pending ??= Promise.resolve().then(() => {
                this.#pending = undefined;
                writeWhole(file, toJson(this.store));
            });
            return this.#pending;
        }
    };
}
