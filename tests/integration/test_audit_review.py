"""A replay that goes on to the end: every breach with its place, those that may follow, what could not be looked at."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from msgspec.structs import replace

from govledger.audit.breaches import Breach
from govledger.audit.findings.finding import Finding, Kind
from govledger.audit.findings.threshold_file import default_thresholds
from govledger.audit.manifests import Manifests
from govledger.audit.replay import Course
from govledger.audit.review import Outcome, Review
from govledger.audit.review_output import LISTED, json_document, json_lines, look_command, text_lines
from govledger.audit.source import EventAt
from govledger.errors import InputError, RuleBroken
from govledger.events import types as events
from govledger.model import OrganisationKind, Role, to_bits
from tests.audit_source import ListedSource, attempt, events_of, source_of
from tests.contracts.harness import account, word
from tests.contracts.world import Batch, World, draft, fresh, public_code


@cache
def _world() -> World:
    return World()


@pytest.fixture
def world() -> Iterator[World]:
    with fresh(_world()) as found:
        yield found


def reviewed(source: ListedSource, **given: Any) -> tuple[list[Breach], list[Finding], Outcome]:
    review = Review(source, default_thresholds(), **given)
    found = list(review.run())
    breaches = [one for one in found if isinstance(one, Breach)]
    return breaches, [one for one in found if isinstance(one, Finding)], review.outcome


def edited(listed: list[EventAt], kind: type, place: int = 0, **change: Any) -> tuple[list[EventAt], EventAt]:
    """The events, one of a type with other facts, and that one."""
    chosen = [number for number, one in enumerate(listed) if isinstance(one.event, kind)][place]
    changed = replace(listed[chosen], event=replace(listed[chosen].event, **change))
    return [*listed[:chosen], changed, *listed[chosen + 1 :]], changed


def test_what_the_contracts_emitted_has_no_breach(world: World) -> None:
    world.served()
    world.open_claim(world.batch().bill(2))
    breaches, _, outcome = reviewed(source_of(world))
    assert breaches == [] and outcome.keeps_rules
    assert outcome.events == len(events_of(world))


def test_every_breach_is_named_with_rule_block_and_transaction(world: World) -> None:
    bill = world.issue()
    world.settle(bill, world.open_claim(bill, 4_000).returned, 4_000)
    world.justified()
    listed, settled = edited(events_of(world), events.SettlementMade, amount_fen=4_001)
    listed, broken = edited(listed, events.GlassBroken, purpose=0)
    breaches, _, outcome = reviewed(source_of(world, listed=listed))
    assert [(one.event, one.refusal, one.may_follow) for one in breaches] == [
        ("SettlementMade", "ReservationExceeded", False),
        ("GlassBroken", "GlassPurposeZero", False),
        ("EmergencyJustified", "EmergencyUnknown", True),
    ]
    for one, at in zip(breaches, (settled, broken), strict=False):
        assert (one.block_number, one.log_index, one.transaction_hash) == (
            *(at.block_number, at.log_index, at.transaction_hash),
        )
    assert (outcome.breaches, outcome.keeps_rules) == (3, False)


def test_breach_names_what_was_built_on_it_as_what_may_follow(world: World) -> None:
    world.issue(draft("one"), world.range())
    world.resource()
    listed, _ = edited(events_of(world), events.RangeGranted, actor=world.finance.finance)
    breaches, _, _ = reviewed(source_of(world, listed=listed))
    assert [(one.event, one.may_follow) for one in breaches] == [("RangeGranted", False), ("BillIssued", True)]


def test_later_objects_of_a_kind_of_which_one_was_not_allowed_may_follow(world: World) -> None:
    world.emergency()
    world.emergency()
    listed, _ = edited(events_of(world), events.GlassBroken, purpose=0)
    breaches, _, _ = reviewed(source_of(world, listed=listed))
    assert [(one.event, one.may_follow) for one in breaches] == [("GlassBroken", False), ("GlassBroken", True)]
    assert "emergency is 2, by the rules 1" in breaches[1].rule


def test_event_that_is_missing_is_named_once_and_the_next_one_is_judged_for_itself(world: World) -> None:
    world.decide("admitOrganisation", public_code("half"), to_bits({OrganisationKind.UTILITY}), False)
    resource = world.resource()
    world.record(resource)
    listed = [one for one in events_of(world)]
    gone = next(one for one in reversed(listed) if isinstance(one.event, events.OrganisationAdmitted))
    breaches, _, _ = reviewed(source_of(world, listed=[one for one in listed if one is not gone]))
    [one] = breaches
    assert (one.event, one.rule) == ("ResourceRegistered", "the rules have OrganisationAdmitted here")


def test_event_that_is_neither_awaited_nor_allowed_is_one_breach(world: World) -> None:
    world.decide("admitOrganisation", public_code("half"), to_bits({OrganisationKind.UTILITY}), False)
    world.resource()
    listed = [one for one in events_of(world)]
    gone = next(one for one in reversed(listed) if isinstance(one.event, events.OrganisationAdmitted))
    listed, _ = edited([one for one in listed if one is not gone], events.ResourceRegistered, -1, resource=99)
    breaches, _, _ = reviewed(source_of(world, listed=listed))
    assert [one.event for one in breaches] == ["ResourceRegistered"]


def test_act_without_its_end_is_a_breach_at_the_last_event(world: World) -> None:
    world.decide("admitOrganisation", public_code("half"), to_bits({OrganisationKind.UTILITY}), False)
    *listed, _ = events_of(world)
    breaches, _, outcome = reviewed(source_of(world, listed=listed))
    [one] = breaches
    assert one.event == "OrganisationAdmitted" and "of which the rest is missing" in one.rule
    assert one.block_number == listed[-1].block_number
    assert outcome.events == len(listed)
    course = Course(source_of(world, listed=listed), Manifests({}))
    course.run()
    assert course.missing() is not None


def test_replay_that_is_to_stop_stops_at_the_first_breach_and_names_its_transaction(world: World) -> None:
    world.emergency()
    listed, broken = edited(events_of(world), events.GlassBroken, purpose=0)
    with pytest.raises(RuleBroken, match=f"transaction 0x{broken.transaction_hash.hex()}") as caught:
        Course(source_of(world, listed=listed), Manifests({})).run()
    assert (caught.value.at, caught.value.transaction_hash) == (
        (broken.block_number, broken.log_index),
        broken.transaction_hash,
    )


def test_source_that_does_not_begin_with_the_creation_is_refused(world: World) -> None:
    with pytest.raises(InputError, match="do not come with every event since the contracts were created in block 1"):
        Review(source_of(world, from_creation=False, first_block=9), default_thresholds())


def test_empty_source_is_reviewed(world: World) -> None:
    breaches, findings, outcome = reviewed(source_of(world, listed=[], last_at=0))
    assert (breaches, findings, outcome.events, outcome.last_block) == ([], [], 0, 0)


# --- manifests -----------------------------------------------------------------------------------------


def manifest(batch: Batch) -> bytes:
    return b"".join(b"".join(one.leaf) for one in batch.drafts)


def test_reference_that_stands_twice_in_a_batch_is_a_finding_at_its_event(world: World) -> None:
    batch = world.batch([draft("a"), draft("b"), draft("a")])
    _, findings, outcome = reviewed(source_of(world), manifests={batch.id: manifest(batch)})
    found = [one for one in findings if one.kind is Kind.MANIFEST_PROBLEM]
    assert len(found) == 2 == outcome.findings[Kind.MANIFEST_PROBLEM], "business and settlement tag"
    [issued] = [one for one in events_of(world) if isinstance(one.event, events.BatchIssued)]
    assert {place.transaction_hash for one in found for place in one.where} == {issued.transaction_hash}
    assert found[0].look == ("trail", "--kind", "BatchIssued", "--organisation", str(world.hospital.id))
    assert "manifests" not in " ".join(outcome.not_looked_at)


def test_batches_without_their_manifests_are_counted_as_not_looked_at(world: World) -> None:
    world.batch()
    batch = world.batch([draft("a"), draft("b")])
    _, _, outcome = reviewed(source_of(world))
    assert outcome.not_looked_at[-1].endswith("not given: 2 batches")
    assert Kind.MANIFEST_PROBLEM not in outcome.findings
    _, _, outcome = reviewed(source_of(world), manifests={batch.id: manifest(batch)})
    assert outcome.not_looked_at[-1].endswith("not given: 1 batches")
    assert outcome.findings[Kind.MANIFEST_PROBLEM] == 0


# --- what is not held ----------------------------------------------------------------------------------


def test_what_the_source_does_not_hold_is_not_said_to_be_in_order(world: World) -> None:
    _, _, outcome = reviewed(source_of(world))
    assert [one.partition(":")[0] for one in outcome.not_looked_at] == [
        "what was tried and refused",
        "block times and seals",
    ]
    assert {Kind.REFUSED_BURST, Kind.CLOCK_DRIFT, Kind.SEALED_BY_FEW}.isdisjoint(outcome.findings)
    assert outcome.attempts is None
    _, _, outcome = reviewed(source_of(world, tried=[attempt(word("x")[:20], 5)], sealed=[]))
    assert outcome.not_looked_at == ("who sealed blocks, and whose clock differs: seals are not held here",)
    assert outcome.attempts == 1 and outcome.findings[Kind.REFUSED_BURST] == 0


# --- how it is shown -----------------------------------------------------------------------------------


def test_lines_document_and_text_say_the_same(world: World) -> None:
    world.emergency()
    world.served()
    listed, _ = edited(events_of(world), events.GlassBroken, purpose=0)
    source = source_of(world, listed=listed, last_at=world.chain.now + 400 * 86_400)
    lines = [json.loads(line) for line in json_lines(Review(source, default_thresholds()), "town.sqlite")]
    document = json.loads(json_document(Review(source, default_thresholds()), "town.sqlite"))
    text = "".join(text_lines(Review(source, default_thresholds()), "town.sqlite"))
    *found, outcome = lines
    assert outcome.pop("type") == "outcome"
    assert {name: document[name] for name in outcome} == outcome
    for kind, name in (("breach", "breaches"), ("finding", "findings")):
        of_kind = [{key: one[key] for key in one if key != "type"} for one in found if one["type"] == kind]
        assert document[name] == of_kind != []
    assert "RULES BROKEN: 1 events are not allowed" in text
    for one in document["findings"]:
        assert one["what"] in text and one["look"] in text and one["why"] in text
        assert one["look"].startswith("govledger trail --store town.sqlite --")
    assert document["breaches"][0]["rule"] in text and document["breaches"][0]["transaction_hash"] in text


def test_long_lists_are_cut_short_in_the_text_alone(world: World) -> None:
    for _ in range(LISTED + 2):
        world.served(world.request_terms())
    source = source_of(world, last_at=world.chain.now + 400 * 86_400)
    text = "".join(text_lines(Review(source, default_thresholds()), "s"))
    assert (
        f"overdue acknowledgement ({LISTED + 2}):" in text
        and "… and 2 more; --format jsonl and --json have all" in text
    )
    document = json.loads(json_document(Review(source, default_thresholds()), "s"))
    assert len(document["findings"]) > LISTED + 2


def test_command_that_looks_closer_is_quoted_for_a_shell(world: World) -> None:
    world.served()
    _, findings, _ = reviewed(source_of(world, last_at=world.chain.now + 400 * 86_400))
    one = next(found for found in findings if found.kind is Kind.OVERDUE_ACKNOWLEDGEMENT)
    assert look_command(one, "my town.sqlite") == "govledger trail --store 'my town.sqlite' --request 1"


def test_account_of_an_officer_is_shown_with_both_ids(world: World) -> None:
    world.appoint(world.tax.id, account("night"), {Role.REGISTRAR})
    world.served()
    _, findings, _ = reviewed(source_of(world))
    shown = " ".join(one.what for one in findings if one.kind is Kind.OUTSIDE_WORKING_HOURS)
    officer = world.tax.officers[Role.RESPONDER]
    assert f"officer {officer} (0x{world.tax.responder.hex()}) of organisation {world.tax.id} (" in shown
