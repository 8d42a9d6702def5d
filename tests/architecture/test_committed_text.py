"""The project stands alone: nothing in it names the machine it was written on, or a registry."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LARGEST_BYTES = 1_000_000

# Put together from pieces, so that this file does not name them either.
MACHINE_PATHS = [
    "/" + place for place in ("work/", "opt/dev", "root/", "tmp/[a-z0-9]", "home/[a-z]")
]
REGISTRIES = [
    "py" + r"pi\.org",
    "python" + r"hosted\.org",
    "npm" + r"js\.(?:com|org)",
    "deb" + r"\.debian\.org",
    r"(?:index|registry)-url\s*=?\s*http",
]
FORBIDDEN = re.compile("|".join([rf"(?<![\w.-])(?:{'|'.join(MACHINE_PATHS)})", *REGISTRIES]))
BUILT = re.compile(
    r"(^|/)(node_modules|dist|build|__pycache__|\.(?!ci/)[^/]+)/|\.(so|dll|dylib|node|wasm|whl|exe)$"
)


def committed_files() -> list[Path]:
    """What git holds or would hold; all files where there is no git."""
    git = shutil.which("git")
    if git and (ROOT / ".git").exists():
        command = [git, "-c", f"safe.directory={ROOT}", "ls-files", "-z", "--cached", "--others"]
        command.append("--exclude-standard")
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        found = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        found = [p for p in ROOT.rglob("*") if not BUILT.search(p.relative_to(ROOT).as_posix())]
    return [path for path in found if path.is_file()]


OTHERS_WORDS = ("packaging/licences/", "THIRD_PARTY_NOTICES.md")  # licences, kept word for word
PRIVATE_KEY = re.compile("-----BEGIN [A-Z ]*PRIVATE " + "KEY-----")


def test_no_private_key_is_committed():
    found = [p for p in committed_files() if any(PRIVATE_KEY.search(line) for line in lines(p))]
    assert not found


def test_no_text_names_this_machine_or_a_registry():
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in committed_files()
        if not path.relative_to(ROOT).as_posix().startswith(OTHERS_WORDS)
        for number, line in enumerate(lines(path), 1)
        if FORBIDDEN.search(line)
    ]
    assert not found, found


def lines(path: Path) -> list[str]:
    content = path.read_bytes()
    return [] if b"\0" in content[:8000] else content.decode("utf-8").splitlines()


@pytest.mark.parametrize(
    "line",
    [
        "see /" + "work/brief",
        'open("/' + 'tmp/x")',
        "https://" + "py" + "pi.org/simple",
        '"resolved": "https://registry.' + "npm" + 'js.org/ws"',
    ],
)
def test_such_a_line_would_be_found(line: str):
    assert FORBIDDEN.search(line)


def test_nothing_built_or_large_is_committed():
    files = {path.relative_to(ROOT).as_posix(): path.stat().st_size for path in committed_files()}
    wrong = [n for n, size in files.items() if BUILT.search(n) or size > LARGEST_BYTES]
    assert not wrong
