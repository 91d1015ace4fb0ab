"""The deployment that a bundle is of, held to the digest that the auditor pins and to the package's artifacts. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from govledger.artifacts import CONTRACTS, Artifact, load
from govledger.audit.bundle.rule import BundleRule
from govledger.consensus.header import ADDRESS_LENGTH, HASH_LENGTH, bytes_of_hex
from govledger.deployments import FORMAT, ArgumentJson
from govledger.errors import BundleRefused, DocumentError
from govledger.privacy.canonical import canonical_bytes, parse_strict
from govledger.privacy.keccak import keccak256

MAX_ESSENCE: Final = 2**20


class PinnedContract(msgspec.Struct, frozen=True):
    """One contract of the deployment."""

    key: str
    address: bytes
    arguments: tuple[ArgumentJson, ...]
    """The constructor's."""
    artifact: Artifact
    """The verifier's own."""


class PinnedDeployment(msgspec.Struct, frozen=True):
    """What the digest stands for."""

    digest: bytes
    chain_id: int
    genesis_hash: bytes
    contracts: tuple[PinnedContract, ...]
    """By their addresses, rising."""

    @property
    def by_address(self) -> Mapping[bytes, PinnedContract]:
        """Each contract by its address."""
        return {contract.address: contract for contract in self.contracts}

    @property
    def by_key(self) -> Mapping[str, PinnedContract]:
        """Each contract by its key."""
        return {contract.key: contract for contract in self.contracts}


class _Contract(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    address: str
    arguments: list[Any]
    artifact_hash: str


class _Essence(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    chain_id: int
    contracts: dict[str, _Contract]
    format: int
    genesis: str


def pinned_deployment(essence: bytes, digest: bytes) -> PinnedDeployment:
    """The deployment of which this is the essence.

    Args:
        essence: the RFC 8785 text.
        digest: what the auditor pins, 32 bytes.

    Raises:
        BundleRefused: it has another digest, or is of contracts that this package does not carry (DEPLOYMENT), or no
            essence (FORMAT).
    """
    if keccak256(essence) != digest:
        raise BundleRefused(
            BundleRule.DEPLOYMENT, f"its digest is 0x{keccak256(essence).hex()}, not 0x{digest.hex()}, which was pinned"
        )
    read = _read(essence)
    contracts = sorted((_contract(key, entry) for key, entry in read.contracts.items()), key=lambda one: one.address)
    if not contracts or len({contract.address for contract in contracts}) < len(contracts):
        raise BundleRefused(BundleRule.FORMAT, "the deployment has no contract, or two at one address")
    return PinnedDeployment(digest, read.chain_id, _hex("genesis", read.genesis, HASH_LENGTH), tuple(contracts))


def _read(essence: bytes) -> _Essence:
    try:
        if len(essence) > MAX_ESSENCE:
            raise BundleRefused(BundleRule.FORMAT, f"the essence has {len(essence)} bytes; {MAX_ESSENCE} are the most")
        document = parse_strict(essence)
        if canonical_bytes(document) != essence:
            raise BundleRefused(BundleRule.FORMAT, "the essence is not in the form of RFC 8785")
        read = msgspec.convert(document, _Essence, strict=True)
    except (msgspec.ValidationError, DocumentError) as problem:
        raise BundleRefused(BundleRule.FORMAT, f"the essence is none: {problem}") from None
    if read.format != FORMAT:
        raise BundleRefused(BundleRule.FORMAT, f"the essence has format {read.format}; this package reads {FORMAT}")
    return read


def _contract(key: str, entry: _Contract) -> PinnedContract:
    if key not in CONTRACTS:
        raise BundleRefused(BundleRule.DEPLOYMENT, f"{key!r} is no contract of this package")
    artifact = load(key)
    if _hex("artifactHash", entry.artifact_hash, HASH_LENGTH) != artifact.artifact_hash:
        raise BundleRefused(
            BundleRule.DEPLOYMENT,
            f"{key} was made from the artifact {entry.artifact_hash}; this package carries "
            f"0x{artifact.artifact_hash.hex()}: verify with the version of govledger that made it",
        )
    return PinnedContract(key, _hex("address", entry.address, ADDRESS_LENGTH), tuple(entry.arguments), artifact)


def _hex(what: str, text: str, length: int) -> bytes:
    data = bytes_of_hex(text)
    if data is None or len(data) != length or text != f"0x{data.hex()}":
        raise BundleRefused(BundleRule.FORMAT, f"{what} in the essence is {text[:80]!r}, not {length} bytes in 0x…")
    return data
