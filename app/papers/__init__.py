"""Tables and papers: values in, bytes out."""
