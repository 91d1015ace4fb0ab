"""Where a contract keeps the version of an object: which word of its storage, and which bytes of the word. Pure.

An object's version counts the events about it, so a proof of its word shows that there are so many and no more (0: none
yet; for a bill or a record of a batch that is the state before its first act). Which variable has the version of which
kind of object stands in `_KEPT`; slots and offsets come from the storage layout in the contract's artifact. A mapping
keeps the value of a key in the slot keccak256(key ‖ slot of the mapping), each in 32 bytes (Solidity documentation,
"Layout of State Variables in Storage").

Two kinds do not have a `version` in a struct of their own that the layout tells of:

- the account of a bill in BillClaims is one packed word, which the layout calls `AccountWord`: the version is its
  lowest 32 bits (contracts/types/ClaimAccounts.sol);
- a founder has one event in its life, `HandedOver`: its version is the flag that it did. The word does not say whose
  flag it is. That is the account `founder` of Decisions' constructor, and the version of every other account is 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final, NamedTuple

from govledger.artifacts import load
from govledger.errors import InputError
from govledger.privacy.keccak import keccak256

WORD: Final = 32


class VersionPlace(NamedTuple):
    """Where one contract keeps the version of one object."""

    contract_key: str
    """`medical_bills`."""
    slot: int
    """Of the contract's storage."""
    offset_bytes: int
    """Bytes of the word below the version, counted from its lowest-order end."""
    length_bytes: int
    """That the version takes."""


class _Kept(NamedTuple):
    """The state variable that has the versions of a kind of objects."""

    variable: str
    """A mapping from ids, or the one value."""
    member: str = "version"
    """Of the struct that the variable holds; empty: the value itself is the version."""


_KEPT: Final[Mapping[tuple[str, str], _Kept]] = {
    ("consortium", "organisation"): _Kept("_organisations"),
    ("consortium", "officer"): _Kept("_officers"),
    ("consortium", "administration"): _Kept("_administrations"),
    ("consortium", "endorsement"): _Kept("_endorsements"),
    ("consortium", "listing"): _Kept("_listings"),
    ("decisions", "proposal"): _Kept("_proposals"),
    ("decisions", "policy"): _Kept("_policies"),
    ("decisions", "guardian"): _Kept("_guardians"),
    ("decisions", "founder"): _Kept("_handedOver", ""),
    ("data_registry", "resource"): _Kept("_resources"),
    ("data_registry", "record"): _Kept("_records"),
    ("access_grants", "grant"): _Kept("_grants"),
    ("access_grants", "draft"): _Kept("_drafts"),
    ("access_grants", "signature"): _Kept("_signatures"),
    ("data_requests", "request"): _Kept("_requests"),
    ("data_requests", "emergency"): _Kept("_emergencies"),
    ("data_requests", "window"): _Kept("_windows"),
    ("bill_ranges", "range"): _Kept("_ranges"),
    ("bill_ranges", "code"): _Kept("_orders"),
    ("medical_bills", "batch"): _Kept("_batches"),
    ("medical_bills", "bill"): _Kept("_bills"),
    ("bill_claims", "bill"): _Kept("_accounts", ""),
    ("bill_claims", "consent_key"): _Kept("_revocations", ""),
}
"""By contract and kind, in the order in which contracts are deployed."""
_VERSION_BYTES_OF_PACKED: Final = {"AccountWord": 4}
"""Words that the contract packs itself, with the version lowest."""


class _Variable(NamedTuple):
    """A state variable with versions, as the layout has it."""

    slot: int
    key_label: str
    """The Solidity type of the mapping's keys; empty: there is one value."""
    key_bytes: int
    """That a key takes unpadded."""
    member_slot: int
    """Of the version, counted from the value's first slot."""
    offset_bytes: int
    length_bytes: int


def version_places(kind: str, object_id: int | bytes) -> list[VersionPlace]:
    """Where each contract that can hold state on an object keeps its version there; a bill has two such contracts.

    Args:
        kind: as events name it: `bill`, `grant` …
        object_id: as events have it: a number; 20 bytes of an account, 32 bytes of a hash.

    Raises:
        InputError: no contract keeps objects of that kind, or the id is none of them.
    """
    keys = [key for key, kept in _KEPT if kept == kind]
    if not keys:
        kinds = ", ".join(sorted({kept for _, kept in _KEPT}))
        raise InputError(f"no contract keeps a version of a {kind!r}; objects are of the kinds {kinds}")
    return [_place(key, kind, object_id) for key in keys]


def version_in(word: int, place: VersionPlace) -> int:
    """The version that a word holds at its place.

    Args:
        word: of the place's slot, proved; 0 where the storage has none.
        place: one of `version_places`.
    """
    return word >> 8 * place.offset_bytes & (1 << 8 * place.length_bytes) - 1


def _place(key: str, kind: str, object_id: int | bytes) -> VersionPlace:
    variable = _variable(key, kind)
    word = _key_word(variable, kind, object_id)
    first = variable.slot
    if variable.key_label:
        first = int.from_bytes(keccak256(word + first.to_bytes(WORD, "big")), "big")
    slot = (first + variable.member_slot) % (1 << 8 * WORD)
    return VersionPlace(key, slot, variable.offset_bytes, variable.length_bytes)


def _key_word(variable: _Variable, kind: str, object_id: int | bytes) -> bytes:
    """An id as a mapping's key: its ABI word."""
    label, size = variable.key_label or "address", variable.key_bytes
    if isinstance(object_id, bytes) and label in ("address", f"bytes{size}") and len(object_id) == size:
        return object_id.rjust(WORD, b"\0") if label == "address" else object_id.ljust(WORD, b"\0")
    if isinstance(object_id, int) and label not in ("address", f"bytes{size}") and 0 <= object_id < 1 << 8 * size:
        return object_id.to_bytes(WORD, "big")
    shown = f"0x{object_id.hex()}" if isinstance(object_id, bytes) else object_id
    raise InputError(f"{shown} is no {kind}; its ids have the type {label}, of {size} bytes")


@cache
def _variable(key: str, kind: str) -> _Variable:
    """Where the artifact's layout has the versions of a kind."""
    kept = _KEPT[key, kind]
    layout = load(key).storage_layout
    types = layout["types"]
    variable = _named(layout["storage"], kept.variable)
    held = types[variable["type"]]
    mapped_from = types[held["key"]] if held["encoding"] == "mapping" else None
    if mapped_from is not None:
        held = types[held["value"]]
    member: Mapping[str, Any] = {"slot": 0, "offset": 0}
    if kept.member:
        member = _named(held["members"], kept.member)
        held = types[member["type"]]
    elif mapped_from is None:
        member = {"slot": 0, "offset": variable["offset"]}
    return _Variable(
        slot=int(variable["slot"]),
        key_label="" if mapped_from is None else str(mapped_from["label"]),
        key_bytes=20 if mapped_from is None else int(mapped_from["numberOfBytes"]),
        member_slot=int(member["slot"]),
        offset_bytes=int(member["offset"]),
        length_bytes=_VERSION_BYTES_OF_PACKED.get(held["label"], int(held["numberOfBytes"])),
    )


def _named(entries: Iterable[Mapping[str, Any]], label: str) -> Mapping[str, Any]:
    """A variable or a member of the layout; that every kind's is there, a test holds."""
    return next(entry for entry in entries if entry["label"] == label)
