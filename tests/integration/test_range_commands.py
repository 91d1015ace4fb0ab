"""`govledger range`, run as a user runs it, on a deployment of the embedded chain."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import govledger
from tests.bodies import CODE, FINANCE, INSURER, YEAR, Bodies, found
from tests.commands import Commands, keep, working_in
from tests.sample_bills import ISSUER

DAY = 86_400


class FinanceDepartment(Commands):
    """A consortium with a finance department, a hospital and payers, whose officers have keystores."""

    bodies: Bodies

    def granted(self, count: int = 10) -> int:
        """A range of the hospital's, by two finance officers."""
        until = self.ledger.now() + YEAR
        number = self.run(f"range propose {CODE} {count} --holder {ISSUER} --until {until}", "finance")["range"]
        assert self.run(f"range grant {number}", "finance-2")["event"] == "RangeGranted"
        return int(number)


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FinanceDepartment]:
    folder = tmp_path_factory.mktemp("finance")
    with govledger.embedded() as chain, working_in(folder, chain):
        bodies = found(chain, tmp_path_factory.mktemp("vaults"))
        names = ("founder", "tax", "civil", "finance", "finance-2", "hospital", "insurer")
        keys = dict(zip(names, chain.development_keys, strict=False))
        keep(bodies.ledger, keys)
        department = FinanceDepartment(chain, bodies.ledger, keys)
        department.bodies = bodies
        yield department


@pytest.fixture
def finance(founded: FinanceDepartment) -> Iterator[FinanceDepartment]:
    """What a test does is undone."""
    snapshot = founded.chain.snapshot()
    yield founded
    founded.chain.revert(snapshot)


# --- granted, split, returned ---------------------------------------------------------------------------


def test_range_is_granted_by_a_second_officer_and_shown_as_the_contract_holds_it(finance: FinanceDepartment) -> None:
    until = finance.ledger.now() + YEAR
    proposed = finance.run(f"range propose {CODE} 10 --holder {ISSUER} --until {until}", "finance")
    assert (proposed["event"], proposed["range"], proposed["count"]) == ("RangeProposed", 1, 10)
    assert finance.run("range show 1")["status"] == "PROPOSED"
    assert "a second officer must take this one" in finance.refused("range grant 1", "finance")
    granted = finance.run("range grant 1 --seen 1", "finance-2")
    assert (granted["event"], granted["first"], granted["last"]) == ("RangeGranted", 1, 10)
    hospital, department = finance.bodies.organisations[ISSUER], finance.bodies.organisations[FINANCE]
    shown = finance.run("range show 1")
    assert {name: shown[name] for name in ("id", "version", "status", "code", "first", "last", "next_number")} == {
        **{"id": 1, "version": 2, "status": "GRANTED", "code": CODE, "first": 1, "last": 10, "next_number": 1},
    }
    assert (shown["holder"], shown["grantor"], shown["valid_until_at"]) == (hospital, department, until)
    assert finance.run("range list") == [shown]
    header, row = finance.table("range list")
    assert header == "id code first last next number unit status holder version"
    assert row == f"1 {CODE} 1 10 1 0 GRANTED {hospital} 2"
    assert "next number 1" in finance.table("range show 1")


def test_issuing_point_gets_the_last_numbers_and_the_rest_goes_back(finance: FinanceDepartment) -> None:
    number = finance.granted()
    split = finance.run(f"range split {number} 3 --unit 7", "hospital")
    assert (split["event"], split["unit"], split["first"], split["last"]) == ("RangeSplit", 7, 8, 10)
    part = finance.run(f"range show {split['part_range']}")
    assert (part["unit"], part["parent"], part["status"]) == (7, number, "GRANTED")
    returned = finance.run(f"range return {number} --seen 3", "hospital")
    assert (returned["event"], returned["first"], returned["last"]) == ("RangeReturned", 1, 7)
    assert [one["status"] for one in finance.run("range list")] == ["RETURNED", "GRANTED"]


def test_ranges_are_refused_by_the_contracts_rules(finance: FinanceDepartment) -> None:
    until = finance.ledger.now() + YEAR
    proposal = f"range propose {CODE} 10 --until {until} --holder"
    assert finance.refused(f"{proposal} {ISSUER}", "hospital").endswith("without role 8.")
    assert "99" in finance.refused(f"{proposal} 99", "finance")
    nobody = "113300000000000099"
    assert finance.refused(f"{proposal} {nobody}", "finance") == (
        f"no organisation of this deployment has the public code {nobody}"
    )
    number = finance.granted()
    assert "the caller saw 1" in finance.refused(f"range split {number} 3 --unit 7 --seen 1", "hospital")
    assert finance.refused(f"range return {number}", "finance").endswith("without role 3.")


@pytest.mark.parametrize(
    "words",
    [
        *("show 9", "grant 9", "split 9 1 --unit 7", "return 9", "propose-closure 9", "close 9", "write-off 9"),
    ],
)
def test_range_that_is_not_there_is_one_clear_line(finance: FinanceDepartment, words: str) -> None:
    key = None if words == "show 9" else "finance"
    assert finance.refused(f"range {words}", key) == "there is no range 9 in this deployment"


