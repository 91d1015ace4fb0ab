"""The rules of a medical e-bill: what `validate` checks, and every problem that it finds.

In the order of the code: texts, choices and numbers by themselves; then, where those hold, the sums, the
signs, the dates and what must be unique. The sum rule::

    charges + rounding = payment channels = total
    lines of a category = charge of that category          (where there are lines at all)
    line amount = price · quantity, rounded to the fen either way at the half

Amounts of a bill are zero or more; those of a red letter zero or less, which is meant by "forward" below.
Differences of other kinds than rounding stand outside the sums.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from govledger.bills.document import (
    FORMAT,
    BillDocument,
    BillDraft,
    BillKind,
    Channel,
    ChargeCategory,
    DifferenceKind,
    Header,
    Line,
    PayerKind,
    PaymentChannel,
    RedLetterReason,
)
from govledger.errors import DocumentInvalid, Problem
from govledger.privacy.commitments import MAX_CLAIMABLE_FEN

MAX_FEN = 10**14
"""No amount is larger: below the contracts' 48 bits."""

MAX_E4 = 10**15
"""No price or quantity is larger: below the 2^53 of JSON."""

MAX_SECONDS = 2**40 - 1
"""The contracts keep times in 40 bits."""

MAX_LINES = 10_000
MAX_CHANNELS = 1_000
MAX_DIFFERENCES = 1_000
MAX_ROUNDING_FEN = 99
"""A rounding difference is less than one yuan."""

_FORMAT = re.compile(re.escape(FORMAT))
_CODE = re.compile(r"[0-9]{8}")
_NUMBER = re.compile(r"(?!0{10})[0-9]{10}")
_CHECK_CODE = re.compile(r"[0-9A-Za-z]{6}")
_PUBLIC_CODE = re.compile(r"[0-9A-Z]{18}")

_TextRules = tuple[tuple[str, bool, int], ...]
"""(field, may it be absent, its greatest length in characters)."""

_HEADER_TEXTS: _TextRules = (
    ("issuer_name", False, 100),
    ("issuer_type", True, 50),
    ("issuing_point", False, 50),
    ("business_number", False, 64),
    ("cashier", False, 50),
    ("reviewer", True, 50),
    ("remark", True, 500),
)
_PAYER_TEXTS: _TextRules = (
    ("name", False, 100),
    ("id_type", True, 50),
    ("masked_id", True, 50),
    ("card_type", True, 50),
    ("card", True, 50),
)
_VISIT_TEXTS: _TextRules = (
    ("insurance_type", True, 50),
    ("insurance_number", True, 50),
    ("settlement_number", True, 64),
    ("department", False, 100),
    ("visit_number", True, 64),
    ("case_number", True, 64),
)
_LINE_TEXTS: _TextRules = (
    ("reference", False, 64),
    ("item_code", True, 64),
    ("name", False, 200),
    ("specification", True, 100),
    ("unit", True, 20),
)
_SETTLEMENT_AMOUNTS = (
    *("insurance_fund_fen", "other_funds_fen", "personal_account_fen", "cash_fen", "self_pay_fen"),
    *(
        "own_expense_fen",
        "own_burden_fen",
        "prepaid_fen",
        "topped_up_fen",
        "refunded_fen",
        "counter_settled_fen",
    ),
)
_NOT_CASH = {
    PaymentChannel.ON_ACCOUNT,
    PaymentChannel.PERSONAL_ACCOUNT,
    PaymentChannel.INSURANCE_FUND,
    PaymentChannel.OTHER_FUNDS,
}


def validate(document: BillDocument | BillDraft) -> None:
    """Checks every rule of a document, or of a draft those that it can already keep.

    Raises:
        DocumentInvalid: with every problem found. Sums, signs and dates are looked at only where each value by
            itself is in order.
    """
    problems = problems_of(document)
    if problems:
        raise DocumentInvalid(tuple(problems))


def problems_of(document: BillDocument | BillDraft) -> list[Problem]:
    """Every rule that the document breaks, in the order of this module."""
    found: list[Problem] = []
    _check_header(found, document)
    _check_payer_and_visit(found, document)
    _check_settlement(found, document)
    _check_lists(found, document)
    if found:
        return found
    _check_unique(found, document)
    _check_signs(found, document)
    _check_sums(found, document)
    _check_lines(found, document.lines)
    _check_who_paid(found, document)
    _check_dates(found, document)
    return found


def validate_claimable(document: BillDocument | BillDraft, claimable_fen: int) -> None:
    """Checks what all payers together may settle: 0 ≤ claimable ≤ total - settled at the counter.

    A red letter has nothing to claim.

    Raises:
        DocumentInvalid: it is more, or negative.
    """
    left = document.header.total_fen - document.settlement.counter_settled_fen
    most = min(left, MAX_CLAIMABLE_FEN) if document.header.red_letter is None else 0
    if type(claimable_fen) is not int or not 0 <= claimable_fen <= most:
        rule = f"lies from 0 to {most} fen, {_claimable_reason(document, left)}"
        raise DocumentInvalid((Problem("claimable_fen", rule, claimable_fen),))


