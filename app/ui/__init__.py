"""Widgets, pages, wizards and theme; no rules, no I/O."""
