"""The generated decoder against eth_abi, an implementation that nobody here wrote."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import eth_abi
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govledger.artifacts import CONTRACTS, load
from govledger.errors import MalformedData, MalformedLog
from govledger.events import BY_NAME, EVENTS, Event, decode, encode
from govledger.events.abi import codec, decode_values, encode_values
from govledger.events.interface import NEVER_EMITTED, snake_case
from govledger.refusals import BY_SELECTOR, REFUSALS

Abi = Mapping[str, Any]


def abi_entries(kind: str) -> Iterator[Abi]:
    for name in CONTRACTS.values():
        yield from (entry for entry in load(name).abi if entry["type"] == kind)


EVENT_ABIS: dict[str, Abi] = {entry["name"]: entry for entry in abi_entries("event")}
ERROR_ABIS: dict[str, Abi] = {entry["name"]: entry for entry in abi_entries("error")}


def abi_type(entry: Abi) -> str:
    if not entry["type"].startswith("tuple"):
        return str(entry["type"])
    return f"({','.join(map(abi_type, entry['components']))}){entry['type'].removeprefix('tuple')}"


def values_of(of_type: str) -> st.SearchStrategy[Any]:
    """Values as eth_abi takes them."""
    if of_type.endswith("]"):
        element, _, length = of_type[:-1].rpartition("[")
        size = {"min_size": int(length), "max_size": int(length)} if length else {"max_size": 4}
        return st.lists(values_of(element), **size).map(tuple)
    if of_type.startswith("("):
        from govledger.events.abi import members_of

        return st.tuples(*map(values_of, members_of(of_type)))
    if of_type.startswith("uint"):
        return st.integers(0, 2 ** int(of_type[4:]) - 1)
    if of_type.startswith("int"):
        half = 2 ** (int(of_type[3:]) - 1)
        return st.integers(-half, half - 1)
    if of_type == "address":
        return st.binary(min_size=20, max_size=20)
    if of_type == "bool":
        return st.booleans()
    if of_type == "bytes":
        return st.binary(max_size=70)
    if of_type == "string":
        return st.text(max_size=40)
    size = int(of_type.removeprefix("bytes"))
    return st.binary(min_size=size, max_size=size)


def leaves(entry: Abi, value: Any) -> Iterator[tuple[str, Any]]:
    """The event's fields: struct parameters taken apart."""
    if entry["type"] == "tuple":
        for component, member in zip(entry["components"], value, strict=True):
            yield from leaves(component, member)
    else:
        yield snake_case(entry["name"]), f"{value}" if entry["type"] == "string" else value


def log_of(abi: Abi, values: tuple[Any, ...]) -> tuple[list[bytes], bytes]:
    """The log as eth_abi encodes it."""
    pairs = list(zip(abi["inputs"], values, strict=True))
    topics = [eth_abi.encode([abi_type(item)], [given_value]) for item, given_value in pairs if item["indexed"]]
    data = [(abi_type(item), given_value) for item, given_value in pairs if not item["indexed"]]
    return [BY_NAME[abi["name"]].TOPIC, *topics], eth_abi.encode([t for t, _ in data], [v for _, v in data])


def any_values(abi: Abi) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.tuples(*(values_of(abi_type(item)) for item in abi["inputs"]))


def test_every_event_of_the_contracts_has_a_class() -> None:
    never = {signature.removesuffix("()") for signature in NEVER_EMITTED}
    assert set(EVENT_ABIS) - never == {event.NAME for event in EVENTS}


def test_every_error_of_the_contracts_has_a_class() -> None:
    assert set(ERROR_ABIS) == {refusal.SIGNATURE.partition("(")[0] for refusal in REFUSALS}


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.NAME)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_what_eth_abi_encodes_is_decoded_to_the_same_values_and_encoded_back(
    event: type[Event], data: st.DataObject
) -> None:
    abi = EVENT_ABIS[event.NAME]
    values = data.draw(any_values(abi))
    topics, body = log_of(abi, values)
    fields = dict(leaf for item, value in zip(abi["inputs"], values, strict=True) for leaf in leaves(item, value))

    decoded = decode(topics, body)

    assert type(decoded) is event
    assert {name: getattr(decoded, name) for name in decoded.__struct_fields__} == fields
    assert encode(decoded) == (tuple(topics), body)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.NAME)
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_a_changed_byte_is_refused_or_changes_the_value_that_is_encoded_back(
    event: type[Event], data: st.DataObject
) -> None:
    topics, body = log_of(EVENT_ABIS[event.NAME], data.draw(any_values(EVENT_ABIS[event.NAME])))
    flip = data.draw(st.integers(1, 255))

    for position in range(len(body)):
        changed = body[:position] + bytes([body[position] ^ flip]) + body[position + 1 :]
        _refused_or_exact(topics, changed)
    for which in range(1, len(topics)):
        for position in range(32):
            topic = topics[which]
            changed = topic[:position] + bytes([topic[position] ^ flip]) + topic[position + 1 :]
            _refused_or_exact([*topics[:which], changed, *topics[which + 1 :]], body)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.NAME)
