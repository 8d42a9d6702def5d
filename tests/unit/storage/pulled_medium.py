"""A file system of our own that goes away under an open file, as when somebody pulls out a stick."""

import ctypes
import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

EXT4_IOC_SHUTDOWN = 0x8004587D
"""`_IOR('X', 125, __u32)` of linux/fs/ext4/ext4.h: from then on every access answers EIO, as after a removed device."""
_NO_LOG_FLUSH = 2
_MNT_DETACH = 2


class Medium:
    """A mounted file system; `folder` is its root."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._is_mounted = True

    def pull(self) -> None:
        """From now on nothing on it can be read or written; its names may still be seen."""
        import fcntl

        handle = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.ioctl(handle, EXT4_IOC_SHUTDOWN, struct.pack("I", _NO_LOG_FLUSH))
        finally:
            os.close(handle)

    def unmount(self) -> None:
        """Its names are gone, although files on it are open."""
        if self._is_mounted:
            self._is_mounted = False
            libc = ctypes.CDLL(None, use_errno=True)
            if libc.umount2(os.fsencode(self.folder), _MNT_DETACH) != 0:
                raise OSError(ctypes.get_errno(), "umount2")


@contextmanager
def medium(place: Path) -> Generator[Medium]:
    """A small ext4 file system in a file; skips with the reason where it cannot be made."""
    if (
        sys.platform != "linux"
        or os.geteuid() != 0
        or shutil.which("mkfs.ext4") is None
        or shutil.which("mount") is None
    ):
        pytest.skip("a stick can only be pulled out with the rights to mount one")
    image, folder = place / "stick.img", place / "stick"
    folder.mkdir()
    with image.open("wb") as file:
        file.truncate(8 * 1024 * 1024)
    # -E nodiscard and no journal's worth of tables: it is made in a few milliseconds.
    subprocess.run(["mkfs.ext4", "-q", "-E", "nodiscard", image], check=True)
    mounted = subprocess.run(
        ["mount", "-o", "loop", image, folder], capture_output=True, text=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip(f"no file system can be mounted here: {mounted.stderr.strip()}")
    made = Medium(folder)
    try:
        yield made
    finally:
        made.unmount()
