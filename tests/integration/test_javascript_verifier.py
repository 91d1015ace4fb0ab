"""The second verifier of bundles, in JavaScript, says of every bundle what the first one says."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from govledger.audit.bundle.parts import MAGIC, Coverage, Part, Subject
from govledger.audit.bundle.verifying import Pins
from govledger.consensus.chain import begin, follow
from govledger.consensus.checkpoint import Checkpoint
from govledger.consensus.engine import Engine
from govledger.events import EVENTS, BillIssued, GrantIssued, GrantRevoked
from govledger.rlp import rlp_encode, rlp_list
from tests.bundles import as_file, parts_of, pins_of, rules_of
from tests.evidence_chain import DEPLOYER, Emit, EvidenceChain, Fail, Other
from tests.javascript_verifier import Case, builder, changed, comparable, first_opinion, second_opinions
from tests.sealed_headers import MEMBERS
from tests.simulated_chain import sample

VECTORS = Path(__file__).resolve().parents[1] / "data" / "bundles"
CHANGES = 30
"""Changes of a byte that are tried on each small bundle."""


def lived(engine: Engine) -> EvidenceChain:
    """A chain on which every contract emitted every event of it, with votes, epochs, failed calls and strangers."""
    chain = EvidenceChain(engine, epoch_blocks=12)
    chain.create_all()
    for place, event in enumerate(EVENTS):
        chain.seal(Emit((sample(event, seed=place + 1),)), *[Other()] * (place % 3))
    chain.admit(MEMBERS[5])
    chain.seal(*[Other()] * 17, Emit((sample(GrantIssued, 3, grant=7, grant_version=1),)), Fail("access_grants"))
    chain.seal_empty(14)
    chain.seal(
        Fail("bill_claims", b"\1" * 100, DEPLOYER),
        Emit((sample(GrantRevoked, 4, grant=7, grant_version=2), sample(BillIssued, 5, bill=9, bill_version=1))),
    )
    chain.seal_empty(6)
    return chain


@pytest.fixture(scope="module", params=list(Engine))
def chain(request: pytest.FixtureRequest) -> EvidenceChain:
    return lived(request.param)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the JavaScript is told of the contracts."""
    path = tmp_path_factory.mktemp("verifier") / "published.json"
    path.write_text(json.dumps(builder().published()), "utf-8")
    return path


@pytest.fixture
def bundled(tmp_path: Path) -> Callable[[list[Part]], bytes]:
    """The bytes of a bundle."""
    return lambda parts: as_file(tmp_path / "evidence.bundle", parts).read_bytes()


def both(published: Path, cases: list[Case]) -> list[dict[str, Any]]:
    """What both say of bundles, which has to be the same."""
    first = list(map(first_opinion, cases))
    second = list(map(comparable, second_opinions(published, cases)))
    assert second == first
    return first


def test_both_prove_the_same_of_a_whole_log(
    chain: EvidenceChain, published: Path, bundled: Callable[[list[Part]], bytes]
) -> None:
    bundle = bundled(parts_of(chain))
    cases = [Case(bundle, pins_of(chain)), Case(bundle, pins_of(chain), chunk=1)]
    for answer in both(published, cases):
        assert answer["proved"] and answer["attempts"] == 2
        assert {one["name"] for one in answer["found"] if one["kind"] == "event"} == {event.NAME for event in EVENTS}
        assert all(one["completeness"] == ["running hash", "receipts"] for one in answer["contracts"])


def test_both_prove_the_same_of_a_part_of_a_log(
    chain: EvidenceChain, published: Path, bundled: Callable[[list[Part]], bytes]
) -> None:
    pins = pins_of(chain)
    bundles = [
        bundled(parts_of(chain, first=20, last=60)),
        bundled(parts_of(chain, first=20, last=60, coverage=Coverage.EVENTS)),
        bundled(parts_of(chain, first=9)),
    ]
    for answer in both(published, [Case(bundle, pins) for bundle in bundles]):
        assert answer["proved"]
        assert {one["beginning"] for one in answer["contracts"]} == {"state"}


def test_both_prove_a_log_from_creation_without_any_state(
    published: Path, bundled: Callable[[list[Part]], bytes]
) -> None:
    chain = lived(Engine.CLIQUE)
    chain.proves = False
    (answer,) = both(published, [Case(bundled(parts_of(chain)), pins_of(chain))])
    assert {(one["beginning"], one["code"]) for one in answer["contracts"]} == {("creation", "creation")}
    assert {tuple(one["completeness"]) for one in answer["contracts"]} == {("receipts",)}


def kinds() -> list[tuple[str, Any, Any]]:
    """Of each kind of object an event about it, with one object each."""
    found = {}
    for event in EVENTS:
        for reference in event.OBJECTS:
            found.setdefault((event.CONTRACT, reference.kind), (reference.kind, event, reference))
    return list(found.values())


