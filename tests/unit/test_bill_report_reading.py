"""The events of reports, from an index."""

from __future__ import annotations

from pathlib import Path

import apsw
import pytest

from govledger import events
from govledger.audit.bill_reports.gaps import GAP_EVENTS
from govledger.audit.bill_reports.reading import as_of, history, history_of_bill, public_codes
from govledger.bills.number import bill_key
from govledger.errors import InputError, StoreError
from govledger.index import open_store, read_store, sync
from tests.bill_events import CODE
from tests.simulated_chain import GENESIS_TIME, SimulatedChain, sample


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Three blocks: an admission, two batches, and a red letter that takes the other batch's second bill back."""
    chain = SimulatedChain()
    chain.seal([sample(events.OrganisationAdmitted, organisation=2, public_code=b"123300004708300001")])
    chain.seal(
        [sample(events.BatchIssued, batch=1, first=bill_key(CODE, 1), count=10, range=1)],
        [sample(events.BatchIssued, batch=2, first=bill_key(CODE, 11), count=10, range=1)],
    )
    chain.seal([sample(events.BillRedLettered, bill=bill_key(CODE, 12), red_bill=bill_key(CODE, 21), range=1)])
    with open_store(tmp_path / "index.sqlite", chain.deployment()) as store:
        sync(chain, store)
    return tmp_path / "index.sqlite"


def test_events_come_in_the_order_of_the_chain_with_their_times_up_to_the_block(path: Path) -> None:
    with read_store(path) as store:
        found = [
            (type(one.event).__name__, one.happened_at, one.position)
            for one in history(store, GAP_EVENTS, as_of(store))
        ]
        assert found == [
            ("BatchIssued", GENESIS_TIME + 10, (2, 0)),
            ("BatchIssued", GENESIS_TIME + 10, (2, 1)),
            ("BillRedLettered", GENESIS_TIME + 15, (3, 0)),
        ]
        assert len(list(history(store, GAP_EVENTS, as_of(store, 2)))) == 2
        header = store.header(2)
        assert header is not None
        assert (as_of(store, 2).block_hash, as_of(store, 2).block_timestamp) == (header.hash, header.timestamp)


@pytest.mark.parametrize(
    ("number", "found"),
    [(3, ["BatchIssued"]), (12, ["BatchIssued", "BillRedLettered"]), (21, []), (30, [])],
)
def test_events_of_one_bill_are_its_batch_and_its_own(path: Path, number: int, found: list[str]) -> None:
    """A red letter's event is that of the bill that it takes back."""
    with read_store(path) as store:
        dated = history_of_bill(store, GAP_EVENTS, bill_key(CODE, number), as_of(store))
        assert [type(one.event).__name__ for one in dated] == found


def test_organisations_are_known_by_their_public_codes(path: Path) -> None:
    with read_store(path) as store:
        assert public_codes(store) == {2: "123300004708300001"}


def test_block_that_the_index_does_not_reach_is_refused(path: Path) -> None:
    with read_store(path) as store, pytest.raises(InputError, match="block 4 is not in the index, which holds 1 to 3"):
        as_of(store, 4)


def test_index_without_the_block_of_an_event_is_refused(path: Path) -> None:
    connection = apsw.Connection(str(path))
    connection.execute("DELETE FROM blocks WHERE number = 2")
    connection.close()
    with read_store(path) as store, pytest.raises(StoreError, match="events of block 2 and not its header"):
        list(history(store, GAP_EVENTS, as_of(store)))
