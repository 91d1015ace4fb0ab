"""What the extra data of the three BFT engines have in common, and how it is read strictly. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from govledger.consensus.header import ADDRESS_LENGTH, NONCE_LENGTH, Header
from govledger.errors import MalformedHeader
from govledger.rlp import RlpValue
from govledger.secp256k1 import SIGNATURE_LENGTH

EXTRA_DATA: Final = "extra data"
VANITY_LENGTH: Final = 32
NO_VANITY: Final = bytes(VANITY_LENGTH)
NOBODY: Final = bytes(ADDRESS_LENGTH)
NONCE_ADD: Final = b"\xff" * NONCE_LENGTH
NONCE_DROP: Final = bytes(NONCE_LENGTH)
ISTANBUL_MIX_HASH: Final = bytes.fromhex("63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365")
"""The mixHash of every block of a BFT engine."""


@dataclass(frozen=True, slots=True)
class Vote:
    """A proposer's vote on the set of validators, in whichever place of the header its engine writes it."""

    target: bytes
    """The address that is to become a validator, or to be one no longer."""
    add: bool


def quorum_of(validators: int) -> int:
    """How many of so many validators have to seal: ceil(2N/3)."""
    return -(-2 * validators // 3)


def list_of(item: RlpValue, length: int | None, what: str = EXTRA_DATA) -> list[RlpValue]:
    """An RLP list, of that many items where a length is given.

    Raises:
        MalformedHeader: something else.
    """
    if not isinstance(item, list):
        raise MalformedHeader(what, "is no list")
    if length is not None and len(item) != length:
        raise MalformedHeader(what, f"is a list of {len(item)} items instead of {length}")
    return item


def bytes_of(item: RlpValue, lengths: Iterable[int], what: str) -> bytes:
    """An RLP byte string of one of these lengths.

    Raises:
        MalformedHeader: something else.
    """
    if not isinstance(item, bytes):
        raise MalformedHeader(what, "is a list")
    if len(item) not in lengths:
        raise MalformedHeader(what, f"has {len(item)} bytes instead of {' or '.join(map(str, lengths))}")
    return item


def vanity_of(item: RlpValue) -> bytes:
    """The proposer's own 32 bytes.

    Raises:
        MalformedHeader: something else.
    """
    return bytes_of(item, (VANITY_LENGTH,), "vanity in the extra data")


def addresses_of(item: RlpValue) -> tuple[bytes, ...]:
    """The validators, in the order of the extra data.

    Raises:
        MalformedHeader: something else than a list of addresses.
    """
    what = "list of validators in the extra data"
    return tuple(bytes_of(address, (ADDRESS_LENGTH,), what) for address in list_of(item, None, what))


def seals_of(item: RlpValue) -> tuple[bytes, ...]:
    """The committed seals, r ‖ s ‖ v each.

    Raises:
        MalformedHeader: something else than a list of 65 bytes each.
    """
    what = "list of committed seals in the extra data"
    return tuple(bytes_of(seal, (SIGNATURE_LENGTH,), what) for seal in list_of(item, None, what))


def vote_by_nonce(header: Header) -> Vote | None:
    """The vote of engines that name the target in the coinbase, and in the nonce which way (Clique, IBFT 1).

    A header without a vote has zeros in both; read as a vote, that is one to drop nobody.

    Raises:
        MalformedHeader: the nonce is neither of the two.
    """
    if header.nonce not in (NONCE_ADD, NONCE_DROP):
        raise MalformedHeader("nonce", f"is 0x{header.nonce.hex()}, neither add nor drop")
    if header.coinbase == NOBODY and header.nonce == NONCE_DROP:
        return None
    return Vote(header.coinbase, header.nonce == NONCE_ADD)


def vote_of(item: RlpValue, add: bytes, drop: bytes) -> Vote:
    """A vote, whose second item says which way.

    Raises:
        MalformedHeader: no vote.
    """
    target, direction = list_of(item, 2, "vote in the extra data")
    if direction not in (add, drop):
        raise MalformedHeader("vote in the extra data", "says neither add nor drop")
    return Vote(bytes_of(target, (ADDRESS_LENGTH,), "vote in the extra data"), direction == add)
