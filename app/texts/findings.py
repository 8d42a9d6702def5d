"""Attestation findings in plain words; the codes are matter.js's own (`DeviceAttestationCheck`)."""

from app.texts.catalogue import QT_TRANSLATE_NOOP

FINDINGS = {
    "PaaNotTrusted": QT_TRANSLATE_NOOP(
        "texts", "The lock's certificate comes from an authority that this program does not know."
    ),
    "CertificateChainInvalid": QT_TRANSLATE_NOOP(
        "texts", "The lock's certificates do not belong together."
    ),
    "CertificateExpired": QT_TRANSLATE_NOOP("texts", "A certificate of the lock has run out."),
    "VendorIdMismatch": QT_TRANSLATE_NOOP(
        "texts", "The lock names another maker than its certificate."
    ),
    "AttestationSignatureInvalid": QT_TRANSLATE_NOOP(
        "texts", "The lock could not prove that its certificate is its own."
    ),
    "AttestationNonceMismatch": QT_TRANSLATE_NOOP(
        "texts", "The lock answered with somebody else's proof."
    ),
    "CertificationDeclarationSignatureInvalid": QT_TRANSLATE_NOOP(
        "texts", "The statement that the lock is certified is not genuine."
    ),
    "CertificationDeclarationFieldMismatch": QT_TRANSLATE_NOOP(
        "texts", "The statement that the lock is certified is about another product."
    ),
    "CertificateRevoked": QT_TRANSLATE_NOOP("texts", "The lock's certificate was withdrawn."),
    "FirmwareInfoMismatch": QT_TRANSLATE_NOOP(
        "texts", "The lock's firmware is not the one that was certified."
    ),
    "CertificationTypeProvisional": QT_TRANSLATE_NOOP(
        "texts", "The lock is certified provisionally only."
    ),
    "CertificationTypeTest": QT_TRANSLATE_NOOP(
        "texts", "The lock is a test product, not a certified one."
    ),
    "CertificateIdNotVerified": QT_TRANSLATE_NOOP(
        "texts", "The number of the lock's certification was not looked up."
    ),
    "CdSignerVerificationSkipped": QT_TRANSLATE_NOOP(
        "texts", "Who signed the lock's certification could not be checked."
    ),
    "PaaTrustStoreTimeMismatch": QT_TRANSLATE_NOOP(
        "texts", "The authority of the lock's certificate was not valid at its time."
    ),
    "DclServiceUnavailable": QT_TRANSLATE_NOOP(
        "texts", "The list of certified products could not be asked."
    ),
    "TrustedAsTestCertificate": QT_TRANSLATE_NOOP(
        "texts", "The lock has a test certificate, as practice locks and prototypes do."
    ),
    "ValidationError": QT_TRANSLATE_NOOP("texts", "The lock's certificates could not be checked."),
}
