"""Writes `govledger.events.types`, `govledger.events.decoder` and `govledger.refusals` from the contracts' ABIs. Pure.

The generated modules are committed. `govledger compile` writes them anew and `govledger compile --check` compares.
The text is already in the form that ruff gives it.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence

from govledger.events.abi import codec, members_of
from govledger.events.interface import (
    CompiledInterface,
    ErrorInterface,
    EventInterface,
    Parameter,
    kind_of,
    object_kinds,
    read_errors,
    read_events,
    snake_case,
    versioned_fields,
)

_LINE = 120
_NOTE = "Generated from the contracts' ABIs and NatSpec by `govledger compile`; do not edit."


def generate(artifacts: Mapping[str, CompiledInterface]) -> dict[str, str]:
    """The generated modules, as text by path relative to the repository.

    Args:
        artifacts: what was compiled (`abi`, `userdoc`, `devdoc`), by the contract's name in Solidity.

    Raises:
        ArtifactError: two events or errors share a name, or an event cannot be told from its log.
    """
    events = read_events(artifacts)
    errors = read_errors(artifacts)
    return {
        "govledger/events/__init__.py": _package(events),
        "govledger/events/types.py": _types(events),
        "govledger/events/decoder.py": _decoder(events),
        "govledger/refusals.py": _refusals(errors),
    }


# --- the package's names -------------------------------------------------------------------------------


def _package(events: Sequence[EventInterface]) -> str:
    types = sorted([event.name for event in events] + ["BY_NAME", "BY_TOPIC", "EVENTS"], key=_isort_key)
    names = [*types, "Encoded", "Event", "Field", "ObjectReference", "decode", "encode"]
    lines = [
        '"""The events of govledger\'s contracts: their types, and the way from a log to an event and back.',
        "",
        _NOTE,
        '"""',
        "",
        "from __future__ import annotations",
        "",
        "from govledger.events.decoder import Encoded, decode, encode",
        "from govledger.events.event import Event, Field, ObjectReference",
        *_block("from govledger.events.types import (", types, ")"),
        "",
        *_block("__all__ = [", [_quoted(name) for name in sorted(names, key=_isort_key)], "]"),
    ]
    return _text(lines)


# --- the event types -----------------------------------------------------------------------------------


def _types(events: Sequence[EventInterface]) -> str:
    kinds = object_kinds(events)
    lines = [
        '"""The events of govledger\'s contracts, one class each.',
        "",
        _NOTE,
        '"""',
        "",
        "from __future__ import annotations",
        "",
        "from typing import ClassVar",
        "",
        "from govledger.events.event import Event, Field, ObjectReference",
    ]
    for event in events:
        lines += ["", "", *_event_class(event, kinds)]
    lines += ["", "", *_assigned("EVENTS: tuple[type[Event], ...] = ", [event.name for event in events])]
    lines += [
        '"""Every event, by contract and name."""',
        "",
        "BY_TOPIC: dict[bytes, type[Event]] = {event.TOPIC: event for event in EVENTS}",
        "BY_NAME: dict[str, type[Event]] = {event.NAME: event for event in EVENTS}",
    ]
    return _text(lines)


def _event_class(event: EventInterface, kinds: frozenset[str]) -> Iterator[str]:
    yield f"class {event.name}(Event, frozen=True, gc=False):"
    yield from _docstring(event.notice, f"`{event.name}` of {event.contract}.", [f"Emitted by {event.contract}."])
    yield ""
    yield from _constant("CONTRACT", "str", _quoted(snake_case(event.contract)))
    yield from _constant("NAME", "str", _quoted(event.name))
    yield from _string_constant("SIGNATURE", event.signature)
    yield from _constant("TOPIC", "bytes", f'bytes.fromhex("{event.topic.hex()}")')
    yield from _string_constant("NOTICE", event.notice)
    fields = [_field(field) for field in event.fields]
    yield from _assigned("FIELDS: ClassVar[tuple[Field, ...]] = ", fields, "    ")
    objects = [
        f"ObjectReference({_quoted(kind_of(name, kinds))}, {_quoted(name)}, {_quoted(version)})"
        for name, version in versioned_fields(event)
    ]
    yield from _assigned("OBJECTS: ClassVar[tuple[ObjectReference, ...]] = ", objects, "    ")
    if event.fields:
        yield ""
    for field in event.fields:
        yield f"    {field.field}: {python_type(field.type)}"


