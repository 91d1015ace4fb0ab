from __future__ import annotations

import importlib
import io
import re
import sys
from html.parser import HTMLParser
from typing import Any

import msgspec
import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from govledger.bills.capital_numerals import capital_numerals
from govledger.bills.document import (
    BillDocument,
    BillKind,
    ChargeCategory,
    Difference,
    DifferenceKind,
    Line,
    PaymentChannel,
    RedLetterReason,
)
from govledger.bills.link import BillLink
from govledger.bills.red_letter import red_letter_of
from govledger.errors import PrinterMissing
from govledger.printing.content import (
    CATEGORIES,
    CHANNELS,
    DIFFERENCES,
    KINDS,
    LINE_COLUMNS,
    REASONS,
    china_date,
    decimal_e4,
    is_taken_back,
    page_of,
    yuan,
)
from govledger.printing.html import html_page
from govledger.printing.pdf import MISSING_CHARACTER, Paper, pdf_page
from tests.sample_bills import ISSUED_AT, changed, sample_bill
from tests.unit.test_bills_link import modules_of_svg, qr_modules

BILL = sample_bill(remark="复诊", reviewer="李**")
LINK = BillLink("https://bills.example/verify", BILL.key, "A3F01C", bytes(range(32)))
SECRET_TEXT = LINK.url.partition("#")[2]
RED = red_letter_of(BILL, business_number="HIS-R1", reason=RedLetterReason.REFUND, cashier="王**").numbered(
    330601260000000009, check_code="Q8Z2K1", issued_at=ISSUED_AT + 86_400
)


def with_lines(count: int) -> BillDocument:
    lines = tuple(
        Line(
            reference=str(number),
            category=ChargeCategory.WESTERN_MEDICINE,
            item_code=f"XA{number:04d}",
            name=f"药品{number}号（长名称长名称长名称长名称长名称长名称）",
            specification="100mg*30",
            unit="盒",
            price_e4=341_133,
            quantity_e4=5_000,
            amount_fen=1_706,
        )
        for number in range(1, count + 1)
    )
    return msgspec.structs.replace(BILL, lines=lines)


class Elements(HTMLParser):
    """The elements, attributes and texts of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: dict[str, list[str]] = {}
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, Any]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            self.attributes.setdefault(name, []).append(str(value))

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append(data.strip())


def text_of(pdf: bytes) -> list[str]:
    """The text of each page, without spaces, as another program reads it."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [re.sub(r"\s", "", page.get_textpage().get_text_bounded()) for page in document]


def codes_in(pdf: bytes) -> list[str]:
    """The QR codes that a reader sees on the first page."""
    with pypdfium2.PdfDocument(pdf) as document:
        image: Image.Image = document[0].render(scale=4).to_pil()
    return [found.text for found in zxingcpp.read_barcodes(image)]


# --- what a page says ----------------------------------------------------------------------------------


def test_a_page_says_what_the_national_form_asks_for() -> None:
    page = page_of(BILL)
    assert page.title == "医疗门诊收费票据（电子）"
    assert [(one.label, one.text) for one in page.head] == [
        ("票据代码", "33060126"),
        ("票据号码", "0000000001"),
        ("交款人统一社会信用代码", "3301**********1234"),
        ("校验码", "A3F01C"),
        ("交款人", "张**"),
        ("开票日期", "2026-01-01"),
    ]
    assert [(one.label, one.text) for one in page.charges] == [
        ("诊察费", "50.00"),
        ("西药费", "102.34"),
        ("舍入差额", "0.01"),
    ]
    assert (page.total_in_words, page.total) == ("壹佰伍拾贰元叁角伍分", "152.35")
    assert {one.label: one.text for one in page.settlement} == {
        "医保统筹基金支付": "100.00",
        "其他支付": "0.00",
        "个人账户支付": "0.00",
        "个人现金支付": "30.00",
        "个人自付": "52.35",
        "个人自费": "0.00",
    }
    assert [one.text for one in page.payments] == ["100.00", "30.00", "22.35"]
    assert page.payments[1].label == "现金（C-1）"
    assert [(one.label, one.text) for one in page.foot] == [
        ("收款单位（章）", "浙江省第一医院"),
        ("复核人", "李**"),
        ("收款人", "王**"),
        ("收款单位统一社会信用代码", "123300004708300001"),
    ]
    assert page.lines[1] == ("2", "XA01", "阿司匹林肠溶片", "100mg*30", "盒", "34.1133", "3", "102.34")


def test_other_information_names_what_the_bill_has_and_leaves_out_what_it_does_not() -> None:
    information = {one.label: one.text for one in page_of(BILL).information}
    assert information["业务流水号"] == "HIS-000001"
    assert (information["门诊号"], information["科室"]) == ("MZ20260101-7", "心内科")
    assert not {"病例号", "卡号", "入院日期", "相关票据代码"} & set(information)


