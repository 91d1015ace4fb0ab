"""Bills per second: sealed and issued by Merkle root, many in a transaction, or each in a transaction of its own."""

from __future__ import annotations

import secrets
from time import perf_counter

from govledger.actions.bills import row_struct
from govledger.bills.batch import Opening
from govledger.bills.commitment import SealedBill, check_code
from govledger.bills.commitment import seal as seal_bill
from govledger.bills.files import Place
from govledger.bills.holder import HolderFile
from govledger.bills.number import BillKey, bill_key
from govledger.bills.order import BillOrder
from govledger.demo.sample import bill_draft, claimable_fen
from govledger.events.types import BatchIssued, BillIssued
from govledger.model import IssueState
from govledger.privacy.tags import SECRET_LENGTH, TagKind, tag
from govledger.vault import SALT_LENGTH, Vault
from submission.idiom import Idiom
from submission.node import Sealing, seal
from submission.rounds import Comparison, Rounds, compare
from submission.town import ISSUERS, Town

CHECKED = 4
"""Bills that both sides issue before anything is measured."""
SAMPLE = 16
"""How many of each side's bills are looked up at the end, at most."""
MOST_PER_SECOND = 300
"""More orders than the idiom can carry out."""


class Bills:
    """The same work for both: bills that were ordered are numbered, sealed and issued.

    Our side puts them into a vault on disk before anything is sent; the idiom keeps them in memory.
    """

    def __init__(self, town: Town, vault: Vault) -> None:
        connection = town.ledger.connection
        assert connection.url is not None
        ours, theirs = (town.keys[post] for post in ISSUERS)
        self._town = town
        self._now = town.ledger.now()
        self._vault = vault
        self._officer = town.ledger.acting_as(ours, vault=vault)
        self._idiom = Idiom(connection.url, theirs)
        self._functions = self._idiom.contract("medical_bills", town.ledger.address_of("medical_bills")).functions
        self._range, self._idioms_range = (town.ranges[post] for post in ISSUERS)
        found = town.ledger.ranges.number_range(self._idioms_range)
        assert found is not None
        self._idioms_next = bill_key(found.code, found.next_number)
        self._tag_secret = secrets.token_bytes(SECRET_LENGTH)
        self._ordered = {post: 0 for post in ISSUERS}
        self._our_keys: list[BillKey] = []
        self._idioms_bills: list[HolderFile] = []
        address = town.ledger.address_of("medical_bills")
        self._place = Place(town.ledger.chain_id, town.ledger.genesis_hash, address, 0)

    def compare(self, sealing: Sealing, rounds: Rounds, seconds: float, count: int) -> Comparison:
        """First that the chain says the same of both sides' bills, and at last that it has all that were issued."""
        self._require_same()
        self._seal(sealing)
        comparison = compare(rounds, lambda: self._idiom_rate(seconds), lambda: self._our_rate(sealing, count))
        self._require_all()
        return comparison

    def _seal(self, sealing: Sealing) -> None:
        self._idiom.seals = sealing is Sealing.ON_REQUEST
        seal(self._town.ledger.connection, sealing)

    # --- the work --------------------------------------------------------------------------------------

    def _orders(self, post: str, count: int) -> list[BillOrder]:
        """The next bills of the hospital's information system, the same for both."""
        first = self._ordered[post]
        self._ordered[post] += count
        drafts = [bill_draft(index, self._town.hospital_code, self._now) for index in range(first, first + count)]
        return [BillOrder(draft, claimable_fen(draft)) for draft in drafts]

    def _issue_batch(self, orders: list[BillOrder]) -> None:
        self._our_keys += self._officer.bills.issue_batch(self._range, orders).keys

    def _issue_bill(self, order: BillOrder) -> None:
        """Numbered and sealed as in a batch, and sent by the idiom."""
        key = self._idioms_next
        salt = secrets.token_bytes(SALT_LENGTH)
        document = order.draft.numbered(key, check_code=check_code(salt, key), issued_at=self._now)
        sealed = seal_bill(document, salt, claimable_fen=order.claimable_fen)
        row = sealed.row(
            tag(self._tag_secret, TagKind.BUSINESS, document.header.business_number),
            tag(self._tag_secret, TagKind.SETTLEMENT, document.visit.settlement_number),
        )
        number = int(document.header.number)
        self._idiom.transact(self._functions.issueBill(self._idioms_range, number, row_struct(row)))
        self._idioms_bills.append(HolderFile(sealed, Opening(0, row, ()), self._place))
        self._idioms_next = BillKey(key + 1)

    def _our_rate(self, sealing: Sealing, count: int) -> float:
        """One batch. Where blocks are made on request its only transaction gets one as it arrives."""
        if sealing is Sealing.ON_REQUEST:
            self._seal(Sealing.AT_ONCE)
        orders = self._orders(ISSUERS[0], count)
        began = perf_counter()
        self._issue_batch(orders)
        passed = perf_counter() - began
        if sealing is Sealing.ON_REQUEST:
            self._seal(sealing)
        return count / passed

    def _idiom_rate(self, seconds: float) -> float:
        orders = self._orders(ISSUERS[1], 1 + int(seconds * MOST_PER_SECOND))
        done, began = 0, perf_counter()
        for order in orders:
            self._issue_bill(order)
            done += 1
            if perf_counter() - began >= seconds:
                break
        return done / (perf_counter() - began)

    # --- what stands on the chain ----------------------------------------------------------------------

    def _require_same(self) -> None:
        """Both issue the same orders: documents with the same content, of which the chain says the same."""
        self._seal(Sealing.AT_ONCE)
        self._issue_batch(self._orders(ISSUERS[0], CHECKED))
        self._seal(Sealing.ON_REQUEST)
        for order in self._orders(ISSUERS[1], CHECKED):
            self._issue_bill(order)
        for key, other in zip(self._our_keys, self._idioms_bills, strict=True):
            ours = self._officer.bills.holder_file(key)
            if _content(ours.bill) != _content(other.bill):
                raise RuntimeError("the documents of both sides differ")
            if self._verdict(ours) != self._verdict(other) or not self._verdict(ours)[0]:
                raise RuntimeError("the chain says other things of both sides' bills")

    def _require_all(self) -> None:
        """Every batch with its root, every bill that was issued alone, and of both a sample as their holders ask."""
        batches = self._town.events(BatchIssued, self._officer.account)
        stored = [(batch.first, batch.count, batch.root) for batch in self._vault.batches()]
        if [(event.first, event.count, event.root) for event in batches] != stored:
            raise RuntimeError("the chain has other batches than the vault")
        if sum(event.count for event in batches) != len(self._our_keys):
            raise RuntimeError("the batches hold another number of bills than were ordered")
        alone = self._town.events(BillIssued, self._idiom.address)
        if [event.bill for event in alone] != [one.bill.document.key for one in self._idioms_bills]:
            raise RuntimeError("the chain has other bills than the idiom issued")
        sample = [self._officer.bills.holder_file(key) for key in self._our_keys[:: len(self._our_keys) // SAMPLE + 1]]
        for one in (*sample, *self._idioms_bills[:: len(self._idioms_bills) // SAMPLE + 1]):
            if self._verdict(one) != (True, IssueState.ISSUED, self._town.hospital):
                raise RuntimeError(f"bill {one.bill.document.key} is not on the chain as it was issued")

    def _verdict(self, holder_file: HolderFile) -> tuple[bool, IssueState, int]:
        found = self._town.ledger.bills.verify(holder_file)
        return found.authentic, found.state, found.issuer


def _content(bill: SealedBill) -> tuple[object, ...]:
    """What was ordered; number, check code and time of issue are the bill's own."""
    document = bill.document
    rest = (document.payer, document.visit, document.settlement, document.charges, document.lines, document.channels)
    return (document.header.business_number, document.header.total_fen, bill.claimable_fen, *rest)
