import assert from "node:assert/strict";
import { test } from "node:test";
import { AttestationPolicy } from "../../../../../app/drivers/matter/js/attestation.mjs";

const NO_PRODUCTION = { hasProductionRoots: false };
const PRODUCTION = { hasProductionRoots: true };
const warning = { type: "CdSignerVerificationSkipped", level: "warning", message: "" };
const info = { type: "CertificationTypeTest", level: "info", message: "" };
const unknownRoot = { type: "PaaNotTrusted", level: "error", message: "" };

const consent = findings => findings.map(({ type, level }) => ({ type, level }));

test("findings end the attempt and are listed", () => {
    const policy = new AttestationPolicy([], NO_PRODUCTION);
    assert.equal(policy.decide([warning, info]), "findings");
    assert.deepEqual(policy.refused, [{ ...warning, acceptable: true }, { ...info, acceptable: true }]);
});

test("consent to exactly these findings goes past them", () => {
    const policy = new AttestationPolicy(consent([warning, info]), NO_PRODUCTION);
    assert.equal(policy.decide([warning, info]), true);
    assert.equal(policy.refused, undefined);
});

test("a finding beyond the consent refuses again, and so does one that became graver", () => {
    assert.equal(new AttestationPolicy(consent([warning]), NO_PRODUCTION).decide([warning, info]), "findings");
    assert.equal(new AttestationPolicy(consent([warning]), NO_PRODUCTION).decide([{ ...warning, level: "error" }]), "findings");
});

test("an error is refused for good, whatever was consented to", () => {
    for (const type of ["CertificateRevoked", "AttestationSignatureInvalid", "VendorIdMismatch", "ValidationError"]) {
        const found = { type, level: "error", message: "" };
        const policy = new AttestationPolicy(consent([found]), NO_PRODUCTION);
        assert.equal(policy.decide([found]), "findings");
        assert.equal(policy.refused[0].acceptable, false);
    }
});

test("an unknown root can be accepted only while no production root ships", () => {
    assert.equal(new AttestationPolicy(consent([unknownRoot]), NO_PRODUCTION).decide([unknownRoot]), true);
    const policy = new AttestationPolicy(consent([unknownRoot]), PRODUCTION);
    assert.equal(policy.decide([unknownRoot]), "findings");
    assert.equal(policy.refused[0].acceptable, false);
});

test("a known test root asks for consent", () => {
    const found = { type: "TrustedAsTestCertificate", level: "error", message: "" };
    const policy = new AttestationPolicy([], PRODUCTION);
    policy.decide([found]);
    assert.deepEqual(policy.refused, [{ type: found.type, level: "warning", message: "", acceptable: true }]);
});
