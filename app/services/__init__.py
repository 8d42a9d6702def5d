"""Use cases: async, one public verb a method; they know contracts, never Qt, SQL or a driver by name."""
