"""One folder a lock family."""
