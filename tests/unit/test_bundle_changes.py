"""Random changes of large bundles: whatever is flipped, cut, reordered, doubled, swapped or brought in is found.

A thousand of them in each run; with GOVLEDGER_CHANGES=10000 (`make changes`) as many. Every change is tried with the
digest computed anew.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable
from functools import cache

import pytest

from govledger.audit.bundle.parts import MAGIC, Coverage, ScopePart, encode_part
from govledger.consensus.engine import Engine
from govledger.events.types import ResourceAmended
from tests.bundle_changes import END_LENGTH, Trial, with_digest
from tests.bundles import parts_of, pins_of
from tests.evidence_chain import Create, Emit, EvidenceChain, Fail, Other
from tests.lies import CONTRACTS, amended
from tests.sealed_headers import MEMBERS
from tests.simulated_chain import sample

CHANGES = int(os.environ.get("GOVLEDGER_CHANGES", "1000"))
PARTS = 4
"""The changes are shared out to so many tests for each engine, which run side by side."""
FIRST = 20
EVENTS_PER_BLOCK = 12


@cache
def large_chain(engine: Engine, validators: int = 4) -> EvidenceChain:
    """A hundred blocks with events, failed calls and others' transactions; a validator comes, an epoch passes."""
    chain = EvidenceChain(engine, CONTRACTS, validators=validators, epoch_blocks=50, keeps_versions=False)
    chain.seal(Create("consortium"))
    chain.seal(Create("data_registry"))
    chain.admit(MEMBERS[validators])
    version = resource_version = 0
    while len(chain.blocks) < 100:
        events = []
        resource_version += 1
        for _ in range(EVENTS_PER_BLOCK):
            version += 1
            events.append(Emit((amended(version),)))
        resource = sample(ResourceAmended, version, resource=3, resource_version=resource_version)
        chain.seal(*events[: version % 7], Emit((resource,)), Fail("data_registry"), Other(), *events[version % 7 :])
        chain.seal_empty(len(chain.blocks) % 3)
    chain.seal_empty(4)
    return chain


def encoded(chain: EvidenceChain, first: int, last: int) -> list[bytes]:
    """The parts of a bundle without the last one, each in its encoding."""
    return [encode_part(part) for part in parts_of(chain, first, last, Coverage.ALL)]


@cache
def parts_like(engine: Engine) -> list[bytes]:
    """Parts of another bundle of the same chain, and of bundles of others."""
    others = [large_chain(engine, 3), large_chain(Engine.QBFT if engine is Engine.CLIQUE else Engine.CLIQUE)]
    return encoded(large_chain(engine), FIRST - 5, 90) + [part for chain in others for part in encoded(chain, 30, 60)]


@cache
def trial_of(engine: Engine) -> Trial:
    chain = large_chain(engine)
    return Trial(with_digest(MAGIC + b"".join(encoded(chain, FIRST, 100))), pins_of(chain))


# --- changes: from the encoded parts to others ---------------------------------------------------------

Change = Callable[[random.Random, list[bytes], list[bytes]], list[bytes]]


def flip(rng: random.Random, parts: list[bytes], strange: list[bytes]) -> list[bytes]:
    """Some bits of one byte, each byte of the file as likely as any."""
    (number,) = rng.choices(range(len(parts)), [len(part) for part in parts])
    part = bytearray(parts[number])
    part[rng.randrange(len(part))] ^= rng.randrange(1, 256)
    return [*parts[:number], bytes(part), *parts[number + 1 :]]


def cut(rng: random.Random, parts: list[bytes], strange: list[bytes]) -> list[bytes]:
    return parts[: rng.randrange(len(parts))]


def cut_within(rng: random.Random, parts: list[bytes], strange: list[bytes]) -> list[bytes]:
    number = rng.randrange(len(parts))
    return [*parts[:number], parts[number][: rng.randrange(len(parts[number]))]]


def drop(rng: random.Random, parts: list[bytes], strange: list[bytes]) -> list[bytes]:
    number = rng.randrange(len(parts))
    return parts[:number] + parts[number + rng.randint(1, 3) :]


def double(rng: random.Random, parts: list[bytes], strange: list[bytes]) -> list[bytes]:
    number = rng.randrange(len(parts))
    return parts[: number + 1] + parts[number:]


