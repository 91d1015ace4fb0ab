"""`govledger bill`, run as a user runs it, on a deployment of the embedded chain: from the order to the books."""

from __future__ import annotations

import json
import logging
import shlex
import shutil
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner, Result

import govledger
from govledger.bills.consent_file import consent_from_json, revocation_from_json, secret_from_json
from govledger.bills.holder import HolderFile
from govledger.bills.number import bill_key
from govledger.bills.order import BillOrder
from govledger.cli import main
from govledger.privacy.canonical import canonical_bytes
from govledger.vault import Vault
from tests.bodies import AID, CODE, INSURER, Bodies, found, order
from tests.clear_text import texts_of
from tests.commands import Commands, keep, refusal_in, working_in
from tests.sample_bills import ISSUER

DAY = 86_400
FIRST = f"{CODE}-0000000001"
SECOND = f"{CODE}-0000000002"
PAPER = "12345678-0000000042"
KEYS = ("founder", "tax", "civil", "finance", "finance-2", "hospital", "insurer", "insurer-2", "aid")
VAULTS = {"hospital": ISSUER, "insurer": INSURER, "aid": AID}
BY_HOSPITAL = "--vault vaults/hospital"


class Province(Commands):
    """A consortium whose officers have keystores, and whose hospital and payers have vaults."""

    bodies: Bodies

    def offline(self, words: str) -> Result:
        """How a command ended that asks no chain."""
        return CliRunner().invoke(main, shlex.split(words))

    def printed(self, words: str) -> Any:
        """What a command that asks no chain, and succeeds, prints as JSON."""
        ended = self.offline(f"{words} --json")
        assert ended.exit_code == 0, ended.output
        return json.loads(ended.output)

    def soon(self, seconds: int = 5_000) -> int:
        return self.ledger.now() + seconds

    def issue(self, *, consent_key: str | None = None, claimable_fen: int = 2_235) -> None:
        """The first bill of a new range, and its holder's file `bill.json`."""
        key = bytes(20) if consent_key is None else bytes.fromhex(consent_key[2:])
        Path("order.json").write_bytes(replace(order(1, claimable_fen), consent_key=key).to_json())
        number = self.bodies.grant_range()
        self.run(f"bill issue order.json --range {number} {BY_HOSPITAL}", "hospital")
        assert self.offline(f"bill holder-file {FIRST} {BY_HOSPITAL} --out bill.json").exit_code == 0

    def reserve(self, fen: int, reference: str, words: str = "--seen 0", payer: str = "insurer") -> Any:
        command = f"bill claim reserve bill.json {fen} --reference {reference} --expires {self.soon()} {words}"
        return self.run(f"{command} --vault vaults/{payer}", payer)

    def pay(self, fen: int, reference: str, words: str = "--seen 0", payer: str = "insurer") -> Any:
        return self.run(f"bill claim pay bill.json {fen} --reference {reference} {words} --vault vaults/{payer}", payer)


def lines(*orders: BillOrder) -> bytes:
    """Orders as JSON lines."""
    return b"".join(canonical_bytes(msgspec.json.decode(one.to_json())) + b"\n" for one in orders)


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    folder = tmp_path_factory.mktemp("province")
    with govledger.embedded() as chain, working_in(folder, chain):
        bodies = found(chain, tmp_path_factory.mktemp("vaults"))
        keys = dict(zip(KEYS, chain.development_keys, strict=False))
        keep(bodies.ledger, keys)
        made = Province(chain, bodies.ledger, keys)
        made.bodies = bodies
        yield made


@pytest.fixture
def province(founded: Province) -> Iterator[Province]:
    """The province with empty vaults: what a test does is undone, and its files are removed."""
    kept = set(Path().iterdir())
    snapshot = founded.chain.snapshot()
    Path("vaults").mkdir()
    for name, code in VAULTS.items():
        Vault.create(f"vaults/{name}", code).close()
    yield founded
    founded.chain.revert(snapshot)
    for path in set(Path().iterdir()) - kept:
        shutil.rmtree(path) if path.is_dir() else path.unlink()


# --- issue ----------------------------------------------------------------------------------------------


