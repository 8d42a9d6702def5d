"""System libraries that no Python package brings: which are missing, and one apt call for them."""

import ctypes
import importlib.util
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from preparing.processes import run_logged
from preparing.words import Job, SetUpError, say, without_our_settings

# soname -> Debian package; the names are the same on Debian 12 and 13
ANY_START = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
}
WINDOW = {
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}
CAMERA = {
    "libpulse.so.0": "libpulse0",
    "libXrandr.so.2": "libxrandr2",
    "libXext.so.6": "libxext6",
}
# Read by one of the decoders; without it the others still read, so nothing stops when it cannot be had.
HELPFUL = {"libzbar.so.0": "libzbar0"}
# tool -> Debian package; the tests put a virtual lock behind a network of its own
TEST_TOOLS = {"ip": "iproute2", "unshare": "util-linux"}

APT_LISTS = Path("/var/lib/apt/lists")


def needed_libraries(job: Job) -> dict[str, str]:
    """soname -> package of what the job loads; only a window needs the windowing rows."""
    return {**ANY_START, **WINDOW, **CAMERA} if job is Job.WINDOW else dict(ANY_START)


def missing_packages(job: Job) -> list[str]:
    """Debian packages of everything the job needs and this computer lacks."""
    wanted = needed_libraries(job)
    missing = [package for soname, package in wanted.items() if not can_load(soname)]
    if job is Job.TEST:
        path = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"])
        missing += [p for tool, p in TEST_TOOLS.items() if not shutil.which(tool, path=path)]
    if not importlib.util.find_spec("ensurepip"):
        missing.append("python{}.{}-venv".format(*sys.version_info[:2]))
    return missing


def helpful_packages() -> list[str]:
    """Debian packages that make the program read more codes, and that this computer lacks."""
    return [package for soname, package in HELPFUL.items() if not can_load(soname)]


def can_load(soname: str) -> bool:
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def install_missing(job: Job, log: Path) -> None:
    """Bring what is missing, or raise SetUpError that names it; what only helps comes along, but is never asked for alone."""
    if not sys.platform.startswith("linux"):
        return
    needed = missing_packages(job)
    if not needed:
        return
    packages = [*needed, *helpful_packages()]
    prefix = permission(packages, can_ask=sys.stdin.isatty() and sys.stderr.isatty())
    say(f"Installing system libraries: {' '.join(packages)}")
    environment = without_our_settings(os.environ)
    run_logged(
        [*prefix, "sh", "-c", apt_script(packages, lists_present=have_apt_lists())],
        log=log,
        doing="installing system libraries",
        environment=environment,
    )
    still = missing_packages(job)
    if still:
        raise SetUpError(f"apt-get ended well, yet these are still missing: {' '.join(still)}.")


def install_helpful(log: Path) -> None:
    """Install as root what only helps; nobody is asked, and a failure is one line."""
    packages = helpful_packages() if sys.platform.startswith("linux") else []
    if not packages or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    say(f"Installing system libraries: {' '.join(packages)}")
    try:
        run_logged(
            ["sh", "-c", apt_script(packages, lists_present=have_apt_lists())],
            log=log,
            doing="installing system libraries",
            environment=without_our_settings(os.environ),
        )
    except SetUpError:
        say(f"Going on without {' '.join(packages)}: some damaged codes may not be read.")


def permission(
    packages: Sequence[str],
    *,
    can_ask: bool,
    user_id: int | None = None,
    which: Callable[[str], str | None] = shutil.which,
    ask: Callable[[str], str] = input,
) -> list[str]:
    """The words before the apt call that give it the right to install; asks unless root."""
    names = " ".join(packages)
    if not which("apt-get"):
        raise SetUpError(
            "Lockchart needs system libraries that are missing here; install what your system "
            f"calls these Debian packages, and start again: {names}."
        )
    if (os.geteuid() if user_id is None else user_id) == 0:
        return []
    helper = which("sudo") or which("pkexec")
    advice = SetUpError(
        "Lockchart needs system libraries that are missing here; install them and start again: "
        f"apt-get install {names}"
    )
    if not can_ask or not helper:
        raise advice
    say(f"These system libraries are missing: {names}")
    say(f"Install them now with {Path(helper).name} apt-get? [Y/n] ")
    try:
        answer = ask("")
    except EOFError:
        raise advice from None
    if answer.strip().lower() not in ("", "y", "yes"):
        raise advice
    return [helper]


def have_apt_lists() -> bool:
    """A bare system comes without the lists of packages."""
    return any(APT_LISTS.glob("*_Packages*"))


def apt_script(packages: Sequence[str], *, lists_present: bool) -> str:
    """One shell line: install, with the lists fetched before when absent, or after a failure."""
    install = (
        "apt-get install --yes --no-install-recommends -o DPkg::Lock::Timeout=120 "
        + " ".join(packages)
    )
    update = "apt-get update -o DPkg::Lock::Timeout=120"
    order = (
        f"{install} || {{ {update} && {install}; }}" if lists_present else f"{update} && {install}"
    )
    return f"export DEBIAN_FRONTEND=noninteractive; {order}"
