// What happens to the findings of a lock's attestation: they end the attempt, and only consent to exactly them goes past.

// matter.js collects this one and goes on, unlike every other error: the chain is sound and ends at a known test root
const CONSENT_INSTEAD_OF_ERROR = "TrustedAsTestCertificate";
const UNKNOWN_ROOT = "PaaNotTrusted";

/** The policy for one attempt. `accepted` are the findings ({type, level}) that a person has consented to. */
export class AttestationPolicy {
    /** The findings that ended the attempt: {type, level, message, acceptable}. */
    refused = undefined;
    #accepted;
    #trustStore;

    constructor(accepted, trustStore) {
        this.#accepted = accepted;
        this.#trustStore = trustStore;
    }

    /**
     * matter.js's callback. A finding outside the accepted ones refuses the lock, by a text: after that matter.js disarms the
     * lock's fail-safe, so that a second attempt can follow at once (after any other error it does not).
     */
    decide = found => {
        const findings = found.map(finding => this.#judge(finding));
        if (findings.every(finding => finding.acceptable && this.#isAccepted(finding))) return true;
        this.refused = findings;
        return "findings";
    };

    #judge({ type, level, message }) {
        if (type === CONSENT_INSTEAD_OF_ERROR) return { type, level: "warning", message, acceptable: true };
        const acceptable = level !== "error" || (type === UNKNOWN_ROOT && !this.#trustStore.hasProductionRoots);
        return { type, level, message, acceptable };
    }

    #isAccepted({ type, level }) {
        return this.#accepted.some(each => each.type === type && each.level === level);
    }
}
