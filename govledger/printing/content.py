"""What the page of a medical e-bill says, label by label, before it is HTML or PDF. Pure.

The labels and their order are those of the national form 医疗收费票据（电子）: code, number and check code,
payer, date; the charges with their sum in capital numerals and digits; the other information; issuer, reviewer,
cashier. The list of lines (收费明细) follows, on as many pages as it takes. What a bill does not have is left out.

Dates are those of China's time (UTC+8).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from govledger.bills.capital_numerals import capital_numerals
from govledger.bills.document import (
    BillDocument,
    BillKind,
    ChargeCategory,
    DifferenceKind,
    Line,
    PaymentChannel,
    RedLetterReason,
)

CHINA_OFFSET = timedelta(hours=8)
KINDS = {
    BillKind.INPATIENT: "住院",
    BillKind.OUTPATIENT: "门诊",
    BillKind.REGISTRATION: "挂号",
    BillKind.CHECK_UP: "体检",
}
CATEGORIES = {
    ChargeCategory.BED: "床位费",
    ChargeCategory.CONSULTATION: "诊察费",
    ChargeCategory.EXAMINATION: "检查费",
    ChargeCategory.LABORATORY: "化验费",
    ChargeCategory.TREATMENT: "治疗费",
    ChargeCategory.SURGERY: "手术费",
    ChargeCategory.NURSING: "护理费",
    ChargeCategory.MATERIALS: "卫生材料费",
    ChargeCategory.WESTERN_MEDICINE: "西药费",
    ChargeCategory.HERBAL_PIECES: "中药饮片",
    ChargeCategory.PATENT_MEDICINE: "中成药费",
    ChargeCategory.GENERAL_CONSULTATION: "一般诊疗费",
    ChargeCategory.REGISTRATION: "挂号费",
    ChargeCategory.OTHER: "其他收费",
}
CHANNELS = {
    PaymentChannel.CASH: "现金",
    PaymentChannel.BANK_CARD: "银行卡",
    PaymentChannel.CHEQUE: "支票",
    PaymentChannel.TRANSFER: "转账",
    PaymentChannel.MOBILE: "移动支付",
    PaymentChannel.PREPAID: "预缴金",
    PaymentChannel.CO_PAYMENT: "定额自付",
    PaymentChannel.ON_ACCOUNT: "挂账",
    PaymentChannel.PERSONAL_ACCOUNT: "个人账户",
    PaymentChannel.INSURANCE_FUND: "医保统筹基金",
    PaymentChannel.OTHER_FUNDS: "其他基金",
}
REASONS = {
    RedLetterReason.WRONG_ISSUE: "开票有误",
    RedLetterReason.REFUND: "退费",
    RedLetterReason.SERVICE_STOPPED: "服务中止",
    RedLetterReason.DUPLICATE: "重复开票",
}
DIFFERENCES = {
    DifferenceKind.ROUNDING: "舍入差额",
    DifferenceKind.PAID_ABOVE_TOTAL: "多收",
    DifferenceKind.OTHER: "其他差额",
}
LINE_COLUMNS = ("序号", "项目编码", "项目名称", "规格", "单位", "单价（元）", "数量", "金额（元）")
"""The columns of the list of lines; the last three are numbers."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label and what stands beside it."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class BillPage:
    """Everything that stands on the pages of a bill, as text."""

    title: str
    red_letter: bool
    """Whether it takes another bill back: amounts are negative, and red."""

    head: tuple[Labelled, ...]
    """Six labels, to be read in pairs: the left one and the right one of a row."""

    charges: tuple[Labelled, ...]
    """Name and amount of each category, and of a rounding difference."""

    total_in_words: str
    total: str
    information: tuple[Labelled, ...]
    settlement: tuple[Labelled, ...]
    payments: tuple[Labelled, ...]
    remark: str | None
    foot: tuple[Labelled, ...]
    lines: tuple[tuple[str, ...], ...]
    """Rows under `LINE_COLUMNS`."""


def page_of(document: BillDocument) -> BillPage:
    """What the page of a bill says."""
    header = document.header
    place = "住院" if header.kind is BillKind.INPATIENT else "门诊"
    return BillPage(
        title=f"医疗{place}收费票据（电子）",
        red_letter=document.is_red_letter,
        head=(
            Labelled("票据代码", header.code),
            Labelled("票据号码", header.number),
            Labelled("交款人统一社会信用代码", document.payer.masked_id or "—"),
            Labelled("校验码", header.check_code),
            Labelled("交款人", document.payer.name),
            Labelled("开票日期", china_date(header.issued_at)),
        ),
        charges=(
            *(Labelled(CATEGORIES[charge.category], yuan(charge.amount_fen)) for charge in document.charges),
            *(
                Labelled(DIFFERENCES[one.kind], yuan(one.amount_fen))
                for one in document.differences
                if one.kind is DifferenceKind.ROUNDING
            ),
        ),
        total_in_words=capital_numerals(header.total_fen),
        total=yuan(header.total_fen),
        information=tuple(_information(document)),
        settlement=tuple(_settlement(document)),
        payments=tuple(
            Labelled(CHANNELS[one.channel] + (f"（{one.reference}）" if one.reference else ""), yuan(one.amount_fen))
            for one in document.channels
        ),
        remark=header.remark,
        foot=(
            Labelled("收款单位（章）", header.issuer_name),
            Labelled("复核人", header.reviewer or "—"),
            Labelled("收款人", header.cashier),
            Labelled("收款单位统一社会信用代码", header.issuer),
        ),
        lines=tuple(_line(number, line) for number, line in enumerate(document.lines, 1)),
    )


