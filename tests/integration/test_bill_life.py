"""A bill's life through the library, on the embedded chain: handed out, anchored, claimed, booked, frozen, shredded."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

import govledger
from govledger import Claim, ClaimPurpose, Consent, HolderFile, give_consent
from govledger.actions.claims import Settlement
from govledger.bills.consent import consent_address, sign_revocation
from govledger.bills.number import bill_key
from govledger.bills.order import BillOrder
from govledger.errors import BillNotIssued, BulkRefused, InputError, SaltShredded
from govledger.events.types import DirectSettlementMade
from govledger.model import (
    FOR_EVER,
    Entry,
    EntryPurpose,
    EntryState,
    FreezeReason,
    IssueState,
    PayerClass,
    PayerOrder,
    RangeStatus,
    Reversal,
    ReversalReason,
    ShreddingReason,
    VoidedNumbers,
    VoidReason,
)
from govledger.privacy.keccak import keccak256
from govledger.refusals import (
    BillEngaged,
    BillIsFrozen,
    BillIsShredded,
    BillVersionStale,
    ClaimCapacityExceeded,
    ClaimTurnPending,
    ConsentIsRevoked,
    ConsentSignatureInvalid,
    EntryExists,
    PaperNumberUsed,
    RangeExpired,
    RangeSecondOfficerNeeded,
    RangeStatusMismatch,
    RangeUnitMismatch,
    ReversalSecondOfficerNeeded,
)
from govledger.vault.desk import Desk
from tests.bodies import AID, CODE, INSURER, Bodies, found, order
from tests.sample_bills import ISSUER

DAY = 86_400
SECRET = keccak256(b"the holder's one-time key")


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bodies]:
    with govledger.embedded() as chain:
        yield found(chain, tmp_path_factory.mktemp("vaults"))


@pytest.fixture
def bodies(founded: Bodies, tmp_path: Path) -> Iterator[Bodies]:
    """The consortium, with an empty vault for the hospital; what is done on the chain is undone."""
    snapshot = founded.chain.snapshot()
    with govledger.Vault.create(tmp_path / "vault", ISSUER) as vault:
        key = founded.chain.development_keys[5]
        yield replace(founded, hospital=founded.ledger.acting_as(key, vault=vault))
    founded.chain.revert(snapshot)


def issued(
    bodies: Bodies,
    *numbers: int,
    consented: bool = False,
    claimable_fen: int = 2_235,
    number_range: int | None = None,
) -> list[HolderFile]:
    """Bills of one batch, as their holders have them."""
    key = consent_address(SECRET) if consented else bytes(20)
    orders = [replace(order(number, claimable_fen), consent_key=key) for number in numbers]
    keys = bodies.hospital.bills.issue_batch(number_range or bodies.grant_range(), orders).keys
    return [bodies.hospital.bills.holder_file(key, SECRET if consented else None) for key in keys]


def key_of(holder_file: HolderFile) -> int:
    return holder_file.bill.document.key


# --- the desk -------------------------------------------------------------------------------------------


def test_bills_that_were_handed_out_are_anchored_in_batches(bodies: Bodies) -> None:
    number_range = bodies.grant_range()
    stock = bodies.hospital.bills.stock(number_range)
    assert (stock.range, stock.code, stock.first, stock.last) == (number_range, CODE, 1, 100)
    desk = Desk(bodies.hospital.bills._vault())
    keys = desk.issue([order(number) for number in range(1, 6)], bodies.ledger.now())
    assert bodies.ledger.ranges.next_number(number_range) == 1
    assert bodies.hospital.bills.anchor(2) == keys == tuple(bill_key(CODE, number) for number in range(1, 6))
    assert bodies.ledger.ranges.next_number(number_range) == 6
    batches = [batch.count for batch in bodies.hospital.bills._vault().batches()]
    assert batches == [2, 2, 1]
    assert all(bodies.ledger.bills.verify(bodies.hospital.bills.holder_file(key)).authentic for key in keys)
    assert bodies.hospital.bills.anchor() == () and bodies.hospital.bills.finish_pending() == ()


def test_bill_that_is_issued_while_others_wait_comes_after_them(bodies: Bodies) -> None:
    number_range = bodies.grant_range()
    bodies.hospital.bills.stock(number_range)
    Desk(bodies.hospital.bills._vault()).issue([order(1), order(2)], bodies.ledger.now())
    assert bodies.hospital.bills.issue(number_range, order(3)).key == bill_key(CODE, 3)
    assert bodies.hospital.bills.issue(number_range, order(1)).key == bill_key(CODE, 1)


def test_batch_of_the_desk_that_is_refused_stays_until_it_is_mended(bodies: Bodies) -> None:
    first, second = bodies.finance
    hospital, until = bodies.organisations[ISSUER], bodies.ledger.now() + 1_000
    proposed = first.ranges.propose_range(CODE, hospital, 10, valid_until_at=until).event
    second.ranges.grant_range(proposed.range, 1)
    bodies.hospital.bills.stock(proposed.range)
    vault = bodies.hospital.bills._vault()
    [key] = Desk(vault).issue([order(1)], bodies.ledger.now())
    snapshot = bodies.chain.snapshot()
    bodies.chain.advance_time(1_000)
    for _ in range(2):
        with pytest.raises(RangeExpired):
            bodies.hospital.bills.anchor()
        assert [stored.first for stored in vault.pending()] == [key]
    bodies.chain.revert(snapshot)
    assert bodies.hospital.bills.finish_pending() == (key,)
    assert bodies.ledger.bills.verify(bodies.hospital.bills.holder_file(key)).authentic


def test_bills_whose_range_expired_at_the_desk_are_set_aside_and_ordered_again(bodies: Bodies) -> None:
    first, second = bodies.finance
    hospital, until = bodies.organisations[ISSUER], bodies.ledger.now() + 1_000
    number = first.ranges.propose_range(CODE, hospital, 10, valid_until_at=until).event.range
    second.ranges.grant_range(number, 1)
    bodies.hospital.bills.stock(number)
    vault = bodies.hospital.bills._vault()
    [lost] = Desk(vault).issue([order(1)], bodies.ledger.now())
    bodies.chain.advance_time(1_000)
    other = bodies.grant_range()
    with pytest.raises(RangeExpired):
        bodies.hospital.bills.issue(other, order(2))
    assert bodies.hospital.bills.set_aside() == (lost,)
    assert vault.pending() == () and bodies.hospital.bills.set_aside() == ()
    again = bodies.hospital.bills.issue(other, order(1))
    assert again.recorded is not None and again.key > lost
    assert bodies.ledger.bills.verify(bodies.hospital.bills.holder_file(again.key)).authentic


def test_bills_whose_numbers_went_to_others_are_set_aside_and_those_that_the_chain_has_are_not(
    bodies: Bodies, tmp_path: Path
) -> None:
    number = bodies.grant_range()
    bodies.hospital.bills.stock(number)
    vault = bodies.hospital.bills._vault()
    desk = Desk(vault)
    keys = desk.issue([order(1), order(2)], bodies.ledger.now())
    first, second = desk.close_batch(1), desk.close_batch(1)
    assert first is not None and second is not None
    bodies.hospital.bills._send_batch(*first)  # and was killed before it noted so
    with govledger.Vault.create(tmp_path / "other", ISSUER) as other:
        officer = bodies.ledger.acting_as(bodies.chain.development_keys[5], vault=other)
        officer.bills.issue(number, order(3))
    assert bodies.hospital.bills.set_aside() == keys[1:]
    assert vault.pending() == first[:1] and bodies.hospital.bills.finish_pending() == keys[:1]


def test_range_that_was_not_granted_stocks_no_desk(bodies: Bodies) -> None:
    with pytest.raises(InputError, match="none that was granted"):
        bodies.hospital.bills.stock(99)


# --- what a killed process left ---------------------------------------------------------------------------


class Killed(BaseException):
    """Stands for the end of the process."""


def kill(bodies: Bodies, patch: pytest.MonkeyPatch, *, sent: bool) -> None:
    """The hospital's process ends at its next act, before or after the chain has it."""
    bills = bodies.hospital.bills
    act = bills._act

    def killed(*arguments: object) -> None:
        if sent:
            act(*arguments)  # type: ignore[arg-type]
        raise Killed

    patch.setattr(bills, "_act", killed)


