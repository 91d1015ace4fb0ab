"""Which engine sealed a block, and which client and version a node runs. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from govledger.consensus.engine import Engine, proposer
from govledger.consensus.header import Header
from govledger.errors import MalformedData
from govledger.model import DEVELOPMENT_CLIENTS
from govledger.network.genesis import Client

METHODS = {
    "clique": ("clique_getSigners", ()),
    "qbft": ("qbft_getValidatorsByBlockNumber", ("latest",)),
    "ibft": ("ibft_getValidatorsByBlockNumber", ("latest",)),
    "istanbul": ("istanbul_getValidators", ()),
}
"""For each namespace the method that tells an engine's validators, with its parameters."""
NAMESPACES = {
    Engine.CLIQUE: ("clique",),
    Engine.QBFT: ("qbft", "istanbul"),
    Engine.IBFT2: ("ibft",),
    Engine.IBFT1: ("istanbul",),
}
"""Where the nodes of an engine have these methods: Besu's first, then GoQuorum's."""

_VERSION = re.compile(r"(?:^|/)v?(\d+)\.(\d+)(?:\.(\d+))?")
_QUORUM_VERSION = re.compile(r"quorum-v(\d+)\.(\d+)(?:\.(\d+))?")


def sealer_of(engine: Engine | None, header: Header) -> bytes | None:
    """The validator who made a block; None of a genesis, without an engine, and where no key made the seal."""
    if engine is None or header.number == 0:
        return None
    try:
        return proposer(engine, header)
    except MalformedData:
        return None


@dataclass(frozen=True, slots=True)
class ClientVersion:
    """What `web3_clientVersion` says, read."""

    name: str
    """What the text begins with."""
    client: Client | None
    """None if networks of govledger are not made for it."""
    version: tuple[int, int, int] | None
    is_development: bool

    @property
    def shown(self) -> str:
        """The client with its version."""
        return self.name if self.version is None else f"{self.name} {'.'.join(map(str, self.version))}"


def read_client(text: str) -> ClientVersion:
    """The client and version in `Geth/v1.13.15-stable-…/linux-amd64/go1.21`, with or without a name after the client.

    GoQuorum calls itself Geth, with its own version in brackets: `Geth/NAME/v1.10.3-stable(quorum-v24.4.1)/…`.
    """
    name = text.partition("/")[0]
    quorum = _QUORUM_VERSION.search(text)
    found = quorum or _VERSION.search(text)
    version = None if found is None else (int(found[1]), int(found[2]), int(found[3] or 0))
    if quorum is not None:
        return ClientVersion("GoQuorum", Client.GOQUORUM, version, False)
    known = {"geth": Client.GETH, "besu": Client.BESU}.get(name.lower())
    return ClientVersion(name, known, version, name.lower().startswith(DEVELOPMENT_CLIENTS))
