"""Codes of the index's table of versions: one for everything that has versions, and none changes."""

from __future__ import annotations

from hashlib import sha256

from govledger.events import EVENTS
from govledger.index.codes import EVENT_CODES, EVENT_NAMES, KIND_CODES, OBJECT_KINDS


def test_every_event_has_a_code_of_its_own() -> None:
    assert {event.NAME for event in EVENTS} <= set(EVENT_NAMES)
    assert sorted(EVENT_CODES.values()) == list(range(1, len(EVENT_NAMES) + 1))


def test_every_kind_of_object_has_a_code_of_its_own() -> None:
    assert {(event.CONTRACT, reference.kind) for event in EVENTS for reference in event.OBJECTS} <= set(OBJECT_KINDS)
    assert sorted(KIND_CODES.values()) == list(range(1, len(OBJECT_KINDS) + 1))


def test_codes_that_stores_hold_stay_as_they_are() -> None:
    """A code that moved would give the versions in every store another name: new ones go to the end of the lists."""
    assert sha256(repr(OBJECT_KINDS[:23]).encode()).hexdigest() == (
        "4b977af5a18e04998b12c4b3db75065d59e2cd0b5d8098040ba9bcca0d5358c2"
    )
    assert sha256(repr(EVENT_NAMES[:92]).encode()).hexdigest() == (
        "c440a49a945d839a0b8cdfdfee50a40802a6ffe4f093b851d62b49ff3c8617a1"
    )
