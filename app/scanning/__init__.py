"""Pictures in, symbols out; no Qt, no camera."""
