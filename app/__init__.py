"""Lockchart: keeps the chart of people and doors true, and never claims more than the lock told."""

__version__ = "0.1.0"
