"""The trail as JSON lines straight from rows, for trails of millions of entries. Pure.

A line is the one that `govledger.audit.output.json_lines` writes of the entry. What is the same for all events of a
type stands in texts that are made once, for each set of objects that such an event was about; what is the same in a
block is written once for it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar

from govledger.audit.entry import Actor, Context, utc
from govledger.audit.output import as_mapping, json_text, members_of_who, members_of_why, plain
from govledger.audit.reading import EditedRow, Reading, Row
from govledger.index.model import BlockHeader

REMEMBERED = 10_000
"""How many actors, contexts and values of closed lists are kept as text."""
_Part = Callable[[Row], str]
_Text = Callable[[Any], str]
_T = TypeVar("_T")


class LineWriter:
    """Writes lines, one at a time, in the order of the chain."""

    def __init__(self) -> None:
        self._who: dict[int, tuple[Actor, str]] = {}
        self._why: dict[int, tuple[Context, str]] = {}
        self._objects: dict[tuple[str, tuple[bool, ...] | None], _Part] = {}
        self._details: dict[str, _Part] = {}
        self._header: BlockHeader | None = None
        self._time = self._block = ""

    def line(self, reading: Reading, row: Row, who: Actor, why: Context, header: BlockHeader, until: int | None) -> str:
        """The line of a plain row, with its end; `until`: seconds, until when it is sealed."""
        if type(row) is EditedRow:
            return json_text(as_mapping(reading.entry(row, who, why, header, until))) + "\n"
        if header is not self._header:
            self._begin_block(header)
        marks = reading.marks(row)
        key = (reading.event, tuple(map(bool, marks)) if 0 in marks else None)
        objects = self._objects.get(key) or self._objects.setdefault(key, _objects_part(reading, key[1]))
        details = self._details.get(reading.event) or self._details.setdefault(reading.event, _details_part(reading))
        _, who_text = self._who.get(id(who)) or _remembered(self._who, who, members_of_who)
        _, why_text = self._why.get(id(why)) or _remembered(self._why, why, members_of_why)
        result = reading.words if reading.reason < 0 else reading.result(row)
        return (
            f'{self._time}{who_text}{objects(row)}{why_text},"result":"{result}",'
            f'"sealed_until":{"null" if until is None else json_text(utc(until))},{details(row)}{self._block}'
            f'"transaction_hash":"0x{row[3].hex()}","transaction_index":{row[2]},"log_index":{row[1]}}}\n'
        )

    def _begin_block(self, header: BlockHeader) -> None:
        self._header = header
        self._time = f'{{"time":"{utc(header.timestamp)}",'
        self._block = (
            f',"block_number":{header.number},"block_hash":"0x{header.hash.hex()}",'
            f'"block_timestamp":{header.timestamp},'
        )


def _remembered(texts: dict[int, tuple[_T, str]], value: _T, write: Callable[[_T], str]) -> tuple[_T, str]:
    """A value with its text, which is kept by the object that it is: the same one stands in many entries."""
    if len(texts) >= REMEMBERED:
        texts.clear()
    found = texts[id(value)] = (value, write(value))
    return found


def _objects_part(reading: Reading, present: tuple[bool, ...] | None) -> _Part:
    """The event, what it means, and those of its objects that are there; None: all of them."""
    parts: list[str | int | tuple[int, _Text]] = [
        f',"event":"{reading.event}","action":{json_text(reading.action)},"objects":['
    ]
    comma = ""
    for (kind, at, version), is_there in zip(reading.objects, present or [True] * len(reading.objects), strict=True):
        if is_there:
            parts += [f'{comma}{{"kind":"{kind}","id":', at if at in reading.whole else (at, _text_of)]
            parts += [',"version":null}'] if version < 0 else [',"version":', version, "}"]
            comma = ","
    return _compiled([*parts, "],"])


def _details_part(reading: Reading) -> _Part:
    """The other fields, and the contract."""
    parts: list[str | int | tuple[int, _Text]] = ['"details":{']
    comma = ""
    for name, at, show in reading.details:
        parts.append(f'{comma}"{name}":')
        if show:
            parts.append((at, lru_cache(REMEMBERED)(lambda value, show=show: _text_of(show(value)))))
        else:
            parts.append(at if at in reading.whole else (at, _text_of))
        comma = ","
    return _compiled([*parts, f'}},"contract":"{reading.contract}"'])


def _compiled(parts: list[str | int | tuple[int, _Text]]) -> _Part:
    """What writes a row's values between texts.

    It is one f-string, compiled: three times as fast as a text with marks. Its source holds names and numbers alone.

    Args:
        parts: texts; places of whole numbers; other places, each with what makes text of its value.
    """
    names: dict[str, Any] = {}
    source = ""
    for number, part in enumerate(parts):
        if isinstance(part, int):
            source += f"{{row[{part}]}}"
        elif isinstance(part, str):
            names[f"part{number}"] = part
            source += f"{{part{number}}}"
        else:
            at, names[f"part{number}"] = part
            source += f"{{part{number}(row[{at}])}}"
    write: _Part = eval(f"lambda row: f'{source}'", names)
    return write


def _text_of(value: Any) -> str:
    return f'"0x{value.hex()}"' if type(value) is bytes else json_text(plain(value))
