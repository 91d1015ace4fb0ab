"""What ranges, bills and claims put on a chain, and what is logged and printed on the way, holds no secret."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from eth_utils.abi import function_abi_to_4byte_selector
from requests import Request

import govledger
from govledger import Claim, ClaimPurpose, Consent, HolderFile, RedLetterReason, give_consent
from govledger.actions.claims import Settlement
from govledger.artifacts import load
from govledger.bills.consent import consent_address, sign_revocation
from govledger.bills.link import link_of
from govledger.bills.number import bill_key, format_key
from govledger.bills.presentation import PARTS, present
from govledger.bills.sealed_copy import open_copy, sealed_copy
from govledger.errors import GovledgerError
from govledger.events import types as event_types
from govledger.events.event import Event
from govledger.events.interface import NEVER_EMITTED
from govledger.model import EntryPurpose, FreezeReason, PayerClass, ReversalReason, ShreddingReason, VoidReason
from govledger.privacy.commitments import field_salt
from govledger.privacy.keccak import keccak256
from govledger.vault.desk import Desk
from tests.bodies import CODE, INSURER, Bodies, found, order
from tests.clear_text import ClearText, arguments_of, calls_of, files_of, forms_of, logs_of, numbers_of, texts_of

CONTRACTS = ("BillRanges", "MedicalBills", "BillClaims")
REPORTS = {"reportIssue", "reportEngagement", "reportOpening", "reportRelief"}
"""Functions that a contract of the three calls of another."""
PUBLIC = {"header.code", "header.number", "header.issuer", "header.issued_at", "format", "counts"}
"""Fields that the chain tells by itself: whose, which and when; and the format."""
BASE = "https://bills.example/verify"
CLAIMED, UNCLAIMED = 2_000, 2_235
"""What is claimable of bills that a payer claims, which is public then; and of the others."""
REFERENCES = tuple(f"PAYER-CLAIM-{number:04d}" for number in range(20))
RED_LETTER = {"business_number": "HIS-RED-LETTER-1", "cashier": "赵收费员", "reviewer": "钱复核员"}


@dataclass
class Told:
    """What a whole story left on a chain, and what was printed on the way."""

    bodies: Bodies
    index: Path
    said: list[str] = field(default_factory=list)
    """Log records, representations and errors."""
    files: list[HolderFile] = field(default_factory=list)
    claimed: set[int] = field(default_factory=set)
    """Keys of the bills whose inner part a payer showed."""

    @property
    def secrets(self) -> Iterator[tuple[str, bytes]]:
        """What only its owner has, ever."""
        for file in self.files:
            bill, name = file.bill, format_key(file.bill.document.key)
            yield f"root salt of {name}", bill.root_salt
            yield f"link's secret of {name}", link_of(file, BASE).secret
            for position, _ in bill.document.committed_fields():
                yield f"salt of field {position} of {name}", field_salt(bill.root_salt, position)
            if file.consent_secret is not None:
                yield f"consent key of {name}", file.consent_secret
        for officer in (self.bodies.hospital, self.bodies.insurer, self.bodies.aid):
            yield "tag secret", officer.bills._vault()._secret

    def wanted(self) -> ClearText:
        """All that must not be on the chain."""
        wanted = ClearText()
        for what, secret in self.secrets:
            wanted.add_secret(secret, what)
        for text in (*REFERENCES, *RED_LETTER.values()):
            wanted.add(text, "reference or name")
        for file in self.files:
            bill = file.bill
            for path, value in present(file, PARTS).verify().values.items():
                if path not in PUBLIC and not path.startswith("header.red_letter"):
                    for part in parts_of(value):
                        if isinstance(part, str):
                            wanted.add(part, path)
                        elif part >= UNCLAIMED:
                            wanted.add_amount(part, path)
            if bill.document.key not in self.claimed:
                wanted.add_secret(bill.blinder, "blinder of a bill that nobody claimed")
                wanted.add_secret(bill.commitment, "commitment of a bill that nobody claimed")
                if bill.claimable_fen:
                    wanted.add_amount(bill.claimable_fen, "claimable amount of a bill that nobody claimed")
                if any(bill.consent_key):
                    wanted.add_secret(bill.consent_key, "consent key's address of a bill that nobody claimed")
        return wanted


def parts_of(value: object) -> Iterator[str | int]:
    """The texts and numbers in a field's value: a line of a list has several."""
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from parts_of(part)
    elif isinstance(value, str | int):
        yield value


