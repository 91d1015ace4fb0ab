"""What a member publishes of its node: the public key, and where the node listens. Pure.

An enode URL (devp2p's `enode.md`, "URL format") is `enode://`, 128 hex digits, `@`, host, `:`, port. The account that a
key stands for is the last 20 bytes of the key's hash, so that a validator's enode also names its address.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import Self

from coincurve import PublicKey

from govledger.errors import InputError
from govledger.secp256k1 import address_of

LARGEST_PORT = 65_535

_URL = re.compile(r"enode://([0-9a-fA-F]*)@(\[[^\]]*\]|[^:\[\]@/?]*):([0-9]*)(?:\?discport=[0-9]+)?")
_NAME = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)(?:\.(?!-)[A-Za-z0-9-]{1,63}(?<!-))*")


@dataclass(frozen=True, slots=True)
class Enode:
    """A node's public key and address on the network.

    Raises:
        InputError: no point of the curve, no host that another node can call, or no port.
    """

    public_key: bytes
    """64 bytes: x ‖ y."""
    host: str
    """An IP address (version 6 without brackets) or a name."""
    port: int
    """TCP, 1 to 65,535."""

    def __post_init__(self) -> None:
        try:
            PublicKey(b"\x04" + self.public_key)
        except ValueError:
            raise InputError(
                f"0x{self.public_key.hex()} is no public key of secp256k1 (64 bytes, a point of the curve); "
                "copy the whole line that `govledger network key new` printed"
            ) from None
        _check_host(self.host)
        if not 0 < self.port <= LARGEST_PORT:
            raise InputError(f"port {self.port} does not exist; a port is 1 to {LARGEST_PORT}")

    @classmethod
    def parse(cls, url: str) -> Self:
        """The enode of a URL; a discovery port is ignored, since the nodes of a network know each other.

        Raises:
            InputError: no enode URL, or one that names nothing that exists.
        """
        found = _URL.fullmatch(url.strip())
        if found is None:
            raise InputError(
                f"{url!r} is no public part of a node; it is enode://, 128 hex digits, @HOST:PORT, "
                "as `govledger network key new` printed it"
            )
        digits, host, port = found.groups()
        if len(digits) != 128:
            raise InputError(f"the key in {url!r} has {len(digits)} hex digits; a public key has 128: copy all of it")
        return cls(bytes.fromhex(digits), host.strip("[]"), int(port or "0"))

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"enode://{self.public_key.hex()}@{host}:{self.port}"

    @property
    def address(self) -> bytes:
        """The account of the key, 20 bytes: who seals if this is a validator's enode."""
        return address_of(self.public_key)

    @property
    def is_loopback(self) -> bool:
        """Whether only programs of the same host can call it."""
        address = _ip(self.host)
        return self.host == "localhost" if address is None else address.is_loopback

    @property
    def is_numeric(self) -> bool:
        """Whether the host is an IP address, so that nobody has to look up a name."""
        return _ip(self.host) is not None


def _ip(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _check_host(host: str) -> None:
    address = _ip(host)
    if address is None:
        digits_only = re.fullmatch(r"[0-9.]*", host) is not None
        if digits_only or len(host) > 253 or not _NAME.fullmatch(host):
            raise InputError(f"{host!r} is neither an IP address nor a host's name; give what the other members call")
    elif address.is_unspecified or address.is_multicast:
        raise InputError(f"{host} is no address that another node can call; give the host's own address")
