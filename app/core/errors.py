"""The root of every error that the program raises on purpose."""

from enum import Enum
from typing import ClassVar


class ErrorKind(Enum):
    """Whose turn it is: the user's, the surroundings' (network, disk, lock) or ours (a bug)."""

    USER = "user"
    ENVIRONMENT = "environment"
    BUG = "bug"


class AppError(Exception):
    """An error with a stable code and plain parameters; `texts` turns both into a sentence.

    Parameters never hold a secret: they reach logs, JSON and the screen.
    """

    kind: ClassVar[ErrorKind] = ErrorKind.USER

    def __init__(self, code: str, **parameters: object) -> None:
        super().__init__(code)
        self.code = code
        self.parameters = parameters

    def __str__(self) -> str:
        return self.code

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.code!r})"


class EnvironmentAppError(AppError):
    """Something around the program is missing, broken or busy."""

    kind = ErrorKind.ENVIRONMENT


class UsageError(AppError):
    """A name is unknown or ambiguous, or the words do not fit the command (exit 2)."""


class RuleError(AppError):
    """The wish breaks a rule of the project or of a lock, and nothing was changed (exit 1)."""


class BugError(AppError):
    """A state that our own code should have made impossible."""

    kind = ErrorKind.BUG
