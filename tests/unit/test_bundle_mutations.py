"""Every byte of a bundle is changed in turn; each change is refused, or proves the same in a case that the docs name.

As the file is, the reader alone finds each change. A forger computes the digest anew: then the verifier has to find it.
Three values of each byte take twenty seconds; with GOVLEDGER_TAMPERING=bits (`make tampering`) it is every value.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Iterator
from functools import cache

import pytest

from govledger.audit.bundle.parts import MAGIC, HeaderPart, ScopePart
from govledger.consensus.engine import Engine
from govledger.rlp import rlp_encode
from tests.bundle_changes import END_LENGTH, Trial, reader_says, redigested, said_of
from tests.bundles import pins_of
from tests.lies import chain_of, other_form
from tools.bundle_vectors import FOLDER

EVERY_VALUE = os.environ.get("GOVLEDGER_TAMPERING") == "bits"
PARTS = 6
"""The bytes of a bundle are shared out to so many tests, which run side by side."""
NAMES = ("clique-log", "qbft-life")
"""A log from a state on, and a life."""
STATED = {
    "clique-log": {"coverage"},
    "qbft-life": {"epoch"},
}
"""The fields of SCOPE of which another value proves the same (docs/bundle.md, Every bit counts)."""


@cache
def trial_of(name: str) -> Trial:
    return Trial((FOLDER / f"{name}.bundle").read_bytes(), pins_of(chain_of(Engine(name.partition("-")[0]))))


def changes(data: bytes, places: range) -> Iterator[tuple[int, bytes]]:
    """The place of a change, and the changed bytes."""
    for place in places:
        was = data[place]
        values = range(256) if EVERY_VALUE else (was ^ 1, was ^ 0x80, (was + 1) % 256)
        for value in {*values} - {was}:
            yield place, data[:place] + bytes((value,)) + data[place + 1 :]


def scope_field(trial: Trial, place: int) -> str:
    """The field of SCOPE in which a byte is; empty for another part."""
    scope = trial.parts[1]
    assert isinstance(scope, ScopePart)
    if trial.part_at(place) != 1:
        return ""
    numbers = [scope.epoch_blocks, scope.first_block, scope.last_block, 1]
    fields = [rlp_encode(2), rlp_encode(scope.engine.encode()), *map(rlp_encode, numbers)]
    at = trial.starts[1] + 1
    for name, field in zip(("kind", "engine", "epoch", "from", "to", "coverage"), fields, strict=True):
        at += len(field)
        if place < at:
            return name
    return "lists"


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("name", NAMES)
def test_every_changed_byte_is_refused_or_proves_the_same_where_the_docs_say_so(name: str, part: int) -> None:
    trial = trial_of(name)
    seen: Counter[str] = Counter()
    for place, changed in changes(trial.data, range(len(MAGIC) + part, len(trial.data) - END_LENGTH, PARTS)):
        outcome = trial.outcome_of_bytes(changed, trial.part_at(place))
        assert outcome != "other", (place, changed[place])
        assert outcome != "same" or scope_field(trial, place) in STATED[name], (place, changed[place])
        seen[outcome] += 1
    assert len(seen) >= 8 and seen["FORMAT"] < sum(seen.values()) // 8


@pytest.mark.parametrize("name", NAMES)
def test_every_changed_byte_is_found_by_reading_alone_while_the_digest_is_as_it_was(name: str) -> None:
    data = trial_of(name).data
    assert len(data) <= 12_000
    seen: Counter[str] = Counter()
    for place in range(len(data)):
        seen[reader_says(data[:place] + bytes((data[place] ^ 1,)) + data[place + 1 :])] += 1
    assert {*seen} == {"DIGEST", "FORMAT"}


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_is_cut_short_anywhere_is_refused(name: str) -> None:
    trial = trial_of(name)
    for length in range(0, len(trial.data), 7):
        assert reader_says(trial.data[:length]) in ("FORMAT", "whole"), length
        assert trial.whole_outcome(trial.data[:length]) == "FORMAT"


@pytest.mark.parametrize("name", NAMES)
def test_a_change_is_found_from_its_part_on_as_it_is_from_the_beginning(name: str) -> None:
    trial = trial_of(name)
    rng = random.Random(8)
    for _ in range(150):
        place = rng.randrange(len(MAGIC), len(trial.data) - END_LENGTH)
        changed = trial.data[:place] + bytes((rng.randrange(256),)) + trial.data[place + 1 :]
        assert trial.outcome_of_bytes(changed, trial.part_at(place)) == trial.whole_outcome(redigested(changed)), place
    assert trial.whole_outcome(trial.data) == "same"


def test_on_clique_the_other_form_of_the_last_seal_proves_the_same() -> None:
    """Nothing follows that names its hash, and the claims end blocks before."""
    trial = trial_of("clique-log")
    last = trial.parts[-2]
    assert isinstance(last, HeaderPart)
    extra = next(field for field in last.fields if field is not None and len(field) == 97)
    changed = trial.data.replace(extra, extra[:32] + other_form(extra[32:]))
    assert changed != trial.data and trial.whole_outcome(redigested(changed)) == "same"


def test_on_clique_the_other_form_of_an_earlier_seal_is_another_block() -> None:
    trial = trial_of("clique-log")
    earlier = trial.parts[-4]
    assert isinstance(earlier, HeaderPart)
    extra = next(field for field in earlier.fields if field is not None and len(field) == 97)
    changed = trial.data.replace(extra, extra[:32] + other_form(extra[32:]))
    assert trial.whole_outcome(redigested(changed)) == "HEADER: PROPOSER"


def test_what_is_said_of_a_bundle_depends_on_what_it_proves() -> None:
    """The measure of these tests: other claims are told apart from the same ones."""
    trial = trial_of("clique-log")
    assert said_of(trial.data, trial.fresh(), {**trial.claims, "events": 0}) == "other"
