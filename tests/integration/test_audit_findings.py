"""Findings on the events of the real contracts: there when they should be, and not at the threshold's edge."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
from msgspec.structs import replace

from govledger.audit.breaches import Breach
from govledger.audit.findings.finding import SHOWN, Finding, Kind
from govledger.audit.findings.threshold_file import default_text
from govledger.audit.findings.thresholds import Thresholds, parse_thresholds
from govledger.audit.review import Review
from govledger.audit.source import BlockAt
from govledger.bills.number import format_key
from govledger.events import types as events
from govledger.model import Mode, Role, to_bits
from govledger.rules.data_requests import JUSTIFY_WITHIN, REVIEW_WITHIN
from tests.audit_source import ListedSource, attempt, events_of, source_of
from tests.contracts.harness import DAY, account, word
from tests.contracts.world import START, Organisation, World, draft, fresh

ALONE = "\n".join(f"[{kind}]\nwanted = false\n" for kind in Kind)


@cache
def _world() -> World:
    return World()


@pytest.fixture
def world() -> Iterator[World]:
    with fresh(_world()) as found:
        yield found


def thresholds(kind: Kind, settings: str = "") -> Thresholds:
    """Those of one kind of finding alone."""
    text = ALONE.replace(f"[{kind}]\nwanted = false\n", f"[{kind}]\n{settings}\n")
    return parse_thresholds(text, default_text(), "test.toml")


def found(source: ListedSource, kind: Kind, settings: str = "", **given: Any) -> list[Finding]:
    """The findings of a kind in a source of which every event is allowed."""
    review = Review(source, thresholds(kind, settings), **given)
    findings = [one for one in review.run() if isinstance(one, Finding)]
    assert review.outcome.keeps_rules
    assert all(one.kind is kind and one.why for one in findings)
    return findings


def about(one: Finding) -> list[tuple[str, int | bytes]]:
    return [(item.kind, item.id) for item in one.objects]


def at(world: World, later: int) -> ListedSource:
    """What was done, looked at so many seconds after now."""
    return source_of(world, last_at=world.chain.now + later)


# --- deadlines -----------------------------------------------------------------------------------------


def test_request_that_nobody_acknowledged_is_found_from_the_second_of_its_deadline_on(world: World) -> None:
    request, terms = world.served()
    due, kind = terms.acknowledge_within, Kind.OVERDUE_ACKNOWLEDGEMENT
    assert found(at(world, due - 1), kind) == []
    [one] = found(at(world, due), kind)
    assert about(one) == [("request", request), ("organisation", world.civil.id)]
    assert f"to be acknowledged or disputed by organisation {world.civil.id} (" in one.what
    assert one.look == ("trail", "--request", str(request))
    [served] = [item for item in events_of(world) if isinstance(item.event, events.RequestServed)]
    assert [(place.block_number, place.transaction_hash) for place in one.where] == [
        (served.block_number, served.transaction_hash)
    ]


@pytest.mark.parametrize("function", ["acknowledgeRequest", "disputeRequest"])
def test_request_that_was_answered_late_is_found_and_in_time_is_not(world: World, function: str) -> None:
    request, terms = world.served()
    reason = () if function == "acknowledgeRequest" else (0,)
    for late, expected in ((-1, 0), (0, 1), (60, 1)):
        with fresh(world):
            world.chain.move(terms.acknowledge_within + late)
            world.on_request(function, request, terms, *reason, sender=world.civil.requester)
            findings = found(at(world, 400 * DAY), Kind.OVERDUE_ACKNOWLEDGEMENT)
            assert len(findings) == expected
            if late == 60:
                assert findings[0].what.endswith("; it was 1 min late") and len(findings[0].where) == 2


def test_hours_of_grace_are_let_pass(world: World) -> None:
    _, terms = world.served()
    late, kind = terms.acknowledge_within + 2 * 3_600, Kind.OVERDUE_ACKNOWLEDGEMENT
    assert found(at(world, late - 1), kind, "grace_hours = 2") == []
    assert len(found(at(world, late), kind, "grace_hours = 2")) == 1


def test_emergency_that_is_not_justified_is_found(world: World) -> None:
    emergency, _ = world.emergency()
    assert found(at(world, JUSTIFY_WITHIN - 1), Kind.OVERDUE_JUSTIFICATION) == []
    [one] = found(at(world, JUSTIFY_WITHIN), Kind.OVERDUE_JUSTIFICATION)
    assert about(one) == [
        ("emergency", emergency),
        ("organisation", world.civil.id),
    ]


def test_emergency_that_no_inspector_reviewed_is_found(world: World) -> None:
    emergency, _ = world.justified()
    assert found(at(world, REVIEW_WITHIN - 1), Kind.OVERDUE_REVIEW) == []
    [one] = found(at(world, REVIEW_WITHIN), Kind.OVERDUE_REVIEW)
    assert about(one) == [("emergency", emergency)]
    world.requests.call("reviewEmergency", emergency, 2, 0, sender=world.audit.inspector)
    assert found(at(world, REVIEW_WITHIN), Kind.OVERDUE_REVIEW) == []


def test_window_that_was_left_open_is_found(world: World) -> None:
    window, terms = world.window()
    left = terms.close_by - world.chain.now
    assert found(at(world, left - 1), Kind.WINDOW_LEFT_OPEN) == []
    [one] = found(at(world, left), Kind.WINDOW_LEFT_OPEN)
    assert one.what.startswith(f"window {window} was to be closed by organisation {world.tax.id} (")
    world.requests.call("closeWindow", window, 1, 1, word("root"), sender=world.tax.responder)
    assert found(at(world, left), Kind.WINDOW_LEFT_OPEN) == []


# --- bills ---------------------------------------------------------------------------------------------


def test_numbers_of_a_range_that_ran_out_are_found(world: World) -> None:
    until = world.chain.now + 30 * DAY
    number_range = world.range(100, valid_until=until)
    part = world.split(number_range, 10)
    world.issue(draft("one"), number_range)
    world.batch(5, number_range)
    world.void(number_range, 3)
    kind = Kind.UNEXPLAINED_NUMBERS
    assert found(at(world, 30 * DAY - 1), kind) == []
    rest, split = found(at(world, 30 * DAY), kind)
    assert (rest.count, split.count) == (90 - 1 - 5 - 3, 10)
    assert "0000000010 to 0000000090" in rest.what and "0000000091 to 0000000100" in split.what
    assert [one.objects[0].id for one in (rest, split)] == [number_range, part]
    assert found(at(world, 30 * DAY + 7 * DAY - 1), kind, "grace_days = 7") == []


def test_numbers_that_were_returned_or_left_when_a_range_was_closed_are_explained(world: World) -> None:
    until = world.chain.now + 30 * DAY
    returned, closed, used_up = world.range(20, valid_until=until), world.range(20, valid_until=until), world.range(3)
    world.issue(draft("one"), returned)
    world.ranges.call("returnRange", returned, 2, sender=world.hospital.administrator)
    world.close_range(closed)
    world.batch(3, used_up)
    world.ranges.call("writeOffRange", used_up, 2, sender=world.finance.finance)
    assert found(at(world, 400 * DAY), Kind.UNEXPLAINED_NUMBERS) == []


def test_numbers_that_an_issue_left_out_are_found_though_the_rules_are_broken(world: World) -> None:
    number_range = world.range(100)
    world.issue(draft("one"), number_range)
    *before, issued = events_of(world)
    event: Any = issued.event
    later = replace(issued, event=replace(event, bill=event.bill + 4))
    review = Review(source_of(world, listed=[*before, later]), thresholds(Kind.UNEXPLAINED_NUMBERS))
    breach, finding = review.run()
    assert isinstance(breach, Breach) and breach.refusal == "RangeNumberOutOfOrder"
    assert isinstance(finding, Finding) and finding.count == 4
    assert "0000000001 to 0000000004" in finding.what and "BillIssued goes on behind them" in finding.what


def test_numbers_of_a_range_that_was_written_off_too_early_are_found_though_the_rules_are_broken(world: World) -> None:
    early, used_up = world.range(50), world.range(3)
    world.batch(3, used_up)
    world.red_letter(world.batch(3, world.range(3)).bill(0))
    world.ranges.call("writeOffRange", used_up, 2, sender=world.finance.finance)
    *before, written_off = events_of(world)
    forged = replace(written_off, event=replace(written_off.event, range=early))  # type: ignore[call-arg]
    listed = [*before, forged, replace(forged, log_index=1)]
    review = Review(source_of(world, listed=listed), thresholds(Kind.UNEXPLAINED_NUMBERS))
    [finding] = [one for one in review.run() if isinstance(one, Finding)]
    assert finding.count == 50 and finding.objects[0].id == early, "once: afterwards nothing is left of it"


def test_settlement_of_a_reservation_that_nobody_made_is_a_breach_and_no_lapse(world: World) -> None:
    bill = world.issue()
    world.settle(bill, world.open_claim(bill, 4_000).returned, 1_000)
    listed = [one for one in events_of(world) if not isinstance(one.event, events.ReservationMade)]
    source = source_of(world, listed=listed, last_at=world.chain.now + 30 * DAY)
    assert all(isinstance(one, Breach) for one in Review(source, thresholds(Kind.LAPSED_RESERVATION)).run())


def test_reservation_that_lapsed_is_found_with_what_was_left(world: World) -> None:
    bill = world.issue()
    number = world.open_claim(bill, 4_000, days=7).returned
    world.settle(bill, number, 1_000)
    kind = Kind.LAPSED_RESERVATION
    assert found(at(world, 7 * DAY - 1), kind) == []
    [one] = found(at(world, 7 * DAY), kind)
    assert "with 30.00 yuan neither settled nor released" in one.what
    assert one.look == ("trail", "--bill", format_key(bill.key))
    assert len(found(at(world, 7 * DAY), kind, "least_fen = 3000")) == 1
    assert found(at(world, 7 * DAY), kind, "least_fen = 3001") == []


def test_reservation_that_was_settled_released_or_renewed_did_not_lapse(world: World) -> None:
    settled, released, renewed = (world.issue(draft(name)) for name in ("a", "b", "c"))
    numbers = [world.open_claim(bill, 4_000, tag=bill.name).returned for bill in (settled, released, renewed)]
    world.settle(settled, numbers[0], 4_000)
    world.release(released, numbers[1])
    world.renew(renewed, numbers[2], world.chain.now + 20 * DAY, world.insurer)
    assert found(at(world, 20 * DAY - 1), Kind.LAPSED_RESERVATION) == []
    [one] = found(at(world, 20 * DAY), Kind.LAPSED_RESERVATION)
    assert one.objects[0].id == renewed.key


def test_lapse_is_found_as_soon_as_a_later_event_is_seen(world: World) -> None:
    first, second = world.issue(draft("a")), world.issue(draft("b"))
    world.open_claim(first, tag="first", days=1)
    world.chain.move(DAY)
    world.open_claim(second, tag="second")
    [one] = found(at(world, 0), Kind.LAPSED_RESERVATION)
    assert one.objects[0].id == first.key


# --- people --------------------------------------------------------------------------------------------


def moved_to(world: World, text: str) -> None:
    """To a time of day in UTC, on a Monday."""
    world.chain.move_to(int(datetime.fromisoformat(f"2025-06-16T{text}").replace(tzinfo=UTC).timestamp()))


@pytest.mark.parametrize(
    ("time", "outside"), [("07:59:59", True), ("08:00:00", False), ("17:59:59", False), ("18:00:00", True)]
)
def test_access_is_outside_working_hours_before_their_beginning_and_from_their_end_on(
    world: World, time: str, outside: bool
) -> None:
    moved_to(world, time)
    world.request()
    findings = found(at(world, 0), Kind.OUTSIDE_WORKING_HOURS, 'time_zone = "UTC"')
    assert bool(findings) is outside
    if outside:
        [one] = findings
        assert "filed requests 1× outside 08:00 to 18:00 UTC" in one.what
        assert one.objects[0].id == world.civil.requester


def test_working_hours_are_those_of_the_time_zone_and_of_the_days(world: World) -> None:
    moved_to(world, "23:00:00")
    world.request()
    kind, shanghai = Kind.OUTSIDE_WORKING_HOURS, 'time_zone = "Asia/Shanghai"\nbegin = 07:00:00\n'
    assert found(at(world, 0), kind, shanghai) == [], "Tuesday, 7 in the morning"
    assert len(found(at(world, 0), kind, shanghai + 'days = ["monday"]')) == 1
    assert len(found(at(world, 0), kind, shanghai + "holidays = [2025-06-17]")) == 1
    assert found(at(world, 0), kind, shanghai + 'days = ["monday"]\nworking_days = [2025-06-17]') == []


def test_accesses_outside_working_hours_are_one_finding_for_each_account_that_did_so_often_enough(world: World) -> None:
    moved_to(world, "02:00:00")
    for _ in range(SHOWN + 2):
        world.served()
    world.emergency()
    kind, utc = Kind.OUTSIDE_WORKING_HOURS, 'time_zone = "UTC"\n'
    asked, answered = found(at(world, 0), kind, utc)
    assert (asked.count, answered.count) == (SHOWN + 3, SHOWN + 2)
    assert "filed requests 7×, broke the glass 1×" in asked.what and len(asked.where) == SHOWN
    assert [one.count for one in found(at(world, 0), kind, utc + "emergencies = false")] == [SHOWN + 2] * 2
    assert [one.count for one in found(at(world, 0), kind, utc + "least = 8")] == [8]


def hold_more_roles(world: World, organisation: Organisation, role: Role, *more: Role) -> bytes:
    """Gives an officer more roles; its account."""
    officer, who = organisation.officers[role], organisation.account(role)
    terms = (officer, 1, to_bits({role, *more}), 0, START, START + 700 * DAY)
    world.administer("amendOfficer", *terms)
    return who


def test_officer_who_approves_or_serves_what_he_filed_is_found(world: World) -> None:
    """Who asked took over whom it asked."""
    who = hold_more_roles(world, world.civil, Role.REQUESTER, Role.GRANTOR, Role.RESPONDER)
    request, terms = world.request(world.request_terms(Mode.DETAIL))
    world.merge(world.tax, world.civil)
    with fresh(world):
        world.on_request("approveRequest", request, terms, sender=world.civil.grantor)
        world.on_request("serveRequest", request, terms, word("answer"), 0, sender=world.civil.responder)
        assert found(at(world, 0), Kind.OWN_APPROVAL) == []
    world.on_request("approveRequest", request, terms, sender=who)
    world.on_request("serveRequest", request, terms, word("answer"), 0, sender=who)
    approved, served = found(at(world, 0), Kind.OWN_APPROVAL)
    assert f"filed and approved request {request}" in approved.what
    assert f"filed and served request {request}" in served.what
    assert approved.look == ("trail", "--request", str(request)) and len(approved.where) == 2


def test_officer_with_another_key_is_the_same_officer(world: World) -> None:
    who = hold_more_roles(world, world.civil, Role.REQUESTER, Role.ADMINISTRATOR)
    emergency = world.requests.call("breakGlass", world.glass_terms(), sender=who).returned
    key = account("a new key")
    world.administer("rotateKey", world.civil.officers[Role.REQUESTER], 2, key)
    world.requests.call("justifyEmergency", emergency, 1, word("because"), sender=key)
    [one] = found(at(world, 0), Kind.OWN_APPROVAL)
    assert f"broke the glass for, and justified, emergency {emergency}" in one.what


def test_owner_who_files_and_serves_what_it_hands_over_is_not_found(world: World) -> None:
    world.served(world.request_terms(Mode.SUBMIT))
    assert found(at(world, 0), Kind.OWN_APPROVAL) == []


def acts(world: World, *times: tuple[int, bytes]) -> ListedSource:
    """Resources that accounts of the tax authority registered, so many seconds after now."""
    began = world.chain.now
    for later, who in times:
        world.chain.move_to(began + later)
        world.registry.call("registerResource", (word("s"), 1, 1, to_bits(Mode), (0, 0, 0, 0), 0, 0), sender=who)
    return at(world, 0)


@pytest.fixture
def pair(world: World) -> tuple[bytes, bytes, bytes]:
    """Three registrars of the tax authority, appointed long ago."""
    others = tuple(account(f"registrar {number}") for number in range(2))
    for who in others:
        world.appoint(world.tax.id, who, {Role.REGISTRAR})
    world.chain.move(DAY)
    return (world.tax.registrar, *others)  # type: ignore[return-value]


TOGETHER = "least_acts = 4\nwithin_seconds = 60\nshare_percent = 100"


def test_two_accounts_that_always_act_together_are_found(world: World, pair: tuple[bytes, bytes, bytes]) -> None:
    one, other, third = pair
    times = [(hour * 3_600 + later, who) for hour in range(4) for later, who in ((0, one), (60, other))]
    source = acts(world, *times, (5 * 3_600, third))
    [finding] = found(source, Kind.ACCOUNTS_TOGETHER, TOGETHER)
    assert {item.id for item in finding.objects[:2]} == {one, other}
    assert "4 of 4 and 4 of 4 transactions within 60 s" in finding.what and finding.count == 4
    assert found(source, Kind.ACCOUNTS_TOGETHER, TOGETHER.replace("= 4", "= 5")) == []
    assert found(source, Kind.ACCOUNTS_TOGETHER, TOGETHER.replace("= 60", "= 59")) == []


def test_one_act_apart_makes_them_no_pair_unless_the_share_allows_it(
    world: World, pair: tuple[bytes, bytes, bytes]
) -> None:
    one, other, _ = pair
    times = [(hour * 3_600 + later, who) for hour in range(4) for later, who in ((0, one), (30, other))]
    source = acts(world, *times, (9 * 3_600, one))
    assert found(source, Kind.ACCOUNTS_TOGETHER, TOGETHER) == []
    [finding] = found(source, Kind.ACCOUNTS_TOGETHER, TOGETHER.replace("100", "80"))
    assert "4 of 5" in finding.what and "4 of 4" in finding.what


def test_who_acts_all_day_long_is_no_pair_with_who_acts_now_and_then(
    world: World, pair: tuple[bytes, bytes, bytes]
) -> None:
    busy, seldom, _ = pair
    times = sorted([(minute * 30, busy) for minute in range(40)] + [(hour * 300 + 7, seldom) for hour in range(4)])
    assert found(acts(world, *times), Kind.ACCOUNTS_TOGETHER, TOGETHER) == []


def test_accounts_of_two_organisations_are_a_pair_only_where_that_is_asked_for(world: World) -> None:
    world.chain.move(DAY)
    for _ in range(4):
        world.chain.move(3_600)
        world.resource()
        world.range()
    proposes, grants, registers = world.finance.finance, world.second_finance_officer, world.tax.registrar
    [own] = found(at(world, 0), Kind.ACCOUNTS_TOGETHER, TOGETHER)
    assert {item.id for item in own.objects[:2]} == {proposes, grants}
    across = found(at(world, 0), Kind.ACCOUNTS_TOGETHER, TOGETHER + "\nacross_organisations = true")
    pairs = {frozenset(item.id for item in one.objects[:2]) for one in across}
    assert pairs >= {frozenset(pair) for pair in ((proposes, grants), (proposes, registers), (grants, registers))}


# --- attempts and blocks -------------------------------------------------------------------------------

STRANGER = account("somebody")


def tried(world: World, *times: int) -> ListedSource:
    return source_of(world, tried=[attempt(STRANGER, time, block=number) for number, time in enumerate(times, 1)])


def test_calls_that_fail_in_number_are_a_burst(world: World) -> None:
    burst = "least = 3\nwithin_seconds = 60"
    [one] = found(tried(world, 100, 130, 160), Kind.REFUSED_BURST, burst)
    assert one.what == f"0x{STRANGER.hex()} was refused 3 times within 60 s: GrantExpired 3×"
    assert one.look == ("trail", "--attempts", "--from", "100", "--until", "161") and one.count == 3
    assert found(tried(world, 100, 130, 161), Kind.REFUSED_BURST, burst) == []
    assert found(tried(world, 100, 130), Kind.REFUSED_BURST, burst) == []


def test_burst_goes_on_until_nothing_comes_for_as_long(world: World) -> None:
    times = (0, 1, 2, 62, 122, 183, 184, 185)
    first, second = found(tried(world, *times), Kind.REFUSED_BURST, "least = 3\nwithin_seconds = 60")
    assert (first.count, second.count) == (5, 3)


def test_burst_names_its_reasons_and_each_account_has_its_own(world: World) -> None:
    names = ("GrantExpired", "GrantIsRevoked", None, "GrantExpired")
    own = [attempt(STRANGER, 10 + place, name) for place, name in enumerate(names)]
    other = [attempt(world.tax.grantor, 20, name, place) for place, name in enumerate(names[:2])]
    source = source_of(world, tried=[*own, *other])
    [one] = found(source, Kind.REFUSED_BURST, "least = 4\nwithin_seconds = 60")
    assert one.what.endswith("GrantExpired 2×, GrantIsRevoked 1×, for a reason that nobody can say 1×")


VALIDATORS = tuple(account(f"validator {number}") for number in range(5))


def blocks(gaps: list[int], **given: Any) -> list[BlockAt]:
    """Blocks in turn, so many seconds after one another."""
    time, made = 1_000, []
    for number, gap in enumerate(gaps):
        time += gap
        values = {"proposer": VALIDATORS[number % 5], "committers": 1, "validators": 5} | given
        made.append(BlockAt(number + 1, time, **values))
    return made


def test_long_gap_between_blocks_is_found(world: World) -> None:
    source = source_of(world, sealed=blocks([5, 5, 600, 5, 601, 5], proposer=None))
    [one] = found(source, Kind.CLOCK_DRIFT, "longest_gap_seconds = 600")
    assert one.what == "the times of blocks 4 and 5 are 10 min 1 s apart"
    assert [place.block_number for place in one.where] == [4, 5]


def test_validator_whose_blocks_come_late_is_found(world: World) -> None:
    source = source_of(world, sealed=blocks([5, 5, 8, 5, 5] * 21))
    drift = "least_blocks = 20\nmean_excess_seconds = 2.9\n"
    [one] = found(source, Kind.CLOCK_DRIFT, drift)
    assert one.objects[0].id == VALIDATORS[2] and "come 3.0 s later than the others' on average" in one.what
    assert found(source, Kind.CLOCK_DRIFT, drift.replace("2.9", "3")) == []
    assert found(source, Kind.CLOCK_DRIFT, drift.replace("20", "22")) == []
    assert found(source, Kind.CLOCK_DRIFT, drift + "block_seconds = 8") == []


def test_validators_that_are_all_late_are_not_found(world: World) -> None:
    source = source_of(world, sealed=blocks([5] * 50 + [9] * 45))
    assert found(source, Kind.CLOCK_DRIFT, "least_blocks = 10\nmean_excess_seconds = 1.0") == []


def test_blocks_that_few_committed_are_one_finding_for_each_run(world: World) -> None:
    sealed = [*blocks([5] * 3, committers=4), *blocks([5] * 2, committers=3), *blocks([5] * 3, committers=4)]
    source = source_of(world, sealed=[replace(one, number=place) for place, one in enumerate(sealed, 1)])
    [one] = found(source, Kind.SEALED_BY_FEW, "share_percent = 61")
    both = found(source, Kind.SEALED_BY_FEW, "share_percent = 81")
    assert [item.what for item in both] == ["8 blocks from 1 to 8 were sealed by as few as 3 of 5 validators"]
    assert one.what == "2 blocks from 4 to 5 were sealed by as few as 3 of 5 validators" and one.count == 2
    assert found(source, Kind.SEALED_BY_FEW, "share_percent = 60") == []
    assert found(source, Kind.SEALED_BY_FEW, "share_percent = 61\nleast_blocks = 3") == []


def test_rounds_of_clique_that_few_sealed_are_found(world: World) -> None:
    three = [replace(one, proposer=VALIDATORS[one.number % 3]) for one in blocks([5] * 15)]
    source = source_of(world, sealed=three)
    [one] = found(source, Kind.SEALED_BY_FEW, "share_percent = 61\nrounds = 2")
    assert one.what == "6 blocks from 10 to 15 were sealed by as few as 3 of 5 validators"
    assert found(source, Kind.SEALED_BY_FEW, "share_percent = 60\nrounds = 2") == []
    assert found(source_of(world, sealed=blocks([5] * 15)), Kind.SEALED_BY_FEW, "share_percent = 100") == []


def test_fewer_validators_than_wanted_are_few_whoever_seals(world: World) -> None:
    source = source_of(world, sealed=blocks([5] * 4, committers=3, validators=3))
    assert len(found(source, Kind.SEALED_BY_FEW, "least_validators = 4")) == 1
    assert found(source, Kind.SEALED_BY_FEW, "least_validators = 3") == []
