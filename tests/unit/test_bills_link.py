from __future__ import annotations

import base64
import io
import logging
import re
import traceback

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from govledger.bills.link import LINK, BillLink, link_of, link_secret, parse_link
from govledger.bills.number import parse_key
from govledger.errors import InputError, LinkInvalid
from govledger.printing.qr import QUIET_ZONE, qr_modules, qr_png, qr_svg, qr_svg_file
from govledger.privacy.keccak import keccak256
from tests.sample_bills import SALT
from tests.unit.test_bills_holder import batch_and_files

BASE = "https://bills.example/verify"
_, (FILE, *_) = batch_and_files()
LINK_OF_FILE = link_of(FILE, BASE)
SECRET_TEXT = LINK_OF_FILE.url.partition("#")[2]


def test_a_link_has_code_number_and_check_code_for_the_server_and_the_secret_behind_the_hash_sign() -> None:
    address, _, secret = LINK_OF_FILE.url.partition("#")
    assert address == f"{BASE}?code=33060126&number=0000000001&check=A3F01C" == str(LINK_OF_FILE)
    assert base64.urlsafe_b64decode(secret + "=") == LINK_OF_FILE.secret == link_secret(FILE.bill.root_salt)


def test_the_secret_follows_from_the_root_salt_and_is_not_what_salts_or_blinder_are_made_of() -> None:
    assert link_secret(SALT) == keccak256(LINK + SALT)
    assert link_secret(SALT).hex() == "3a0f47e7cabbc6e2705d49dd21b1751bb99b1df481ee308d6941803cc7065be4"


def test_a_link_reads_back() -> None:
    assert parse_link(LINK_OF_FILE.url) == LINK_OF_FILE
    assert parse_link(f" {LINK_OF_FILE.url}\n") == LINK_OF_FILE


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from([BASE, "https://h", "https://h/", "https://h:8443/a/b", "https://[2001:db8::1]/x"]),
    st.integers(1, 10**18 - 1).filter(lambda key: key % 10**10),
    st.from_regex(r"[0-9A-Za-z]{6}", fullmatch=True),
    st.binary(min_size=32, max_size=32),
)
def test_any_link_reads_back(base: str, bill: int, check_code: str, secret: bytes) -> None:
    link = BillLink(base, bill, check_code, secret)  # type: ignore[arg-type]
    assert parse_link(link.url) == link


# --- the secret ----------------------------------------------------------------------------------------


def shown_secrets(text: str) -> bool:
    """Whether a text shows the secret, as the link, hexadecimal or Python has it."""
    secret = LINK_OF_FILE.secret
    return any(form in text for form in (SECRET_TEXT, SECRET_TEXT[:12], secret.hex(), repr(secret)[2:-1]))


def test_the_secret_is_in_no_text_of_the_link() -> None:
    assert shown_secrets(LINK_OF_FILE.url)
    assert not any(map(shown_secrets, (repr(LINK_OF_FILE), str(LINK_OF_FILE), f"{LINK_OF_FILE}", f"{[LINK_OF_FILE]}")))


BROKEN = [
    ("x" * 1_001, "link"),
    (LINK_OF_FILE.url.replace("https", "http"), "address"),
    (LINK_OF_FILE.url.replace("https://bills.example", ""), "address"),
    (LINK_OF_FILE.url.replace("bills.example", "me:pass@bills.example"), "address"),
    (LINK_OF_FILE.url.replace("bills.example", "[bills.example"), "address"),
    (LINK_OF_FILE.url.replace("bills.example", "bills example"), "address"),
    (SECRET_TEXT, "address"),
    (str(LINK_OF_FILE), "secret"),
    (f"{LINK_OF_FILE}#", "secret"),
    (LINK_OF_FILE.url[:-1], "secret"),
    (LINK_OF_FILE.url + "A", "secret"),
    (LINK_OF_FILE.url[:-1] + "B", "secret"),
    (LINK_OF_FILE.url.replace("#", "#k="), "secret"),
    (LINK_OF_FILE.url.replace("code=33060126&", ""), "query"),
    (LINK_OF_FILE.url.replace("code=", "code=1&code="), "query"),
    (LINK_OF_FILE.url.replace("#", "&x=1#"), "query"),
    (LINK_OF_FILE.url.replace("?code=33060126&number=0000000001&check=A3F01C", ""), "query"),
    (LINK_OF_FILE.url.replace("?code", f"?{SECRET_TEXT}=1&code"), "query"),
    (LINK_OF_FILE.url.replace("33060126", "3306012"), "bill"),
    (LINK_OF_FILE.url.replace("33060126", SECRET_TEXT), "bill"),
    (LINK_OF_FILE.url.replace("0000000001", "0000000000"), "bill"),
    (LINK_OF_FILE.url.replace("A3F01C", SECRET_TEXT), "check code"),
    (LINK_OF_FILE.url.replace("A3F01C", ""), "check code"),
]