def test_bill_is_issued_once_and_the_same_order_prints_the_bill_that_exists(province: Province) -> None:
    Path("order.json").write_bytes(order(1).to_json())
    number = province.bodies.grant_range()
    issue = f"bill issue order.json --range {number} {BY_HOSPITAL}"
    issued = province.run(issue, "hospital")
    assert (issued["event"], issued["bill"], issued["issued_before"]) == ("BillIssued", FIRST, False)
    assert province.run(issue, "hospital") == {"bill": FIRST, "issued_before": True}
    assert province.table(issue, "hospital") == [f"bill {FIRST}", "issued before yes"]
    assert province.ledger.ranges.next_number(number) == 2
    Path("order.json").write_bytes(order(1, 2_000).to_json())
    assert FIRST in province.refused(issue, "hospital")
    Path("order.json").write_bytes(order(2).to_json())
    assert province.refused(issue.replace(f"--range {number}", "--range 99"), "hospital").startswith(
        "range 99 is none that was granted"
    )
    assert province.refused(issue, "insurer").endswith("without role 9.")


def test_orders_of_a_file_are_issued_by_one_root(province: Province) -> None:
    Path("orders.jsonl").write_bytes(lines(order(1), order(2)) + b"\n" + lines(order(3)))
    number = province.bodies.grant_range()
    batch = f"bill batch orders.jsonl --range {number} {BY_HOSPITAL}"
    issued = province.run(batch, "hospital")
    keys = [f"{CODE}-000000000{one}" for one in (1, 2, 3)]
    assert (issued["event"], issued["count"], issued["bills"]) == ("BatchIssued", 3, keys)
    assert province.run(batch, "hospital") == {"bills": keys}
    assert province.table(batch, "hospital") == [f"bills {', '.join(keys)}"]


def test_line_that_is_no_order_is_named(province: Province) -> None:
    batch = f"bill batch orders.jsonl --range 1 {BY_HOSPITAL}"
    assert province.refused(batch, "hospital") == ("orders.jsonl cannot be read: No such file or directory")
    Path("orders.jsonl").write_bytes(lines(order(1)) + b"\n{}\n")
    assert province.refused(batch, "hospital").startswith(
        "orders.jsonl, line 3: not a file of format govledger.order.v1: "
    )
    Path("orders.jsonl").write_bytes(b"\n")
    assert province.refused(batch, "hospital") == "orders.jsonl has no order; write one a line"
    Path("orders.jsonl").write_bytes(lines(order(1), order(1)))
    assert "carry the same" in province.refused(
        f"bill batch orders.jsonl --range {province.bodies.grant_range()} {BY_HOSPITAL}", "hospital"
    )


def test_holders_file_is_its_owners_alone_and_is_never_overwritten(province: Province) -> None:
    province.issue()
    assert stat.S_IMODE(Path("bill.json").stat().st_mode) == 0o600
    assert HolderFile.from_json(Path("bill.json").read_bytes()).bill.document.key == bill_key(CODE, 1)
    ended = province.offline(f"bill holder-file {FIRST} {BY_HOSPITAL} --out again.json")
    assert ended.output == f"again.json: bill {FIRST}\n"
    again = province.offline(f"bill holder-file {FIRST} {BY_HOSPITAL} --out bill.json")
    assert refusal_in(again) == "bill.json cannot be written: File exists; name a new file"
    assert SECOND in refusal_in(province.offline(f"bill holder-file {SECOND} {BY_HOSPITAL} --out other.json"))


def test_bill_is_taken_back_by_a_red_letter(province: Province) -> None:
    province.issue()
    number = province.bodies.grant_range()
    words = f"bill red-letter {FIRST} --range {number} --business-number RED-1 --reason refund --cashier 王**"
    taken = province.run(f"{words} --reviewer 李** {BY_HOSPITAL}", "hospital")
    assert (taken["event"], taken["reason"]) == ("BillRedLettered", "REFUND")
    assert province.run(f"bill state {FIRST}")["own"]["state"] == "RED_LETTERED"
    assert province.refused(f"{words} {BY_HOSPITAL}".replace("RED-1", "RED-2"), "hospital")
    assert "RED-1" not in json.dumps(taken) and "王" not in json.dumps(taken)


