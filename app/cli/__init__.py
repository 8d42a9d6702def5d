"""Commands of the command line: arguments in, JSON and tables out, no window."""
