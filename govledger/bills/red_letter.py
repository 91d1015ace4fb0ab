"""Red letters (冲红): the bill that takes another one back, amount by amount."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from govledger.bills.document import (
    BillDocument,
    BillDraft,
    DraftHeader,
    RedLetter,
    RedLetterReason,
    Settlement,
)
from govledger.errors import DocumentInvalid, InputError, Problem

_Part = TypeVar("_Part", bound=msgspec.Struct)


def red_letter_of(
    blue: BillDocument,
    *,
    business_number: str,
    reason: RedLetterReason,
    cashier: str,
    reviewer: str | None = None,
    remark: str | None = None,
) -> BillDraft:
    """The draft of the red letter that takes `blue` back, whole.

    A partial refund is a red letter and a new bill. A red letter repeats payer and visit, negates every amount and
    quantity, and has no insurance settlement number: the blue bill has used that one for ever.

    Raises:
        InputError: `blue` is a red letter itself, or has the same business number.
    """
    if blue.is_red_letter:
        raise InputError(f"bill {blue.header.code}-{blue.header.number} is a red letter; it cannot be taken back")
    if business_number == blue.header.business_number:
        raise InputError(f"the business number {business_number!r} is that of the bill taken back; it needs its own")
    header = blue.header
    return BillDraft(
        header=DraftHeader(
            kind=header.kind,
            issuer=header.issuer,
            issuer_name=header.issuer_name,
            issuer_type=header.issuer_type,
            issuing_point=header.issuing_point,
            business_number=business_number,
            cashier=cashier,
            reviewer=reviewer,
            total_fen=-header.total_fen,
            remark=remark,
            red_letter=RedLetter(blue_code=header.code, blue_number=header.number, reason=reason),
        ),
        payer=blue.payer,
        visit=msgspec.structs.replace(blue.visit, settlement_number=None),
        settlement=_negated_settlement(blue.settlement),
        charges=tuple(_negated(charge, "amount_fen") for charge in blue.charges),
        lines=tuple(_negated(line, "amount_fen", "quantity_e4") for line in blue.lines),
        channels=tuple(_negated(channel, "amount_fen") for channel in blue.channels),
        differences=tuple(_negated(difference, "amount_fen") for difference in blue.differences),
    )


def check_red_letter(red: BillDocument, blue: BillDocument) -> None:
    """Checks that `red` takes back exactly `blue`: number, issuer, and every amount with the opposite sign.

    Raises:
        DocumentInvalid: it does not; names the parts that differ.
    """
    link = red.header.red_letter
    if link is None or (link.blue_code, link.blue_number) != (blue.header.code, blue.header.number):
        rule = f"names the bill taken back, {blue.header.code}-{blue.header.number}"
        raise DocumentInvalid((Problem("header.red_letter", rule, link),))
    expected = red_letter_of(
        blue,
        business_number=red.header.business_number,
        reason=link.reason,
        cashier=red.header.cashier,
    )
    problems = [
        Problem(f"header.{name}", "follows from the bill taken back", getattr(red.header, name))
        for name in ("kind", "issuer", "total_fen")
        if getattr(red.header, name) != getattr(expected.header, name)
    ]
    for part in ("payer", "visit", "settlement", "charges", "lines", "channels", "differences"):
        if getattr(red, part) != getattr(expected, part):
            problems.append(Problem(part, "follows from the bill taken back, amounts negated", getattr(red, part)))
    if problems:
        raise DocumentInvalid(tuple(problems))


def _negated_settlement(settlement: Settlement) -> Settlement:
    return _negated(settlement, *settlement.__struct_fields__)


def _negated(part: _Part, *names: str) -> _Part:
    return msgspec.structs.replace(part, **{name: -getattr(part, name) for name in names})