# --- the desk -------------------------------------------------------------------------------------------


def test_desk_hands_out_bills_without_a_chain_and_anchors_them_later(province: Province) -> None:
    number = province.bodies.grant_range(5)
    stock = province.run(f"bill desk stock --range {number} {BY_HOSPITAL}", "hospital")
    assert (stock["range"], stock["code"], stock["first"], stock["last"]) == (number, CODE, 1, 5)
    Path("orders.jsonl").write_bytes(lines(order(1), order(2)))
    handed = province.printed(f"bill desk issue orders.jsonl {BY_HOSPITAL}")
    assert handed == {"bills": [FIRST, SECOND], "waiting": 2, "left": 3}
    assert province.printed(f"bill desk issue orders.jsonl {BY_HOSPITAL}") == handed
    assert province.printed(f"bill desk show {BY_HOSPITAL}") == {
        **{"range": number, "left": 3, "waiting": [FIRST, SECOND], "valid_until_at": stock["valid_until_at"]},
    }
    assert f"waiting         {FIRST}, {SECOND}" in province.offline(f"bill desk show {BY_HOSPITAL}").output
    assert province.ledger.ranges.next_number(number) == 1
    anchored = province.run(f"bill desk anchor --together 1 {BY_HOSPITAL}", "hospital")
    assert anchored == {"bills": [FIRST, SECOND], "count": 2}
    assert province.ledger.ranges.next_number(number) == 3
    assert province.run(f"bill desk anchor {BY_HOSPITAL}", "hospital") == {"bills": [], "count": 0}
    assert province.printed(f"bill desk show {BY_HOSPITAL}")["waiting"] == []


def test_desk_without_numbers_hands_out_nothing(province: Province) -> None:
    Path("orders.jsonl").write_bytes(lines(order(1), order(2)))
    issue = f"bill desk issue orders.jsonl {BY_HOSPITAL}"
    assert refusal_in(province.offline(issue)).startswith("the desk has no numbers; take some")
    assert province.printed(f"bill desk show {BY_HOSPITAL}") == {
        **{"waiting": [], "range": None, "left": 0, "valid_until_at": 0},
    }
    assert "none that was granted" in province.refused(f"bill desk stock --range 9 {BY_HOSPITAL}", "hospital")
    province.run(f"bill desk stock --range {province.bodies.grant_range(1)} {BY_HOSPITAL}", "hospital")
    assert refusal_in(province.offline(issue)).startswith("1 numbers of range 1 are left, not 2")
    assert province.printed(f"bill desk show {BY_HOSPITAL}")["waiting"] == []


def test_desk_sets_aside_what_can_never_be_issued_and_nothing_else(province: Province) -> None:
    proposer, grantor = province.bodies.finance
    hospital, until = province.bodies.organisations[ISSUER], province.soon()
    number = proposer.ranges.propose_range(CODE, hospital, 5, valid_until_at=until).event.range
    grantor.ranges.grant_range(number, 1)
    province.run(f"bill desk stock --range {number} {BY_HOSPITAL}", "hospital")
    Path("orders.jsonl").write_bytes(lines(order(1)))
    province.printed(f"bill desk issue orders.jsonl {BY_HOSPITAL}")
    assert province.run(f"bill desk set-aside {BY_HOSPITAL}", "hospital") == {"bills": [], "count": 0}
    province.chain.advance_time(5_000)
    assert f"Range {number}" in province.refused(f"bill desk anchor {BY_HOSPITAL}", "hospital")
    aside = province.run(f"bill desk set-aside {BY_HOSPITAL}", "hospital")
    assert aside == {"bills": [FIRST], "count": 1}
    assert province.run(f"bill desk anchor {BY_HOSPITAL}", "hospital") == {"bills": [], "count": 0}


# --- standing -------------------------------------------------------------------------------------------


