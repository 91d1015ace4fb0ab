"""Emergencies, windows and sealed requests in the trail: the auditor's view, and the subject's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from govledger import events
from govledger.audit.entry import Context, utc
from govledger.audit.output import json_lines, table_lines
from govledger.audit.trail import TrailEntry, TrailFilter, trail
from govledger.cli import main
from govledger.errors import InputError
from govledger.events import Event
from govledger.index import Store, open_store, read_store, sync
from govledger.model import Role
from tests.simulated_chain import GENESIS_TIME, SimulatedChain, sample, word

TAX, CIVIL, AUDIT = 1, 2, 3
LAW, CASE = word("law"), word("case")
DISCLOSED = GENESIS_TIME + 1_000_000
WHY = {"purpose": 7, "legal_basis": LAW, "case_tag": CASE, "site": 31, "system": 41}
WHAT = {"resource": 3, "record": 4, "index": 0, "owner": TAX, "mode": 1, **WHY}
TERMS = {"grant": 5, "grantee": CIVIL, **WHAT}
PLACE = {"purpose": 7, "legal_basis": LAW, "site": 31, "system": 41}


def by(organisation: int, role: Role, event: type[Event], **values: object) -> Event:
    return sample(event, actor=word(organisation)[:20], acting_organisation=organisation, acting_role=role, **values)


HISTORY: list[Event] = [
    by(TAX, Role.GRANTOR, events.GrantIssued, grant=5, resource=3, grantee=CIVIL),
    by(CIVIL, Role.REQUESTER, events.RequestFiled, request=8, **TERMS),
    by(CIVIL, Role.REQUESTER, events.RequestFiled, request=9, **TERMS),
    by(AUDIT, Role.SEALER, events.RequestSealed, request=8, disclose_at=DISCLOSED, legal_basis=word("secrecy")),
    by(TAX, Role.RESPONDER, events.RequestServed, request=8, **TERMS),
    by(TAX, Role.RESPONDER, events.RequestServed, request=9, **TERMS),
    by(CIVIL, Role.REQUESTER, events.RequestDisputed, request=9, reason=2),
    by(CIVIL, Role.REQUESTER, events.RequestAcknowledged, request=8),
    by(CIVIL, Role.REQUESTER, events.GlassBroken, emergency=2, **WHAT, reason=1),
    by(CIVIL, Role.ADMINISTRATOR, events.EmergencyJustified, emergency=2),
    by(AUDIT, Role.INSPECTOR, events.EmergencyReviewed, emergency=2, outcome=1),
    by(TAX, Role.RESPONDER, events.WindowOpened, window=6, grant=5, resource=3, owner=TAX, grantee=CIVIL, **PLACE),
    by(TAX, Role.RESPONDER, events.WindowClosed, window=6, count=3),
    by(CIVIL, Role.REQUESTER, events.RequestFiled, request=10, **TERMS),
    by(AUDIT, Role.SEALER, events.RequestSealed, request=10, disclose_at=DISCLOSED, legal_basis=word("secrecy")),
    by(AUDIT, Role.SEALER, events.RequestUnsealed, request=10),
]
OF_THE_SEALED = ["RequestFiled", "RequestSealed", "RequestServed", "RequestAcknowledged"]
OF_THE_EMERGENCY = ["GlassBroken", "EmergencyJustified", "EmergencyReviewed"]
OF_THE_WINDOW = ["WindowOpened", "WindowClosed"]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    chain = SimulatedChain()
    for event in HISTORY:
        chain.seal([event])
    path = tmp_path_factory.mktemp("sealed") / "index.db"
    with open_store(path, chain.deployment()) as store:
        sync(chain, store)
    return path


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with closing(read_store(path)) as store:
        yield store


def entries(store: Store, **wanted: object) -> list[TrailEntry]:
    return list(trail(store, TrailFilter(**wanted)))  # type: ignore[arg-type]


def found(store: Store, **wanted: object) -> list[str]:
    return [entry.event for entry in entries(store, **wanted)]


def test_auditor_sees_a_sealed_request_and_until_when_it_is_sealed(store: Store) -> None:
    shown = entries(store, request=8)
    assert [entry.event for entry in shown] == OF_THE_SEALED
    assert [entry.sealed_until for entry in shown] == [DISCLOSED] * 4
    assert [entry.sealed_until for entry in entries(store, request=9)] == [None] * 3
    assert "  sealed until " in str(shown[0]) and "sealed until" not in str(entries(store, request=9)[0])


def test_subject_sees_nothing_of_a_sealed_request_until_its_date(store: Store) -> None:
    hidden = [event.NAME for event in HISTORY if getattr(event, "request", 0) == 8]
    assert hidden == OF_THE_SEALED
    everything = [event.NAME for event in HISTORY]
    visible = [event.NAME for event in HISTORY if getattr(event, "request", 0) != 8]
    assert found(store, for_subject_at=DISCLOSED - 1) == visible
    assert found(store, for_subject_at=DISCLOSED) == everything
    assert found(store) == everything
    assert found(store, request=8, for_subject_at=DISCLOSED - 1) == []
    assert found(store, record=4, for_subject_at=DISCLOSED - 1).count("RequestServed") == 1


def test_request_that_was_unsealed_is_shown_from_then_on(store: Store) -> None:
    unsealed = entries(store, request=10)[-1]
    assert unsealed.event == "RequestUnsealed"
    at = unsealed.at.block_timestamp
    assert [entry.sealed_until for entry in entries(store, request=10)] == [at] * 3
    assert found(store, request=10, for_subject_at=at - 1) == []
    assert found(store, request=10, for_subject_at=at) == ["RequestFiled", "RequestSealed", "RequestUnsealed"]


def test_time_of_the_subject_is_a_time() -> None:
    with pytest.raises(InputError):
        TrailFilter(for_subject_at=-1)


@pytest.mark.parametrize("wanted", [{"emergency": 2}, {"record": 4}, {"resource": 3}, {"kind": "emergency"}])
def test_emergency_is_in_the_trails_of_what_was_read(store: Store, wanted: dict[str, object]) -> None:
    assert [event for event in found(store, **wanted) if event in OF_THE_EMERGENCY] == OF_THE_EMERGENCY


@pytest.mark.parametrize("wanted", [{"window": 6}, {"grant": 5}, {"resource": 3}, {"kind": "window"}])
def test_window_is_in_the_trails_of_its_grant_and_resource(store: Store, wanted: dict[str, object]) -> None:
    assert [event for event in found(store, **wanted) if event in OF_THE_WINDOW] == OF_THE_WINDOW


@pytest.mark.parametrize("organisation", [TAX, CIVIL])
def test_emergencies_and_windows_are_in_the_trails_of_both_sides(store: Store, organisation: int) -> None:
    wanted = [*OF_THE_EMERGENCY, *OF_THE_WINDOW]
    assert [event for event in found(store, organisation=organisation) if event in wanted] == wanted


def test_inspector_has_what_it_reviewed_in_its_trail(store: Store) -> None:
    reviewed = ["RequestSealed", "EmergencyReviewed", "RequestSealed", "RequestUnsealed"]
    assert found(store, organisation=AUDIT) == reviewed


def test_each_kind_of_object_has_its_own_trail(store: Store) -> None:
    assert found(store, emergency=2) == OF_THE_EMERGENCY
    assert found(store, window=6) == OF_THE_WINDOW
    assert found(store, emergency=3) == found(store, window=7) == []


def test_entries_say_why_and_where_by_what_began_the_access(store: Store) -> None:
    assert {entry.context for entry in entries(store, emergency=2)} == {Context(7, LAW, CASE, 31, 41)}
    assert {entry.context for entry in entries(store, window=6)} == {Context(7, LAW, None, 31, 41)}
    broken, _, reviewed = entries(store, emergency=2)
    assert broken.result == "glass broken (DANGER_TO_HEALTH)"
    assert reviewed.details == {"outcome": "EXCESSIVE"}
    assert [entry.result for entry in entries(store, request=9)][-1] == "disputed (COMMITMENT_MISMATCH)"


def test_outputs_say_until_when_a_request_is_sealed(store: Store) -> None:
    sealed, free = (list(map(json.loads, json_lines(entries(store, request=number)))) for number in (8, 9))
    assert {line["sealed_until"] for line in sealed} == {utc(DISCLOSED)}
    assert {line["sealed_until"] for line in free} == {None}
    table = list(table_lines(entries(store, request=8)))[2:]
    assert all(" sealed until " in line for line in table)


def test_command_shows_the_subjects_view(path: Path) -> None:
    def run(*options: str) -> list[str]:
        ran = CliRunner().invoke(main, ["trail", "--store", str(path), "--format", "jsonl", *options])
        assert ran.exit_code == 0, ran.output
        return [json.loads(line)["event"] for line in ran.output.splitlines()]

    assert run("--request", "8") == OF_THE_SEALED
    assert run("--request", "8", "--for-subject-at", str(DISCLOSED - 1)) == []
    assert run("--request", "8", "--for-subject-at", str(DISCLOSED)) == OF_THE_SEALED
    assert run("--emergency", "2") == OF_THE_EMERGENCY
    assert run("--window", "6") == OF_THE_WINDOW