def python_type(abi_type: str) -> str:
    """The annotation of a value of an ABI type."""
    if array := re.fullmatch(r"(.*)\[([0-9]*)\]", abi_type):
        return f"tuple[{python_type(array[1])}, ...]"
    if abi_type.startswith("("):
        return f"tuple[{', '.join(python_type(member) for member in members_of(abi_type))}]"
    if abi_type.startswith(("uint", "int")):
        return "int"
    return {"bool": "bool", "string": "str"}.get(abi_type, "bytes")


# --- the decoder ---------------------------------------------------------------------------------------


def _decoder(events: Sequence[EventInterface]) -> str:
    body: list[str] = []
    for event in events:
        body += ["", "", *_decode_function(event), "", "", *_encode_function(event)]
    text = "\n".join(body)
    zeros = sorted({int(size) for size in re.findall(r"_ZEROS_([0-9]+)", text)})
    names = [
        "codec",
        "decode_tail",
        "encode_topics",
        "encode_values",
        "malformed",
        "read_boolean",
        "read_signed",
    ]
    used = [name for name in names if f"{name}(" in text]
    lines = [
        '"""From a log to its event and back, strictly: a value has one encoding, and no other is accepted.',
        "",
        _NOTE,
        '"""',
        "",
        "from __future__ import annotations",
        "",
        "from collections.abc import Callable, Sequence",
        "from typing import Any",
        "",
        "from govledger.errors import MalformedData, MalformedLog, UnknownLog",
        *([_fitted("from govledger.events.abi import ", used)] if used else []),
        "from govledger.events.event import Event",
        *_block("from govledger.events.types import (", _isorted(["BY_TOPIC", *(e.name for e in events)]), ")"),
        "",
        "Encoded = tuple[tuple[bytes, ...], bytes]",
        '"""The topics and the data of a log."""',
        "",
        *(f"_ZEROS_{size} = bytes({size})" for size in zeros),
        *([""] if zeros else []),
        "",
        *_DISPATCH.splitlines(),
        *body,
        "",
        "",
        *_table("_DECODERS: dict[bytes, Callable[[Sequence[bytes], bytes], Event]] = ", events, "TOPIC", "decode"),
        "",
        *_table("_ENCODERS: dict[type[Event], Callable[[Any], Encoded]] = ", events, "", "encode"),
    ]
    return _text(lines)


_DISPATCH = '''\
def decode(topics: Sequence[bytes], data: bytes) -> Event:
    """The event that a log holds.

    Args:
        topics: the log's topics, 32 bytes each.
        data: the log's data.

    Raises:
        UnknownLog: the first topic is that of no event.
        MalformedLog: the log is not the strict ABI encoding of its event.
    """
    if type(data) is not bytes:
        topics, data = [bytes(topic) for topic in topics], bytes(data)
    decoder = _DECODERS.get(topics[0]) if topics else None
    if decoder is None:
        first = f"topic 0x{topics[0].hex()}" if topics else "no topic"
        raise UnknownLog(f"a log with {first} is no event of govledger's contracts")
    try:
        return decoder(topics, data)
    except MalformedData as problem:
        raise MalformedLog(f"{BY_TOPIC[topics[0]].NAME}.{problem.what}", problem.rule) from None


def encode(event: Event) -> Encoded:
    """The topics and the data of the log that holds an event: the exact inverse of `decode`.

    Raises:
        MalformedData: a value is none that its field's type has.
    """
    encoder = _ENCODERS.get(type(event))
    if encoder is None:
        raise MalformedData(type(event).__name__, "is no event of govledger's contracts")
    try:
        return encoder(event)
    except MalformedData as problem:
        raise MalformedData(f"{event.NAME}.{problem.what}", problem.rule) from None'''


