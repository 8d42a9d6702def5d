"""Values and rules: no I/O, no clock, no loop. Times and random numbers come in as arguments."""