@pytest.mark.parametrize("sent", [False, True])
def test_bill_alone_that_a_killed_process_left_is_issued_once(
    bodies: Bodies, monkeypatch: pytest.MonkeyPatch, sent: bool
) -> None:
    number_range = bodies.grant_range()
    with monkeypatch.context() as patch, pytest.raises(Killed):
        kill(bodies, patch, sent=sent)
        bodies.hospital.bills.issue(number_range, order(1))
    assert bodies.ledger.ranges.next_number(number_range) == 1 + sent
    again = bodies.hospital.bills.issue(number_range, order(1))
    assert (again.key, again.recorded) == (bill_key(CODE, 1), None)
    assert bodies.ledger.ranges.next_number(number_range) == 2
    assert bodies.ledger.bills.verify(bodies.hospital.bills.holder_file(again.key)).authentic


@pytest.mark.parametrize("sent", [False, True])
def test_red_letter_that_a_killed_process_left_is_issued_once(
    bodies: Bodies, monkeypatch: pytest.MonkeyPatch, sent: bool
) -> None:
    [shown] = issued(bodies, 1)
    number_range = bodies.grant_range()
    with monkeypatch.context() as patch, pytest.raises(Killed):
        kill(bodies, patch, sent=sent)
        bodies.hospital.bills.red_letter(
            key_of(shown),
            number_range,
            business_number="RED",
            reason=govledger.RedLetterReason.REFUND,
            cashier="王**",
        )
    [red] = bodies.hospital.bills.finish_pending()
    assert bodies.hospital.bills.finish_pending() == ()
    assert bodies.ledger.bills.verify(shown).state is IssueState.RED_LETTERED
    assert bodies.ledger.bills.verify(bodies.hospital.bills.holder_file(red)).state is IssueState.RED_LETTER


