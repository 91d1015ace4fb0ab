"""The medical e-bill (医疗电子票据) as a document: every field, its JSON, its canonical form, its positions.

A document stays off the chain. On the chain stands a commitment to its fields, each at a fixed position::

    0        format
    1 … 17   header, the last three about the red letter
    18 … 23  payer
    24 … 32  visit
    33 … 43  settlement
    44       how many entries the four lists have
    2^32 + i, 2 · 2^32 + i, 3 · 2^32 + i, 4 · 2^32 + i
             entry i of charges, lines, channels, differences: one leaf for each

Position 44 binds the lengths, so that who shows all lines of a bill can prove that these are all. Names of
fields in JSON are those of the structs below; unknown and missing fields and duplicate keys are refused.
Money is integer fen; prices and quantities are integers of 1/10000 yuan and of 1/10000 of the unit. Times
are seconds since 1970 (UTC), and may lie before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from itertools import chain
from operator import attrgetter
from typing import Any, Literal, TypeVar

import msgspec

from govledger.bills.number import (
    BillKey,
    bill_key,
    format_code,
    format_number,
    parse_code,
    parse_number,
    split_key,
)
from govledger.errors import DocumentUnreadable, InputError
from govledger.privacy.canonical import parse_strict

FORMAT: Literal["govledger.bill.v1"] = "govledger.bill.v1"
_Document = TypeVar("_Document", bound=msgspec.Struct)

LIST_STRIDE = 2**32
"""The entries of list number n (from 1) stand at positions n · 2^32 and on."""


class BillKind(StrEnum):
    """What a bill is for (票据种类)."""

    INPATIENT = "01"
    """住院"""

    OUTPATIENT = "02"
    """门诊"""

    REGISTRATION = "03"
    """挂号"""

    CHECK_UP = "04"
    """体检"""


class ChargeCategory(StrEnum):
    """The 14 categories of charges (收费项目类别) of a medical bill."""

    BED = "01"
    """床位费"""

    CONSULTATION = "02"
    """诊察费"""

    EXAMINATION = "03"
    """检查费"""

    LABORATORY = "04"
    """化验费"""

    TREATMENT = "05"
    """治疗费"""

    SURGERY = "06"
    """手术费"""

    NURSING = "07"
    """护理费"""

    MATERIALS = "08"
    """卫生材料费"""

    WESTERN_MEDICINE = "09"
    """西药费"""

    HERBAL_PIECES = "10"
    """中药饮片"""

    PATENT_MEDICINE = "11"
    """中成药费"""

    GENERAL_CONSULTATION = "12"
    """一般诊疗费"""

    REGISTRATION = "13"
    """挂号费"""

    OTHER = "14"
    """其他收费"""


class PaymentChannel(StrEnum):
    """How a part of the total was paid (支付渠道)."""

    CASH = "01"
    """现金"""

    BANK_CARD = "02"
    """银行卡"""

    CHEQUE = "03"
    """支票"""

    TRANSFER = "04"
    """转账"""

    MOBILE = "05"
    """移动支付"""

    PREPAID = "06"
    """预缴金"""

    CO_PAYMENT = "07"
    """定额自付: a fixed part that the insured pays at the counter, its means not stated"""

    ON_ACCOUNT = "08"
    """挂账: not paid at issue; to be claimed, or owed"""

    PERSONAL_ACCOUNT = "09"
    """个人账户"""

    INSURANCE_FUND = "10"
    """医保统筹基金"""

    OTHER_FUNDS = "11"
    """其他基金"""


class DifferenceKind(StrEnum):
    """Amounts that are neither a charge nor a payment of one."""

    ROUNDING = "01"
    """舍入差额: the one kind inside the sum rule, charges + rounding = total"""

    PAID_ABOVE_TOTAL = "02"
    """多收: paid at the counter above the total; outside the sum rule"""

    OTHER = "99"
    """Anything else outside the sum rule, explained in its note"""


class RedLetterReason(StrEnum):
    """Why a red letter (冲红) takes a bill back; in the order of the contracts' enumeration."""

    WRONG_ISSUE = "01"
    """开票有误"""

    REFUND = "02"
    """退费"""

    SERVICE_STOPPED = "03"
    """服务中止"""

    DUPLICATE = "04"
    """重复开票"""

    @property
    def ordinal(self) -> int:
        """The contracts' number of this reason, from 0."""
        return int(self.value) - 1