def test_bytes_that_are_missing_or_too_many_are_refused(event: type[Event]) -> None:
    values = tuple(_smallest(abi_type(item)) for item in EVENT_ABIS[event.NAME]["inputs"])
    topics, body = log_of(EVENT_ABIS[event.NAME], values)
    wrong: list[tuple[list[bytes], bytes]] = [
        (topics, body + b"\0"),
        (topics, body + bytes(32)),
        (topics, body[:-1]),
        (topics, body[:-32]),
        (topics, b""),
        (topics[:-1], body),
        ([*topics, bytes(32)], body),
        ([*topics[:-1], topics[-1][:-1]], body),
        ([*topics[:-1], topics[-1] + b"\0"], body),
    ]
    for changed_topics, changed_body in wrong:
        with pytest.raises(MalformedLog, match=event.NAME):
            decode(changed_topics, changed_body)


@pytest.mark.parametrize("name", sorted(ERROR_ABIS))
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_a_refusal_is_known_by_its_selector_and_carries_its_facts(name: str, data: st.DataObject) -> None:
    abi = ERROR_ABIS[name]
    values = data.draw(any_values(abi))
    types = [abi_type(item) for item in abi["inputs"]]
    refusal_type = next(refusal for refusal in REFUSALS if f"{name}({','.join(types)})" == refusal.SIGNATURE)
    revert_data = refusal_type.SELECTOR + eth_abi.encode(types, values)

    refusal = BY_SELECTOR[revert_data[:4]].from_data(revert_data)

    assert type(refusal) is refusal_type
    assert tuple(refusal.facts.values()) == values
    assert all(getattr(refusal, field) == value for field, value in refusal.facts.items())
    with pytest.raises(MalformedData):
        refusal_type.from_data(revert_data + b"\0")


TYPES = [
    *("uint8", "uint256", "int16", "int256", "bool", "address", "bytes1", "bytes18", "bytes32", "bytes", "string"),
    *("uint64[]", "bytes[]", "bytes32[3]", "bytes[2]", "(uint64,bool)", "(uint64,bytes)", "(uint64,bytes32)[]"),
    *("(bytes,(string,int8)[])[]", "uint8[2][]", "(uint64,(bool,address))[2]"),
]


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_every_type_is_read_and_written_as_eth_abi_does(data: st.DataObject) -> None:
    types = data.draw(st.lists(st.sampled_from(TYPES), min_size=1, max_size=4))
    values = tuple(data.draw(values_of(of_type)) for of_type in types)
    encoded = eth_abi.encode(types, values)

    assert decode_values(types, encoded, "values") == values
    assert encode_values(*(("value", t, v) for t, v in zip(types, values, strict=True))) == encoded


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_changed_byte_of_any_type_is_refused_or_encoded_back(data: st.DataObject) -> None:
    types = data.draw(st.lists(st.sampled_from(TYPES), min_size=1, max_size=3))
    encoded = eth_abi.encode(types, [data.draw(values_of(of_type)) for of_type in types])
    flip = data.draw(st.integers(1, 255))
    for position in range(len(encoded)):
        changed = encoded[:position] + bytes([encoded[position] ^ flip]) + encoded[position + 1 :]
        try:
            values = decode_values(types, changed, "values")
        except MalformedData:
            continue
        assert encode_values(*(("value", t, v) for t, v in zip(types, values, strict=True))) == changed


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(TYPES), st.binary(max_size=200))
def test_any_bytes_are_refused_or_encoded_back(of_type: str, data: bytes) -> None:
    try:
        values = decode_values([of_type], data, "values")
    except MalformedData:
        return
    assert encode_values(("value", of_type, values[0])) == data


def test_a_length_that_cannot_be_there_is_refused_at_once() -> None:
    huge: Callable[[int], bytes] = lambda length: (32).to_bytes(32, "big") + length.to_bytes(32, "big")  # noqa: E731
    for of_type in ("bytes", "string", "uint64[]", "bytes[]"):
        with pytest.raises(MalformedData, match="announces"):
            decode_values([of_type], huge(2**255), "value")


def test_a_type_that_no_event_may_have_is_refused() -> None:
    for unknown in ("function", "fixed128x18", "uint", ""):
        with pytest.raises(MalformedData, match="no ABI type"):
            codec(unknown)


def _refused_or_exact(topics: list[bytes], body: bytes) -> None:
    try:
        event = decode(topics, body)
    except MalformedLog:
        return
    assert encode(event) == (tuple(topics), body)


def _smallest(of_type: str) -> Any:
    if of_type.startswith("("):
        from govledger.events.abi import members_of

        return tuple(_smallest(member) for member in members_of(of_type))
    if of_type.endswith("[4]"):
        return (_smallest(of_type.removesuffix("[4]")),) * 4
    if of_type.startswith("uint"):
        return 0
    if of_type == "bool":
        return False
    if of_type == "address":
        return bytes(20)
    if of_type == "bytes":
        return b"\x01"
    return bytes(int(of_type.removeprefix("bytes")))