# --- ranges ---------------------------------------------------------------------------------------------


def test_every_number_of_a_range_is_accounted_for_until_it_is_written_off(bodies: Bodies) -> None:
    first, second = bodies.finance
    number_range = bodies.grant_range(10)
    bodies.hospital.bills.issue(number_range, order(1))
    part = bodies.hospital.ranges.split_range(number_range, 2, 7, 3).event
    assert (part.first, part.last) == (8, 10)
    with pytest.raises(RangeUnitMismatch) as mismatch:
        bodies.hospital.bills.issue(part.part_range, order(2))
    assert (mismatch.value.unit, mismatch.value.acting) == (7, 0)
    bodies.hospital.ranges.void_numbers(number_range, 2, 2, VoidReason.DAMAGED)
    reviewer = bodies.ledger.consortium.officer_of(first.account)
    first.ranges.review_void(number_range, 2)
    assert bodies.ledger.ranges.voided(number_range, 2) == VoidedNumbers(2, VoidReason.DAMAGED, reviewer or 0, False)
    assert bodies.ledger.ranges.voided(number_range, 3) is None
    with pytest.raises(RangeSecondOfficerNeeded):
        first.ranges.confirm_void(number_range, 2)
    second.ranges.confirm_void(number_range, 2)
    first.ranges.propose_closure(number_range, 6)
    closed = second.ranges.close_range(number_range, 7).event
    assert (closed.first, closed.last) == (4, 7)
    with pytest.raises(RangeStatusMismatch):
        bodies.hospital.bills.issue(number_range, order(2))
    first.ranges.write_off_range(number_range, 8)
    returned = bodies.hospital.ranges.return_range(part.part_range, 1).event
    assert (returned.first, returned.last) == (8, 10)
    listed = dict(bodies.ledger.ranges.number_ranges())
    assert {number: one.status for number, one in listed.items()} == {
        number_range: RangeStatus.WRITTEN_OFF,
        part.part_range: RangeStatus.RETURNED,
    }
    assert listed[part.part_range].parent == number_range and listed[part.part_range].unit == 7


# --- consents and turns ---------------------------------------------------------------------------------


def consent(bodies: Bodies, shown: HolderFile, payer: str, serial: int = 1, secret: bytes = SECRET) -> Consent:
    return give_consent(
        secret,
        bodies.ledger.claims.consent_domain(),
        key_of(shown),
        bodies.organisations[payer],
        purpose=ClaimPurpose.DIRECT_PAYMENT,
        until_at=bodies.ledger.now() + 1_000,
        serial=serial,
    )


