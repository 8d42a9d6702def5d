"""What kind of folder a project lies in: a network drive and a synchronised folder deserve a warning."""

import sys
from pathlib import Path

NETWORK_TYPES = frozenset(
    {
        "9p", "afs", "ceph", "cifs", "davfs", "fuse.davfs", "fuse.gvfsd-fuse", "fuse.rclone", "fuse.sshfs", "fuse.s3fs", "glusterfs",
        "lustre", "ncpfs", "nfs", "nfs4", "smb3", "smbfs", "vboxsf",
    }
)  # fmt: skip
SYNC_FOLDERS = (
    "dropbox", "google drive", "googledrive", "icloud drive", "icloud~", "com~apple~clouddocs", "mobile documents", "my drive",
    "nextcloud", "onedrive", "owncloud", "pcloud", "seafile", "syncthing",
)  # fmt: skip
SYNC_MARKERS = (
    ".dropbox",
    ".dropbox.cache",
    ".stfolder",
    ".owncloudsync.log",
    ".sync",
    ".seafile-data",
)
_DRIVE_REMOTE = 4


def warnings_for_blocking(
    project: Path, *, mounts: Path = Path("/proc/self/mountinfo")
) -> tuple[str, ...]:
    """`network_folder` and `sync_folder`, as far as they hold for this path."""
    found: list[str] = []
    if _is_on_network(project, mounts):
        found.append("network_folder")
    if _is_synchronised(project):
        found.append("sync_folder")
    return tuple(found)


def _is_on_network(project: Path, mounts: Path) -> bool:
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415, only here does it know windll

        if project.drive.startswith("\\\\"):
            return True
        return ctypes.windll.kernel32.GetDriveTypeW(f"{project.drive}\\") == _DRIVE_REMOTE
    try:
        text = mounts.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return _type_of_mount(project, text) in NETWORK_TYPES


def _type_of_mount(project: Path, mountinfo: str) -> str:
    """The file system's type, proc(5): mount point is field 5, the type is the first field after ` - `."""
    best, best_type = Path("/"), ""
    for line in mountinfo.splitlines():
        before, _, after = line.partition(" - ")
        fields, behind = before.split(), after.split()
        if len(fields) < 5 or not behind:
            continue
        point = Path(fields[4].replace("\\040", " "))
        if project.is_relative_to(point) and len(point.parts) >= len(best.parts):
            best, best_type = point, behind[0]
    return best_type


def _is_synchronised(project: Path) -> bool:
    for folder in project.parents:
        name = folder.name.casefold()
        if name and name.startswith(SYNC_FOLDERS):
            return True
        if any((folder / marker).exists() for marker in SYNC_MARKERS):
            return True
    return False
