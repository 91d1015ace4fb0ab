"""The demo's whole story, and an import of bills that an index follows, on a chain of real nodes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import govledger
from govledger.bills.import_plan import ImportPlan
from govledger.connection import Connection
from govledger.demo import DemoResult
from govledger.importing.keyring import Keyring
from govledger.importing.run import ImportReport, import_bills
from govledger.importing.tables import read_plan
from govledger.index.model import SyncReport
from govledger.index.store import read_store
from govledger.ledger import Ledger
from govledger.model import Mode
from govledger.privacy.tags import TagKind
from govledger.tx.signing import PrivateKeySigner
from tests.network.agreement import events_of, require_agreement
from tests.network.figures import Figures
from tests.network.part_of_synthea import write_part
from tests.network.place import Place

CLAIMS = 100


# --- the import -----------------------------------------------------------------------------------------


@dataclass
class Following:
    """An index that follows the chain while others write on it."""

    ledger: Ledger
    reports: list[SyncReport] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)
    ending: threading.Event = field(default_factory=threading.Event)

    def follow(self) -> None:
        try:
            while not self.ending.wait(0.5):
                self.reports.append(self.ledger.sync())
        except Exception as error:
            self.errors.append(error)
        finally:
            self.ledger.close()  # by the thread that opened it


@dataclass(frozen=True)
class Imported:
    """What the one import left."""

    chain: Connection
    folder: Path
    founder: PrivateKeySigner
    plan: ImportPlan
    report: ImportReport
    followed: list[SyncReport]

    def again(self) -> ImportReport:
        return run_import(self.chain, self.folder, self.founder, self.plan)


def run_import(chain: Connection, folder: Path, founder: PrivateKeySigner, plan: ImportPlan) -> ImportReport:
    with (
        closing(Ledger.open(folder / "bills", chain, store=folder / "keys" / "index.sqlite")) as ledger,
        Keyring.open(folder / "keys", ledger.deployment) as keyring,
    ):
        return import_bills(ledger, plan, keyring, lambda: founder)


@pytest.fixture(scope="module")
def imported(
    place: Place, shared: Path, tmp_path_factory: pytest.TempPathFactory, figures: Figures
) -> Iterator[Imported]:
    folder, founder = tmp_path_factory.mktemp("bills"), place.another_founder()
    plan = read_plan(write_part(shared / "data" / "synthea", folder / "data", claims=CLAIMS))
    with place.connect() as chain, place.connect() as watched:
        with figures.time("deployment"):
            govledger.deploy(chain, founder, name="bills", directory=folder).close()
        following = Following(Ledger.open(folder / "bills", watched, store=folder / "followed.sqlite"))
        thread = threading.Thread(target=following.follow, name="following", daemon=True)
        thread.start()
        try:
            with figures.time(f"import of {CLAIMS} claims"):
                report = run_import(chain, folder, founder, plan)
        finally:
            following.ending.set()
            thread.join(60)
        assert following.errors == []
        yield Imported(chain, folder, founder, plan, report, following.reports)


@pytest.mark.shared
def test_reconciliation_of_an_import_on_real_nodes_holds(imported: Imported) -> None:
    found = imported.report.reconciliation
    equations = {one.name: (one.files, one.ledger, one.listed) for one in found.equations}
    assert found.holds and equations["claims"] == (CLAIMS, CLAIMS, 0)
    assert imported.report.done.bills_issued == CLAIMS
    assert imported.report.done.reimbursements_settled > 10


@pytest.mark.shared
def test_index_that_followed_the_import_is_the_chains(imported: Imported) -> None:
    grown = [report for report in imported.followed if report.events_added]
    assert len(grown) > 5, "the index followed while the import wrote"
    with closing(
        Ledger.open(imported.folder / "bills", imported.chain, store=imported.folder / "followed.sqlite")
    ) as ledger:
        require_agreement(ledger)
        with closing(read_store(imported.folder / "keys" / "index.sqlite")) as own:
            assert events_of(ledger.store) == events_of(own)


@pytest.mark.shared
def test_trail_of_an_imported_bill_tells_its_whole_life(imported: Imported) -> None:
    claimed = max(imported.plan.bills, key=lambda bill: len(bill.reimbursements))
    store = imported.folder / "followed.sqlite"
    with closing(Ledger.open(imported.folder / "bills", imported.chain, store=store)) as ledger:
        with Keyring.open(imported.folder / "keys", ledger.deployment) as keyring:
            key = keyring.vault(claimed.hospital).key_of_reference(TagKind.BUSINESS, claimed.claim)
        entries = list(ledger.trail(bill=key))
    each = ["DirectSettlementMade"] * len(claimed.reimbursements)
    assert [entry.event for entry in entries if entry.event != "BatchIssued"] == ["ClaimOpened", *each]
    assert [entry.at.block_number for entry in entries] == sorted(entry.at.block_number for entry in entries)


@pytest.mark.shared
def test_second_import_on_real_nodes_changes_nothing(imported: Imported, figures: Figures) -> None:
    with closing(read_store(imported.folder / "keys" / "index.sqlite")) as store:
        before = events_of(store)
    with figures.time("second import"):
        again = imported.again()
    assert again.done == type(again.done)(0, 0, 0, 0)
    assert again.reconciliation == imported.report.reconciliation
    with closing(read_store(imported.folder / "keys" / "index.sqlite")) as store:
        assert events_of(store) == before


# --- the story ------------------------------------------------------------------------------------------


def test_story_of_the_demo_is_told_on_real_nodes(story: Future[DemoResult], place: Place, figures: Figures) -> None:
    told = story.result(600)
    assert {one.mode for one in told.shared} == set(Mode)
    assert len(told.members) == 7 and len(told.refusals) == 13
    assert [one.tally.votes for one in told.voted] == [3, 3] and all("seconds" in one.delay for one in told.voted)
    assert [entry.event for entry in told.inspection.emergency][-1] == "EmergencyReviewed"
    assert told.inspection.sealed.subject == 0 < told.inspection.sealed.auditor
    assert told.claim.account.settled_fen == told.claim.account.claimable_fen
    assert told.inspection.words_found == 0 and len(told.inspection.heads) == 8
    figures.note("story, events", told.inspection.events)
    folder = told.directory.parent / "deployments" / "story"
    with place.connect() as chain, closing(Ledger.open(folder, chain)) as ledger:
        require_agreement(ledger)
