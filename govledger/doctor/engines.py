"""Which engine sealed a block, and which client and version a node runs. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from govledger.consensus.bft import ISTANBUL_MIX_HASH
from govledger.consensus.engine import Engine, proposer, validators_in
from govledger.consensus.engine import block_hash as rule_hash
from govledger.consensus.header import Header
from govledger.errors import MalformedData
from govledger.model import DEVELOPMENT_CLIENTS
from govledger.network.genesis import Client

BFT_ENGINES = (Engine.QBFT, Engine.IBFT2, Engine.IBFT1)
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


def engine_of(header: Header, block_hash: bytes) -> Engine | None:
    """The engine by whose rule a header has its block's hash; None if it bears no known engine's seal.

    The BFT engines have a mixHash of their own, and tell each other apart by their strict extra data. What is left may
    be Clique's, if a signer comes out of the seal; its genesis has no seal, but signers.
    """
    if header.mix_hash == ISTANBUL_MIX_HASH:
        return next((engine for engine in BFT_ENGINES if _has_hash(engine, header, block_hash)), None)
    if not _has_hash(Engine.CLIQUE, header, block_hash):
        return None
    try:
        found = validators_in(Engine.CLIQUE, header) if header.number == 0 else proposer(Engine.CLIQUE, header)
    except MalformedData:
        return None
    return Engine.CLIQUE if found else None


def sealer_of(engine: Engine | None, header: Header) -> bytes | None:
    """The validator who made a block; None of a genesis, without an engine, and where no key made the seal."""
    if engine is None or header.number == 0:
        return None
    try:
        return proposer(engine, header)
    except MalformedData:
        return None


def _has_hash(engine: Engine, header: Header, block_hash: bytes) -> bool:
    try:
        return rule_hash(engine, header) == block_hash
    except MalformedData:
        return False


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
