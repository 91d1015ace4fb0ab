"""The trail as JSON lines straight from rows, for trails of millions of entries. Pure.

A line is the one that `govledger.audit.output.json_lines` writes of the entry. What is the same for all events of a
type stands in a text with marks, made once for each set of objects that such an event was about.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from govledger.audit.entry import Actor, Context, utc
from govledger.audit.output import as_mapping, json_text, members_of_who, members_of_why, plain
from govledger.audit.reading import Reading, Row, values_in
from govledger.index.model import BlockHeader

REMEMBERED = 10_000
"""How many actors, contexts and values of closed lists are kept as text."""
_Part = Callable[[Row], str]
_Text = Callable[[Any], str]


class LineWriter:
    """Writes lines, one at a time, in the order of the chain."""

    def __init__(self) -> None:
        self._who: Callable[[Actor], str] = lru_cache(REMEMBERED)(members_of_who)
        self._why: Callable[[Context], str] = lru_cache(REMEMBERED)(members_of_why)
        self._hash: Callable[[bytes], str] = lru_cache(maxsize=2)(bytes.hex)
        self._objects: dict[tuple[str, tuple[bool, ...] | None], _Part] = {}
        self._details: dict[str, _Part] = {}

    def line(self, reading: Reading, row: Row, who: Actor, why: Context, header: BlockHeader, until: int | None) -> str:
        """The line of a plain row, with its end; `until`: seconds, until when it is sealed."""
        try:
            objects, details = self._objects_of(reading, row), self._details_of(reading, row)
        except TypeError:  # a number's cell that somebody edited: what stands in it is shown
            return json_text(as_mapping(reading.entry(row, who, why, header, until))) + "\n"
        result = reading.words if reading.reason < 0 else reading.result(row)
        return (
            f'{{"time":"{utc(header.timestamp)}",{self._who(who)},{objects},{self._why(why)},'
            f'"result":"{result}","sealed_until":{"null" if until is None else json_text(utc(until))},'
            f'{details},"block_number":{row[0]},"block_hash":"0x{self._hash(header.hash)}",'
            f'"block_timestamp":{header.timestamp},"transaction_hash":"0x{self._hash(row[3])}",'
            f'"transaction_index":{row[2]},"log_index":{row[1]}}}\n'
        )

    def _objects_of(self, reading: Reading, row: Row) -> str:
        marks = reading.marks(row)
        present = tuple(map(bool, marks)) if 0 in marks else None
        part = self._objects.get((reading.event, present))
        if part is None:
            part = self._objects[reading.event, present] = _objects_part(reading, present)
        return part(row)

    def _details_of(self, reading: Reading, row: Row) -> str:
        part = self._details.get(reading.event)
        if part is None:
            part = self._details[reading.event] = _details_part(reading)
        return part(row)


def _objects_part(reading: Reading, present: tuple[bool, ...] | None) -> _Part:
    """The event, what it means, and those of its objects that are there; None: all of them."""
    marks: list[str] = []
    places: list[int] = []
    texts: dict[int, _Text] = {}
    for (kind, at, version), is_there in zip(reading.objects, present or [True] * len(reading.objects), strict=True):
        if is_there:
            if at not in reading.whole:
                texts[len(places)] = _text_of
            places += [at] if version < 0 else [at, version]
            marks.append('{"kind":"' + kind + '","id":@,"version":' + ("null}" if version < 0 else "@}"))
    head = f'"event":"{reading.event}","action":{json_text(reading.action)},"objects":['
    return _filled(head + ",".join(marks) + "]", places, texts)


def _details_part(reading: Reading) -> _Part:
    """The other fields, and the contract."""
    texts: dict[int, _Text] = {}
    for place, (_, at, show) in enumerate(reading.details):
        if show:
            texts[place] = lru_cache(REMEMBERED)(lambda value, show=show: _text_of(show(value)))
        elif at not in reading.whole:
            texts[place] = _text_of
    marks = ",".join(f'"{name}":@' for name, _, _ in reading.details)
    behind = f'}},"contract":"{reading.contract}"'
    return _filled('"details":{' + marks + behind, [at for _, at, _ in reading.details], texts)


def _filled(text: str, places: Sequence[int], texts: Mapping[int, _Text]) -> _Part:
    """What writes a text in which each `@` is the value of a place of the row.

    Args:
        text: JSON; no other `@` in it.
        places: of the values, in the order of their marks.
        texts: what makes text of those values that are no whole numbers, by their place among the marks.
    """
    pieces = text.replace("%", "%%").split("@")
    assert len(pieces) == len(places) + 1
    marks = ["%s" if place in texts else "%d" for place in range(len(places))]
    form = "".join(piece + mark for piece, mark in zip(pieces, [*marks, ""], strict=True))
    pick = values_in(places)
    if not texts:
        return lambda row: form % pick(row)
    changed = tuple(texts.items())

    def write(row: Row) -> str:
        values = list(pick(row))
        for place, text_of in changed:
            values[place] = text_of(values[place])
        return form % tuple(values)

    return write


def _text_of(value: Any) -> str:
    return f'"0x{value.hex()}"' if type(value) is bytes else json_text(plain(value))