def _decode_function(event: EventInterface) -> Iterator[str]:
    indexed = [parameter for parameter in event.parameters if parameter.indexed]
    body = [parameter for parameter in event.parameters if not parameter.indexed]
    head = sum(codec(parameter.type).head_size for parameter in body)
    dynamic = any(codec(parameter.type).dynamic for parameter in body)
    yield f"def _decode_{snake_case(event.name)}(topics: Sequence[bytes], data: bytes) -> {event.name}:"
    wrong = [f"len(topics) != {len(indexed) + 1}"]
    wrong += [f"len(topics[{i + 1}]) != 32" for i in range(len(indexed))]
    wrong += [f"len(data) {'<' if dynamic else '!='} {head}"]
    yield f"    if {' or '.join(wrong)}:"
    yield '        raise malformed("log", "has another number or length of topics, or another length of data")'
    for i, parameter in enumerate(indexed):
        yield from _read_static(parameter, f"topics[{i + 1}]", 0)
    if dynamic:
        yield f"    end = {head}"
    at = 0
    for parameter in body:
        yield from _read(parameter, at)
        at += codec(parameter.type).head_size
    if dynamic:
        yield "    if end != len(data):"
        yield '        raise malformed("log", f"takes {end} bytes of data, and {len(data)} are there")'
    if not event.fields:
        yield f"    return {event.name}()"
        return
    yield f"    return {event.name}("
    yield from (f"        {field.field}," for field in event.fields)
    yield "    )"


def _read(parameter: Parameter, at: int) -> Iterator[str]:
    """Reads one parameter whose head stands at a position of the data."""
    abi_codec = codec(parameter.type)
    if abi_codec.dynamic:
        target = _target(parameter) if parameter.members else parameter.field
        is_long = len(target) > _LINE - 24
        name = parameter.field or snake_case(parameter.name)
        arguments = f'codec("{parameter.type}"), data, 0, {at}, end, "{name}"'
        yield from _assignment(f"{'members' if is_long else target}, end = decode_tail", arguments)
        if is_long:
            *lines, last = _exploded(target, "    ")
            yield from [*lines, f"{last.removesuffix(',')} = members"]
    elif parameter.members:
        for member in parameter.members:
            yield from _read(member, at)
            at += codec(member.type).head_size
    elif re.search(r"[\[(]", parameter.type):
        arguments = f'data, {at}, "{parameter.field}"'
        yield from _assignment(f'{parameter.field}, _ = codec("{parameter.type}").decode', arguments)
    else:
        yield from _read_static(parameter, "data", at)


def _read_static(parameter: Parameter, source: str, at: int) -> Iterator[str]:
    """Reads one word: unsigned, bool, signed, address, bytes32, shorter bytes."""
    name, abi_type = parameter.field, parameter.type
    whole = source.startswith("topics")
    word = source if whole else f"{source}[{at}:{at + 32}]"
    if abi_type.startswith("uint"):
        bits = int(abi_type.removeprefix("uint"))
        yield f'    {name} = int.from_bytes({word}, "big")'
        if bits < 256:
            yield f"    if {name} >> {bits}:"
            yield f'        raise malformed("{name}", "does not fit {abi_type}")'
    elif abi_type == "bool":
        yield f'    {name} = read_boolean({word}, "{name}")'
    elif abi_type.startswith("int"):
        yield f'    {name} = read_signed({word}, {abi_type.removeprefix("int")}, "{name}")'
    elif abi_type == "address":
        yield f"    if {source}[{at}:{at + 12}] != _ZEROS_12:"
        yield f'        raise malformed("{name}", "is an address with bytes before it")'
        yield f"    {name} = {source}[{at + 12}:{at + 32}]"
    else:
        size = int(abi_type.removeprefix("bytes"))
        if size < 32:
            yield f"    if {source}[{at + size}:{at + 32}] != _ZEROS_{32 - size}:"
            yield f'        raise malformed("{name}", "is {abi_type} with bytes behind it")'
        yield f"    {name} = {word if size == 32 else f'{source}[{at}:{at + size}]'}"


def _target(parameter: Parameter) -> str:
    """The left side of an assignment that takes a struct apart."""
    parts = [_target(member) if member.members else member.field for member in parameter.members]
    return f"({', '.join(parts)}{',' if len(parts) == 1 else ''})"


def _encode_function(event: EventInterface) -> Iterator[str]:
    yield f"def _encode_{snake_case(event.name)}(event: {event.name}) -> Encoded:"
    indexed = [parameter for parameter in event.parameters if parameter.indexed]
    body = [parameter for parameter in event.parameters if not parameter.indexed]
    if indexed:
        yield "    topics = encode_topics("
        yield f"        {event.name}.TOPIC,"
        yield from _value_arguments(indexed)
        yield "    )"
    else:
        yield f"    topics = encode_topics({event.name}.TOPIC)"
    if body:
        yield "    data = encode_values("
        yield from _value_arguments(body)
        yield "    )"
    yield "    return topics, data" if body else '    return topics, b""'


