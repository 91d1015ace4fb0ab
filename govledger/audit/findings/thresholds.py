"""What is worth a finding: thresholds, as a file in TOML says them. Pure.

Reading is strict: an unknown name, a wrong type or a value that makes no sense is refused with its name and its rule.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, time, tzinfo
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

import msgspec

from govledger.audit.findings.finding import Kind
from govledger.errors import InputError

WAY_OUT = "govledger audit thresholds prints all names with what they mean"
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LONGEST = 1_000_000_000
"""Of times in any unit, so that no sum gets out of hand."""

Day = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Amount = Annotated[int, msgspec.Meta(ge=0, le=LONGEST)]
Count = Annotated[int, msgspec.Meta(ge=1, le=LONGEST)]
Percent = Annotated[int, msgspec.Meta(ge=1, le=100)]


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    wanted: bool
    """Whether such findings are looked for."""


class Question(_Table, frozen=True):
    """Of a finding that needs no threshold."""


class Grace(_Table, frozen=True):
    """Of what has a deadline."""

    grace_hours: Amount

    @property
    def grace_seconds(self) -> int:
        """How much later is let pass."""
        return self.grace_hours * 3_600


class UnexplainedNumbers(_Table, frozen=True):
    """Of bill numbers."""

    grace_days: Amount

    @property
    def grace_seconds(self) -> int:
        """How long after the end of their range they may still be returned."""
        return self.grace_days * 86_400


class LapsedReservation(_Table, frozen=True):
    """Of reservations."""

    least_fen: Count


class WorkingHours(_Table, frozen=True):
    """When people work: half-open, begin ≤ local time < end."""

    time_zone: str
    days: tuple[Day, ...]
    begin: time
    end: time
    holidays: frozenset[date]
    working_days: frozenset[date]
    emergencies: bool
    least: Count

    def zone(self) -> tzinfo:
        """The time zone.

        Raises:
            InputError: there is none of that name.
        """
        try:
            return ZoneInfo(self.time_zone)
        except (OSError, ValueError, LookupError):
            raise InputError(
                f"outside_working_hours.time_zone {self.time_zone!r} is no time zone of the IANA database; write one "
                "like Asia/Shanghai, or UTC"
            ) from None

    def is_working_day(self, day: date) -> bool:
        """Whether people work on a day."""
        return day in self.working_days or (day not in self.holidays and WEEK[day.weekday()] in self.days)

    def __str__(self) -> str:
        return f"{self.begin:%H:%M} to {self.end:%H:%M} {self.time_zone} on {', '.join(self.days) or 'no day'}"


class AccountsTogether(_Table, frozen=True):
    """Of two accounts that always act together."""

    within_seconds: Amount
    least_acts: Count
    share_percent: Percent
    across_organisations: bool


class RefusedBurst(_Table, frozen=True):
    """Of refused attempts in number."""

    least: Count
    within_seconds: Amount


class ClockDrift(_Table, frozen=True):
    """Of the times of blocks."""

    block_seconds: Amount
    """0: the most common distance of two blocks."""
    longest_gap_seconds: Amount
    mean_excess_seconds: Annotated[float, msgspec.Meta(ge=0, le=LONGEST)]
    least_blocks: Count


class SealedByFew(_Table, frozen=True):
    """Of who seals."""

    share_percent: Percent
    rounds: Count
    least_validators: Amount
    least_blocks: Count


class Thresholds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All thresholds, by the kind of finding."""

    overdue_acknowledgement: Grace
    overdue_justification: Grace
    overdue_review: Grace
    window_left_open: Grace
    unexplained_numbers: UnexplainedNumbers
    manifest_problem: Question
    lapsed_reservation: LapsedReservation
    outside_working_hours: WorkingHours
    own_approval: Question
    accounts_together: AccountsTogether
    refused_burst: RefusedBurst
    clock_drift: ClockDrift
    sealed_by_few: SealedByFew

    def wants(self, kind: Kind) -> bool:
        """Whether findings of a kind are looked for."""
        table: _Table = getattr(self, kind.value)
        return table.wanted


def parse_thresholds(text: str, defaults: str, source: str) -> Thresholds:
    """Thresholds from a file that holds what differs from the defaults.

    Args:
        text: the file's.
        defaults: a text with every threshold.
        source: names the file in errors.

    Raises:
        InputError: no TOML, an unknown name, a wrong type, or a value that breaks a rule.
    """
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{source} is no TOML: {error}; {WAY_OUT}") from None
    try:
        found = msgspec.convert(_merged(tomllib.loads(defaults), given), Thresholds, builtin_types=(date, time))
        _check(found)
    except msgspec.ValidationError as error:
        rule, _, place = str(error).partition(" - at ")
        name = place.strip("`").removeprefix("$").removeprefix(".")
        raise InputError(f"{source}: {name or 'the file'}: {rule}; {WAY_OUT}") from None
    except InputError as error:
        raise InputError(f"{source}: {error}") from None
    return found


def _merged(defaults: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """The given values in the place of the defaults, table by table; what is no table is kept, to be refused."""
    merged = dict(defaults)
    for name, table in given.items():
        default = defaults.get(name)
        merged[name] = default | table if isinstance(table, dict) and isinstance(default, dict) else table
    return merged


def _check(found: Thresholds) -> None:
    """The rules that types do not say."""
    hours = found.outside_working_hours
    hours.zone()
    if not hours.begin < hours.end:
        raise InputError(
            f"outside_working_hours: {hours.begin} is not before {hours.end}; hours over midnight are not known, "
            "leave the kind out with wanted = false"
        )
