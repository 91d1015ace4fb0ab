"""One figure: an act, what it is about, and what it must not exceed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from metering.billing import BillingTown


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure."""

    key: str
    about: str
    act: Callable[[BillingTown], int]
    """Does what the act needs to have been done, then the act; what the act cost."""
    limit: int | None = None
    """What it must not exceed."""
    missed: str = ""
    """If it does: why, and what the next best is."""