# --- voided, closed, written off -------------------------------------------------------------------------


def test_voided_numbers_are_confirmed_by_two_finance_officers(finance: FinanceDepartment) -> None:
    number = finance.granted()
    assert "next number" in finance.refused(f"range void {number} 2 2 --reason DAMAGED", "hospital")
    voided = finance.run(f"range void {number} 1 2 --reason misprinted", "hospital")
    assert (voided["event"], voided["first"], voided["count"], voided["reason"]) == (
        *("NumbersVoided", 1, 2, "MISPRINTED"),
    )
    assert finance.run(f"range show {number}")["unconfirmed_voids"] == 1
    confirm = f"range confirm-void {number} 1"
    assert finance.result(confirm, "finance").exit_code == 1
    assert finance.run(f"range review-void {number} 1", "finance")["event"] == "VoidReviewed"
    assert "a second officer must take this one" in finance.refused(confirm, "finance")
    assert finance.run(confirm, "finance-2")["event"] == "VoidConfirmed"
    shown = finance.run(f"range show {number}")
    assert (shown["unconfirmed_voids"], shown["next_number"]) == (0, 3)


def test_range_is_closed_by_two_officers_and_written_off(finance: FinanceDepartment) -> None:
    number = finance.granted()
    finance.run(f"range void {number} 1 2 --reason LOST", "hospital")
    assert finance.result(f"range close {number}", "finance-2").exit_code == 1
    assert finance.run(f"range propose-closure {number}", "finance")["event"] == "RangeClosureProposed"
    assert "a second officer must take this one" in finance.refused(f"range close {number}", "finance")
    closed = finance.run(f"range close {number}", "finance-2")
    assert (closed["event"], closed["first"], closed["last"]) == ("RangeClosed", 3, 10)
    assert finance.result(f"range write-off {number}", "finance").exit_code == 1
    finance.run(f"range review-void {number} 1", "finance")
    finance.run(f"range confirm-void {number} 1", "finance-2")
    assert finance.run(f"range write-off {number}", "finance")["event"] == "RangeWrittenOff"
    assert finance.run(f"range show {number}")["status"] == "WRITTEN_OFF"


# --- the order of payers ---------------------------------------------------------------------------------


def test_finance_officer_orders_and_classifies_the_payers_of_a_code(finance: FinanceDepartment) -> None:
    finance.granted()
    ordered = finance.run(f"range payer-order {CODE} --wait-for BASIC --wait-for supplementary", "finance")
    assert (ordered["event"], ordered["code"], ordered["code_version"]) == ("PayerOrderSet", CODE, 1)
    assert ordered["turns"] == ["BASIC", "SUPPLEMENTARY"]
    classified = finance.run(f"range classify-payer {CODE} {INSURER} --class BASIC", "finance-2")
    payer = finance.bodies.organisations[INSURER]
    assert (classified["payer"], classified["payer_class"], classified["code_version"]) == (payer, "BASIC", 2)
    assert "the caller saw 1" in finance.refused(f"range payer-order {CODE} --seen 1", "finance")
    lines = finance.table(f"range payer-order {CODE} --seen 2", "finance")
    assert "code version 3" in lines and "turns" in lines
    assert finance.ledger.ranges.payer_order(CODE).turns == frozenset()


def test_order_of_payers_is_the_departments_that_the_code_belongs_to(finance: FinanceDepartment) -> None:
    assert finance.result(f"range payer-order {CODE} --wait-for BASIC", "finance").exit_code == 1
    finance.granted()
    assert finance.refused(f"range payer-order {CODE} --wait-for BASIC", "hospital").endswith("without role 8.")
    assert finance.refused(f"range classify-payer {CODE} 113300000000000099 --class BASIC", "finance") == (
        "no organisation of this deployment has the public code 113300000000000099"
    )


# --- wrong options ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("range propose 123456789 10 --holder 1 --until 2027-01-01", "CODE"),
        ("range propose 33060126 0 --holder 1 --until 2027-01-01", "COUNT"),
        ("range propose 33060126 1 --holder 1 --until tomorrow", "'tomorrow' is no time"),
        ("range grant 0", "RANGE"),
        ("range split 1 3", "Missing option '--unit'"),
        ("range split 1 3 --unit 65536", "--unit"),
        ("range void 1 1 1", "Missing option '--reason'"),
        ("range void 1 0 1 --reason LOST", "FIRST"),
        ("range void 1 1 1 --reason STOLEN", "'STOLEN' is not one of DAMAGED, MISPRINTED, SYSTEM_FAILURE, LOST"),
        ("range payer-order 33060126 --wait-for UNCLASSIFIED", "'UNCLASSIFIED' is not one of BASIC"),
        ("range classify-payer 33060126 1", "Missing option '--class'"),
    ],
)
def test_wrong_options_are_named(finance: FinanceDepartment, words: str, what: str) -> None:
    assert what in finance.wrong(words, "finance")