@pytest.mark.parametrize("engine", [Engine.CLIQUE, Engine.QBFT])
def test_both_prove_the_lives_of_objects_of_every_kind(
    engine: Engine, published: Path, bundled: Callable[[list[Part]], bytes]
) -> None:
    chain = EvidenceChain(engine)
    chain.create_all()
    subjects = set()
    for place, (kind, event, reference) in enumerate(kinds()):
        for version in (1, 2) if kind != "founder" else (1,):
            values = {reference.id_field: DEPLOYER.address} if kind == "founder" else {}
            one = sample(event, place + 1, **{reference.version_field: version}, **values)
            chain.seal(Emit((one,)), Other())
        object_id = getattr(one, reference.id_field)
        identity = object_id if isinstance(object_id, bytes) else object_id.to_bytes(8).lstrip(b"\0")
        subjects.add(Subject(kind, identity))
    chain.seal_empty(4)
    (answer,) = both(published, [Case(bundled(parts_of(chain, subjects=sorted(subjects))), pins_of(chain))])
    lived_through = {(one["contract"], one["kind"]) for one in answer["lives"] if one["events"]}
    assert lived_through == {(event.CONTRACT, reference.kind) for _, event, reference in kinds()}


def test_both_refuse_what_the_auditor_did_not_pin(
    chain: EvidenceChain, published: Path, bundled: Callable[[list[Part]], bytes]
) -> None:
    bundle, pins = bundled(parts_of(chain)), pins_of(chain)
    last = len(chain.blocks) - 1
    cases = [
        Case(bundle, Pins(b"\1" * 32, pins.deployment_digest)),
        Case(bundle, Pins(pins.genesis_hash, b"\1" * 32)),
        Case(bundle, pins_of(chain, until=last + 1)),
    ]
    assert [answer["rule"] for answer in both(published, cases)] == ["GENESIS", "DEPLOYMENT", "UNTIL"]


def test_both_go_on_from_a_checkpoint_of_the_auditor_and_from_no_other(
    chain: EvidenceChain, published: Path, bundled: Callable[[list[Part]], bytes]
) -> None:
    checkpoint, other = checkpoint_at(chain, 30), checkpoint_at(chain, 31)
    forked = replace(checkpoint, hash=b"\1" * 32)
    bundle = bundled(parts_of(chain, first=32, checkpoint=checkpoint))
    whole = bundled(parts_of(chain))
    cases = [
        Case(bundle, pins_of(chain, checkpoint=checkpoint)),
        Case(bundle, pins_of(chain, checkpoint=other)),
        Case(bundle, pins_of(chain)),
        Case(whole, pins_of(chain, checkpoint=checkpoint)),
        Case(whole, pins_of(chain, checkpoint=forked)),
    ]
    answers = both(published, cases)
    assert [answer["proved"] for answer in answers] == [True, False, False, True, False]
    assert [answers[place]["rule"] for place in (1, 2, 4)] == ["CHECKPOINT"] * 3


def checkpoint_at(chain: EvidenceChain, number: int) -> Checkpoint:
    """What an auditor keeps who checked the headers so far."""
    checkpoint = begin(rules_of(chain), chain.blocks[0].header)
    for block in follow(checkpoint, (block.header for block in chain.blocks[1 : number + 1])):
        checkpoint = block.after
    return checkpoint


def small(engine: Engine) -> EvidenceChain:
    """A chain with two contracts, a few events, a vote and an epoch."""
    chain = EvidenceChain(engine, ("consortium", "access_grants"), validators=3, epoch_blocks=8)
    chain.create_all()
    chain.seal(Emit((sample(GrantIssued, 3, grant=7, grant_version=1),)), Other(), Fail("access_grants"))
    chain.admit(MEMBERS[5])
    chain.seal_empty(3)
    chain.seal(Emit((sample(GrantRevoked, 4, grant=7, grant_version=2),)))
    chain.seal_empty(4)
    return chain


SORTS: dict[str, dict[str, Any]] = {
    "all": {},
    "events": {"first": 3, "coverage": Coverage.EVENTS},
    "lives": {"subjects": [Subject("grant", b"\7")]},
}
"""How small bundles are asked for."""


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("engine", list(Engine))
def test_both_refuse_the_same_changes_of_a_byte_by_the_same_rule(
    engine: Engine, sort: str, published: Path, bundled: Callable[[list[Part]], bytes]
) -> None:
    chain = small(engine)
    bundle, pins = bundled(parts_of(chain, **SORTS[sort])), pins_of(chain)
    chosen = random.Random(f"{engine} {sort}")
    changes = [(chosen.randrange(len(bundle) - 32), chosen.randrange(1, 256)) for _ in range(CHANGES)]
    forged = changed(bundle, changes)
    answers = both(published, [Case(bundle, pins), *(Case(one, pins) for one in forged)])
    assert answers[0]["proved"] and not any(answer["proved"] for answer in answers[1:])
    assert len({answer["rule"] for answer in answers[1:]}) > 1


