"""Tags: what stands on the chain for a reference, such as a business number.

`tag = HMAC-SHA256(secret, kind ‖ 0x00 ‖ UTF-8 of the reference)`: 32 bytes, the same for the same reference
of the same organisation, and nothing to anyone who lacks the organisation's secret. An absent reference is
32 zero bytes, which the contracts do not check.

The secret makes tags and nothing else, and is never rotated: a new one would give old references new tags,
and a reference that was used could be used again. If it is lost, the organisation can no longer see that a
reference was used before. If it is stolen, references can be tried one by one against the tags on the
chain; nothing can be altered.
"""

from __future__ import annotations

import hmac
from enum import StrEnum

from govledger.errors import InputError

SECRET_LENGTH = 32
ABSENT_TAG = bytes(32)
"""Stands for a reference that there is not."""


class TagKind(StrEnum):
    """What a reference refers to; the same text under two kinds makes two tags."""

    BUSINESS = "business"
    """The hospital system's own transaction number (业务流水号)."""

    SETTLEMENT = "settlement"
    """The insurance settlement number (医保结算号)."""

    CLAIM = "claim"
    """A payer's own number for a reimbursement."""

    CASE = "case"
    """The case in which data was asked for."""


def tag(secret: bytes, kind: TagKind, reference: str | None) -> bytes:
    """The tag of a reference: 32 bytes, zero where there is no reference.

    Args:
        secret: the organisation's, 32 random bytes.
        kind: what the reference refers to.
        reference: taken as it is, character by character: 'A1' and 'a1' are two references.

    Raises:
        InputError: a secret that is not 32 bytes, or an empty reference (say None where there is none).
    """
    if len(secret) != SECRET_LENGTH:
        raise InputError(f"a tag secret has {SECRET_LENGTH} bytes, not {len(secret)}; it comes from the vault")
    if reference is None:
        return ABSENT_TAG
    if not reference:
        raise InputError(f"the {kind} reference is empty; give None where there is no reference")
    return hmac.digest(secret, kind.encode() + b"\x00" + reference.encode(), "sha256")