class Records(logging.Handler):
    """Keeps what is logged, at every level."""

    def __init__(self, said: list[str]) -> None:
        super().__init__(logging.NOTSET)
        self._said = said

    def emit(self, record: logging.LogRecord) -> None:
        self._said.append(self.format(record))


@contextmanager
def listening(said: list[str]) -> Iterator[None]:
    """Everything that any library logs meanwhile is kept."""
    root, handler = logging.getLogger(), Records(said)
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield
    root.removeHandler(handler)
    root.setLevel(level)


@contextmanager
def failing(told: Told) -> Iterator[None]:
    """What is done in it fails, and how it fails is kept."""
    with pytest.raises(GovledgerError) as refused:
        yield
    told.said.append("".join(traceback.format_exception(refused.value)) + repr(refused.value))


# --- the story ------------------------------------------------------------------------------------------


def consent_secret(number: int) -> bytes:
    return keccak256(b"one-time key %d" % number)


def tell_of_ranges(told: Told) -> int:
    """Every act on ranges; returns one with numbers left."""
    bodies, (first, second), hospital = told.bodies, told.bodies.finance, told.bodies.hospital
    number = bodies.grant_range(20)
    part = hospital.ranges.split_range(number, 2, 7, 2).event.part_range
    hospital.ranges.return_range(part, 1)
    other = bodies.grant_range(3)
    hospital.ranges.void_numbers(other, bodies.ledger.ranges.next_number(other), 2, VoidReason.MISPRINTED)
    at = bodies.ledger.ranges.next_number(other) - 2
    first.ranges.review_void(other, at)
    second.ranges.confirm_void(other, at)
    first.ranges.propose_closure(other, 5)
    second.ranges.close_range(other, 6)
    first.ranges.write_off_range(other, 7)
    first.ranges.set_payer_order(CODE, 0, {PayerClass.BASIC})
    first.ranges.classify_payer(CODE, 1, bodies.organisations[INSURER], PayerClass.BASIC)
    return number


def tell_of_issue(told: Told, number_range: int) -> None:
    """Bills of a batch, one alone, one that the desk handed out: seven, of which three may be claimed."""
    hospital = told.bodies.hospital
    orders = [order(number, CLAIMED if number <= 4 else UNCLAIMED) for number in range(1, 8)]
    asked = {1, 2, 5}
    orders = [
        replace(one, consent_key=consent_address(consent_secret(number))) if number in asked else one
        for number, one in enumerate(orders, 1)
    ]
    keys = list(hospital.bills.issue_batch(number_range, orders[:5]).keys)
    keys.append(hospital.bills.issue(number_range, orders[5]).key)
    hospital.bills.stock(number_range)
    vault = hospital.bills._vault()
    desk = Desk(vault)
    keys += desk.issue(orders[6:], told.bodies.ledger.now())
    told.said += [repr(desk), repr(desk.waiting), repr(desk.stock), repr(vault), repr(orders)]
    hospital.bills.anchor()
    for number, key in enumerate(keys, 1):
        secret = consent_secret(number) if number in asked else None
        told.files.append(hospital.bills.holder_file(key, secret))
        told.said.append(repr(vault.bill(key)))
    with failing(told):
        hospital.bills.issue(number_range, replace(orders[0], claimable_fen=1))
    with failing(told):
        hospital.bills.holder_file(keys[0], consent_secret(9))


def consented(told: Told, file: HolderFile, secret: bytes | None = None) -> Consent:
    until = told.bodies.ledger.now() + 5_000
    domain, payer = told.bodies.ledger.claims.consent_domain(), told.bodies.organisations[INSURER]
    secret = secret or file.consent_secret
    assert secret is not None
    key = file.bill.document.key
    given = give_consent(secret, domain, key, payer, purpose=ClaimPurpose.DIRECT_PAYMENT, until_at=until)
    told.said.append(repr(given))
    return given


