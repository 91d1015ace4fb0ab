"""The link in a bill's QR code: code, number and check code for a server, and a secret that no server sees.

::

    https://HOST/PATH?code=33060126&number=0000000001&check=A3F01C#SECRET

What stands behind `#` is never sent (RFC 9110, section 4.2.3: the fragment is left to the client). SECRET is 32 bytes,
base64url without padding::

    secret = keccak256(abi.encode(LINK, rootSalt))

It opens the bill's sealed copy (`govledger.bills.sealed_copy`), which the server at HOST may hold without being able to
read it, and nothing else: no field's salt, no commitment and no root salt follows from it. Why it is not the root salt
itself: docs/decisions/0030.

The secret shows in no `repr`, no `str` and no error; `BillLink.url` alone has it.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from govledger.bills.holder import HolderFile
from govledger.bills.number import (
    BillKey,
    bill_key,
    format_code,
    format_key,
    format_number,
    parse_code,
    parse_number,
    split_key,
)
from govledger.errors import InputError, LinkInvalid
from govledger.privacy.commitments import require_root_salt
from govledger.privacy.keccak import keccak256

LINK = keccak256(b"govledger.link.v1")
SECRET_LENGTH = 32
MAX_LINK_LENGTH = 1_000
"""Characters; a QR code of a longer one is too fine for a printed page."""

_NAMES = ("code", "number", "check")
_CHECK_CODE = re.compile(r"[0-9A-Za-z]{6}")
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class BillLink:
    """What a QR code says."""

    base: str
    """Where bills are looked up: an https address without query and fragment."""

    bill: BillKey
    check_code: str
    """6 digits and letters: lets a server refuse those who try numbers."""

    secret: bytes = field(repr=False)
    """32 bytes; opens the bill's sealed copy."""

    def __post_init__(self) -> None:
        require_base(self.base)
        split_key(self.bill)
        if _CHECK_CODE.fullmatch(self.check_code) is None:
            raise InputError(f"the check code {self.check_code!r} is not 6 digits and letters")
        if len(self.secret) != SECRET_LENGTH:
            raise InputError(f"a link's secret has {SECRET_LENGTH} bytes, not {len(self.secret)}")

    def __str__(self) -> str:
        """The link without its secret: what a server sees, and what may be printed or logged."""
        code, number = split_key(self.bill)
        values = (format_code(code), format_number(number), self.check_code)
        return f"{self.base}?{urlencode(dict(zip(_NAMES, values, strict=True)))}"

    @property
    def url(self) -> str:
        """The whole link, secret and all: for a QR code, never for a log."""
        return f"{self}#{base64.urlsafe_b64encode(self.secret).rstrip(b'=').decode()}"


def link_secret(root_salt: bytes) -> bytes:
    """The secret of a bill's link, 32 bytes.

    Raises:
        InputError: a root salt that is none.
    """
    require_root_salt(root_salt)
    return keccak256(LINK + root_salt)


def link_of(file: HolderFile, base: str) -> BillLink:
    """The link of a bill.

    Args:
        file: the holder's file.
        base: where bills are looked up: an https address without query and fragment.

    Raises:
        InputError: `base` is no such address.
    """
    document = file.bill.document
    return BillLink(base, document.key, document.header.check_code, link_secret(file.bill.root_salt))


def require_base(base: str) -> None:
    """Refuses what cannot be the first part of a link. The error does not repeat it: it may be a link with a secret.

    Raises:
        InputError: not https, without a host, with a query, a fragment, a user or a character that has to be escaped.
    """
    way_out = "give an address like https://bills.example/verify"
    if re.fullmatch(r"[!-~]+", base) is None or re.search(r'[<>"\\^`{|}]', base):
        raise InputError(f"the link's base has a character that stands in no address; {way_out}")
    try:
        parts = urlsplit(base)
        port = parts.port
    except ValueError:
        raise InputError(f"the link's base is no address; {way_out}") from None
    if parts.scheme != "https":
        raise InputError(f"the link's base does not begin with https, so others could read along; {way_out}")
    if not parts.hostname or parts.username is not None or port == 0:
        raise InputError(f"the link's base does not name a host, and nothing but a host; {way_out}")
    if "?" in base or "#" in base:
        raise InputError(f"the link's base has a query or a fragment of its own; {way_out}")
    if len(base) > MAX_LINK_LENGTH // 2:
        raise InputError(f"the link's base has {len(base)} characters; no more than {MAX_LINK_LENGTH // 2} fit")


def parse_link(text: str) -> BillLink:
    """The link that a QR code says.

    Raises:
        LinkInvalid: it is none; says which part is wrong, and repeats nothing of the text.
    """
    text = text.strip()
    if len(text) > MAX_LINK_LENGTH:
        raise LinkInvalid("link", f"has more than {MAX_LINK_LENGTH} characters")
    address, hash_sign, secret = text.partition("#")
    try:
        parts = urlsplit(address)
        base = urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))
        require_base(base)
    except ValueError:  # InputError is one
        raise LinkInvalid("address", "does not begin with https and a host") from None
    if not hash_sign or _SECRET.fullmatch(secret) is None or not _is_canonical(secret):
        raise LinkInvalid("secret", "behind # is not 43 characters of base64url, or was cut off on the way")
    code, number, check = _query_values(parts.query)
    try:
        key = bill_key(parse_code(code), parse_number(number))
    except InputError:
        raise LinkInvalid("bill", "is not a code of 8 digits and a number of 10") from None
    if _CHECK_CODE.fullmatch(check) is None:
        raise LinkInvalid("check code", "is not 6 digits and letters")
    return BillLink(base, key, check, base64.urlsafe_b64decode(secret + "="))


def require_same_bill(link: BillLink, bill: BillKey) -> None:
    """Refuses a link of another bill than the one at hand.

    Raises:
        LinkInvalid: it is.
    """
    if link.bill != bill:
        raise LinkInvalid("bill", f"is {format_key(link.bill)}, and what it should open is {format_key(bill)}")


def _query_values(query: str) -> list[str]:
    """Code, number and check code, each once and nothing besides."""
    try:
        pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=True, max_num_fields=len(_NAMES))
    except ValueError:
        pairs = []
    if tuple(name for name, _ in pairs) != _NAMES:
        raise LinkInvalid("query", "is not code, number and check, each once and in this order")
    return [value for _, value in pairs]


def _is_canonical(secret: str) -> bool:
    """Whether the two bits that the last of 43 characters has too many are zero."""
    return base64.urlsafe_b64encode(base64.urlsafe_b64decode(secret + "=")).rstrip(b"=") == secret.encode()