def swap(rng: random.Random, parts: list[bytes], strange: list[bytes]) -> list[bytes]:
    one, other = rng.randrange(len(parts)), rng.randrange(len(parts))
    swapped = [*parts]
    swapped[one], swapped[other] = parts[other], parts[one]
    return swapped


def reorder(rng: random.Random, parts: list[bytes], strange: list[bytes]) -> list[bytes]:
    start = rng.randrange(len(parts) - 1)
    moved = parts[start : start + rng.randint(2, 9)]
    rng.shuffle(moved)
    return parts[:start] + moved + parts[start + len(moved) :]


def replace(rng: random.Random, parts: list[bytes], strange: list[bytes]) -> list[bytes]:
    """A part of another bundle in the place of one of the same kind."""
    number = rng.randrange(len(parts))
    like = [part for part in strange if part[:4] and kind(part) == kind(parts[number])]
    return [*parts[:number], rng.choice(like), *parts[number + 1 :]]


def insert(rng: random.Random, parts: list[bytes], strange: list[bytes]) -> list[bytes]:
    number = rng.randrange(len(parts))
    return [*parts[:number], rng.choice(strange), *parts[number:]]


def graft(rng: random.Random, parts: list[bytes], strange: list[bytes]) -> list[bytes]:
    """From a part on, the end of another bundle."""
    return parts[: rng.randrange(len(parts))] + strange[rng.randrange(len(strange)) :]


def kind(part: bytes) -> int:
    return part[1] if part[0] < 0xF8 else part[part[0] - 0xF6]


ALL_CHANGES: tuple[Change, ...] = (
    flip,
    flip,
    flip,
    cut,
    cut_within,
    drop,
    double,
    swap,
    reorder,
    replace,
    insert,
    graft,
)


def outcome_of(trial: Trial, parts: list[bytes], changed: list[bytes]) -> str:
    """What is said of a change, from the first part on that is another."""
    pairs = zip(parts, changed, strict=False)
    same = next((number for number, (one, other) in enumerate(pairs) if one != other), min(len(parts), len(changed)))
    return trial.outcome(same, changed[same:])


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("engine", [Engine.CLIQUE, Engine.QBFT])
def test_random_changes_of_a_large_bundle_are_found(engine: Engine, part: int) -> None:
    trial, strange = trial_of(engine), parts_like(engine)
    assert len(trial.data) > 300_000
    parts = [trial.data[start:end] for start, end in zip(trial.starts, trial.starts[1:-1], strict=False)]
    assert b"".join(parts) == trial.data[len(MAGIC) : -END_LENGTH]
    rng = random.Random(f"{engine} {part}")
    seen: Counter[str] = Counter()
    for number in range(CHANGES // (2 * PARTS)):
        change = ALL_CHANGES[number % len(ALL_CHANGES)]
        changed = change(rng, parts, strange)
        if changed == parts:
            continue
        outcome = outcome_of(trial, parts, changed)
        assert outcome != "other", (change.__name__, number)
        assert outcome != "same" or only_scope_differs(trial, parts, changed), (change.__name__, number)
        seen[outcome] += 1
    assert len(seen) > 5


def only_scope_differs(trial: Trial, parts: list[bytes], changed: list[bytes]) -> bool:
    """Whether nothing but the epoch or the coverage is another, of which the claims do not speak."""
    return isinstance(trial.parts[1], ScopePart) and [parts[0], *parts[2:]] == [changed[0], *changed[2:]]


@pytest.mark.parametrize("engine", [Engine.CLIQUE, Engine.QBFT])
def test_a_change_is_found_from_its_part_on_as_it_is_from_the_beginning(engine: Engine) -> None:
    trial, strange = trial_of(engine), parts_like(engine)
    parts = [trial.data[start:end] for start, end in zip(trial.starts, trial.starts[1:-1], strict=False)]
    rng = random.Random(str(engine))
    for change in ALL_CHANGES:
        changed = change(rng, parts, strange)
        whole = trial.whole_outcome(with_digest(MAGIC + b"".join(changed)))
        assert whole == outcome_of(trial, parts, changed), change.__name__
