"""A bill's sealed copy: a presentation of all its fields, encrypted so that only its link's secret opens it.

Whoever runs the page that a bill's QR code leads to can keep the copy and hand it to anyone who asks with code, number
and check code: it learns nothing from it. The reader's browser has the secret, opens the copy and checks the proof. The
copy holds neither the root salt nor the consent key's secret. Deleting it ends what the QR code can open.

::

    key        = HMAC-SHA256(secret, "govledger.copy.key.v1")
    nonce      = the first 12 bytes of HMAC-SHA256(HMAC-SHA256(secret, "govledger.copy.nonce.v1"), content)
    associated = "govledger.copy.v1" ‖ 0x00 ‖ code ‖ "-" ‖ number
    copy       = nonce ‖ AES-256-GCM(key, nonce, content, associated)          with its tag of 16 bytes

AES-GCM as in NIST SP 800-38D, which every browser has. The nonce follows from the content, so one key never takes one
nonce for two contents, and the same presentation makes the same copy.
"""

from __future__ import annotations

import hmac
from typing import Any

from Crypto.Cipher import AES

from govledger.bills.holder import HolderFile
from govledger.bills.link import BillLink, link_secret, require_same_bill
from govledger.bills.number import BillKey, format_key
from govledger.bills.presentation import PARTS, Presentation, present
from govledger.errors import CopyNotOpened

NONCE_LENGTH = 12
TAG_LENGTH = 16


def sealed_copy(file: HolderFile) -> bytes:
    """The copy of a bill, all of its fields shown."""
    content = present(file, PARTS).canonical_bytes()
    secret = link_secret(file.bill.root_salt)
    nonce = _mac(_mac(secret, b"govledger.copy.nonce.v1"), content)[:NONCE_LENGTH]
    encrypted, tag = _cipher(secret, nonce, file.bill.document.key).encrypt_and_digest(content)
    return b"".join((nonce, encrypted, tag))


def open_copy(link: BillLink, copy: bytes) -> Presentation:
    """What a link opens; `Presentation.verify` says whether it holds.

    Raises:
        CopyNotOpened: the copy is another bill's, was changed, or the link's secret is not its own.
        DocumentUnreadable: the copy holds something else than a presentation.
        LinkInvalid: the presentation is of another bill.
    """
    if len(copy) < NONCE_LENGTH + TAG_LENGTH:
        raise CopyNotOpened(format_key(link.bill))
    nonce, encrypted, tag = copy[:NONCE_LENGTH], copy[NONCE_LENGTH:-TAG_LENGTH], copy[-TAG_LENGTH:]
    try:
        content = _cipher(link.secret, nonce, link.bill).decrypt_and_verify(encrypted, tag)
    except ValueError:
        raise CopyNotOpened(format_key(link.bill)) from None
    presentation = Presentation.from_json(content)
    require_same_bill(link, presentation.bill)
    return presentation


def _cipher(secret: bytes, nonce: bytes, bill: BillKey) -> Any:
    cipher = AES.new(_mac(secret, b"govledger.copy.key.v1"), AES.MODE_GCM, nonce=nonce, mac_len=TAG_LENGTH)
    cipher.update(b"govledger.copy.v1\x00" + format_key(bill).encode())
    return cipher


def _mac(key: bytes, message: bytes) -> bytes:
    return hmac.digest(key, message, "sha256")