class PayerKind(StrEnum):
    """Who the payer is (交款人类型)."""

    PERSON = "01"
    """个人"""

    ORGANISATION = "02"
    """单位"""


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of a document: immutable, every field named, no others taken."""


class RedLetter(_Part, frozen=True, kw_only=True):
    """What a red letter says of the bill that it takes back, the blue one (蓝票)."""

    blue_code: str
    """相关票据代码, 8 digits"""

    blue_number: str
    """相关票据号码, 10 digits"""

    reason: RedLetterReason
    """冲红原因"""


class DraftHeader(_Part, frozen=True, kw_only=True):
    """The header before a number is given."""

    kind: BillKind
    """票据种类"""

    issuer: str
    """开票单位代码 (统一社会信用代码): 18 digits and capital letters"""

    issuer_name: str
    """开票单位名称"""

    issuer_type: str | None
    """医疗机构类型"""

    issuing_point: str
    """开票点"""

    business_number: str
    """业务流水号: the hospital system's own transaction number, unique for the issuer"""

    cashier: str
    """收费员"""

    reviewer: str | None
    """复核人"""

    total_fen: int
    """金额合计, negative on a red letter"""

    remark: str | None
    """备注"""

    red_letter: RedLetter | None
    """On a red letter, the bill that it takes back"""


class Header(DraftHeader, frozen=True, kw_only=True):
    """The header of an issued bill."""

    code: str
    """电子票据代码, 8 digits: region, category, type, year"""

    number: str
    """电子票据号码, 10 digits"""

    check_code: str
    """校验码: 6 digits and letters; see `govledger.bills.commitment.check_code`"""

    issued_at: int
    """开票时间"""


class Payer(_Part, frozen=True, kw_only=True):
    """Who pays (交款人). Names and numbers may be masked."""

    kind: PayerKind
    """交款人类型"""

    name: str
    """交款人"""

    id_type: str | None
    """证件类型"""

    masked_id: str | None
    """证件号码, masked: at least four characters are `*`"""

    card_type: str | None
    """卡类型"""

    card: str | None
    """卡号"""


class Visit(_Part, frozen=True, kw_only=True):
    """What the bill is about."""

    insurance_type: str | None
    """医保类型"""

    insurance_number: str | None
    """医保编号"""

    settlement_number: str | None
    """医保结算号: unique for the issuer"""

    visit_at: int
    """就诊日期"""

    department: str
    """科室"""

    visit_number: str | None
    """门诊号 or 住院号"""

    case_number: str | None
    """病例号"""

    admitted_at: int | None
    """入院日期; inpatients only"""

    discharged_at: int | None
    """出院日期; inpatients only"""


class Settlement(_Part, frozen=True, kw_only=True):
    """Who bore the total, in fen."""

    insurance_fund_fen: int
    """医保统筹基金支付"""

    other_funds_fen: int
    """其他支付"""

    personal_account_fen: int
    """个人账户支付"""

    cash_fen: int
    """个人现金支付: by whatever means the payer paid, without the personal account"""

    self_pay_fen: int
    """个人自付: the payer's share of what insurance covers"""

    own_expense_fen: int
    """个人自费: what insurance does not cover"""

    own_burden_fen: int
    """个人自负: the payer's share before insurance begins"""

    prepaid_fen: int
    """预缴金额"""

    topped_up_fen: int
    """补缴金额: added to what was prepaid"""

    refunded_fen: int
    """退费金额: of what was prepaid"""

    counter_settled_fen: int
    """What was settled at the counter and nobody may claim again; claimable ≤ total - this"""


class Charge(_Part, frozen=True, kw_only=True):
    """The sum of one category."""

    category: ChargeCategory
    amount_fen: int


