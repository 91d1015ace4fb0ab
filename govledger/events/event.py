"""What every event class of `govledger.events.types` has in common."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import msgspec


class Field(msgspec.Struct, frozen=True):
    """One field of an event: a parameter of the Solidity event, or a member of a struct parameter."""

    name: str
    """The attribute of the event class, in snake_case."""
    type: str
    """The canonical ABI type: `uint64`, `address`, `bytes32`, `(uint64,bytes32)[]` …"""
    indexed: bool
    """Whether the value stands in a topic rather than in the data."""
    documentation: str
    """What the contract's NatSpec says about the parameter; empty when it says nothing."""


class ObjectReference(msgspec.Struct, frozen=True):
    """One object that an event is about, and where the event holds its id and its new version."""

    kind: str
    """`organisation`, `grant`, `bill` …; the kind of `replaced_listing` is `listing`."""
    id_field: str
    version_field: str
    """This field is 0 when the event is not about such an object after all."""


class Event(msgspec.Struct, frozen=True, gc=False):
    """One event of a govledger contract.

    Values are `int` (uint, int, enum), `bool`, `bytes` (address: 20 bytes; bytesN: N bytes; bytes), `str` or,
    for arrays and structs inside arrays, tuples of these.
    """

    CONTRACT: ClassVar[str] = ""
    """The key of the contract that emits it, for instance `access_grants`."""
    NAME: ClassVar[str] = ""
    SIGNATURE: ClassVar[str] = ""
    """As hashed for the topic, for instance `GrantRevoked(uint64,address,uint64)`."""
    TOPIC: ClassVar[bytes] = b""
    """keccak256(SIGNATURE), 32 bytes: the log's first topic."""
    NOTICE: ClassVar[str] = ""
    """What happened, in a sentence: the contract's NatSpec notice."""
    FIELDS: ClassVar[tuple[Field, ...]] = ()
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = ()


def objects_of(event: Event) -> Iterator[tuple[str, int | bytes, int]]:
    """The (kind, id, version) of each object that an event is about."""
    for reference in event.OBJECTS:
        version = getattr(event, reference.version_field)
        if version:
            yield reference.kind, getattr(event, reference.id_field), version