def _claimable_reason(document: BillDocument | BillDraft, left: int) -> str:
    """Why no more is claimable."""
    if document.header.red_letter is not None:
        return "for nothing of a red letter is claimed"
    counter = document.settlement.counter_settled_fen
    return f"for the total {document.header.total_fen} less {counter} settled at the counter is {left}"


# --- values by themselves ------------------------------------------------------------------------------


def _check_header(found: list[Problem], document: BillDocument | BillDraft) -> None:
    header = document.header
    if isinstance(document, BillDocument):
        _pattern(found, "format", document.format, _FORMAT, FORMAT)
        if isinstance(header, Header):
            _pattern(found, "header.code", header.code, _CODE, "8 digits: region, category, type, year")
            _pattern(found, "header.number", header.number, _NUMBER, "10 digits, counted from 1")
            _pattern(found, "header.check_code", header.check_code, _CHECK_CODE, "6 digits and letters")
            _seconds(found, "header.issued_at", header.issued_at)
    _choice(found, "header.kind", header.kind, BillKind)
    _pattern(found, "header.issuer", header.issuer, _PUBLIC_CODE, "18 digits and capital letters")
    _texts(found, "header", header, _HEADER_TEXTS)
    _integer(found, "header.total_fen", header.total_fen, MAX_FEN)
    if header.red_letter is not None:
        red = header.red_letter
        _pattern(found, "header.red_letter.blue_code", red.blue_code, _CODE, "8 digits")
        _pattern(found, "header.red_letter.blue_number", red.blue_number, _NUMBER, "10 digits, counted from 1")
        _choice(found, "header.red_letter.reason", red.reason, RedLetterReason)


def _check_payer_and_visit(found: list[Problem], document: BillDocument | BillDraft) -> None:
    payer, visit = document.payer, document.visit
    _choice(found, "payer.kind", payer.kind, PayerKind)
    _texts(found, "payer", payer, _PAYER_TEXTS)
    if payer.kind is PayerKind.PERSON and isinstance(payer.masked_id, str) and payer.masked_id.count("*") < 4:
        shown = f"{len(payer.masked_id)} characters, {payer.masked_id.count('*')} of them masked"  # never the number
        found.append(Problem("payer.masked_id", "a person's number has at least four characters masked by *", shown))
    _texts(found, "visit", visit, _VISIT_TEXTS)
    _seconds(found, "visit.visit_at", visit.visit_at)
    for name in ("admitted_at", "discharged_at"):
        if getattr(visit, name) is not None:
            _seconds(found, f"visit.{name}", getattr(visit, name))


def _check_settlement(found: list[Problem], document: BillDocument | BillDraft) -> None:
    for name in _SETTLEMENT_AMOUNTS:
        _integer(found, f"settlement.{name}", getattr(document.settlement, name), MAX_FEN)


def _check_lists(found: list[Problem], document: BillDocument | BillDraft) -> None:
    _length(found, "charges", document.charges, 1, len(ChargeCategory))
    _length(found, "lines", document.lines, 0, MAX_LINES)
    _length(found, "channels", document.channels, 0, MAX_CHANNELS)
    _length(found, "differences", document.differences, 0, MAX_DIFFERENCES)
    for index, charge in enumerate(document.charges):
        _choice(found, f"charges[{index}].category", charge.category, ChargeCategory)
        _integer(found, f"charges[{index}].amount_fen", charge.amount_fen, MAX_FEN)
    for index, line in enumerate(document.lines):
        at = f"lines[{index}]"
        _choice(found, f"{at}.category", line.category, ChargeCategory)
        _texts(found, at, line, _LINE_TEXTS)
        _integer(found, f"{at}.price_e4", line.price_e4, MAX_E4)
        _integer(found, f"{at}.quantity_e4", line.quantity_e4, MAX_E4)
        _integer(found, f"{at}.amount_fen", line.amount_fen, MAX_FEN)
    for index, channel in enumerate(document.channels):
        at = f"channels[{index}]"
        _choice(found, f"{at}.channel", channel.channel, PaymentChannel)
        _texts(found, at, channel, (("reference", True, 64),))
        _integer(found, f"{at}.amount_fen", channel.amount_fen, MAX_FEN)
    for index, difference in enumerate(document.differences):
        at = f"differences[{index}]"
        _choice(found, f"{at}.kind", difference.kind, DifferenceKind)
        _texts(found, at, difference, (("note", False, 200),))
        _integer(found, f"{at}.amount_fen", difference.amount_fen, MAX_FEN)


