"""A ledger's index, run through the rules of the contracts: what was done is allowed; what was edited is named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

import govledger
from govledger.audit.replay import replay
from govledger.errors import RuleBroken
from govledger.events import EVENTS
from govledger.index import schema
from govledger.index.store import Store
from govledger.model import OrganisationKind
from govledger.rules.machine import CONTRACTS
from tests.bodies import CIVIL_AFFAIRS, Bodies, found


@pytest.fixture(scope="module")
def bodies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bodies]:
    with govledger.embedded() as chain:
        yield found(chain, tmp_path_factory.mktemp("vaults"))


@pytest.fixture
def indexed(bodies: Bodies, tmp_path: Path) -> Iterator[tuple[Bodies, Path]]:
    path = tmp_path / "index.sqlite"
    ledger = govledger.Ledger(bodies.ledger.deployment, bodies.chain, store=path)
    ledger.sync()
    ledger.close()
    yield bodies, path


def _count(store: Store, *, judged: bool) -> int:
    tables = [schema.table_name(event) for event in EVENTS if (event.CONTRACT in CONTRACTS) is judged]
    return sum(next(iter(store.rows(f'SELECT count(*) FROM "{table}"')))[0] for table in tables)


def test_everything_that_a_consortium_did_is_allowed(indexed: tuple[Bodies, Path]) -> None:
    bodies, path = indexed
    with Store.read(path) as store:
        done = replay(store, bodies.ledger.deployment)
        assert done.judged == _count(store, judged=True) > 20
        assert done.passed_over == _count(store, judged=False)
        assert done.last_block == store.last_block()
    organisation = bodies.organisations[CIVIL_AFFAIRS]
    known = bodies.ledger.consortium.organisation(organisation)
    assert known is not None
    assert done.machine.consortium.get_organisation(organisation).public_code == known.public_code.encode()


def test_state_can_be_had_at_an_earlier_block(indexed: tuple[Bodies, Path]) -> None:
    bodies, path = indexed
    with Store.read(path) as store:
        query = "SELECT max(block_number) FROM organisation_admitted"
        last_admission = next(iter(store.rows(query)))[0]
        before = replay(store, bodies.ledger.deployment, until_block=last_admission - 1)
        after = replay(store, bodies.ledger.deployment, until_block=last_admission)
    assert before.last_block == last_admission - 1
    newest = max(bodies.organisations.values())
    assert before.machine.consortium.get_organisation(newest).version == 0
    assert after.machine.consortium.get_organisation(newest).version == 1


def test_organisation_that_nobody_admitted_is_named_with_its_place(indexed: tuple[Bodies, Path]) -> None:
    bodies, path = indexed
    connection = apsw.Connection(str(path))
    query = "SELECT block_number, log_index FROM officer_appointed ORDER BY block_number, log_index LIMIT 1"
    place = next(iter(connection.execute(query)))
    connection.execute("UPDATE organisation_admitted SET kinds = ?", (1 << OrganisationKind.AUDIT,))
    connection.close()
    with Store.read(path) as store, pytest.raises(RuleBroken) as caught:
        replay(store, bodies.ledger.deployment)
    assert caught.value.event == "OrganisationAdmitted" and "kinds is 256" in caught.value.rule
    assert caught.value.at is not None and caught.value.at < place
    assert f"block {caught.value.at[0]}" in str(caught.value)