def test_an_inpatients_page_has_the_stay_and_what_was_prepaid() -> None:
    bill = changed(sample_bill(kind=BillKind.INPATIENT), "visit", admitted_at=0, discharged_at=86_400)
    page = page_of(changed(bill, "settlement", prepaid_fen=500, refunded_fen=100, topped_up_fen=1, own_burden_fen=2))
    information = {one.label: one.text for one in page.information}
    assert page.title == "医疗住院收费票据（电子）"
    assert (information["入院日期"], information["出院日期"]) == ("1970-01-01", "1970-01-02")
    assert "住院号" in information
    assert [one.text for one in page.settlement[-4:]] == ["0.02", "5.00", "0.01", "1.00"]


def test_a_red_letter_names_the_blue_bill_and_shows_negative_amounts() -> None:
    page = page_of(RED)
    information = [(one.label, one.text) for one in page.information]
    assert page.red_letter
    assert information[:3] == [("相关票据代码", "33060126"), ("相关票据号码", "0000000001"), ("冲红原因", "退费")]
    assert (page.total_in_words, page.total) == ("负壹佰伍拾贰元叁角伍分", "-152.35")
    assert [one.text for one in page.charges] == ["-50.00", "-102.34", "-0.01"]
    assert page.lines[1][-2:] == ("-3", "-102.34")


def test_a_difference_outside_the_sum_is_shown_with_its_note() -> None:
    other = Difference(kind=DifferenceKind.PAID_ABOVE_TOTAL, amount_fen=500, note="多收现金")
    page = page_of(msgspec.structs.replace(BILL, differences=(other,)))
    assert (page.settlement[-1].label, page.settlement[-1].text) == ("多收（多收现金）", "5.00")
    assert len(page.charges) == 2


def test_every_member_of_a_closed_list_has_its_name() -> None:
    for names, members in (
        (KINDS, BillKind),
        (CATEGORIES, ChargeCategory),
        (CHANNELS, PaymentChannel),
        (REASONS, RedLetterReason),
        (DIFFERENCES, DifferenceKind),
    ):
        assert list(names) == list(members)
        assert len(set(names.values())) == len(names)


def test_numbers_are_written_with_the_decimals_that_they_need() -> None:
    assert [yuan(amount) for amount in (0, 5, -5, 12_345, -100)] == ["0.00", "0.05", "-0.05", "123.45", "-1.00"]
    assert [decimal_e4(value, 2) for value in (500_000, 341_133, 1, -5_000)] == ["50.00", "34.1133", "0.0001", "-0.50"]
    assert [decimal_e4(value, 0) for value in (10_000, 5_000, -30_000)] == ["1", "0.5", "-3"]


def test_a_day_is_chinas() -> None:
    assert china_date(ISSUED_AT) == "2026-01-01"
    assert china_date(ISSUED_AT - 8 * 3_600 - 1) == "2025-12-31"
    assert china_date(ISSUED_AT - 8 * 3_600) == "2026-01-01"
    assert china_date(-1) == "1970-01-01"
    assert china_date(-8 * 3_600 - 1) == "1969-12-31"


@pytest.mark.parametrize(
    ("text", "taken_back"),
    [
        *(("-0.01", True), ("¥-152.35", True), ("-3", True), (capital_numerals(-15_235), True)),
        *(("0.00", False), ("152.35", False), ("-x", False), ("负责人", False), ("3301-1", False), ("", False)),
    ],
)
def test_what_is_below_zero_is_told_from_other_texts(text: str, taken_back: bool) -> None:
    assert is_taken_back(text) is taken_back


# --- HTML ----------------------------------------------------------------------------------------------


def test_every_text_of_a_page_is_in_its_html() -> None:
    texts = Elements(html_page(BILL, LINK)).texts
    page = page_of(BILL)
    parts = (*page.head, *page.charges, *page.information, *page.settlement, *page.payments, *page.foot)
    for one in parts:
        assert one.label in texts and one.text in texts
    for text in (
        page.title,
        page.total_in_words,
        f"¥{page.total}",
        "复诊",
        *LINE_COLUMNS,
        *filter(None, page.lines[1]),
    ):
        assert text in texts


def test_html_loads_nothing_and_runs_nothing() -> None:
    page = html_page(BILL, LINK)
    elements = Elements(page)
    assert not {"script", "link", "img", "iframe", "object", "a", "form"} & set(elements.tags)
    assert not {"src", "href", "onload", "action"} & set(elements.attributes)
    assert "url(" not in page and "@import" not in page
    assert "default-src 'none'; style-src 'unsafe-inline'" in elements.attributes["content"]


def test_text_of_a_bill_is_never_html() -> None:
    evil = '<script>alert("x")</script>&<b>'
    bill = changed(changed(sample_bill(issuer_name=evil, remark=evil), "payer", name=evil), "visit", department=evil)
    page = html_page(msgspec.structs.replace(bill, lines=(msgspec.structs.replace(bill.lines[0], name=evil),)))
    elements = Elements(page)
    assert "script" not in elements.tags and "b" not in elements.tags
    assert elements.texts.count(evil) == 5