def test_payer_claims_with_the_consent_of_the_bills_key_until_it_is_revoked(bodies: Bodies) -> None:
    [shown] = issued(bodies, 1, consented=True)
    soon = bodies.ledger.now() + 500
    stolen = consent(bodies, shown, INSURER, secret=keccak256(b"a thief"))
    with pytest.raises(ConsentSignatureInvalid):
        bodies.insurer.claims.reserve(Claim(shown, 100, "A", consent=stolen), expires_at=soon)
    given = consent(bodies, shown, INSURER)
    made = bodies.insurer.claims.reserve(Claim(shown, 100, "A", consent=given), expires_at=soon).event
    assert (made.claim_purpose, made.consent_serial) == (ClaimPurpose.DIRECT_PAYMENT, 1)
    payer, address = bodies.organisations[INSURER], consent_address(SECRET)
    signature = sign_revocation(SECRET, bodies.ledger.claims.consent_domain(), payer, 1)
    bodies.aid.claims.revoke_consent(address, payer, 1, signature)
    assert bodies.ledger.claims.revoked_serial(address, payer) == 1
    with pytest.raises(ConsentIsRevoked):
        bodies.insurer.claims.renew(key_of(shown), 2, made.bill_version, expires_at=soon + 9, consent=given)
    later = consent(bodies, shown, INSURER, serial=2)
    bodies.insurer.claims.renew(key_of(shown), 2, made.bill_version, expires_at=soon + 9, consent=later)
    assert bodies.ledger.claims.reservations(key_of(shown))[0].expires_at == soon + 9
    account = bodies.ledger.claims.claim(key_of(shown))
    assert account is not None and account.consent_key == address and account.reserved_fen == 100
    with pytest.raises(InputError, match="begin at 1"):
        consent(bodies, shown, INSURER, serial=0)


def test_payer_whose_turn_it_is_may_decline_and_later_ones_wait_for_it(bodies: Bodies) -> None:
    first, _ = bodies.finance
    number_range = bodies.grant_range()
    first.ranges.set_payer_order(CODE, 0, {PayerClass.BASIC, PayerClass.AID})
    first.ranges.classify_payer(CODE, 1, bodies.organisations[INSURER], PayerClass.BASIC)
    first.ranges.classify_payer(CODE, 2, bodies.organisations[AID], PayerClass.EMPLOYER)
    [shown] = issued(bodies, 1, number_range=number_range)
    assert bodies.ledger.ranges.payer_order(CODE) == PayerOrder(3, frozenset({PayerClass.BASIC, PayerClass.AID}))
    assert bodies.ledger.ranges.payer_class(CODE, bodies.organisations[INSURER]) is PayerClass.BASIC
    with pytest.raises(ClaimTurnPending) as pending:
        bodies.aid.claims.reserve_and_settle(Claim(shown, 100, "A"))
    assert pending.value.waited_for == PayerClass.BASIC
    bodies.insurer.claims.decline(shown)
    settled = bodies.aid.claims.reserve_and_settle(Claim(shown, 100, "A", seen_version=2)).event
    assert isinstance(settled, DirectSettlementMade) and settled.bill_version == 3
    account = bodies.ledger.claims.claim(key_of(shown))
    assert account is not None
    assert (account.pending_turns, account.settled_fen) == (frozenset({PayerClass.AID}), 100)


# --- many at once, and taken back -----------------------------------------------------------------------


def test_many_claims_are_settled_in_one_transaction_or_none_is(bodies: Bodies) -> None:
    shown = issued(bodies, 1, 2, 3)
    claims = [Claim(one, 100, f"C{place}") for place, one in enumerate(shown)]
    with pytest.raises(BulkRefused, match="number 1") as refused:
        bodies.insurer.claims.reserve_and_settle_many([claims[0], replace(claims[1], amount_fen=9_999), claims[2]])
    assert refused.value.index == 1 and isinstance(refused.value.refusal, ClaimCapacityExceeded)
    assert all(bodies.ledger.claims.claim(key_of(one)) is None for one in shown)
    done = bodies.insurer.claims.reserve_and_settle_many(claims)
    assert [one.event.bill for one in done] == [key_of(one) for one in shown]
    assert len({one.at.transaction_hash for one in done}) == 1


def test_many_reservations_are_settled_in_one_transaction(bodies: Bodies) -> None:
    shown = issued(bodies, 1, 2)
    soon = bodies.ledger.now() + 500
    made = [
        bodies.insurer.claims.reserve(Claim(one, 100, f"R{place}"), expires_at=soon).event
        for place, one in enumerate(shown)
    ]
    done = bodies.insurer.claims.settle_many([Settlement(one.bill, one.bill_version, 40) for one in made])
    assert [(one.event.bill, one.event.amount_fen) for one in done] == [(key_of(one), 40) for one in shown]
    assert [bodies.ledger.claims.reservations(key_of(one))[0].reserved_fen for one in shown] == [60, 60]