def _value_arguments(parameters: Iterable[Parameter]) -> Iterator[str]:
    for parameter in parameters:
        name = parameter.field or snake_case(parameter.name)
        line = f'        ("{name}", "{parameter.type}", {_value(parameter)}),'
        if len(line) <= _LINE:
            yield line
        else:
            yield "        ("
            yield f'            "{name}",'
            yield f'            "{parameter.type}",'
            yield from _exploded(_value(parameter), "            ")
            yield "        ),"


def _exploded(value: str, indent: str) -> Iterator[str]:
    """A tuple expression, one member a line where it does not fit one."""
    if not value.startswith("(") or len(f"{indent}{value},") <= _LINE:
        yield f"{indent}{value},"
        return
    yield f"{indent}("
    for member in members_of(value):
        yield from _exploded(member.strip(), f"{indent}    ")
    yield f"{indent}),"


def _value(parameter: Parameter) -> str:
    if not parameter.members:
        return f"event.{parameter.field}"
    parts = [_value(member) for member in parameter.members]
    return f"({', '.join(parts)}{',' if len(parts) == 1 else ''})"


def _table(opening: str, events: Sequence[EventInterface], attribute: str, verb: str) -> Iterator[str]:
    entries = [
        f"{event.name}{'.' if attribute else ''}{attribute}: _{verb}_{snake_case(event.name)}" for event in events
    ]
    if not entries:
        yield opening + "{}"
        return
    yield opening + "{"
    yield from (f"    {entry}," for entry in entries)
    yield "}"


# --- the refusals --------------------------------------------------------------------------------------


def _refusals(errors: Sequence[ErrorInterface]) -> str:
    lines = [
        '"""The refusals of govledger\'s contracts: one exception for each custom error, known by its selector.',
        "",
        "A class has the error's own name; where Python has that name itself, `Refusal` stands behind it.",
        _NOTE,
        '"""',
        "",
        "from __future__ import annotations",
        "",
        "from typing import ClassVar",
        "",
        "from govledger.events.refusal import ContractRefusal",
    ]
    for error in errors:
        lines += ["", "", *_refusal_class(error)]
    classes = [error.class_name for error in errors]
    lines += ["", "", *_assigned("REFUSALS: tuple[type[ContractRefusal], ...] = ", classes)]
    lines += [
        '"""Every refusal, by name."""',
        "",
        "BY_SELECTOR: dict[bytes, type[ContractRefusal]] = {refusal.SELECTOR: refusal for refusal in REFUSALS}",
    ]
    return _text(lines)


def _refusal_class(error: ErrorInterface) -> Iterator[str]:
    yield f"class {error.class_name}(ContractRefusal):"
    contracts = ", ".join(error.contracts)
    attributes = [f"    {p.field}: {p.documentation or f'{p.type} {p.name}'.strip()}" for p in error.parameters]
    paragraphs = [f"Raised for `{error.signature}` of {contracts}."]
    extra = ["", "    Attributes:", *(f"    {line}" for line in attributes)] if attributes else []
    yield from _docstring(error.notice, f"`{error.name}` of {contracts}.", paragraphs, extra)
    yield ""
    yield from _string_constant("SIGNATURE", error.signature)
    yield from _constant("SELECTOR", "bytes", f'bytes.fromhex("{error.selector.hex()}")')
    yield from _string_constant("MESSAGE", _renamed(error))
    fields = [_quoted(parameter.field) for parameter in error.parameters]
    yield from _assigned("FIELDS: ClassVar[tuple[str, ...]] = ", fields, "    ")
    types = [_quoted(parameter.type) for parameter in error.parameters]
    yield from _assigned("TYPES: ClassVar[tuple[str, ...]] = ", types, "    ")
    if not fields:
        return
    yield ""
    yield "    def __init__("
    yield "        self,"
    yield from (f"        {p.field}: {python_type(p.type)}," for p in error.parameters)
    yield "    ) -> None:"
    yield from _assignment("super().__init__", ", ".join(p.field for p in error.parameters), "        ")
    yield from (f"        self.{p.field} = {p.field}" for p in error.parameters)


def _renamed(error: ErrorInterface) -> str:
    """The notice with Solidity's parameter names replaced by the attributes' names."""
    fields = {parameter.name: parameter.field for parameter in error.parameters if parameter.name}
    return re.sub(r"\{(\w+)\}", lambda found: f"{{{fields.get(found[1], found[1])}}}", error.notice)


