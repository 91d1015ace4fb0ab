"""The trail as JSON lines straight from rows, for trails of millions of entries. Pure.

A line is the one that `govledger.audit.output.json_lines` writes of the entry. One f-string for each type of event,
which is compiled, writes it: three times as fast as a text with marks. What is the same in a block is written once for
it, and so is who acted, and why and where, for the many entries that say the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from itertools import groupby
from typing import Any, TypeVar

from govledger.audit.entry import Actor, Context, reason_name, utc
from govledger.audit.output import as_mapping, json_text, members_of_who, members_of_why, plain
from govledger.audit.reading import EditedRow, Reading, Row
from govledger.index.model import BlockHeader

REMEMBERED = 10_000
"""How many actors, contexts and values of closed lists are kept as text."""
_Write = Callable[[Row, str, str, str, str, str], str]
"""The line of a plain row, from it and texts: when, who, why and where, until when it is sealed, and the block."""
_T = TypeVar("_T")


class LineWriter:
    """Writes lines, one at a time, in the order of the chain."""

    def __init__(self) -> None:
        self._who: dict[int, tuple[Actor, str]] = {}
        self._why: dict[int, tuple[Context, str]] = {}
        self._writers: dict[str, _Write] = {}
        self._header: BlockHeader | None = None
        self._time = self._block = ""

    def line(self, reading: Reading, row: Row, who: Actor, why: Context, header: BlockHeader, until: int | None) -> str:
        """The line of a plain row, with its end; `until`: seconds, until when it is sealed."""
        if type(row) is EditedRow:
            return json_text(as_mapping(reading.entry(row, who, why, header, until))) + "\n"
        if header is not self._header:
            self._begin_block(header)
        write = self._writers.get(reading.event) or self._writers.setdefault(reading.event, _writer(reading))
        _, who_text = self._who.get(id(who)) or _remembered(self._who, who, members_of_who)
        _, why_text = self._why.get(id(why)) or _remembered(self._why, why, members_of_why)
        sealed = "null" if until is None else json_text(utc(until))
        return write(row, self._time, who_text, why_text, sealed, self._block)

    def _begin_block(self, header: BlockHeader) -> None:
        self._header = header
        self._time = f'{{"time":"{utc(header.timestamp)}",'
        self._block = (
            f',"block_number":{header.number},"block_hash":"0x{header.hash.hex()}",'
            f'"block_timestamp":{header.timestamp},"transaction_hash":"0x'
        )


def _remembered(texts: dict[int, tuple[_T, str]], value: _T, write: Callable[[_T], str]) -> tuple[_T, str]:
    """A value with its text, which is kept by the object that it is: the same one stands in many entries."""
    if len(texts) >= REMEMBERED:
        texts.clear()
    found = texts[id(value)] = (value, write(value))
    return found


class _Source(str):
    """An expression of Python's that gives a part of the line; every other part is the line's text."""

    __slots__ = ()


_Names = dict[str, Any]
"""What the names in sources stand for. So no source holds a text of the line's, but names and numbers alone."""


def _writer(reading: Reading) -> _Write:
    """What writes the lines of an event's rows."""
    names: _Names = {}
    parts = [
        *(_Source("time"), _Source("who")),
        f',"event":"{reading.event}","action":{json_text(reading.action)},"objects":[',
        *_objects(reading, names),
        *("],", _Source("why"), f',"result":"{reading.words}', *_reason(reading, names)),
        *('","sealed_until":', _Source("sealed"), ',"details":{', *_details(reading, names)),
        *(f'}},"contract":"{reading.contract}"', _Source("block"), _Source("row[3].hex()")),
        *('","transaction_index":', _Source("row[2]"), ',"log_index":', _Source("row[1]"), "}\n"),
    ]
    write: _Write = eval(f"lambda row, time, who, why, sealed, block: {_f_string(parts, names)}", names)
    return write


def _objects(reading: Reading, names: _Names) -> Iterator[str]:
    """Those of the event's objects that are there; with a comma before each but the first of them."""
    before: list[str] = []
    for kind, at, version in reading.objects:
        mark = f"row[{at if version < 0 else version}]"
        first = f'{{"kind":"{kind}","id":'
        begin: str = first
        if before:
            begin = _Source(f"{_named(',' + first, names)} if {' or '.join(before)} else {_named(first, names)}")
        versioned = ["null"] if version < 0 else [_Source(f"row[{version}]")]
        parts = [begin, *_value(reading, at, names), ',"version":', *versioned, "}"]
        yield _Source(_f_string(parts, names, quote='"') + f' if {mark} else ""')
        before.append(mark)


def _reason(reading: Reading, names: _Names) -> Iterator[str]:
    """The reason for which it came out so, where the event has one."""
    if reading.reason >= 0:
        shown = lru_cache(REMEMBERED)(partial(reason_name, reading.event))
        yield from (" (", _Source(f"{_named(shown, names)}(row[{reading.reason}])"), ")")


def _details(reading: Reading, names: _Names) -> Iterator[str]:
    """The other fields."""
    comma = ""
    for name, at, show in reading.details:
        yield f'{comma}"{name}":'
        yield from _value(reading, at, names, show)
        comma = ","


def _value(reading: Reading, at: int, names: _Names, show: Callable[[Any], Any] | None = None) -> list[str]:
    """The value in a place of the row, as JSON."""
    if show:
        shown = lru_cache(REMEMBERED)(lambda value: json_text(plain(show(value))))
        return [_Source(f"{_named(shown, names)}(row[{at}])")]
    if at in reading.whole:
        return [_Source(f"row[{at}]")]
    if at in reading.octets:
        return ['"0x', _Source(f"row[{at}].hex()"), '"']
    return [_Source(f"{_named(_json, names)}(row[{at}])")]


def _json(value: Any) -> str:
    return json_text(plain(value))


def _named(value: Any, names: _Names) -> str:
    """The name of a value in sources."""
    name = f"part{len(names)}"
    names[name] = value
    return name


def _f_string(parts: list[str], names: _Names, quote: str = "'") -> str:
    """The source of the f-string that writes parts one after the other; texts that meet are written as one."""
    source = ""
    for kind, run in groupby(parts, type):
        found = list(run)
        sources = found if kind is _Source else [_named("".join(found), names)]
        source += "".join(f"{{{one}}}" for one in sources)
    return f"f{quote}{source}{quote}"
