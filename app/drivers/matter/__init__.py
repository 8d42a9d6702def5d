"""Matter locks through our own engine, or through a Matter server that the customer already runs."""
