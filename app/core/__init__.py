"""Errors, redacting log, secrets, paths, settings and task ownership: what every layer may use."""
