"""Bundles in which something was changed, and what a verifier says of each, without beginning anew every time.

A reader takes in one part after the other and a verifier forgets them: of two files with the same beginning it is in
the same state after it. So a change is tried from the part on in which it is, with a copy of the verifier's state
before that part. `test_bundle_mutations` holds that against verifying from the beginning.
"""

from __future__ import annotations

import copy
import hashlib
import io
from collections.abc import Sequence
from typing import Any

from govledger.audit.bundle.files import parts_in
from govledger.audit.bundle.headers import ShortForm
from govledger.audit.bundle.life_claims import LifeClaims
from govledger.audit.bundle.log_claims import LogClaims
from govledger.audit.bundle.log_claims import _Standing as Standing
from govledger.audit.bundle.parts import MAGIC, EndPart, encode_part
from govledger.audit.bundle.path import HeaderPath
from govledger.audit.bundle.verdict_output import claims
from govledger.audit.bundle.verifying import Pins, Verifier
from govledger.errors import BundleRefused

CHANGING = (Verifier, LogClaims, LifeClaims, Standing, HeaderPath, ShortForm)
"""What keeps a state; all else of a verifier is a value."""
END_LENGTH = len(encode_part(EndPart(bytes(32))))


class Trial:
    """A bundle that is true, and what becomes of changes of it."""

    def __init__(self, data: bytes, pins: Pins) -> None:
        self.data = data
        self.pins = pins
        self.parts = list(parts_in(io.BytesIO(data)))
        """All of them, the last included."""
        self.starts = [len(MAGIC)]
        """Where each part begins; at last the file's length."""
        self._before: list[Verifier] = []
        verifier = Verifier(pins)
        for part in self.parts:
            self._before.append(_copy(verifier))
            verifier.take(part)
            self.starts.append(self.starts[-1] + len(encode_part(part)))
        self.claims = claims(verifier.verdict())

    def fresh(self) -> Verifier:
        """One that has taken nothing yet."""
        return Verifier(self.pins)

    def part_at(self, place: int) -> int:
        """The part that a byte belongs to."""
        return next(number for number, start in enumerate(self.starts[1:]) if place < start)

    def outcome(self, number: int, tail: Sequence[bytes]) -> str:
        """What is said of the bundle whose parts from this one on are these bytes: the rule, or `same` or `other`.

        Its last part has the digest that it must have.
        """
        verifier = _copy(self._before[number])
        return said_of(with_digest(MAGIC + b"".join(tail)), verifier, self.claims)

    def outcome_of_bytes(self, changed: bytes, number: int) -> str:
        """As `outcome`, of a file that is the same up to a part."""
        return self.outcome(number, [changed[self.starts[number] : len(changed) - END_LENGTH]])

    def whole_outcome(self, changed: bytes) -> str:
        """As `outcome`, from the beginning, and with the digest that stands there."""
        return said_of(changed, self.fresh(), self.claims)


def with_digest(body: bytes) -> bytes:
    """A file with its last part."""
    return body + encode_part(EndPart(hashlib.sha256(body).digest()))


def redigested(changed: bytes) -> bytes:
    """The file with the last part that a forger would write."""
    return with_digest(changed[: len(changed) - END_LENGTH])


def said_of(data: bytes, verifier: Verifier, expected: dict[str, Any]) -> str:
    """What a verifier says of the parts that it has not taken yet."""
    try:
        for part in parts_in(io.BytesIO(data)):
            verifier.take(part)
        found = claims(verifier.verdict())
    except BundleRefused as refused:
        return f"{refused.rule}: {refused.header_rule}" if refused.header_rule else str(refused.rule)
    return "same" if found == expected else "other"


def reader_says(data: bytes) -> str:
    """What reading alone says: a rule, or `whole`."""
    try:
        for _ in parts_in(io.BytesIO(data)):
            pass
    except BundleRefused as refused:
        return str(refused.rule)
    return "whole"


def _copy(value: Any) -> Any:
    """A verifier in the same state; what never changes is shared."""
    if isinstance(value, dict):
        return {key: _copy(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_copy(one) for one in value]
    if not isinstance(value, CHANGING):
        return value
    copied = copy.copy(value)
    for name in vars(value) if hasattr(value, "__dict__") else value.__slots__:
        setattr(copied, name, _copy(getattr(value, name)))
    return copied
