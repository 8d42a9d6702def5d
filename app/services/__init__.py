"""Use cases, one public verb a method; no Qt, no SQL, no driver by name."""