def yuan(amount_fen: int) -> str:
    """An amount in yuan with two decimals: 123.45, -0.05."""
    sign = "-" if amount_fen < 0 else ""
    return f"{sign}{abs(amount_fen) // 100}.{abs(amount_fen) % 100:02d}"


def is_taken_back(text: str) -> bool:
    """Whether a text is an amount or a quantity below zero, in digits or in words: it is printed red."""
    return re.fullmatch(r"¥?-[0-9.]+|负[^0-9]+[整角分]", text) is not None


def decimal_e4(value_e4: int, least_decimals: int) -> str:
    """A number of 1/10000 with as many decimals as it needs, and at least so many."""
    sign = "-" if value_e4 < 0 else ""
    whole, decimals = divmod(abs(value_e4), 10_000)
    shown = f"{decimals:04d}".rstrip("0").ljust(least_decimals, "0")
    return f"{sign}{whole}.{shown}" if shown else f"{sign}{whole}"


def china_date(moment_at: int) -> str:
    """The day of a time, in China: 2026-01-01."""
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=moment_at) + CHINA_OFFSET).date().isoformat()


def _information(document: BillDocument) -> Iterator[Labelled]:
    """业务流水号 and the rest of 其他信息 that is no amount."""
    header, visit, payer = document.header, document.visit, document.payer
    inpatient = header.kind is BillKind.INPATIENT
    red = header.red_letter
    rows: tuple[tuple[str, str | None], ...] = (
        ("相关票据代码", None if red is None else red.blue_code),
        ("相关票据号码", None if red is None else red.blue_number),
        ("冲红原因", None if red is None else REASONS[red.reason]),
        ("业务流水号", header.business_number),
        ("票据种类", KINDS[header.kind]),
        ("医疗机构类型", header.issuer_type),
        ("开票点", header.issuing_point),
        ("住院号" if inpatient else "门诊号", visit.visit_number),
        ("病例号", visit.case_number),
        ("就诊日期", china_date(visit.visit_at)),
        ("住院科室" if inpatient else "科室", visit.department),
        ("入院日期", None if visit.admitted_at is None else china_date(visit.admitted_at)),
        ("出院日期", None if visit.discharged_at is None else china_date(visit.discharged_at)),
        ("医保类型", visit.insurance_type),
        ("医保编号", visit.insurance_number),
        ("医保结算号", visit.settlement_number),
        ("证件类型", payer.id_type),
        ("卡类型", payer.card_type),
        ("卡号", payer.card),
    )
    yield from (Labelled(label, text) for label, text in rows if text)


def _settlement(document: BillDocument) -> Iterator[Labelled]:
    """Who bore the total; what was prepaid, where something was; differences that are outside the sum."""
    settlement = document.settlement
    rows = (
        ("医保统筹基金支付", settlement.insurance_fund_fen, True),
        ("其他支付", settlement.other_funds_fen, True),
        ("个人账户支付", settlement.personal_account_fen, True),
        ("个人现金支付", settlement.cash_fen, True),
        ("个人自付", settlement.self_pay_fen, True),
        ("个人自费", settlement.own_expense_fen, True),
        ("个人自负", settlement.own_burden_fen, False),
        ("预缴金额", settlement.prepaid_fen, False),
        ("补缴金额", settlement.topped_up_fen, False),
        ("退费金额", settlement.refunded_fen, False),
    )
    yield from (Labelled(label, yuan(amount)) for label, amount, always in rows if always or amount)
    for one in document.differences:
        if one.kind is not DifferenceKind.ROUNDING:
            yield Labelled(f"{DIFFERENCES[one.kind]}（{one.note}）", yuan(one.amount_fen))


def _line(number: int, line: Line) -> tuple[str, ...]:
    return (
        str(number),
        line.item_code or "",
        line.name,
        line.specification or "",
        line.unit or "",
        decimal_e4(line.price_e4, 2),
        decimal_e4(line.quantity_e4, 0),
        yuan(line.amount_fen),
    )
