"""The reader of calls against eth_abi, an implementation that nobody here wrote."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import eth_abi
import pytest
from eth_utils import function_abi_to_4byte_selector
from hypothesis import given, settings
from hypothesis import strategies as st

from govledger.artifacts import CONTRACTS, load
from govledger.events.calls import CallReader
from govledger.events.interface import snake_case
from tests.properties.test_decoder import abi_type, values_of

FUNCTIONS = [
    (contract, entry) for contract, name in CONTRACTS.items() for entry in load(name).abi if entry["type"] == "function"
]
READERS = {contract: CallReader(load(name).abi) for contract, name in CONTRACTS.items()}


def by_name(entry: Mapping[str, Any], value: Any) -> Any:
    """What the reader should give for a value that eth_abi encoded."""
    if entry["type"] == "tuple[]":
        return tuple(by_name({**entry, "type": "tuple"}, one) for one in value)
    if entry["type"] == "tuple":
        pairs = zip(entry["components"], value, strict=True)
        return {snake_case(member["name"]): by_name(member, one) for member, one in pairs}
    return value


@pytest.mark.parametrize(("contract", "entry"), FUNCTIONS, ids=lambda one: one if isinstance(one, str) else one["name"])
@settings(max_examples=5, deadline=None)
@given(data=st.data())
def test_every_call_that_eth_abi_encodes_is_read(contract: str, entry: Mapping[str, Any], data: st.DataObject) -> None:
    types = [abi_type(item) for item in entry["inputs"]]
    values = tuple(data.draw(values_of(one)) for one in types)
    call = READERS[contract].read(function_abi_to_4byte_selector(entry) + eth_abi.encode(types, values))
    assert call.name == entry["name"]
    assert call.values == values
    assert call.arguments == {
        snake_case(item["name"]): by_name(item, value) for item, value in zip(entry["inputs"], values, strict=True)
    }


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_what_is_read_has_one_encoding(data: st.DataObject) -> None:
    """Changed bytes either say something else, encoded strictly, or are no arguments."""
    contract, entry = data.draw(st.sampled_from(FUNCTIONS))
    types = [abi_type(item) for item in entry["inputs"]]
    encoded = eth_abi.encode(types, tuple(data.draw(values_of(one)) for one in types))
    changed = bytearray(encoded)
    for place in data.draw(st.lists(st.integers(0, max(0, len(encoded) - 1)), max_size=3)):
        if place < len(changed):
            changed[place] = data.draw(st.integers(0, 255))
    changed += data.draw(st.binary(max_size=2))
    call = READERS[contract].read(function_abi_to_4byte_selector(entry) + bytes(changed))
    assert call.name == entry["name"]
    if call.values is not None:
        assert eth_abi.encode(types, call.values) == bytes(changed)
    else:
        assert call.arguments is None


@pytest.mark.parametrize("data", [b"", b"\x00", b"\xde\xad\xbe\xef", b"\xde\xad\xbe\xef" + bytes(64)])
def test_a_call_of_no_function_is_left_open(data: bytes) -> None:
    call = READERS["access_grants"].read(data)
    assert (call.name, call.function, call.values, call.arguments) == ("", None, None, None)
