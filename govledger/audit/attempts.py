"""What was tried and refused, read from the index alone: who called which function with what, and why it failed.

A failed transaction leaves no event. The index keeps it where it reads receipts (`govledger.index.attempts`): that it
failed and who signed which call is held to the block's roots. The reason is inferred, never proved. Calls that came
through another contract are not seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from govledger import model
from govledger.audit.entry import TrailFilter, code_text, utc
from govledger.audit.trail import blocks_wanted, with_organisation_id
from govledger.consensus.transaction import ConsensusTransaction
from govledger.errors import InputError, StoreError, UnknownRefusal
from govledger.events.calls import Argument, Call, CallReader
from govledger.events.refusal import ContractRefusal, refusal_of
from govledger.index import schema
from govledger.index.deployment import call_reader
from govledger.index.model import ReasonSource
from govledger.index.store import Store
from govledger.model import split_item
from govledger.refusals import BY_SELECTOR

REMEMBERED = 1_000
ABOUT = ("resource", "grant", "request", "emergency", "window", "bill")
"""Parts of a trail's filter that are the names of arguments; `record` is one as well, and items have two."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who signed a call that failed."""

    address: bytes
    officer: int | None
    """The officer that the account served by then; None: it served none, so that nobody here knows whose it is."""
    unit: int | None
    organisation: int | None
    organisation_code: str | None

    def __str__(self) -> str:
        if self.officer is None:
            return f"0x{self.address.hex()}"
        return f"{self.organisation_code or self.organisation} officer {self.officer}"


@dataclass(frozen=True, slots=True)
class AttemptPosition:
    """Where the failed transaction stands."""

    block_number: int
    block_hash: bytes
    block_timestamp: int
    """Seconds; the validators' word."""
    transaction_hash: bytes
    transaction_index: int


@dataclass(frozen=True, slots=True)
class AttemptEntry:
    """Who tried what, and why it was refused as far as that is known."""

    who: Sender
    contract: str
    function: str
    """As in Solidity; empty where the contract has none of that selector."""
    arguments: Mapping[str, Any] | None
    """By name, members of closed lists by theirs, calls within the call read as well; None where they are no encoding
    of what the function takes."""
    refusal: str
    """The name of the custom error; empty where it ended otherwise, or nobody can say."""
    reason: str
    """The refusal in a sentence; else why it ended, in the node's words; empty where nobody can say."""
    facts: Mapping[str, Any]
    """The arguments of the custom error."""
    source: ReasonSource
    """From where the reason is known; it is proved by none of them."""
    at: AttemptPosition

    def __str__(self) -> str:
        """One line for people."""
        why = self.refusal or self.reason or "for a reason that nobody can say"
        what = f"{self.contract}.{self.function or '?'}"
        place = f"block {self.at.block_number}, transaction {self.at.transaction_index}"
        return f"{utc(self.at.block_timestamp)}  {self.who}  {what}  refused: {why} ({self.source})  ({place})"


def attempts(
    store: Store, wanted: TrailFilter | None = None, *, function: str | None = None, refusal: str | None = None
) -> Iterator[AttemptEntry]:
    """The calls that failed, in the order of the chain; one by one, so that memory does not grow with their number.

    Args:
        store: the index; it may be written to meanwhile.
        wanted: as of the trail. An object is wanted where an argument of its name is its number; an organisation where
            the sender acted for it.
        function: the function's name.
        refusal: the custom error's name.

    Raises:
        InputError: the filter names what attempts do not have.
        StoreError: the index cannot be read, or does not look at calls that failed.
    """
    with store.snapshot() as reader:
        if not reader.trust.reads_receipts:
            raise StoreError(
                f"{store.place} is checked at the level {reader.trust}, which does not look at calls that failed; "
                "index with --verify receipts into another --store"
            )
        chosen = _checked(reader, wanted or TrailFilter())
        first, last = blocks_wanted(reader, chosen)
        look_up = _LookUp(reader)
        for row in _rows(reader, first, last, function, refusal):
            call = _call_of(row)
            if _is_about(call, chosen):
                entry = _entry(look_up, row, call)
                if chosen.organisation in (None, entry.who.organisation):
                    yield entry


def _checked(reader: Store, wanted: TrailFilter) -> TrailFilter:
    if wanted.for_subject_at is not None:
        raise InputError("what was tried is for the auditor alone; leave out for_subject_at")
    if wanted.kind is not None:
        raise InputError(f"an attempt has no event, so it is of no kind {wanted.kind!r}; name the function instead")
    return with_organisation_id(reader, wanted)


def _rows(reader: Store, first: int, last: int, function: str | None, refusal: str | None) -> Iterator[tuple[Any, ...]]:
    conditions, values = ["a.block_number BETWEEN ? AND ?"], [first, last, function, refusal]
    conditions += ["a.function = ?"] if function is not None else []
    conditions += ["a.refusal = ?"] if refusal is not None else []
    columns = ", ".join(f"a.{column.name}" for column in schema.ATTEMPTS.columns)
    return reader.rows(
        f"SELECT {columns}, b.hash, b.timestamp FROM {schema.ATTEMPTS.name} AS a"
        f" JOIN blocks AS b ON b.number = a.block_number WHERE {' AND '.join(conditions)}"
        " ORDER BY a.block_number, a.transaction_index",
        [value for value in values if value is not None],
    )


@dataclass(frozen=True, slots=True)
class _Read:
    """A call, and who reads those within it."""

    call: Call
    reader: CallReader