def test_state_of_a_bill_is_what_the_contracts_hold(province: Province) -> None:
    province.issue()
    state = province.run(f"bill state {FIRST}")
    assert (state["bill"], state["own"]["state"], state["claim"], state["reservations"]) == (FIRST, "ISSUED", None, [])
    made = province.reserve(100, "A")
    state = province.run(f"bill state {bill_key(CODE, 1)}")
    assert (state["claim"]["claimable_fen"], state["claim"]["available_fen"]) == (2_235, 2_135)
    [reservation] = state["reservations"]
    assert (reservation["number"], reservation["reserved_fen"]) == (made["bill_version"], 100)
    assert state["engagement"]["reserved_until_at"] == reservation["expires_at"]
    assert any(
        "reserved fen=100" in line or "reserved_fen=100" in line for line in province.table(f"bill state {FIRST}")
    )
    unknown = province.run(f"bill state {SECOND}")
    assert (unknown["own"], unknown["claim"]) == (None, None)


def test_paper_becomes_the_live_form_until_it_is_void(province: Province) -> None:
    province.issue()
    nothing = province.refused(f"bill void-paper {SECOND}", "hospital")
    assert nothing == f"there is no bill with storage of its own {SECOND} in this deployment"
    issued = province.run(f"bill paper {FIRST} {PAPER} {BY_HOSPITAL}", "hospital")
    assert (issued["event"], issued["paper"]) == ("PaperIssued", bill_key(12_345_678, 42))
    assert province.refused(f"bill paper {FIRST} {PAPER} {BY_HOSPITAL}", "hospital")
    assert "the caller saw 1" in province.refused(f"bill void-paper {FIRST} --seen 1", "hospital")
    assert province.run(f"bill void-paper {FIRST}", "hospital")["event"] == "PaperVoided"
    assert province.run(f"bill state {FIRST}")["own"]["paper"] == 0


def test_freeze_is_lifted_by_a_second_officer_and_ends_a_day_later(province: Province) -> None:
    province.issue()
    assert province.refused(f"bill freeze {FIRST} --reason DISPUTE", "hospital").endswith("without role 8.")
    frozen = province.run(f"bill freeze {FIRST} --reason suspected-fraud", "finance")
    assert (frozen["event"], frozen["reason"]) == ("BillFrozen", "SUSPECTED_FRAUD")
    pay = "bill claim pay bill.json 100 --reference A --seen 0 --vault vaults/insurer"
    assert "frozen" in province.refused(pay, "insurer").lower()
    assert province.result(f"bill lift-freeze {FIRST}", "finance").exit_code == 1
    assert "the caller saw 9" in province.refused(f"bill lift-freeze {FIRST} --seen 9", "finance-2")
    lifted = province.run(f"bill lift-freeze {FIRST}", "finance-2")
    assert lifted["frozen_until"] == lifted["block_timestamp"] + DAY
    assert province.result(f"bill lift-freeze {SECOND}", "finance-2").exit_code == 1


def test_number_that_no_bill_has_yet_is_frozen(province: Province) -> None:
    province.issue()
    assert province.run(f"bill freeze {SECOND} --reason COURT_ORDER", "finance")["bill_version"] == 1
    assert province.run(f"bill state {SECOND}")["own"]["state"] == "NONE"


def test_shredded_bill_has_no_holders_file_any_more(province: Province) -> None:
    province.issue()
    shredded = province.run(f"bill shred {FIRST} --reason SUBJECT_REQUEST {BY_HOSPITAL}", "hospital")
    assert (shredded["event"], shredded["reason"]) == ("BillShredded", "SUBJECT_REQUEST")
    refused = refusal_in(province.offline(f"bill holder-file {FIRST} {BY_HOSPITAL} --out again.json"))
    assert FIRST in refused and not Path("again.json").exists()
    assert SECOND in province.refused(f"bill shred {SECOND} --reason ERROR {BY_HOSPITAL}", "hospital")


# --- claims ---------------------------------------------------------------------------------------------