def _texts(found: list[Problem], part: str, owner: object, rules: _TextRules) -> None:
    for name, optional, longest in rules:
        value = getattr(owner, name)
        if value is None and optional:
            continue
        if type(value) is not str or not 1 <= len(value) <= longest:
            found.append(Problem(f"{part}.{name}", f"is text of 1 to {longest} characters", value))
        elif not value.isprintable() or value != value.strip():
            found.append(Problem(f"{part}.{name}", "is printable text without spaces around it or line breaks", value))
        elif not value.isascii() and not unicodedata.is_normalized("NFC", value):
            found.append(Problem(f"{part}.{name}", "is text in Unicode's normal form NFC", value))


def _pattern(found: list[Problem], field: str, value: Any, pattern: re.Pattern[str], rule: str) -> None:
    if type(value) is not str or pattern.fullmatch(value) is None:
        found.append(Problem(field, f"is {rule}", value))


def _choice(found: list[Problem], field: str, value: Any, choices: type[StrEnum]) -> None:
    if type(value) is not choices:
        found.append(Problem(field, f"is one of {', '.join(choice.value for choice in choices)}", value))


def _integer(found: list[Problem], field: str, value: Any, limit: int) -> None:
    if type(value) is not int or not -limit <= value <= limit:
        found.append(Problem(field, f"is an integer within ±{limit}", value))


def _seconds(found: list[Problem], field: str, value: Any) -> None:
    if type(value) is not int or not -MAX_SECONDS <= value <= MAX_SECONDS:
        found.append(Problem(field, "is a time in whole seconds since 1970", value))


def _length(found: list[Problem], field: str, entries: tuple[object, ...], least: int, most: int) -> None:
    if not least <= len(entries) <= most:
        found.append(Problem(field, f"has {least} to {most} entries", len(entries)))


# --- values together -----------------------------------------------------------------------------------


def _check_unique(found: list[Problem], document: BillDocument | BillDraft) -> None:
    _unique(found, "charges[{}].category", [charge.category for charge in document.charges])
    _unique(found, "lines[{}].reference", [line.reference for line in document.lines])
    payments = [(channel.channel.value, channel.reference) for channel in document.channels]
    _unique(found, "channels[{}]", payments)
    rounding = [entry for entry in document.differences if entry.kind is DifferenceKind.ROUNDING]
    if len(rounding) > 1:
        found.append(Problem("differences", "has at most one rounding difference", len(rounding)))


def _unique(found: list[Problem], field: str, values: list[Any]) -> None:
    if len(set(values)) == len(values):
        return
    seen: set[Any] = set()
    for index, value in enumerate(values):
        if value in seen:
            found.append(Problem(field.format(index), "stands once in a bill", value))
        seen.add(value)


def _check_signs(found: list[Problem], document: BillDocument | BillDraft) -> None:
    backward = document.header.red_letter is not None
    word = "zero or less on a red letter" if backward else "zero or more; a red letter takes back"

    def forward(field: str, amount: int) -> None:
        if amount > 0 if backward else amount < 0:
            found.append(Problem(field, f"is {word}", amount))

    forward("header.total_fen", document.header.total_fen)
    for name in _SETTLEMENT_AMOUNTS:
        forward(f"settlement.{name}", getattr(document.settlement, name))
    for index, charge in enumerate(document.charges):
        forward(f"charges[{index}].amount_fen", charge.amount_fen)
    for index, line in enumerate(document.lines):
        forward(f"lines[{index}].amount_fen", line.amount_fen)
        forward(f"lines[{index}].quantity_e4", line.quantity_e4)
        if line.price_e4 < 0:
            found.append(Problem(f"lines[{index}].price_e4", "is zero or more, on red letters too", line.price_e4))
    for index, channel in enumerate(document.channels):
        forward(f"channels[{index}].amount_fen", channel.amount_fen)
    for index, difference in enumerate(document.differences):
        if difference.kind is DifferenceKind.PAID_ABOVE_TOTAL:
            forward(f"differences[{index}].amount_fen", difference.amount_fen)


def _check_sums(found: list[Problem], document: BillDocument | BillDraft) -> None:
    total = document.header.total_fen
    rounding = sum(entry.amount_fen for entry in document.differences if entry.kind is DifferenceKind.ROUNDING)
    if abs(rounding) > MAX_ROUNDING_FEN:
        found.append(Problem("differences", f"a rounding stays within ±{MAX_ROUNDING_FEN} fen", rounding))
    charged = sum(charge.amount_fen for charge in document.charges)
    if charged + rounding != total:
        rule = f"equals charges + rounding, which is {charged} + {rounding} = {charged + rounding} fen"
        found.append(Problem("header.total_fen", rule, total))
    paid = _sum_of(document.channels)
    if paid != total:
        found.append(Problem("channels", f"have the sum header.total_fen, which is {total} fen", paid))
    if not document.lines:
        return
    listed: Counter[ChargeCategory] = Counter()
    for line in document.lines:
        listed[line.category] += line.amount_fen
    for index, charge in enumerate(document.charges):
        amount = listed.pop(charge.category, 0)
        if charge.amount_fen != amount:
            rule = f"equals the lines of category {charge.category}, which are {amount} fen"
            found.append(Problem(f"charges[{index}].amount_fen", rule, charge.amount_fen))
    for category, amount in sorted(listed.items()):
        rule = f"have category {category}, of which there are lines of {amount} fen"
        found.append(Problem("charges", rule, [charge.category.value for charge in document.charges]))