def test_settlement_is_reversed_by_two_officers_and_can_be_claimed_again(bodies: Bodies) -> None:
    [shown] = issued(bodies, 1, claimable_fen=500)
    paid = bodies.insurer.claims.reserve_and_settle(Claim(shown, 500, "A")).event
    bill, number = key_of(shown), paid.bill_version
    bodies.insurer.claims.propose_reversal(bill, number, 200, ReversalReason.PAID_IN_ERROR)
    proposer = bodies.ledger.consortium.officer_of(bodies.insurer.account) or 0
    assert bodies.ledger.claims.reversal(bill, number) == Reversal(proposer, 200, ReversalReason.PAID_IN_ERROR)
    with pytest.raises(ReversalSecondOfficerNeeded):
        bodies.insurer.claims.confirm_reversal(bill, number, 200)
    bodies.second_insurer.claims.confirm_reversal(bill, number, 200)
    assert bodies.ledger.claims.reversal(bill, number) is None
    account = bodies.ledger.claims.claim(bill)
    assert account is not None and (account.settled_fen, account.available_fen) == (300, 200)


# --- books ----------------------------------------------------------------------------------------------


def test_unit_books_a_bill_once_and_a_booked_bill_is_not_taken_back(bodies: Bodies) -> None:
    [shown] = issued(bodies, 1)
    bill, unit = key_of(shown), bodies.organisations[AID]
    assert bodies.ledger.entries.entry(bill, unit) is None
    terms = {"year": 2026, "month": 3, "deductible": True, "purpose": EntryPurpose.WELFARE}
    bodies.aid.entries.book(shown, **terms)
    assert bodies.ledger.entries.entry(bill, unit) == Entry(EntryState.DEDUCTIBLE, EntryPurpose.WELFARE, 202603)
    with pytest.raises(EntryExists):
        bodies.aid.entries.book(shown, **terms)
    with pytest.raises(BillEngaged) as engaged:
        bodies.hospital.bills.red_letter(
            bill,
            bodies.grant_range(),
            business_number="RED",
            reason=govledger.RedLetterReason.REFUND,
            cashier="王**",
        )
    assert engaged.value.booked
    bodies.aid.entries.reverse_booking(bill, unit)
    reversed_entry = bodies.ledger.entries.entry(bill, unit)
    assert reversed_entry is not None and reversed_entry.state is EntryState.REVERSED
    with pytest.raises(InputError, match="month 13"):
        bodies.aid.entries.book(shown, **(terms | {"month": 13}))


# --- paper, freeze, shredding ---------------------------------------------------------------------------


def test_bill_has_one_live_form_and_no_paper_is_used_twice(bodies: Bodies) -> None:
    one, other = issued(bodies, 1, 2)
    paper, next_paper = bill_key(12345678, 1), bill_key(12345678, 2)
    bodies.hospital.standing.issue_paper(key_of(one), paper)
    assert bodies.ledger.bills.verify(one).paper == paper
    with pytest.raises(PaperNumberUsed):
        bodies.hospital.standing.issue_paper(key_of(other), paper)
    replaced = bodies.hospital.standing.issue_paper(key_of(one), next_paper).event
    assert (replaced.paper, replaced.replaced) == (next_paper, paper)
    bodies.hospital.standing.void_paper(key_of(one), 3)
    assert bodies.ledger.bills.verify(one).paper == 0
    hospital = bodies.organisations[ISSUER]
    assert bodies.ledger.bills.bill_of_paper(hospital, paper) == key_of(one)
    assert bodies.ledger.bills.bill_of_paper(hospital, bill_key(12345678, 9)) is None


def test_frozen_bill_is_not_claimed_until_a_day_after_the_freeze_was_lifted(bodies: Bodies) -> None:
    first, second = bodies.finance
    [shown] = issued(bodies, 1)
    assert bodies.ledger.bills.bill(key_of(shown)) is None
    first.standing.freeze(key_of(shown), FreezeReason.SUSPECTED_FRAUD)
    own = bodies.ledger.bills.bill(key_of(shown))
    assert own is not None and (own.version, own.frozen_until_at, own.state) == (1, FOR_EVER, IssueState.NONE)
    with pytest.raises(BillIsFrozen):
        bodies.insurer.claims.reserve_and_settle(Claim(shown, 100, "A"))
    lifted = second.standing.lift_freeze(key_of(shown), 1).event
    bodies.chain.advance_time(lifted.frozen_until - bodies.ledger.now())
    bodies.insurer.claims.reserve_and_settle(Claim(shown, 100, "A"))