def test_reservation_is_renewed_settled_in_part_and_released(province: Province) -> None:
    province.issue()
    made = province.reserve(1_000, "A")
    assert (made["event"], made["amount_fen"], made["claim_purpose"]) == ("ReservationMade", 1_000, "REIMBURSEMENT")
    own = f"{FIRST} {made['bill_version']}"
    later = province.soon(9_000)
    assert "the caller saw 7" in province.refused(f"bill claim renew {own} --seen 7 --expires {later}", "insurer")
    renewed = province.run(f"bill claim renew {own} --seen {made['bill_version']} --expires {later}", "insurer")
    assert (renewed["event"], renewed["expires_at"]) == ("ReservationRenewed", later)
    settled = province.run(f"bill claim settle {own} 400", "insurer")
    assert (settled["event"], settled["amount_fen"]) == ("SettlementMade", 400)
    released = province.run(f"bill claim release {own}", "insurer")
    assert (released["event"], released["amount_fen"]) == ("ReservationReleased", 600)
    assert province.run(f"bill state {FIRST}")["claim"]["settled_fen"] == 400
    assert province.result(f"bill claim settle {own} 1", "insurer").exit_code == 1


def test_same_money_is_never_paid_twice(province: Province) -> None:
    province.issue()
    paid = province.pay(2_000, "A", "--seen 0 --purpose aid")
    assert (paid["event"], paid["amount_fen"], paid["claim_purpose"]) == ("DirectSettlementMade", 2_000, "AID")
    again = "bill claim pay bill.json {} --reference {} --seen {} --vault vaults/aid"
    assert "the caller saw 0" in province.refused(again.format(100, "B", 0), "aid")
    version = paid["bill_version"]
    assert "236" in province.refused(again.format(236, "B", version), "aid")
    assert province.pay(235, "B", f"--seen {version}", "aid")["amount_fen"] == 235
    assert province.refused(
        f"bill claim pay bill.json 1 --reference A --seen {version + 1} --vault vaults/insurer", "insurer"
    )


def test_payer_declines_so_that_the_next_class_has_its_turn(province: Province) -> None:
    province.issue()
    province.run(f"range payer-order {CODE} --wait-for BASIC", "finance")
    province.run(f"range classify-payer {CODE} {INSURER} --class BASIC", "finance")
    pay = "bill claim pay bill.json 100 --reference A --seen {} --vault vaults/aid"
    assert province.result(pay.format(0), "aid").exit_code == 1
    declined = province.run("bill claim decline bill.json --seen 0", "insurer")
    assert declined["event"] == "ClaimDeclined"
    assert province.run(pay.format(declined["bill_version"]), "aid")["amount_fen"] == 100


def test_settlement_is_reversed_by_two_officers_of_the_payer(province: Province) -> None:
    province.issue()
    own = f"{FIRST} {province.pay(500, 'A')['bill_version']}"
    proposed = province.run(f"bill claim propose-reversal {own} 200 --reason paid-in-error", "insurer")
    assert (proposed["event"], proposed["reason"]) == ("ReversalProposed", "PAID_IN_ERROR")
    confirm = f"bill claim confirm-reversal {own}"
    assert province.result(f"{confirm} 200", "insurer").exit_code == 1
    assert province.result(f"{confirm} 100", "insurer-2").exit_code == 1
    reversed_one = province.run(f"{confirm} 200", "insurer-2")
    assert (reversed_one["event"], reversed_one["amount_fen"]) == ("SettlementReversed", 200)
    assert province.run(f"bill state {FIRST}")["claim"]["settled_fen"] == 300


# --- consents -------------------------------------------------------------------------------------------


