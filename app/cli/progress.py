"""Progress of long work: shown on a terminal, silent everywhere else."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

from app.cli.output import Output, harmless


class Bars(Protocol):
    """A bar per lock."""

    def show(self, key: str, text: str, done: int, total: int) -> None:
        """Set the bar with this key, made when it is new."""
        ...


class SilentBars:
    """Nobody watches."""

    def show(self, key: str, text: str, done: int, total: int) -> None:
        """Show nothing."""
        del key, text, done, total


@dataclass(slots=True)
class TerminalBars:
    """Bars on standard error."""

    progress: Any
    tasks: dict[str, Any] = field(default_factory=dict[str, Any])

    def show(self, key: str, text: str, done: int, total: int) -> None:
        """Set the bar with this key, made when it is new."""
        if key not in self.tasks:
            self.tasks[key] = self.progress.add_task("", total=None, count="")
        self.progress.update(
            self.tasks[key],
            description=harmless(text),
            completed=done,
            total=total or None,
            count=f"{done}/{total}" if total else "",
        )


@contextmanager
def bars(output: Output) -> Generator[Bars]:
    """Bars while the block runs."""
    if not output.is_live:
        yield SilentBars()
        return
    # 90 ms that only somebody at a terminal has to wait for.
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.fields[count]}", markup=False),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(file=output.err), transient=True) as progress:
        yield TerminalBars(progress)