def tell_of_claims(told: Told) -> None:
    """Every act on claims, on the first four bills."""
    insurer, references = told.bodies.insurer, iter(REFERENCES)
    one, two, three, four = told.files[:4]
    told.claimed |= {file.bill.document.key for file in told.files[:4]}
    soon = told.bodies.ledger.now() + 5_000
    with failing(told):
        thief = consented(told, one, consent_secret(9))
        insurer.claims.reserve(Claim(one, 500, next(references), consent=thief), expires_at=soon)
    claim = Claim(one, 500, next(references), consent=consented(told, one))
    made = insurer.claims.reserve(claim, expires_at=soon).event
    told.said.append(repr(claim))
    insurer.claims.renew(made.bill, 2, made.bill_version, expires_at=soon + 9, consent=consented(told, one))
    insurer.claims.settle(made.bill, made.bill_version, 300)
    insurer.claims.release(made.bill, made.bill_version)
    insurer.claims.decline(two, consent=consented(told, two))
    payer, secret = told.bodies.organisations[INSURER], two.consent_secret
    assert secret is not None
    signature = sign_revocation(secret, told.bodies.ledger.claims.consent_domain(), payer, 1)
    told.bodies.aid.claims.revoke_consent(consent_address(secret), payer, 1, signature)
    pair = [Claim(file, 400, next(references)) for file in (three, four)]
    with failing(told):
        insurer.claims.reserve_and_settle_many([pair[0], replace(pair[1], amount_fen=9_999)])
    paid = insurer.claims.reserve_and_settle_many(pair)[0].event
    insurer.claims.propose_reversal(paid.bill, paid.bill_version, 100, ReversalReason.REFUNDED)
    told.bodies.second_insurer.claims.confirm_reversal(paid.bill, paid.bill_version, 100)
    aid = told.bodies.aid.claims
    aid.reserve_and_settle(Claim(four, 50, next(references), seen_version=2))
    kept = aid.reserve(Claim(four, 60, next(references), seen_version=3), expires_at=soon).event
    aid.settle_many([Settlement(kept.bill, kept.bill_version, 10), Settlement(kept.bill, kept.bill_version, 20)])


def tell_of_standing(told: Told, number_range: int) -> None:
    """Books, paper, freeze, red letter and shredding, of bills that nobody claimed."""
    bodies, (first, second), hospital = told.bodies, told.bodies.finance, told.bodies.hospital
    five, six, seven = told.files[4:7]
    keys = [file.bill.document.key for file in (five, six, seven)]
    bodies.aid.entries.book(five, year=2026, month=3, deductible=True, purpose=EntryPurpose.EXPENSE)
    with failing(told):
        hospital.bills.red_letter(keys[0], number_range, reason=RedLetterReason.REFUND, **RED_LETTER)
    bodies.aid.entries.reverse_booking(
        keys[0], bodies.ledger.consortium.organisation_by_code("913300000000000055") or 0
    )
    hospital.standing.issue_paper(keys[0], bill_key(12_345_678, 1))
    hospital.standing.void_paper(keys[0], 2)
    first.standing.freeze(keys[2], FreezeReason.DISPUTE)
    with failing(told):
        hospital.standing.shred(keys[2], 1, ShreddingReason.ERROR)
    lifted = second.standing.lift_freeze(keys[2], 1).event
    bodies.chain.advance_time(lifted.frozen_until - bodies.ledger.now())
    taken = hospital.bills.red_letter(keys[1], number_range, reason=RedLetterReason.REFUND, **RED_LETTER).event
    told.files.append(hospital.bills.holder_file(taken.red_bill))
    hospital.standing.shred(keys[2], 2, ShreddingReason.RETENTION_OVER)
    with failing(told):
        hospital.bills.holder_file(keys[2])


def tell_of_links(told: Told) -> None:
    """Links and sealed copies of all bills, opened by their own link and by a wrong one."""
    for file, other in zip(told.files, (*told.files[1:], told.files[0]), strict=True):
        link, copy = link_of(file, BASE), sealed_copy(file)
        opened = open_copy(link, copy)
        told.said += [repr(link), str(link), repr(file), repr(file.bill), repr(opened.verify())]
        with failing(told):
            open_copy(replace(link, secret=link_of(other, BASE).secret), copy)
        with failing(told):
            link_of(file, link.url)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    folder = tmp_path_factory.mktemp("privacy")
    index = folder / "index.sqlite"
    with (
        govledger.embedded() as chain,
        closing(govledger.deploy(chain, name="private", store=index)) as ledger,
    ):
        story = Told(found(chain, folder, ledger), index)
        with listening(story.said):
            number_range = tell_of_ranges(story)
            tell_of_issue(story, number_range)
            tell_of_claims(story)
            tell_of_standing(story, number_range)
            tell_of_links(story)
            ledger.sync()
        yield story


@pytest.fixture(scope="module")
def wanted(told: Told) -> ClearText:
    return told.wanted()


# --- on the chain ---------------------------------------------------------------------------------------


def test_story_has_every_event_of_ranges_bills_and_claims(told: Told) -> None:
    known = {one.TOPIC: one for one in vars(event_types).values() if isinstance(one, type) and issubclass(one, Event)}
    seen = {known[content[:32]].NAME for _, content in logs_of(told.bodies.chain)}
    declared = {
        entry["name"]
        for contract in CONTRACTS
        for entry in load(contract).abi
        if entry["type"] == "event" and f"{entry['name']}()" not in NEVER_EMITTED
    }
    assert declared - seen == set()