def test_consent_lets_the_payer_claim_until_its_revocation_is_delivered(province: Province) -> None:
    made = province.printed("bill consent key --out key.json")
    assert made["file"] == "key.json" and stat.S_IMODE(Path("key.json").stat().st_mode) == 0o600
    province.issue(consent_key=made["consent_key"])
    asked = "bill claim reserve bill.json 100 --reference A --seen 0 --vault vaults/insurer"
    assert province.result(f"{asked} --expires {province.soon()}", "insurer").exit_code == 1
    until = province.soon()
    terms = f"bill.json --secret key.json --payer {INSURER}"
    given = province.run(f"bill consent give {terms} --purpose DIRECT_PAYMENT --until {until} --out consent.json")
    payer = province.bodies.organisations[INSURER]
    assert given == {
        **{"bill": FIRST, "payer": payer, "purpose": "DIRECT_PAYMENT", "until_at": until, "serial": 1},
        "file": "consent.json",
    }
    assert consent_from_json(Path("consent.json").read_bytes()).payer == payer
    reserved = province.reserve(100, "A", "--seen 0 --consent consent.json")
    assert (reserved["claim_purpose"], reserved["consent_serial"]) == ("DIRECT_PAYMENT", 1)
    revoked = province.run(f"bill consent revoke {terms} --out revocation.json")
    assert revoked == {"bill": FIRST, "payer": payer, "serial": 1, "file": "revocation.json"}
    assert revocation_from_json(Path("revocation.json").read_bytes()).payer == payer
    delivered = province.run("bill consent deliver revocation.json", "tax")
    assert (delivered["event"], delivered["payer"], delivered["serial"]) == ("ConsentRevoked", payer, 1)
    assert province.result("bill consent deliver revocation.json", "tax").exit_code == 1
    renew = f"bill claim renew {FIRST} {reserved['bill_version']} --seen {reserved['bill_version']}"
    refused = province.refused(f"{renew} --expires {province.soon(6_000)} --consent consent.json", "insurer")
    assert refused.startswith(f"The consent of serial 1 to organisation {payer} was revoked")
    province.run(f"bill consent give {terms} --purpose AID --until {until} --serial 2 --out second.json")
    renewed = province.run(f"{renew} --expires {province.soon(6_000)} --consent second.json", "insurer")
    assert renewed["consent_serial"] == 2


def test_holders_file_with_the_secret_consents_by_itself(province: Province) -> None:
    province.issue(consent_key=province.printed("bill consent key --out key.json")["consent_key"])
    give = f"bill consent give {{}} --payer {AID} --purpose AID --until {province.soon()} --out consent.json"
    assert "named with --secret" in province.refused(give.format("bill.json"))
    ended = province.offline(f"bill holder-file {FIRST} {BY_HOSPITAL} --secret key.json --out whole.json")
    assert ended.exit_code == 0, ended.output
    lines_printed = province.table(give.format("whole.json"))
    assert f"bill {FIRST}" in lines_printed and "purpose AID" in lines_printed
    assert province.pay(100, "A", "--seen 0 --consent consent.json", "aid")["claim_purpose"] == "AID"


def test_secret_of_another_key_and_a_bill_that_asks_nobody_are_refused(province: Province) -> None:
    province.issue(consent_key=province.printed("bill consent key --out key.json")["consent_key"])
    province.printed("bill consent key --out other.json")
    revoke = f"bill consent revoke bill.json --payer {AID} --out revocation.json"
    refused = province.refused(f"{revoke} --secret other.json")
    assert refused.startswith("the secret is that of another key than 0x")
    assert secret_from_json(Path("other.json").read_bytes()).hex() not in refused
    mixed = province.offline(f"bill holder-file {FIRST} {BY_HOSPITAL} --secret other.json --out whole.json")
    assert "does not belong to the address in the bill" in refusal_in(mixed)
    assert not Path("revocation.json").exists() and not Path("whole.json").exists()
    for name in ("bill.json", "order.json"):
        Path(name).unlink()
    Path("order.json").write_bytes(order(2).to_json())
    number = province.bodies.grant_range()
    issued = province.run(f"bill issue order.json --range {number} {BY_HOSPITAL}", "hospital")["bill"]
    province.offline(f"bill holder-file {issued} {BY_HOSPITAL} --out bill.json")
    assert province.refused(f"{revoke} --secret key.json") == (
        f"bill {issued} asks for nobody's consent; a payer claims it without"
    )