def _check_lines(found: list[Problem], lines: tuple[Line, ...]) -> None:
    for index, line in enumerate(lines):
        exact = line.price_e4 * line.quantity_e4  # in 1/1,000,000 fen
        if abs(line.amount_fen * 1_000_000 - exact) > 500_000:
            rule = f"equals price · quantity rounded to the fen, which is {exact} / 1,000,000 fen"
            found.append(Problem(f"lines[{index}].amount_fen", rule, line.amount_fen))


def _check_who_paid(found: list[Problem], document: BillDocument | BillDraft) -> None:
    settlement, channels = document.settlement, document.channels
    through: Counter[PaymentChannel] = Counter()
    for channel in channels:
        through[channel.channel] += channel.amount_fen
    cash = _sum_of(channel for channel in channels if channel.channel not in _NOT_CASH)
    expected = (
        ("insurance_fund_fen", through[PaymentChannel.INSURANCE_FUND], "the insurance fund's channel"),
        ("other_funds_fen", through[PaymentChannel.OTHER_FUNDS], "the other funds' channel"),
        ("personal_account_fen", through[PaymentChannel.PERSONAL_ACCOUNT], "the personal account's channel"),
        ("cash_fen", cash, "the channels by which the payer paid"),
    )
    for name, amount, what in expected:
        if getattr(settlement, name) != amount:
            rule = f"equals the sum of {what}, which is {amount} fen"
            found.append(Problem(f"settlement.{name}", rule, getattr(settlement, name)))
    used, refunded = through[PaymentChannel.PREPAID], settlement.refunded_fen
    if settlement.prepaid_fen != used + refunded:
        rule = f"equals the prepaid channel + settlement.refunded_fen, which is {used} + {refunded} fen"
        found.append(Problem("settlement.prepaid_fen", rule, settlement.prepaid_fen))
    total = document.header.total_fen
    for name in ("self_pay_fen", "own_expense_fen", "own_burden_fen"):
        if abs(getattr(settlement, name)) > abs(total):
            rule = f"is not more than the total, which is {total} fen"
            found.append(Problem(f"settlement.{name}", rule, getattr(settlement, name)))
    direct = settlement.insurance_fund_fen + settlement.other_funds_fen + settlement.personal_account_fen
    at_most = total - through[PaymentChannel.ON_ACCOUNT]
    if not abs(direct) <= abs(settlement.counter_settled_fen) <= abs(at_most):
        rule = f"lies from what funds paid at once, {direct}, to the total less what is on account, {at_most} fen"
        found.append(Problem("settlement.counter_settled_fen", rule, settlement.counter_settled_fen))


def _sum_of(channels: Iterable[Channel]) -> int:
    return sum(channel.amount_fen for channel in channels)


def _check_dates(found: list[Problem], document: BillDocument | BillDraft) -> None:
    visit, header = document.visit, document.header
    if isinstance(header, Header):
        issued_at = header.issued_at
        if visit.visit_at > issued_at:
            found.append(Problem("visit.visit_at", f"is not after header.issued_at, {issued_at}", visit.visit_at))
        red = header.red_letter
        if red is not None and (red.blue_code, red.blue_number) == (header.code, header.number):
            found.append(Problem("header.red_letter.blue_number", "names another bill than itself", red.blue_number))
        if visit.discharged_at is not None and visit.discharged_at > issued_at:
            rule = f"is not after header.issued_at, {issued_at}"
            found.append(Problem("visit.discharged_at", rule, visit.discharged_at))
    if header.kind is BillKind.INPATIENT:
        if visit.admitted_at is None:
            found.append(Problem("visit.admitted_at", "stands on an inpatient's bill", None))
        elif visit.discharged_at is not None and visit.discharged_at < visit.admitted_at:
            rule = f"is not before visit.admitted_at, {visit.admitted_at}"
            found.append(Problem("visit.discharged_at", rule, visit.discharged_at))
        return
    for name in ("admitted_at", "discharged_at"):
        if getattr(visit, name) is not None:
            found.append(Problem(f"visit.{name}", "stands on inpatients' bills alone", getattr(visit, name)))