def test_html_without_a_link_has_no_code() -> None:
    assert "svg" not in Elements(html_page(BILL)).tags


def test_the_code_in_html_is_the_links() -> None:
    (svg,) = re.findall(r"<svg.*?</svg>", html_page(BILL, LINK), flags=re.S)
    assert modules_of_svg(svg) == qr_modules(LINK)


def test_html_marks_a_red_letter_and_its_amounts_red() -> None:
    page = html_page(RED)
    assert '<span class="mark">红字</span>' in page
    assert '<td class="number minus">-102.34</td>' in page
    assert '<dd class="minus">负壹佰伍拾贰元叁角伍分</dd>' in page
    assert "minus" not in html_page(BILL).partition("<body>")[2]


def test_html_without_lines_has_no_list() -> None:
    assert "收费明细" not in html_page(with_lines(0))


# --- PDF -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", list(Paper))
def test_every_text_of_a_page_is_in_its_pdf(paper: Paper) -> None:
    (text,) = text_of(pdf_page(BILL, LINK, paper=paper))
    page = page_of(BILL)
    parts = (*page.head, *page.charges, *page.information, *page.settlement, *page.payments, *page.foot)
    for one in parts:
        assert re.sub(r"\s", "", one.label) in text and re.sub(r"\s", "", one.text) in text
    for wanted in (page.title, page.total_in_words, f"¥{page.total}", "复诊", *LINE_COLUMNS, *page.lines[1]):
        assert wanted in text


@pytest.mark.parametrize(("paper", "size"), [(Paper.A4, (595, 842)), (Paper.A5, (420, 595))])
def test_a_pdf_has_the_size_of_its_paper_and_a_code_that_can_be_read(paper: Paper, size: tuple[int, int]) -> None:
    pdf = pdf_page(BILL, LINK, paper=paper)
    with pypdfium2.PdfDocument(pdf) as document:
        assert tuple(map(round, document[0].get_size())) == size
    assert codes_in(pdf) == [LINK.url]
    assert codes_in(pdf_page(BILL, paper=paper)) == []


def test_lines_flow_onto_further_sheets_under_their_heading() -> None:
    pages = text_of(pdf_page(with_lines(90), LINK))
    assert len(pages) > 2
    for number, text in enumerate(pages, 1):
        assert "项目编码" in text
        assert f"33060126-0000000001第{number}页共{len(pages)}页" in text
    for number in range(1, 91):
        assert sum(f"XA{number:04d}" in text for text in pages) == 1


def test_a_pdf_without_lines_has_no_list() -> None:
    (text,) = text_of(pdf_page(with_lines(0)))
    assert "收费明细" not in text


def test_a_part_that_does_not_fit_on_the_sheet_goes_to_the_next() -> None:
    channels = tuple(
        msgspec.structs.replace(BILL.channels[1], reference=f"REFERENCE-{number}") for number in range(100)
    )
    pages = text_of(pdf_page(msgspec.structs.replace(BILL, channels=channels)))
    assert len(pages) == 2
    assert "REFERENCE-0" in pages[1] and "REFERENCE-99" in pages[1]


def test_a_red_letters_pdf_is_marked_and_has_negative_amounts() -> None:
    (text,) = text_of(pdf_page(RED))
    for wanted in ("红字", "相关票据号码：0000000001", "负壹佰伍拾贰元叁角伍分", "-102.34"):
        assert wanted in text


def test_a_character_that_the_font_lacks_is_printed_as_a_mark() -> None:
    (text,) = text_of(pdf_page(changed(BILL, "payer", name="张\U00020bb7")))
    assert f"张{MISSING_CHARACTER}" in text


def test_the_same_bill_makes_the_same_pdf() -> None:
    assert pdf_page(BILL, LINK) == pdf_page(BILL, LINK)


def test_the_font_is_in_the_pdf() -> None:
    assert pdf_page(BILL).count(b"/FontFile3") == 1


def test_without_the_printing_packages_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "govledger.printing.pdf")
    monkeypatch.setitem(sys.modules, "pylopdf_fonts_zh_cn", None)
    with pytest.raises(PrinterMissing, match=r"pip install 'govledger\[print\]'") as caught:
        importlib.import_module("govledger.printing.pdf")
    assert caught.value.package == "pylopdf_fonts_zh_cn"


# --- the secret ----------------------------------------------------------------------------------------


def test_the_secret_stands_in_no_text_of_a_page() -> None:
    page, pdf = html_page(BILL, LINK), pdf_page(BILL, LINK)
    for text in (page, *text_of(pdf), pdf.decode("latin-1")):
        assert SECRET_TEXT not in text
        assert LINK.secret.hex() not in text
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        assert SECRET_TEXT not in str(document.get_metadata_dict())
    assert str(LINK).replace("&", "&amp;") in page