# --- text ----------------------------------------------------------------------------------------------


def _docstring(notice: str, otherwise: str, paragraphs: Sequence[str], extra: Sequence[str] = ()) -> Iterator[str]:
    """The notice's first sentence as summary where it fits a line, the rest below it."""
    notice = notice.replace('"""', "'''")
    raw = "r" if "\\" in notice else ""
    first = re.match(r".*?[.!?](?=\s|$)", notice)
    if first and len(first[0]) <= _LINE - 11:
        summary, rest = first[0], notice[first.end() :].strip()
    else:
        summary, rest = otherwise, notice
    yield f'    {raw}"""{summary}'
    for paragraph in [rest, *paragraphs]:
        if paragraph:
            yield ""
            yield from textwrap.wrap(
                paragraph,
                _LINE,
                initial_indent="    ",
                subsequent_indent="    ",
                break_long_words=False,
                break_on_hyphens=False,
            )
    yield from extra
    yield '    """'


def _constant(name: str, annotation: str, value: str) -> Iterator[str]:
    yield f"    {name}: ClassVar[{annotation}] = {value}"


def _string_constant(name: str, text: str) -> Iterator[str]:
    """A string on one line, on one line in parentheses, or in pieces: as ruff formats it."""
    opening = f"    {name}: ClassVar[str] = "
    if len(opening + _quoted(text)) <= _LINE:
        yield opening + _quoted(text)
        return
    yield opening + "("
    yield from (f"        {piece}" for piece in _pieces(text, _LINE - 8))
    yield "    )"


def _pieces(text: str, width: int) -> list[str]:
    """Quoted pieces of a text that each fit a width."""
    pieces, current = [], ""
    for part in re.findall(r"[^ ,]*[ ,]*", text):
        if current and len(_quoted(current + part)) > width:
            pieces.append(current)
            current = ""
        current += part
    return [_quoted(piece) for piece in [*pieces, current] if piece]


def _assigned(opening: str, items: Sequence[str], indent: str = "") -> Iterator[str]:
    """A tuple, one item a line."""
    if not items:
        yield f"{indent}{opening}()"
        return
    if len(items) == 1 and len(line := f"{indent}{opening}({items[0]},)") <= _LINE and "\n" not in line:
        yield line
        return
    yield f"{indent}{opening}("
    for item in items:
        yield from (f"{indent}    {line}" for line in f"{item},".split("\n"))
    yield f"{indent})"


def _assignment(call: str, arguments: str, indent: str = "    ") -> Iterator[str]:
    """A call on one line, with its arguments on a line of their own, or one argument a line."""
    if len(line := f"{indent}{call}({arguments})") <= _LINE:
        yield line
        return
    yield f"{indent}{call}("
    if len(line := f"{indent}    {arguments}") <= _LINE:
        yield line
    else:
        yield from (f"{indent}    {argument}," for argument in arguments.split(", "))
    yield f"{indent})"


def _field(field: Parameter) -> str:
    """What makes a field's `Field`: on one line, or one argument a line with a documentation in pieces."""
    first = [_quoted(field.field), _quoted(field.type), str(field.indexed)]
    line = f"Field({', '.join([*first, _quoted(field.documentation)])})"
    if len(line) + 9 <= _LINE:
        return line
    *others, last = _pieces(field.documentation, _LINE - 13)
    return "\n".join(
        [
            "Field(",
            *(f"    {argument}," for argument in first),
            *(f"    {piece}" for piece in others),
            f"    {last},",
            ")",
        ]
    )


def _block(opening: str, items: Sequence[str], closing: str) -> Iterator[str]:
    yield opening
    yield from (f"    {item}," for item in items)
    yield closing


def _fitted(opening: str, names: Sequence[str]) -> str:
    line = opening + ", ".join(names)
    return line if len(line) <= _LINE else "\n".join(_block(f"{opening}(", names, ")"))


def _isort_key(name: str) -> tuple[int, str]:
    """Constants, then classes, then the rest: ruff's order of imported names."""
    return (0 if name.isupper() else 1 if name[0].isupper() else 2, name)


def _isorted(names: Iterable[str]) -> list[str]:
    return sorted(names, key=_isort_key)


def _quoted(text: str) -> str:
    quote = "'" if text.count('"') > text.count("'") else '"'
    escaped = text.replace("\\", "\\\\").replace(quote, f"\\{quote}")
    return f"{quote}{escaped}{quote}"


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"