def test_secret_of_a_one_time_key_is_in_no_output_log_or_error(
    province: Province, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    made = province.offline("bill consent key --out key.json")
    secret = secret_from_json(Path("key.json").read_bytes())
    province.issue(consent_key=made.output.split()[2])
    give = f"bill consent give {{}} --payer {INSURER} --purpose AID --until {province.soon()} --out consent.json"
    whole = f"bill holder-file {FIRST} {BY_HOSPITAL} --secret {{}} --out whole.json"
    Path("broken.json").write_bytes(Path("key.json").read_bytes()[:-9])
    outputs = [
        made.output,
        province.offline(whole.format("key.json")).output,
        province.offline("bill show whole.json --json").output,
        province.offline(whole.format(f"0x{secret.hex()}")).output,
        *(
            province.result(give.format(words)).output
            for words in (
                *("bill.json --secret broken.json", f"bill.json --secret 0x{secret.hex()}", "bill.json"),
                *("bill.json --secret key.json", "whole.json"),
            )
        ),
        json.dumps(province.pay(100, "A", "--seen 0 --consent consent.json")),
        province.result(f"bill consent revoke whole.json --payer {INSURER} --out revocation.json").output,
        province.result("bill consent deliver revocation.json", "insurer").output,
    ]
    text = "".join(outputs) + caplog.text
    assert all(words in text for words in ("cut short", "cannot be read", "named with --secret", "ConsentRevoked"))
    assert not any(form in text for form in texts_of(secret))


# --- books ----------------------------------------------------------------------------------------------


def test_bill_is_booked_once_and_the_booking_reversed(province: Province) -> None:
    province.issue()
    book = "bill book bill.json --year 2026 --month 3 --purpose welfare"
    booked = province.run(f"{book} --deductible", "aid")
    assert (booked["event"], booked["entry_state"], booked["period"]) == ("BillBooked", "DEDUCTIBLE", 202_603)
    assert province.result(f"{book} --not-deductible", "aid").exit_code == 1
    assert province.run(f"bill state {FIRST}")["engagement"]["booked"] is True
    unit = province.bodies.organisations[AID]
    reversed_one = province.run(f"bill reverse-booking {FIRST} --unit {AID}", "aid")
    assert (reversed_one["event"], reversed_one["booking_unit"]) == ("BookingReversed", unit)
    assert province.run(f"{book} --not-deductible", "aid")["entry_state"] == "NOT_DEDUCTIBLE"
    assert province.refused(f"{book} --deductible", "insurer").endswith("without role 14.")


# --- wrong options and files ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("bill state 1-1", "'1-1' is no bill"),
        ("bill batch orders.jsonl --vault v", "Missing option '--range'"),
        ("bill batch orders.jsonl --range 1", "Missing option '--vault'"),
        ("bill freeze 1 --reason RAGE", "'RAGE' is not one of SUSPECTED_FRAUD"),
        ("bill claim settle 1 1 0", "FEN"),
        ("bill claim release 1 0", "RESERVATION"),
        ("bill claim renew 1 1 --expires 1", "Missing option '--seen'"),
        ("bill claim propose-reversal 1 1 1", "Missing option '--reason'"),
        ("bill reverse-booking 1", "Missing option '--unit'"),
        ("bill shred 1 --reason ERROR", "Missing option '--vault'"),
        ("bill desk anchor --vault v --together 0", "--together"),
    ],
)
def test_wrong_options_are_named(province: Province, words: str, what: str) -> None:
    assert what in province.wrong(words)


def test_booking_says_whether_it_is_deductible(province: Province) -> None:
    province.issue()
    assert "deductible" in province.wrong("bill book bill.json --year 2026 --month 3 --purpose AID", "aid")


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("bill issue x.json --range 1 --vault v", "govledger.order.v1"),
        ("bill book x.json --year 2026 --month 3 --deductible --purpose AID", "govledger.holder.v1"),
        ("bill claim renew 1 1 --seen 1 --expires 1 --consent x.json", "govledger.consent.v1"),
        ("bill consent deliver x.json", "govledger.revocation.v1"),
        ("bill holder-file 1 --vault v --secret x.json --out y.json", "govledger.consent_key.v1"),
    ],
)
def test_file_of_another_kind_is_one_clear_line(province: Province, words: str, kind: str) -> None:
    Path("x.json").write_text("{}")
    ended = province.offline(words) if "holder-file" in words else province.result(words, "aid")
    assert refusal_in(ended).startswith(f"not a file of format {kind}: ")