class Line(_Part, frozen=True, kw_only=True):
    """A service or a drug (收费明细)."""

    reference: str
    """The hospital's own number of the line, unique in the bill"""

    category: ChargeCategory

    item_code: str | None
    """项目编码"""

    name: str
    """项目名称"""

    specification: str | None
    """规格"""

    unit: str | None
    """单位"""

    price_e4: int
    """单价, in 1/10000 yuan; never negative"""

    quantity_e4: int
    """数量, in 1/10000 of the unit; negative on a red letter"""

    amount_fen: int
    """金额: price times quantity, rounded to the fen"""


class Channel(_Part, frozen=True, kw_only=True):
    """A payment of a part of the total."""

    channel: PaymentChannel

    reference: str | None
    """流水号 of the payment; the pair of channel and reference is unique in the bill"""

    amount_fen: int


class Difference(_Part, frozen=True, kw_only=True):
    """An amount that is neither charge nor payment, with its explanation."""

    kind: DifferenceKind
    amount_fen: int
    note: str


class _Body(_Part, frozen=True, kw_only=True):
    """What a draft and an issued bill have in common."""

    payer: Payer
    visit: Visit
    settlement: Settlement
    charges: tuple[Charge, ...]
    lines: tuple[Line, ...]
    channels: tuple[Channel, ...]
    differences: tuple[Difference, ...]

    def canonical_bytes(self) -> bytes:
        """The RFC 8785 bytes: no spaces, keys sorted."""
        return _CANONICAL.encode(self)

    def to_json(self) -> bytes:
        """Indented JSON for a file."""
        return msgspec.json.format(self.canonical_bytes(), indent=2) + b"\n"


class BillDraft(_Body, frozen=True, kw_only=True):
    """A bill without a number: what an importer makes and an issuing point completes."""

    header: DraftHeader

    def numbered(self, key: int, *, check_code: str, issued_at: int) -> BillDocument:
        """The document that this draft becomes as bill `key`."""
        code, number = split_key(key)
        given = {name: getattr(self.header, name) for name in self.header.__struct_fields__}
        return BillDocument(
            format=FORMAT,
            header=Header(
                **given,
                code=format_code(code),
                number=format_number(number),
                check_code=check_code,
                issued_at=issued_at,
            ),
            payer=self.payer,
            visit=self.visit,
            settlement=self.settlement,
            charges=self.charges,
            lines=self.lines,
            channels=self.channels,
            differences=self.differences,
        )


class BillDocument(_Body, frozen=True, kw_only=True):
    """A medical e-bill, blue or red."""

    format: Literal["govledger.bill.v1"]
    header: Header

    @property
    def key(self) -> BillKey:
        """Code · 10^10 + number."""
        return bill_key(parse_code(self.header.code), parse_number(self.header.number))

    @property
    def is_red_letter(self) -> bool:
        """Whether it takes another bill back."""
        return self.header.red_letter is not None

    def fields(self) -> list[tuple[int, Any]]:
        """(position, value) of every committed field, by ascending position; list entries as dictionaries."""
        return [(position, msgspec.to_builtins(value)) for position, value in _positioned(self)]

    def committed_fields(self) -> list[tuple[int, bytes]]:
        """(position, RFC 8785 bytes of the value) of every committed field, by ascending position."""
        encode = _CANONICAL.encode
        return [(position, encode(value)) for position, value in _positioned(self)]


_CANONICAL = msgspec.json.Encoder(order="sorted")
"""Equal to RFC 8785 for these structs: keys are ASCII, numbers integers below 2^53. A test holds it."""

_PARTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "header",
        (
            *(
                "code",
                "number",
                "check_code",
                "kind",
                "issuer",
                "issuer_name",
                "issuer_type",
                "issuing_point",
            ),
            *("issued_at", "business_number", "cashier", "reviewer", "total_fen", "remark"),
        ),
    ),
    ("header.red_letter", ("blue_code", "blue_number", "reason")),
    ("payer", ("kind", "name", "id_type", "masked_id", "card_type", "card")),
    (
        "visit",
        (
            *("insurance_type", "insurance_number", "settlement_number", "visit_at", "department"),
            *("visit_number", "case_number", "admitted_at", "discharged_at"),
        ),
    ),
    (
        "settlement",
        (
            *("insurance_fund_fen", "other_funds_fen", "personal_account_fen", "cash_fen", "self_pay_fen"),
            *("own_expense_fen", "own_burden_fen", "prepaid_fen", "topped_up_fen", "refunded_fen"),
            "counter_settled_fen",
        ),
    ),
)
LISTS: tuple[str, ...] = ("charges", "lines", "channels", "differences")
"""The four lists, in the order of their positions and of `counts`."""

