"""The contracts that a driver fulfils: lock, session, pairing steps as data, errors, manifests."""
