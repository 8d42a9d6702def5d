"""Bluetooth behind a protocol."""