@pytest.mark.parametrize("sort", SORTS)
def test_both_refuse_parts_that_are_left_out_doubled_swapped_or_cut(
    sort: str, published: Path, bundled: Callable[[list[Part]], bytes]
) -> None:
    chain = small(Engine.QBFT)
    pins, parts = pins_of(chain), parts_of(chain, **SORTS[sort])
    whole = bundled(parts)
    cases = [Case(whole[:length], pins) for length in range(0, len(whole), 97)]
    cases += [Case(whole + b"\0", pins), Case(whole + whole[-35:], pins)]
    for place in range(len(parts)):
        cases += [
            Case(bundled([*parts[:place], *parts[place + 1 :]]), pins),
            Case(bundled([*parts[: place + 1], *parts[place:]]), pins),
            Case(bundled([*parts[:place], *parts[place : place + 2][::-1], *parts[place + 2 :]]), pins),
        ]
    # The last part but one swapped with none after it is the bundle itself.
    assert [answer["proved"] for answer in both(published, cases)] == [*[False] * (len(cases) - 1), True]


def vectors() -> list[tuple[dict[str, Any], Case]]:
    """What every verifier has to say of the bundles on disk."""
    found = []
    for vector in json.loads((VECTORS / "vectors.json").read_bytes()):
        genesis, deployment, checkpoint = (vector[name] for name in ("genesis", "deployment", "checkpoint"))
        pins = Pins(
            bytes.fromhex(genesis[2:]),
            bytes.fromhex(deployment[2:]),
            vector["until"],
            None if checkpoint is None else Checkpoint.decode(bytes.fromhex(checkpoint[2:])),
        )
        found.append((vector, Case((VECTORS / vector["file"]).read_bytes(), pins)))
    return found


def test_javascript_says_of_every_vector_what_it_has_to_say(published: Path) -> None:
    listed = vectors()
    answers = second_opinions(published, [case for _, case in listed])
    refused = {
        vector["file"]: (answer["rule"], answer["within"], answer["block"])
        for (vector, _), answer in zip(listed, answers, strict=True)
        if not answer["proved"]
    }
    assert refused == {
        vector["file"]: (vector["refused"], vector["header_rule"], vector["block"])
        for vector, _ in listed
        if "refused" in vector
    }
    both(published, [case for _, case in listed])


def test_both_say_the_same_of_random_changes_of_every_vector_that_is_proved(published: Path) -> None:
    for vector, case in vectors():
        if "proved" in vector:
            chosen = random.Random(vector["file"])
            places = [(chosen.randrange(len(case.bundle) - 32), chosen.randrange(1, 256)) for _ in range(CHANGES)]
            answers = both(published, [replace(case, bundle=forged) for forged in changed(case.bundle, places)])
            assert not any(answer["proved"] for answer in answers), vector["file"]


def nested(depth: int) -> bytes:
    """A list in a list in a list …"""
    encoded = b"\xc0"
    for _ in range(depth):
        encoded = rlp_list((encoded,))
    return encoded


HOSTILE = {
    "nothing": b"",
    "another version": MAGIC.replace(b"1", b"2"),
    "no part": MAGIC,
    "bytes in the place of a part": MAGIC + b"\x83abc",
    "a list without a kind": MAGIC + b"\xc0",
    "a list in the place of a kind": MAGIC + b"\xc1\xc0",
    "a kind that there is not": MAGIC + b"\xc1\x0a",
    "a length of eight bytes": MAGIC + b"\xff" + b"\xff" * 8,
    "a length beyond the most": MAGIC + b"\xfa\xff\xff\xff",
    "a length that goes on after the file": MAGIC + b"\xf9\xff\xff" + b"\x80" * 99,
    "a length with a zero before it": MAGIC + b"\xf9\x00\x40" + b"\x80" * 64,
    "a length that is not the shortest": MAGIC + b"\xf8\x01\x01",
    "ten thousand lists in one another": MAGIC + nested(10_000),
    "a million items": MAGIC + rlp_list((b"\x05", b"\x80" * 1_000_000)),
    "ten million bytes": MAGIC + rlp_list((b"\x01", rlp_encode(b"\x5b" * 10_000_000))),
    "a header as the first part": MAGIC + rlp_list((b"\x05", b"\xc0" * 900_000)),
}


def test_hostile_files_are_refused_at_once(published: Path) -> None:
    pins = Pins(b"\1" * 32, b"\2" * 32)
    began = time.monotonic()
    answers = second_opinions(published, [Case(bundle, pins) for bundle in HOSTILE.values()])
    assert time.monotonic() - began < 2 * len(HOSTILE)
    expected = dict.fromkeys(HOSTILE, "FORMAT") | {"ten million bytes": "DEPLOYMENT"}
    assert {name: answer["rule"] for name, answer in zip(HOSTILE, answers, strict=True)} == expected
    both(published, [Case(bundle, pins) for name, bundle in HOSTILE.items() if "ten million" not in name])