@pytest.mark.parametrize(("text", "part"), BROKEN)
def test_a_broken_link_is_refused_by_the_name_of_its_part_without_showing_its_secret(
    text: str, part: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(LinkInvalid, match=f"the {part} in the bill's link") as caught:
        parse_link(text)
    assert caught.value.part == part
    raised = "".join(traceback.format_exception(caught.value))
    assert not shown_secrets(raised + repr(caught.value) + caplog.text)


@pytest.mark.parametrize(
    "base",
    [
        "http://bills.example",
        "bills.example",
        "https://",
        "https:///verify",
        "https://me@bills.example",
        "https://bills.example:0/",
        "https://bills.example:99999/",
        "https://[bills.example",
        "https://bills.example/?a=1",
        "https://bills.example/?",
        "https://bills.example/#",
        "https://bills.example/a b",
        "https://bills.example/票",
        'https://bills.example/"x',
        "https://bills.example/" + "a" * 500,
        "",
    ],
)
def test_a_base_that_cannot_be_the_first_part_of_a_link_is_refused_without_repeating_it(base: str) -> None:
    with pytest.raises(InputError, match="the link's base") as caught:
        link_of(FILE, base)
    assert not base or base not in str(caught.value).replace("https://bills.example/verify", "")


def test_a_whole_link_given_as_base_is_refused_without_its_secret() -> None:
    with pytest.raises(InputError) as caught:
        link_of(FILE, LINK_OF_FILE.url)
    assert not shown_secrets("".join(traceback.format_exception(caught.value)))


@pytest.mark.parametrize(
    ("check_code", "secret", "words"),
    [("A3F01", bytes(32), "the check code 'A3F01' is not 6"), ("A3F01C", bytes(31), "has 32 bytes, not 31")],
)
def test_a_link_of_wrong_parts_is_refused(check_code: str, secret: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words):
        BillLink(BASE, parse_key("33060126-0000000001"), check_code, secret)


def test_a_shredded_salt_makes_no_secret() -> None:
    with pytest.raises(InputError, match="the root salt is all zero"):
        link_secret(bytes(32))


# --- the code ------------------------------------------------------------------------------------------


def read_by_zxing(image: Image.Image) -> str:
    """What an independent reader sees."""
    (found,) = zxingcpp.read_barcodes(image)
    assert found.format == zxingcpp.BarcodeFormat.QRCode
    return str(found.text)


def drawn(rows: tuple[tuple[bool, ...], ...]) -> Image.Image:
    """Modules as a picture, each 4 pixels wide, with a quiet zone."""
    side = len(rows) + 2 * QUIET_ZONE
    image = Image.new("L", (side, side), 255)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            image.putpixel((x + QUIET_ZONE, y + QUIET_ZONE), 0 if dark else 255)
    return image.resize((side * 4, side * 4), Image.Resampling.NEAREST)


def modules_of_svg(svg: str) -> tuple[tuple[bool, ...], ...]:
    """The modules that an SVG's path draws: horizontal strokes of one module's width."""
    side = int(re.search(r'viewBox="0 0 (\d+) \1"', svg)[1])  # type: ignore[index]
    rows = [[False] * side for _ in range(side)]
    x, y = 0.0, 0.0
    path = re.findall(r'd="([^"]+)"', svg)[-1]
    for command, arguments in re.findall(r"([MmhH])([^MmhH]*)", path):
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", arguments)]
        if command == "h":
            for column in range(int(x), int(x + numbers[0])):
                rows[int(y)][column] = True
            x += numbers[0]
        else:
            x, y = (numbers[0], numbers[1]) if command == "M" else (x + numbers[0], y + numbers[1])
    inner = [row[QUIET_ZONE:-QUIET_ZONE] for row in rows[QUIET_ZONE:-QUIET_ZONE]]
    assert sum(map(sum, rows)) == sum(map(sum, inner)), "something is drawn in the quiet zone"
    return tuple(map(tuple, inner))


def test_the_png_is_read_back_by_another_program() -> None:
    assert read_by_zxing(Image.open(io.BytesIO(qr_png(LINK_OF_FILE)))) == LINK_OF_FILE.url


def test_the_modules_are_read_back_by_another_program() -> None:
    assert read_by_zxing(drawn(qr_modules(LINK_OF_FILE))) == LINK_OF_FILE.url


def test_the_svg_draws_exactly_the_modules() -> None:
    assert modules_of_svg(qr_svg(LINK_OF_FILE)) == qr_modules(LINK_OF_FILE)


def test_pictures_hold_no_text_but_the_code() -> None:
    for picture in (qr_svg(LINK_OF_FILE).encode(), qr_svg_file(LINK_OF_FILE), qr_png(LINK_OF_FILE)):
        assert SECRET_TEXT.encode() not in picture
        assert b"33060126" not in picture
    assert qr_svg_file(LINK_OF_FILE).startswith(b"<?xml")
