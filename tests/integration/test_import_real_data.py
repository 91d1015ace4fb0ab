"""The import of the public data set that nobody here wrote, once for all tests: figures, differences, privacy."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

import govledger
from govledger.bills.import_plan import ImportPlan
from govledger.connection import Connection
from govledger.importing.keyring import Keyring
from govledger.importing.run import ImportReport, import_bills
from govledger.importing.tables import read_plan
from govledger.ledger import Ledger
from govledger.privacy.tags import TagKind
from govledger.tx.signing import LegacyTransaction, PrivateKeySigner
from tests.clear_text import ClearText, arguments_of, calls_of, files_of, forms_of, logs_of, numbers_of

pytestmark = pytest.mark.shared


@dataclass(frozen=True)
class Imported:
    """What the one run left."""

    chain: Connection
    ledger: Ledger
    folder: Path
    plan: ImportPlan
    report: ImportReport

    @property
    def index(self) -> Path:
        return self.folder / "index.sqlite"

    def run(self) -> ImportReport:
        founder = PrivateKeySigner(self.chain.development_keys[0])
        with Keyring.open(self.folder / "keys", self.ledger.deployment) as keyring:
            return import_bills(self.ledger, self.plan, keyring, lambda: founder)

    def height(self) -> int:
        return int(self.chain.request("eth_blockNumber"), 16)


@pytest.fixture(scope="session")
def imported(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Imported]:
    folder = tmp_path_factory.mktemp("real-data")
    plan = read_plan(shared / "data" / "synthea")
    with (
        govledger.embedded() as chain,
        closing(govledger.deploy(chain, name="real", store=folder / "index.sqlite")) as ledger,
    ):
        founder = PrivateKeySigner(chain.development_keys[0])
        with Keyring.open(folder / "keys", ledger.deployment) as keyring:
            report = import_bills(ledger, plan, keyring, lambda: founder)
        yield Imported(chain, ledger, folder, plan, report)


# --- figures ----------------------------------------------------------------------------------------------


def test_reconciliation_of_the_real_data_holds_to_the_cent(imported: Imported) -> None:
    found = imported.report.reconciliation
    assert found.holds
    assert {one.name: (one.unit, one.files, one.ledger, one.listed) for one in found.equations} == {
        "claims": ("bills", 1_267, 1_267, 0),
        "charges": ("fen", 109_240_273, 109_240_273, 0),
        "paid above the bill": ("fen", 1_110_121, 1_110_121, 0),
        "reimbursements": ("payments", 184, 183, 1),
        "reimbursed": ("fen", 1_547_358, 1_534_198, 13_160),
        "bills by the vaults and by the chain's events": ("bills", 1_267, 1_267, 0),
    }
    assert (imported.report.hospitals, imported.report.payers) == (51, 8)


def test_every_difference_of_the_real_data_is_listed_with_its_amounts(imported: Imported) -> None:
    found = imported.report.reconciliation
    assert len(found.bills_of_zero) == 49 and len(found.paid_above) == 189 and found.refused_bills == ()
    assert {one.claimable_fen for one in found.paid_above} == {0}
    assert sum(one.above_fen for one in found.paid_above) == 1_110_121
    assert all(one.paid_fen == one.total_fen + one.above_fen for one in found.paid_above)
    [one] = found.unsettled
    assert one.claim == "aa831485-45e5-37bc-cfa2-ccfa7e0d92fa"
    assert (one.amount_fen, one.left_fen, one.settled_fen) == (13_160, 13_159, 0)
    assert one.refusal == "ClaimCapacityExceeded"


def test_contracts_own_accounts_add_up_to_what_was_settled(imported: Imported) -> None:
    settled = 0
    with Keyring.open(imported.folder / "keys", imported.ledger.deployment) as keyring:
        for bill in imported.plan.bills:
            if bill.reimbursements:
                vault = keyring.vault(bill.hospital)
                key = vault.key_of_reference(TagKind.BUSINESS, bill.claim)
                assert key is not None
                account = imported.ledger.claims.claim(key)
                assert account is None or account.claimable_fen == bill.claimable_fen
                assert (account is None) == bool(bill.above_what_is_left)
                settled += 0 if account is None else account.settled_fen
    assert settled == 1_534_198


def test_bills_of_every_hospital_verify_on_the_chain(imported: Imported) -> None:
    with Keyring.open(imported.folder / "keys", imported.ledger.deployment) as keyring:
        for hospital in imported.plan.hospitals:
            vault = keyring.vault(hospital.public_code)
            for batch in vault.batches():
                for key in {batch.keys[0], batch.keys[-1]}:
                    found = imported.ledger.bills.verify(vault.holder_file(key))
                    assert found.authentic and found.issuer


def test_trail_of_a_claimed_bill_tells_its_whole_life(imported: Imported) -> None:
    claimed = max(imported.plan.bills, key=lambda bill: len(bill.reimbursements))
    with Keyring.open(imported.folder / "keys", imported.ledger.deployment) as keyring:
        vault = keyring.vault(claimed.hospital)
        key = vault.key_of_reference(TagKind.BUSINESS, claimed.claim)
    events = [entry.event for entry in imported.ledger.trail(bill=key)]
    each = ["DirectSettlementMade"] * len(claimed.reimbursements)
    assert [name for name in events if name not in ("BatchIssued",)] == ["ClaimOpened", *each]


def test_second_import_of_the_real_data_sends_nothing(imported: Imported) -> None:
    height, index = imported.height(), _content(imported.index)
    again = imported.run()
    assert imported.height() == height and _content(imported.index) == index
    assert again.reconciliation == imported.report.reconciliation
    assert again.done == type(again.done)(0, 0, 0, 0)


# --- privacy ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def secrets(shared: Path, imported: Imported) -> ClearText:
    wanted = ClearText.of_data_set(shared / "data" / "synthea")
    claimed = [bill for bill in imported.plan.bills if bill.reimbursements]
    reimbursed = (one.amount_fen for bill in claimed for one in bill.reimbursements)
    wanted.add_amounts(imported.plan, public=[*(bill.claimable_fen for bill in claimed), *reimbursed])
    return wanted


def test_nothing_about_patients_is_in_any_event(imported: Imported, secrets: ClearText) -> None:
    logs = list(logs_of(imported.chain))
    assert len(logs) > 700
    assert secrets.search(logs) == []
    assert secrets.search_words(logs) == []


def test_nothing_about_patients_is_in_any_calldata(imported: Imported, secrets: ClearText) -> None:
    calls = list(calls_of(imported.chain))
    assert len(calls) > 500
    assert secrets.search(calls) == []
    assert secrets.search_words(arguments_of(imported.chain)) == []


def test_nothing_about_patients_is_in_the_index(imported: Imported, secrets: ClearText) -> None:
    files = list(files_of(imported.index))
    assert sum(len(content) for _, content in files) > 500_000
    assert secrets.search(files) == []
    assert secrets.search_numbers(numbers_of(imported.index)) == []


def test_search_looks_for_thousands_of_things(secrets: ClearText) -> None:
    assert secrets.count > 50_000 and len(secrets.numbers) > 100


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Maynard46", "text"),
        ("Maynard46 Mosciski958", "text"),
        ("999-17-5017", "text"),
        ("999175017", "sha256 of text"),
        ("784 Stamm Lock Unit 46", "hex of text"),
        ("3edac2e3-d223-6fae-d515-daf96ef6bc76", "UUID bytes"),
        ("3edac2e3-d223-6fae-d515-daf96ef6bc76", "keccak256 of UUID bytes"),
        ("195662009", "text"),
        ("Acute viral pharyngitis (disorder)", "keccak256 of text"),
        ("aa831485-45e5-37bc-cfa2-ccfa7e0d92fa", "UUID bytes"),
        ("3ab88d53-b7bf-2f8c-087e-8ad4145a79f2", "hex of sha256 of text"),
    ],
)
def test_what_is_planted_in_an_event_is_found(secrets: ClearText, text: str, form: str) -> None:
    """The privacy tests can fail: each kind of thing in each form is seen."""
    [value] = [value for name, value in forms_of(text) if name == form]
    [*found] = secrets.search([("log 0", bytes(40) + value + bytes(9))])
    assert any(f"{text!r} as {form}" in one.what and one.where == "log 0" for one in found)


def test_number_that_is_planted_in_an_event_is_found(secrets: ClearText) -> None:
    amount = next(number for number, what in secrets.numbers.items() if what.startswith("an amount of claim"))
    for number, what in (
        (amount, "an amount of claim"),
        (195_662_009, "195662009"),
        (int.from_bytes(b"Jos", "big"), ""),
    ):
        found = secrets.search_words([("log 0", bytes(64) + number.to_bytes(32, "big") + bytes(32))])
        assert [what in one.what for one in found] == ([True] if what else [])
        assert bool(secrets.search_numbers([("table", number)])) == bool(what)
    assert "an amount" in secrets.search([("log 0", b"paid %d.%02d" % divmod(amount, 100))])[0].what


def test_what_is_planted_in_calldata_is_found(imported: Imported, secrets: ClearText) -> None:
    snapshot = imported.chain.snapshot()
    signer = PrivateKeySigner(imported.chain.development_keys[9])
    chain_id, data = imported.chain.chain_id(), b"paid by Maynard46 Mosciski958"
    planted = LegacyTransaction(chain_id=chain_id, nonce=0, gas_price=0, gas=100_000, to=bytes(20), data=data)
    imported.chain.request("eth_sendRawTransaction", f"0x{signer.sign(planted).hex()}")
    assert len(secrets.search(calls_of(imported.chain))) >= 2
    imported.chain.revert(snapshot)


def test_what_is_planted_in_the_index_is_found(imported: Imported, secrets: ClearText, tmp_path: Path) -> None:
    copy = tmp_path / "index.sqlite"
    original = sqlite3.connect(f"file:{imported.index}?mode=ro", uri=True)
    with closing(original) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        target.execute("INSERT INTO meta VALUES ('note', '999-17-5017')")
        amount = next(number for number, what in secrets.numbers.items() if what.startswith("an amount of claim"))
        target.execute("UPDATE direct_settlement_made SET amount_fen = ?", (amount,))
        target.commit()
    assert secrets.search(files_of(copy)) and secrets.search_numbers(numbers_of(copy))


def _content(index: Path) -> list[str]:
    with closing(sqlite3.connect(f"file:{index}?mode=ro", uri=True)) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return [f"{name} {row}" for name in sorted(tables) for row in database.execute(f'SELECT * FROM "{name}"')]
