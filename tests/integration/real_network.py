"""A network of its own for a test, with an interface that Matter takes for a real one; needs no rights."""

import contextlib
import shutil
import subprocess
from collections.abc import Generator
from dataclasses import dataclass

import pytest

# matter.js leaves out the loopback, so a pair of virtual cables: both ends lie in the same network. Without accept_dad the addresses
# of the link would be tentative for two seconds.
LOOPBACK = "ip link set lo up &&"
CABLE = """
ip link add va type veth peer name vb &&
echo 0 > /proc/sys/net/ipv6/conf/va/accept_dad && echo 0 > /proc/sys/net/ipv6/conf/vb/accept_dad &&
ip addr add 10.77.0.1/24 dev va && ip link set va up && ip link set vb up &&
"""


@dataclass(frozen=True, slots=True)
class OwnNetwork:
    """Words before a command let it run in this network."""

    prefix: tuple[str, ...]


@contextlib.contextmanager
def own_network(*, has_cable: bool = True) -> Generator[OwnNetwork]:
    """A network that ends with the block; without the cable there is nothing in it, as on a computer that is not connected."""
    _skip_where_impossible()
    holder = subprocess.Popen(
        [
            "unshare",
            "-Urn",
            "sh",
            "-c",
            f"{LOOPBACK} {CABLE if has_cable else ''} echo ready && exec cat",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert holder.stdout is not None
        said = holder.stdout.readline().strip()
        assert said == "ready", f"no network could be made: {said}"
        inside = ("nsenter", "-t", str(holder.pid), "-U", "-n", "--preserve-credentials")
        yield OwnNetwork(inside)
    finally:
        holder.communicate("")


def _skip_where_impossible() -> None:
    missing = [tool for tool in ("unshare", "nsenter", "ip") if shutil.which(tool) is None]
    if missing:
        pytest.skip(f"a network of its own needs {', '.join(missing)}")
    if subprocess.run(["unshare", "-Urn", "true"], capture_output=True, check=False).returncode:
        pytest.skip("this computer does not let users make networks of their own (unshare -Urn)")