FIXED_PATHS: tuple[str, ...] = (
    "format",
    *(f"{part}.{name}" for part, names in _PARTS for name in names),
    "counts",
)
"""The path of the field at each fixed position, 0 to 44; the order is for ever."""

_header, _red_letter, _payer, _visit, _settlement = (attrgetter(*names) for _, names in _PARTS)
_NO_RED_LETTER = (None, None, None)


def _positioned(document: BillDocument) -> Iterator[tuple[int, Any]]:
    """Every committed value with its position, ascending."""
    red_letter = document.header.red_letter
    lists = (document.charges, document.lines, document.channels, document.differences)
    fixed = (
        document.format,
        *_header(document.header),
        *(_NO_RED_LETTER if red_letter is None else _red_letter(red_letter)),
        *_payer(document.payer),
        *_visit(document.visit),
        *_settlement(document.settlement),
        list(map(len, lists)),
    )
    return chain(enumerate(fixed), *(enumerate(entries, LIST_STRIDE * n) for n, entries in enumerate(lists, 1)))


def position_of(path: str) -> int:
    """The position of a field: `header.total_fen`, `header.red_letter.reason`, `lines[3]`, `counts`.

    Raises:
        InputError: no committed field has this path.
    """
    if path in FIXED_PATHS:
        return FIXED_PATHS.index(path)
    entry = re.fullmatch(r"(charges|lines|channels|differences)\[([0-9]{1,9})\]", path)
    if entry is None:
        raise InputError(f"no field of a bill is called {path!r}; write header.total_fen, lines[0] and so on")
    return LIST_STRIDE * (LISTS.index(entry[1]) + 1) + int(entry[2])


def path_of(position: int) -> str:
    """The path of the field at a position.

    Raises:
        InputError: no field of a bill stands there.
    """
    if 0 <= position < len(FIXED_PATHS):
        return FIXED_PATHS[position]
    number, entry = divmod(position, LIST_STRIDE)
    if not 1 <= number <= len(LISTS):
        raise InputError(f"no field of a bill stands at position {position}")
    return f"{LISTS[number - 1]}[{entry}]"


def paths_named(document: BillDocument, name: str) -> tuple[str, ...]:
    """The paths that a name stands for: a field's own; all of a part's; a list's entries with `counts`.

    Raises:
        InputError: the document has no field, part or list of this name.
    """
    if name in LISTS:
        return ("counts", *(f"{name}[{entry}]" for entry in range(len(getattr(document, name)))))
    of_part = tuple(path for path in FIXED_PATHS if path.startswith(f"{name}."))
    if of_part:
        return of_part
    number, entry = divmod(position_of(name), LIST_STRIDE)
    if number and entry >= len(getattr(document, LISTS[number - 1])):
        held = len(getattr(document, LISTS[number - 1]))
        raise InputError(f"the bill has no {name}; it has {held} {LISTS[number - 1]}, counted from 0")
    return (path_of(position_of(name)),)


def parse_document(data: bytes | str) -> BillDocument:
    """The document in JSON text. Its rules are checked by `govledger.bills.rules.validate`, not here.

    Raises:
        DocumentUnreadable: not JSON, or not of this format: says which field.
    """
    return _convert(data, BillDocument)


def parse_draft(data: bytes | str) -> BillDraft:
    """The draft in JSON text.

    Raises:
        DocumentUnreadable: not JSON, or not of this format: says which field.
    """
    return _convert(data, BillDraft)


def _convert(data: bytes | str, kind: type[_Document]) -> _Document:
    try:
        return msgspec.convert(parse_strict(data), kind)
    except msgspec.ValidationError as error:
        raise DocumentUnreadable(f"not a {kind.__name__} of format {FORMAT}: {error}; mend that field") from error
