// The roots that a lock's attestation may end at, read from a folder; nothing is ever fetched from the internet.
//
// FOLDER/index.json: {"roots": [{"file": "NAME", "kind": "production" | "test"}]}. Certificates are PEM or DER.
import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Bytes } from "@matter/main";
import { Paa } from "@matter/main/protocol";

/** Stands in matter.js's place for its certificate service: the same questions, answered from the folder. */
export class TrustStore {
    /** A test root is known, but never trusted like a production one: its locks need consent. */
    acceptsTestCertificates = false;
    #roots = new Map();

    static read(folder) {
        const { roots } = JSON.parse(readFileSync(join(folder, "index.json"), "utf8"));
        return new TrustStore(roots.map(({ file, kind }) => ({
            der: new Uint8Array(new X509Certificate(readFileSync(join(folder, file))).raw),
            isProduction: kind === "production",
        })));
    }

    constructor(roots) {
        for (const root of roots) {
            const { subjectKeyIdentifier } = Paa.fromAsn1(root.der).cert.extensions;
            this.#roots.set(keyOf(subjectKeyIdentifier), root);
        }
    }

    get hasProductionRoots() {
        return [...this.#roots.values()].some(root => root.isProduction);
    }

    get size() {
        return this.#roots.size;
    }

    getCertificate(subjectKeyId) {
        return this.#roots.get(keyOf(subjectKeyId));
    }

    async getCertificateAsDer(subjectKeyId) {
        return this.#roots.get(keyOf(subjectKeyId)).der;
    }

    async isRevoked() {
        return false; // no revocation list ships
    }

    async getOrFetchCdSigner() {
        return undefined; // no signers ship; matter.js reports CdSignerVerificationSkipped
    }
}

const keyOf = subjectKeyId => Bytes.toHex(subjectKeyId).toUpperCase();