def test_shredded_bill_cannot_be_opened_from_the_vault_any_more(bodies: Bodies) -> None:
    [shown] = issued(bodies, 1)
    bodies.hospital.standing.shred(key_of(shown), 0, ShreddingReason.RETENTION_OVER)
    assert bodies.ledger.bills.verify(shown).shredded
    with pytest.raises(SaltShredded):
        bodies.hospital.bills.holder_file(key_of(shown))


def test_what_the_chain_would_refuse_to_shred_keeps_its_salt(bodies: Bodies) -> None:
    [shown] = issued(bodies, 1)
    bodies.finance[0].standing.freeze(key_of(shown), FreezeReason.COURT_ORDER)
    with pytest.raises(BillIsFrozen):
        bodies.hospital.standing.shred(key_of(shown), 1, ShreddingReason.SUBJECT_REQUEST)
    with pytest.raises(BillVersionStale):
        bodies.hospital.standing.shred(key_of(shown), 0, ShreddingReason.SUBJECT_REQUEST)
    assert bodies.hospital.bills.holder_file(key_of(shown)) == shown


def test_bill_that_was_shredded_in_one_copy_of_the_vault_is_shredded_in_the_next(
    bodies: Bodies, tmp_path: Path
) -> None:
    [shown] = issued(bodies, 1)
    shutil.copytree(bodies.hospital.bills._vault().directory, tmp_path / "copy")
    bodies.hospital.standing.shred(key_of(shown), 0, ShreddingReason.RETENTION_OVER)
    with govledger.Vault.open(tmp_path / "copy") as copy:
        officer = bodies.ledger.acting_as(bodies.chain.development_keys[5], vault=copy)
        assert copy.holder_file(key_of(shown)) == shown
        with pytest.raises(BillIsShredded):
            officer.standing.shred(key_of(shown), 1, ShreddingReason.RETENTION_OVER)
        with pytest.raises(SaltShredded):
            copy.holder_file(key_of(shown))


def test_bill_that_waits_for_the_chain_is_not_shredded(bodies: Bodies) -> None:
    bodies.hospital.bills.stock(bodies.grant_range())
    vault = bodies.hospital.bills._vault()
    desk = Desk(vault)
    [key] = desk.issue([order(1)], bodies.ledger.now())
    desk.close_batch(1)
    with pytest.raises(BillNotIssued):
        bodies.hospital.standing.shred(key, 0, ShreddingReason.RETENTION_OVER)
    assert vault.holder_file(key).bill.document.key == key


# --- the trail ------------------------------------------------------------------------------------------


def test_trail_of_a_bill_tells_its_whole_life(bodies: Bodies) -> None:
    first, second = bodies.finance
    [shown] = issued(bodies, 1, consented=True)
    bill, payer = key_of(shown), bodies.organisations[INSURER]
    first.standing.freeze(bill, FreezeReason.DISPUTE)
    lifted = second.standing.lift_freeze(bill, 1).event
    bodies.chain.advance_time(lifted.frozen_until - bodies.ledger.now())
    given = consent(bodies, shown, INSURER)
    bodies.insurer.claims.reserve_and_settle(Claim(shown, 100, "A", consent=given))
    signature = sign_revocation(SECRET, bodies.ledger.claims.consent_domain(), payer, 1)
    bodies.insurer.claims.revoke_consent(consent_address(SECRET), payer, 1, signature)
    bodies.aid.entries.book(shown, year=2026, month=3, deductible=False, purpose=EntryPurpose.AID)
    entries = list(govledger.Ledger(bodies.ledger.deployment, bodies.chain).trail(bill=bill))
    assert [entry.event for entry in entries] == [
        *("BatchIssued", "BillFrozen", "FreezeLifted", "ClaimOpened", "DirectSettlementMade"),
        *("ConsentRevoked", "BillBooked"),
    ]
    assert entries[1].result == "frozen (DISPUTE)"
    assert entries[4].details["claim_purpose"] == "DIRECT_PAYMENT" and entries[4].context.purpose is None
    assert entries[6].details["entry_state"] == "NOT_DEDUCTIBLE"


def test_order_file_keeps_the_order(bodies: Bodies) -> None:
    one = replace(order(1), consent_key=consent_address(SECRET))
    assert BillOrder.from_json(one.to_json()) == one
    assert msgspec.json.decode(one.to_json())["format"] == "govledger.order.v1"
