"""Documents for tests: one that keeps every rule, and what is easily made of it."""

from __future__ import annotations

from typing import Any

import msgspec

from govledger.bills.commitment import SealedBill, seal
from govledger.bills.document import (
    FORMAT,
    BillDocument,
    BillKind,
    Channel,
    Charge,
    ChargeCategory,
    Difference,
    DifferenceKind,
    Header,
    Line,
    Payer,
    PayerKind,
    PaymentChannel,
    Settlement,
    Visit,
)

ISSUER = "123300004708300001"
ISSUED_AT = 1_767_225_600
SALT = bytes(range(1, 33))


def sample_bill(number: int = 1, **header: Any) -> BillDocument:
    """An outpatient's bill of 152.35 yuan: 100.00 by the insurance fund, 30.00 cash, 22.35 on account."""
    values: dict[str, Any] = {
        "code": "33060126",
        "number": f"{number:010d}",
        "check_code": "A3F01C",
        "kind": BillKind.OUTPATIENT,
        "issuer": ISSUER,
        "issuer_name": "浙江省第一医院",
        "issuer_type": "综合医院",
        "issuing_point": "门诊一楼",
        "issued_at": ISSUED_AT,
        "business_number": f"HIS-{number:06d}",
        "cashier": "王**",
        "reviewer": None,
        "total_fen": 15_235,
        "remark": None,
        "red_letter": None,
    }
    return BillDocument(
        format=FORMAT,
        header=Header(**(values | header)),
        payer=Payer(
            kind=PayerKind.PERSON,
            name="张**",
            id_type="居民身份证",
            masked_id="3301**********1234",
            card_type=None,
            card=None,
        ),
        visit=Visit(
            insurance_type="城镇职工基本医疗保险",
            insurance_number="330000******",
            settlement_number=f"YB-{number:06d}",
            visit_at=ISSUED_AT - 3_600,
            department="心内科",
            visit_number="MZ20260101-7",
            case_number=None,
            admitted_at=None,
            discharged_at=None,
        ),
        settlement=Settlement(
            insurance_fund_fen=10_000,
            other_funds_fen=0,
            personal_account_fen=0,
            cash_fen=3_000,
            self_pay_fen=5_235,
            own_expense_fen=0,
            own_burden_fen=0,
            prepaid_fen=0,
            topped_up_fen=0,
            refunded_fen=0,
            counter_settled_fen=13_000,
        ),
        charges=(
            Charge(category=ChargeCategory.CONSULTATION, amount_fen=5_000),
            Charge(category=ChargeCategory.WESTERN_MEDICINE, amount_fen=10_234),
        ),
        lines=(
            Line(
                reference="1",
                category=ChargeCategory.CONSULTATION,
                item_code="110200001",
                name="普通门诊诊察费",
                specification=None,
                unit="次",
                price_e4=500_000,
                quantity_e4=10_000,
                amount_fen=5_000,
            ),
            Line(
                reference="2",
                category=ChargeCategory.WESTERN_MEDICINE,
                item_code="XA01",
                name="阿司匹林肠溶片",
                specification="100mg*30",
                unit="盒",
                price_e4=341_133,
                quantity_e4=30_000,
                amount_fen=10_234,
            ),
        ),
        channels=(
            Channel(channel=PaymentChannel.INSURANCE_FUND, reference=None, amount_fen=10_000),
            Channel(channel=PaymentChannel.CASH, reference="C-1", amount_fen=3_000),
            Channel(channel=PaymentChannel.ON_ACCOUNT, reference=None, amount_fen=2_235),
        ),
        differences=(Difference(kind=DifferenceKind.ROUNDING, amount_fen=1, note="舍入到分"),),
    )


def changed(document: BillDocument, part: str, **values: Any) -> BillDocument:
    """The document with some fields of one part replaced."""
    return msgspec.structs.replace(document, **{part: msgspec.structs.replace(getattr(document, part), **values)})


def changed_entry(document: BillDocument, part: str, index: int, **values: Any) -> BillDocument:
    """The document with some fields of one list entry replaced."""
    entries = list(getattr(document, part))
    entries[index] = msgspec.structs.replace(entries[index], **values)
    return msgspec.structs.replace(document, **{part: tuple(entries)})


def sample_sealed(number: int = 1, *, salt: bytes = SALT, claimable_fen: int = 2_235, **header: Any) -> SealedBill:
    """`sample_bill`, sealed."""
    return seal(sample_bill(number, **header), salt, claimable_fen=claimable_fen)