def _call_of(row: tuple[Any, ...]) -> _Read:
    contract, signed = row[4], row[6]
    reader = call_reader(contract)
    return _Read(reader.read(ConsensusTransaction.decode(bytes(signed)).data), reader)


def _is_about(read: _Read, wanted: TrailFilter) -> bool:
    """Whether the call's arguments name every object that is wanted."""
    named = {name: value for name in ABOUT if (value := getattr(wanted, name)) is not None}
    if wanted.record is None and not named:
        return True
    given = list(_numbers(read.call.arguments or {}))
    if any((name, value) not in given for name, value in named.items()):
        return False
    if wanted.record is None or ("record", wanted.record) in given:
        return True
    item = split_item(wanted.record)
    return item is not None and ("record", item[0]) in given and ("index", item[1]) in given


def _numbers(arguments: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """The numbers in a call with their names, those within structs too."""
    for name, value in arguments.items():
        if isinstance(value, Mapping):
            yield from _numbers(value)
        elif isinstance(value, int):
            yield name, value


def _entry(look_up: _LookUp, row: tuple[Any, ...], read: _Read) -> AttemptEntry:
    number, index, transaction_hash, sender, contract, function, _, _, name, data, halt, source, *block = row
    refusal = refusal_of(data, BY_SELECTOR)
    known = source != ReasonSource.UNKNOWN and not halt
    facts = refusal.facts if isinstance(refusal, ContractRefusal) else {}
    without = "the contract refused without saying why"
    said = without if isinstance(refusal, UnknownRefusal) and not data else str(refusal)
    return AttemptEntry(
        who=look_up.sender(sender, number, index),
        contract=contract,
        function=function,
        arguments=look_up.shown(read),
        refusal=name,
        reason=said if known else halt,
        facts=facts if known else {},
        source=ReasonSource(source),
        at=AttemptPosition(number, block[0], block[1], transaction_hash, index),
    )


class _LookUp:
    """What an attempt does not say itself: whose account it was, and what a call within its call says."""

    def __init__(self, reader: Store) -> None:
        self._reader = reader
        self._contracts = {contract.address: key for key, contract in reader.deployment.contracts.items()}
        self._appointment = lru_cache(maxsize=REMEMBERED)(self._appointed)

    def sender(self, account: bytes, block: int, index: int) -> Sender:
        """Whose account it was when the transaction ran."""
        appointed = self._appointment(account)
        if appointed is None or (block, index) < appointed[1:]:
            return Sender(account, None, None, None, None)
        officer = appointed[0]
        organisation = self._first("SELECT organisation FROM officer_appointed WHERE officer = ?", officer)
        code = self._first("SELECT public_code FROM organisation_admitted WHERE organisation = ?", organisation)
        return Sender(account, officer, self._unit(officer, block, index), organisation, code and code_text(code))

    def shown(self, read: _Read) -> dict[str, Any] | None:
        """The arguments for people: closed lists by name, a call within the call as what it says."""
        if read.call.function is None or read.call.values is None:
            return None
        shown = {
            argument.name: _shown(argument, value)
            for argument, value in zip(read.call.function.arguments, read.call.values, strict=True)
        }
        if isinstance(call := shown.get("call"), bytes):
            shown["call"] = self._within(call, self._reader_of(shown.get("target"), read.reader))
        if isinstance(calls := shown.get("calls"), tuple):
            shown["calls"] = [self._within(one, read.reader) for one in calls]
        return shown

    def _within(self, data: bytes, reader: CallReader | None) -> Any:
        """A call within a call; the bytes where they are none that is known."""
        call = reader.read(data) if reader else Call()
        arguments = self.shown(_Read(call, reader)) if reader else None
        return data if arguments is None else {"function": call.name, "arguments": arguments}

    def _reader_of(self, target: Any, own: CallReader) -> CallReader | None:
        """Who reads the call of a decision, or of an endorsement, which is of the contract itself."""
        if target is None:
            return own
        return call_reader(self._contracts[target]) if target in self._contracts else None

    def _appointed(self, account: bytes) -> tuple[int, int, int] | None:
        query = (
            "SELECT officer, block_number, transaction_index FROM officer_appointed WHERE account = ?1"
            " UNION ALL SELECT officer, block_number, transaction_index FROM key_rotated WHERE account = ?1"
        )
        found = self._reader.first(query, (account,))
        return None if found is None else (found[0], found[1], found[2])

    def _unit(self, officer: int, block: int, index: int) -> int:
        query = (
            "SELECT block_number, transaction_index, unit FROM officer_appointed WHERE officer = ?1"
            " UNION ALL SELECT block_number, transaction_index, unit FROM officer_amended WHERE officer = ?1"
            " ORDER BY 1, 2"
        )
        before = [unit for *place, unit in self._reader.rows(query, (officer,)) if tuple(place) < (block, index)]
        return int(before[-1])

    def _first(self, query: str, value: Any) -> Any:
        found = self._reader.first(query, (value,))
        return found[0] if found else None


def _shown(argument: Argument, value: Any) -> Any:
    if argument.enumeration:
        names = {member.value: member.name for member in getattr(model, argument.enumeration)}
        return names.get(value, value)
    if argument.name == "public_code":
        return code_text(value)
    if not argument.members:
        return value
    return {member.name: _shown(member, part) for member, part in zip(argument.members, value, strict=True)}


__all__ = ["AttemptEntry", "AttemptPosition", "Sender", "attempts"]
