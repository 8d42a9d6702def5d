"""Errors of drivers; the class says what to do now, never the text."""

from app.core.errors import AppError, ErrorKind


class DriverError(AppError):
    """Something between us and the lock did not work."""

    kind = ErrorKind.ENVIRONMENT


class Disconnected(DriverError):
    """The lock, radio, engine or service cannot be reached: try again (exit 4)."""


class Busy(DriverError):
    """Reached, but occupied with something else: try again later (exit 4)."""


class NeedsUser(DriverError):
    """Only a person can go on: wrong setup code, not in pairing mode, permission (exit 5)."""

    kind = ErrorKind.USER


class Rejected(DriverError):
    """The lock or service said no, with its reason as the code (exit 5)."""


class Unsupported(DriverError):
    """This lock cannot do it, and will not learn it by trying again (exit 5)."""


class NoAnswer(Disconnected):
    """Something was sent and no answer came: it may or may not have been done."""
