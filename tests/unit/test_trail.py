"""The trail over a small history: who, what, why, where, when, result, evidence; every filter; a stable order."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from govledger import events
from govledger.audit.entry import OBJECT_KINDS, REASONS, Actor, Context
from govledger.audit.selection import queries
from govledger.audit.trail import TrailEntry, TrailFilter, TrailObject, trail
from govledger.errors import InputError
from govledger.events import EVENTS, Event
from govledger.index import Store, open_store, sync
from govledger.model import Position, Role
from tests.simulated_chain import ADDRESSES, GENESIS_TIME, SimulatedChain, sample, transaction_hash, word

FOUNDER = word("founder")[:20]
DECISIONS = ADDRESSES["decisions"]
HOSPITAL, INSURER = 1, 2
CODE, INSURER_CODE = b"HOSPITAL0000000001", b"INSURER00000000002"
ALICE, BOB = word("alice")[:20], word("bob")[:20]
"""Officers 11 of the hospital and 22 of the insurer."""
BY_DECISION = {"actor": DECISIONS, "acting_organisation": 0, "acting_role": Role.DECISION}
LAW, CASE = word("law"), word("case")


def alice(event: type[Event], role: Role, **values: object) -> Event:
    return sample(event, actor=ALICE, acting_organisation=HOSPITAL, acting_role=role, **values)


def bob(event: type[Event], role: Role, **values: object) -> Event:
    return sample(event, actor=BOB, acting_organisation=INSURER, acting_role=role, **values)


TERMS = {
    **{"grant": 5, "resource": 3, "record": 4, "owner": HOSPITAL, "grantee": INSURER, "mode": 2, "fields": 0b101},
    **{"index": 0, "purpose": 7, "legal_basis": LAW, "case_tag": CASE, "site": 31, "system": 41, "serve_by": 9},
}
OTHER = TERMS | {"grant": 6, "record": 0, "case_tag": bytes(32), "purpose": 8}

HISTORY: list[list[Event]] = [
    [sample(events.DecisionExecuted, actor=FOUNDER, acting_organisation=0, acting_role=Role.FOUNDER, proposal=1)],
    [
        sample(events.OrganisationAdmitted, **BY_DECISION, organisation=HOSPITAL, public_code=CODE, kinds=0b101),
        sample(events.OrganisationAdmitted, **BY_DECISION, organisation=INSURER, public_code=INSURER_CODE, kinds=8),
    ],
    [
        sample(
            events.OfficerAppointed, **BY_DECISION, organisation=HOSPITAL, officer=11, account=ALICE, unit=2, roles=48
        ),
        sample(events.OfficerAppointed, **BY_DECISION, organisation=INSURER, officer=22, account=BOB, unit=0, roles=64),
    ],
    [alice(events.ResourceRegistered, Role.REGISTRAR, resource=3, modes=0b110, sensitivity=2)],
    [alice(events.RecordRegistered, Role.REGISTRAR, record=4, resource=3)],
    [
        alice(events.GrantIssued, Role.GRANTOR, grant=5, resource=3, grantee=INSURER, purpose=7, legal_basis=LAW),
        alice(events.GrantIssued, Role.GRANTOR, grant=6, resource=3, grantee=INSURER, purpose=8, legal_basis=LAW),
    ],
    [bob(events.RequestFiled, Role.REQUESTER, request=8, **TERMS)],
    [bob(events.RequestFiled, Role.REQUESTER, request=9, **OTHER)],
    [alice(events.RequestServed, Role.RESPONDER, request=8, **TERMS, filed_by=22)],
    [alice(events.RequestRejected, Role.RESPONDER, request=9, reason=1)],
    [bob(events.RequestAcknowledged, Role.REQUESTER, request=8)],
    [sample(events.OfficerAmended, **BY_DECISION, officer=11, unit=5, roles=48)],
    [alice(events.GrantRevoked, Role.GRANTOR, grant=6, reason=1)],
    [alice(events.RecordSuperseded, Role.REGISTRAR, record=4), alice(events.RecordWithdrawn, Role.REGISTRAR, record=4)],
    [alice(events.BatchIssued, Role.ISSUER, batch=1, range=2, first=10**10 + 1, count=10)],
    [alice(events.BatchIssued, Role.ISSUER, batch=2, range=2, first=10**10 + 11, count=10)],
    [alice(events.BillIssued, Role.ISSUER, bill=10**10 + 21, range=2)],
    [bob(events.ClaimOpened, Role.CLAIMS, bill=10**10 + 12, batch=2, claimable_fen=900)],
    [bob(events.ReservationMade, Role.CLAIMS, bill=10**10 + 12, amount_fen=500)],
    [bob(events.SettlementMade, Role.CLAIMS, bill=10**10 + 12, amount_fen=500)],
    [alice(events.BillOpened, Role.ISSUER, bill=10**10 + 1, batch=1)],
    [alice(events.BillRedLettered, Role.ISSUER, bill=10**10 + 1, red_bill=10**10 + 22, reason=0)],
    [sample(events.OrganisationSuspended, **BY_DECISION, organisation=INSURER, reason=3)],
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    chain = SimulatedChain()
    for transaction in HISTORY:
        chain.seal(transaction)
    with open_store(tmp_path_factory.mktemp("trail") / "index.db", chain.deployment()) as store:
        sync(chain, store)
        yield store


def found(store: Store, **wanted: object) -> list[str]:
    return [entry.event for entry in trail(store, TrailFilter(**wanted))]  # type: ignore[arg-type]


def one(store: Store, event: str, **wanted: object) -> TrailEntry:
    [entry] = [entry for entry in trail(store, TrailFilter(**wanted)) if entry.event == event]  # type: ignore[arg-type]
    return entry


def test_everything_comes_once_in_the_order_of_the_chain(store: Store) -> None:
    entries = list(trail(store))
    assert [entry.event for entry in entries] == [event.NAME for transaction in HISTORY for event in transaction]
    places = [(entry.at.block_number, entry.at.log_index) for entry in entries]
    assert places == sorted(set(places))
    assert list(trail(store)) == entries, "the order is stable"


def test_an_entry_says_who_what_why_where_when_and_with_what_evidence(store: Store) -> None:
    header = store.header(7)
    assert header is not None
    entry = one(store, "RequestFiled", request=8)
    assert entry.who == Actor(BOB, "REQUESTER", INSURER, INSURER_CODE.decode(), 22, 0)
    assert (entry.event, entry.action, entry.result) == ("RequestFiled", "A request was filed.", "filed")
    assert entry.objects == (
        TrailObject("grant", 5, None),
        TrailObject("resource", 3, None),
        TrailObject("record", 4, None),
    )
    assert entry.context == Context(7, LAW, CASE, 31, 41)
    assert entry.details == {
        **{"index": 0, "owner": HOSPITAL, "grantee": INSURER, "mode": "DETAIL", "fields": "0x5", "serve_by": 9},
        "acknowledge_within": 1,
    }
    assert entry.contract == "data_requests"
    assert entry.at == Position(7, header.hash, GENESIS_TIME + 35, transaction_hash(7, 0), 0, 0)


def test_an_act_that_does_not_say_why_has_the_reason_of_its_request_or_grant(store: Store) -> None:
    assert one(store, "RequestAcknowledged").context == Context(7, LAW, CASE, 31, 41)
    assert one(store, "RequestRejected").context == Context(8, LAW, None, 31, 41)
    assert one(store, "GrantRevoked").context == Context(8, LAW)
    assert one(store, "BillOpened").context == Context()


def test_an_act_on_what_the_index_does_not_hold_has_no_reason() -> None:
    chain = SimulatedChain()
    chain.seal([bob(events.RequestAcknowledged, Role.REQUESTER, request=99), alice(events.GrantRevoked, Role.GRANTOR)])
    with open_store(":memory:", chain.deployment()) as store:
        sync(chain, store)
        assert [entry.context for entry in trail(store)] == [Context(), Context()]
        assert [entry.who.officer for entry in trail(store)] == [None, None]
        assert [entry.who.organisation_code for entry in trail(store)] == [None, None]


def test_founder_and_decisions_are_no_officers(store: Store) -> None:
    assert one(store, "DecisionExecuted").who == Actor(FOUNDER, "FOUNDER", None, None, None, None)
    assert one(store, "OrganisationSuspended").who == Actor(DECISIONS, "DECISION", None, None, None, None)


def test_an_officer_s_unit_is_that_of_the_time(store: Store) -> None:
    assert one(store, "ResourceRegistered").who.unit == 2
    assert one(store, "GrantRevoked").who.unit == 5


def test_an_account_is_an_officer_from_its_appointment_on() -> None:
    chain = SimulatedChain()
    chain.seal([alice(events.ResourceRegistered, Role.REGISTRAR, resource=1)])
    chain.seal([sample(events.OfficerAppointed, **BY_DECISION, officer=11, account=ALICE, organisation=HOSPITAL)])
    chain.seal([alice(events.ResourceRetired, Role.REGISTRAR, resource=1)])
    with open_store(":memory:", chain.deployment()) as store:
        sync(chain, store)
        assert [entry.who.officer for entry in trail(store)] == [None, None, 11]


def test_closed_lists_are_shown_by_their_names(store: Store) -> None:
    assert one(store, "RequestRejected").result == "rejected (CASE_NOT_SHOWN)"
    assert one(store, "GrantRevoked").result == "revoked (MISUSE)"
    assert one(store, "OrganisationSuspended").details == {"reason": "INVESTIGATION"}
    assert one(store, "ResourceRegistered").details["sensitivity"] == "SENSITIVE"
    assert one(store, "ResourceRegistered").details["modes"] == ["VERIFY", "DETAIL"]
    admitted = next(trail(store, TrailFilter(kind="OrganisationAdmitted")))
    assert admitted.details == {"public_code": CODE.decode(), "kinds": ["DEPARTMENT", "HOSPITAL"], "voting": True}


def test_a_number_that_no_closed_list_has_is_shown_as_it_is() -> None:
    chain = SimulatedChain()
    chain.seal([sample(events.GrantRevoked, reason=99, acting_role=77), sample(events.ContractListed, contract_role=3)])
    with open_store(":memory:", chain.deployment()) as store:
        sync(chain, store)
        revoked, listed = trail(store)
        assert (revoked.result, revoked.who.role) == ("revoked (99)", "77")
        assert listed.details["contract_role"] == "ACCESS_GRANTS"


def test_every_event_with_a_reason_has_its_closed_list() -> None:
    with_reason = {event.NAME for event in EVENTS if any(field.name == "reason" for field in event.FIELDS)}
    assert with_reason == set(REASONS)


def test_versions_that_an_event_makes_are_shown() -> None:
    chain = SimulatedChain()
    chain.seal([sample(events.GrantIssued, grant=1, grant_version=1)])
    chain.seal([sample(events.ContractClosed, listing=b"\xaa" * 20, listing_version=1)])
    with open_store(":memory:", chain.deployment()) as store:
        sync(chain, store)
        granted, closed = trail(store)
        assert granted.objects[0] == TrailObject("grant", 1, 1)
        assert str(granted.objects[0]) == "grant 1 v1"
        assert str(closed.objects[0]) == f"listing 0x{'aa' * 20} v1"


# --- filters -------------------------------------------------------------------------------------------


def test_a_grant_s_trail_has_its_requests(store: Store) -> None:
    assert found(store, grant=5) == ["GrantIssued", "RequestFiled", "RequestServed", "RequestAcknowledged"]
    assert found(store, grant=6) == ["GrantIssued", "RequestFiled", "RequestRejected", "GrantRevoked"]


def test_a_request_s_trail_is_its_own(store: Store) -> None:
    assert found(store, request=9) == ["RequestFiled", "RequestRejected"]


def test_a_record_s_trail_has_the_requests_for_it_alone(store: Store) -> None:
    assert found(store, record=4) == [
        *("RecordRegistered", "RequestFiled", "RequestServed", "RequestAcknowledged"),
        *("RecordSuperseded", "RecordWithdrawn"),
    ]


def test_a_resource_s_trail_has_its_records_grants_and_requests(store: Store) -> None:
    assert found(store, resource=3) == [
        *("ResourceRegistered", "RecordRegistered", "GrantIssued", "GrantIssued", "RequestFiled", "RequestFiled"),
        *("RequestServed", "RequestRejected", "RequestAcknowledged", "GrantRevoked"),
        *("RecordSuperseded", "RecordWithdrawn"),
    ]
    assert found(store, resource=99) == []


def test_a_bill_s_trail_has_the_batch_that_holds_it(store: Store) -> None:
    assert found(store, bill=10**10 + 12) == ["BatchIssued", "ClaimOpened", "ReservationMade", "SettlementMade"]
    assert found(store, bill=10**10 + 1) == ["BatchIssued", "BillOpened", "BillRedLettered"]
    assert found(store, bill=10**10 + 10) == ["BatchIssued"]
    assert one(store, "BatchIssued", bill=10**10 + 10).details["first"] == 10**10 + 1
    assert one(store, "BatchIssued", bill=10**10 + 11).details["first"] == 10**10 + 11


def test_a_bill_that_was_issued_alone_has_no_batch(store: Store) -> None:
    assert found(store, bill=10**10 + 21) == ["BillIssued"]
    assert found(store, bill=10**10) == []


def test_a_red_letter_s_trail_is_its_issue(store: Store) -> None:
    assert found(store, bill=10**10 + 22) == ["BillRedLettered"]


def test_an_organisation_s_trail_has_what_it_did_and_what_was_done_about_it(store: Store) -> None:
    entries = found(store, organisation=HOSPITAL)
    assert "RequestFiled" in entries, "it owns what was asked for"
    assert "OfficerAmended" in entries, "the officer is its own"
    assert "ClaimOpened" not in entries and "OrganisationSuspended" not in entries
    others = 2  # the admission of the insurer and the appointment of its officer
    assert len(entries) == len([e for e in trail(store) if e.event in entries]) - others, "each comes once"
    insurer = found(store, organisation=INSURER)
    assert "GrantIssued" in insurer, "it is the grantee"
    assert "OrganisationSuspended" in insurer and "OfficerAmended" not in insurer


def test_an_organisation_is_found_by_its_public_code(store: Store) -> None:
    assert found(store, organisation=INSURER_CODE.decode()) == found(store, organisation=INSURER)
    with pytest.raises(InputError, match="no organisation of this ledger has the public code 'NOBODY'"):
        found(store, organisation="NOBODY")


def test_a_kind_is_an_object_s_or_an_event_s(store: Store) -> None:
    assert found(store, kind="grant") == ["GrantIssued", "GrantIssued", "GrantRevoked"]
    assert found(store, kind="GrantRevoked") == ["GrantRevoked"]
    with pytest.raises(InputError, match="there is no kind 'bils'; it is one of administration, batch, bill"):
        found(store, kind="bils")
    assert {"grant", "bill", "organisation", "officer", "listing", "record", "request"} <= OBJECT_KINDS


def test_filters_are_combined(store: Store) -> None:
    assert found(store, grant=5, organisation=HOSPITAL, kind="request") == ["RequestFiled", "RequestServed"]
    assert found(store, resource=3, record=4, kind="record") == [
        *("RecordRegistered", "RecordSuperseded", "RecordWithdrawn")
    ]
    assert found(store, bill=10**10 + 12, organisation=INSURER) == ["ClaimOpened", "ReservationMade", "SettlementMade"]


def test_a_time_is_half_open(store: Store) -> None:
    seventh, eighth = GENESIS_TIME + 35, GENESIS_TIME + 40
    assert found(store, from_at=seventh, until_at=eighth) == ["RequestFiled"]
    assert found(store, from_at=seventh, until_at=seventh + 1) == ["RequestFiled"]
    assert found(store, from_at=seventh + 1, until_at=eighth) == []
    assert len(found(store, from_at=seventh)) + len(found(store, until_at=seventh)) == len(found(store))
    assert found(store, from_at=GENESIS_TIME + 10**6) == []
    assert len(found(store, until_at=GENESIS_TIME + 10**6)) == len(found(store))


@pytest.mark.parametrize("wanted", [{"grant": -1}, {"bill": 2**63}, {"resource": "3"}, {"from_at": 5, "until_at": 5}])
def test_a_filter_that_cannot_be_met_is_refused(wanted: dict[str, object]) -> None:
    with pytest.raises(InputError):
        TrailFilter(**wanted)  # type: ignore[arg-type]


# --- how it reads --------------------------------------------------------------------------------------


def test_the_trail_stays_as_it_was_when_it_began(tmp_path: Path) -> None:
    chain = SimulatedChain()
    chain.seal([sample(events.GrantIssued, grant=1)])
    chain.seal([sample(events.GrantIssued, grant=2)])
    with open_store(tmp_path / "index.db", chain.deployment()) as store:
        sync(chain, store)
        entries = trail(store)
        next(entries)
        chain.seal([sample(events.GrantIssued, grant=3)])
        sync(chain, store)
        assert len(list(entries)) == 1
        assert len(list(trail(store))) == 3


@pytest.mark.parametrize(
    "wanted",
    [{"bill": 5}, {"record": 5}, {"grant": 5}, {"request": 5}, {"resource": 5}, {"organisation": 5}],
    ids=lambda wanted: next(iter(wanted)),
)
def test_the_trail_of_one_object_reads_no_whole_table(store: Store, wanted: dict[str, int]) -> None:
    for query in queries(TrailFilter(**wanted), 1, 10**9):  # type: ignore[arg-type]
        plan = [row[3] for row in store.rows(f"EXPLAIN QUERY PLAN {query.sql}", query.values)]
        assert not [step for step in plan if step.startswith("SCAN")], (query.sql, plan)
        searched = [step for step in plan if step.startswith("SEARCH")]
        assert searched and all("USING" in step for step in searched), (query.sql, plan)
        assert "(block_number>? AND block_number<?)" not in " ".join(searched[:1]), (query.sql, plan)


def test_memory_does_not_grow_with_the_trail(tmp_path: Path) -> None:
    chain = SimulatedChain()
    for _block in range(60):
        chain.seal([sample(events.RecordSuperseded, number, record=number) for number in range(100)])
    with open_store(tmp_path / "index.db", chain.deployment()) as store:
        sync(chain, store)
        peaks = []
        for until in (GENESIS_TIME + 5 * 31, GENESIS_TIME + 10**6):
            tracemalloc.start()
            count = sum(1 for _ in trail(store, TrailFilter(until_at=until)))
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
        assert count == 6000
        assert peaks[1] < 1.5 * peaks[0] + 100_000