def test_story_has_the_calldata_of_every_function(told: Told) -> None:
    calls = [data for _, data in calls_of(told.bodies.chain)]
    functions = {
        entry["name"]: function_abi_to_4byte_selector(entry)
        for contract in CONTRACTS
        for entry in load(contract).abi
        if entry["type"] == "function" and entry["stateMutability"] == "nonpayable"
    }
    sent = {name for name, selector in functions.items() if any(data.startswith(selector) for data in calls)}
    assert functions.keys() - sent == REPORTS
    bulk = [data for data in calls if data.startswith(functions["bulk"])]
    assert all(any(functions[name] in data for data in bulk) for name in ("reserveAndSettle", "settle"))


def test_no_event_holds_anything_of_a_bill_or_a_secret(told: Told, wanted: ClearText) -> None:
    logs = list(logs_of(told.bodies.chain))
    assert len(logs) > 60
    assert wanted.search(logs) == []
    assert wanted.search_words(logs) == []


def test_no_calldata_holds_anything_of_a_bill_or_a_secret(told: Told, wanted: ClearText) -> None:
    calls = list(calls_of(told.bodies.chain))
    assert len(calls) > 60
    assert wanted.search(calls) == []
    assert wanted.search_words(arguments_of(told.bodies.chain)) == []


def test_index_holds_nothing_of_a_bill_and_no_secret(told: Told, wanted: ClearText) -> None:
    files = list(files_of(told.index))
    assert sum(len(content) for _, content in files) > 100_000
    assert wanted.search(files) == []
    assert wanted.search_numbers(numbers_of(told.index)) == []


def test_what_a_claim_shows_is_on_the_chain_and_what_nobody_showed_is_not(told: Told) -> None:
    """The search would find it: the inner part of a claimed bill stands in calldata, that of another one does not."""
    wanted = ClearText()
    for file in told.files[:6]:
        wanted.add_secret(file.bill.blinder, format_key(file.bill.document.key))
    shown = {one.what.split()[0] for one in wanted.search(calls_of(told.bodies.chain))}
    assert shown == {format_key(file.bill.document.key) for file in told.files[:4]}
    wanted = ClearText()
    wanted.add_amount(CLAIMED, "claimable amount")
    assert wanted.search_words(logs_of(told.bodies.chain)) != []


def test_what_is_planted_is_found(told: Told, wanted: ClearText) -> None:
    file = told.files[0]
    assert file.consent_secret is not None
    for secret in (file.bill.root_salt, file.consent_secret, link_of(file, BASE).secret):
        for planted in (secret, secret.hex().encode(), keccak256(secret)):
            assert wanted.search([("log", bytes(7) + planted + bytes(7))]) != []
    for text in (REFERENCES[3], "HIS-000004", "YB-000002", "阿司匹林肠溶片", "张**", RED_LETTER["cashier"]):
        assert [form for form, value in forms_of(text) if not wanted.search([("log", b"x" + value)])] == [], text
    for fen in (15_235, 10_234, UNCLAIMED):
        assert wanted.search_words([("log", bytes(32) + fen.to_bytes(32))]) != []
        assert wanted.search_numbers([("table", fen)]) != []


# --- in logs, addresses, representations and errors ------------------------------------------------------


def test_no_secret_is_logged_shown_or_told_by_an_error(told: Told) -> None:
    said = "\n".join(told.said)
    assert all(word in said for word in ("HolderFile(", "BillLink(", "Consent(", "CopyNotOpened", "BulkRefused"))
    assert [what for what, secret in told.secrets if any(text in said for text in texts_of(secret))] == []


def test_secret_that_is_printed_would_be_found(told: Told) -> None:
    for _, secret in told.secrets:
        for printed in (f"0x{secret.hex()}", repr(secret), str(int.from_bytes(secret))):
            assert any(text in printed for text in texts_of(secret))
    assert all(
        any(text in link_of(file, BASE).url for text in texts_of(link_of(file, BASE).secret)) for file in told.files
    )


def test_secret_of_a_link_is_in_nothing_that_a_client_sends(told: Told) -> None:
    for file in told.files:
        link = link_of(file, BASE)
        sent = Request("GET", link.url).prepare().path_url
        parts = urlsplit(link.url)
        for text in texts_of(link.secret) | texts_of(file.bill.root_salt):
            assert text not in sent and text not in f"{parts.netloc}{parts.path}{parts.query}{link}"
        assert any(text == parts.fragment for text in texts_of(link.secret))
