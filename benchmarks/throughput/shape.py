"""Bills of a fixed shape: 45 fields and 15 entries of lists, each a leaf of its own."""

from __future__ import annotations

from govledger.bills.document import (
    FIXED_PATHS,
    BillDraft,
    BillKind,
    Channel,
    Charge,
    ChargeCategory,
    DraftHeader,
    Line,
    Payer,
    PayerKind,
    PaymentChannel,
    Settlement,
    Visit,
)
from govledger.bills.order import BillOrder
from govledger.privacy.keccak import keccak256

ISSUED_AT = 1_767_225_600
CODE = 33_060_126
LEAVES = len(FIXED_PATHS) + 15
CATEGORIES = (ChargeCategory.CONSULTATION, ChargeCategory.LABORATORY, ChargeCategory.WESTERN_MEDICINE)
LINES = 10
"""With a charge for each category and two channels: 15 entries."""


def draft(number: int) -> BillDraft:
    """Bill `number` of a hospital; its prices and quantities follow from the number."""
    lines = tuple(_line(place, keccak256(number.to_bytes(8) + place.to_bytes(8))) for place in range(LINES))
    charges = tuple(
        Charge(category=category, amount_fen=sum(line.amount_fen for line in lines if line.category is category))
        for category in CATEGORIES
    )
    total = sum(charge.amount_fen for charge in charges)
    fund = total // 2
    return BillDraft(
        header=_header(number, total),
        payer=_PAYER,
        visit=_visit(number),
        settlement=_settlement(total, fund),
        charges=charges,
        lines=lines,
        channels=(
            Channel(channel=PaymentChannel.INSURANCE_FUND, reference=f"YBJS-{number:010d}", amount_fen=fund),
            Channel(channel=PaymentChannel.ON_ACCOUNT, reference=None, amount_fen=total - fund),
        ),
        differences=(),
    )


def order(number: int) -> BillOrder:
    """Bill `number` as it is ordered; what is on account is claimable."""
    bill = draft(number)
    return BillOrder(bill, bill.channels[1].amount_fen, keccak256(number.to_bytes(8))[:20])


_PAYER = Payer(
    kind=PayerKind.PERSON,
    name="张**",
    id_type="居民身份证",
    masked_id="3301**********1234",
    card_type="社会保障卡",
    card="3300********7788",
)


def _header(number: int, total: int) -> DraftHeader:
    return DraftHeader(
        kind=BillKind.OUTPATIENT,
        issuer="123300004708300001",
        issuer_name="越岭市第一人民医院",
        issuer_type="综合医院",
        issuing_point="门诊一楼收费处",
        business_number=f"HIS-2026-{number:010d}",
        cashier="王**",
        reviewer="李**",
        total_fen=total,
        remark="门诊收费",
        red_letter=None,
    )


def _visit(number: int) -> Visit:
    return Visit(
        insurance_type="城镇职工基本医疗保险",
        insurance_number="330000******",
        settlement_number=f"YB-2026-{number:010d}",
        visit_at=ISSUED_AT - 3_600,
        department="心血管内科",
        visit_number=f"MZ{number:012d}",
        case_number=f"BL{number:012d}",
        admitted_at=None,
        discharged_at=None,
    )


def _settlement(total: int, fund: int) -> Settlement:
    return Settlement(
        insurance_fund_fen=fund,
        other_funds_fen=0,
        personal_account_fen=0,
        cash_fen=0,
        self_pay_fen=total - fund,
        own_expense_fen=0,
        own_burden_fen=0,
        prepaid_fen=0,
        topped_up_fen=0,
        refunded_fen=0,
        counter_settled_fen=fund,
    )


def _line(place: int, chance: bytes) -> Line:
    price_fen, quantity = 100 + int.from_bytes(chance[:2]), 1 + chance[2] % 9
    return Line(
        reference=str(place + 1),
        category=CATEGORIES[place % len(CATEGORIES)],
        item_code=f"XA{int.from_bytes(chance[3:5]):05d}",
        name="阿司匹林肠溶片",
        specification="100mg*30片/盒",
        unit="盒",
        price_e4=price_fen * 100,
        quantity_e4=quantity * 10_000,
        amount_fen=price_fen * quantity,
    )
