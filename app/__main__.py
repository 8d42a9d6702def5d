"""Hands over to the composition root."""

import sys

from app.bootstrap import run


def main() -> int:
    """Run the program with the words of the command line; the exit code."""
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
