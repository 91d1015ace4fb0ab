from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import msgspec
import pytest
from eth_abi import encode
from eth_utils import keccak

from govledger.artifacts import CONTRACTS, load
from govledger.errors import InputError
from govledger.tx.call import ContractInterface, Function

TO = b"\x11" * 20
POINT = {"name": "at", "type": "tuple", "internalType": "struct Map.Point", "components": [
    {"name": "xAxis", "type": "uint64"}, {"name": "yAxis", "type": "int8"}, {"name": "owner", "type": "address"},
]}  # fmt: skip
ABI = [
    {"type": "constructor", "inputs": [{"name": "firstId", "type": "uint64"}]},
    {"type": "function", "name": "put", "inputs": [
        {"name": "placeId", "type": "uint64"}, POINT, {"name": "tag", "type": "bytes32"},
    ], "outputs": []},
    {"type": "function", "name": "put", "inputs": [{"name": "placeId", "type": "uint64"}], "outputs": []},
    {"type": "function", "name": "route", "inputs": [{**POINT, "type": "tuple[][2]"}], "outputs": [
        {**POINT, "type": "tuple[][2]"}, {"name": "", "type": "address[]"}, {"name": "", "type": "address"},
    ]},
    {"type": "function", "name": "count", "inputs": [], "outputs": [{"name": "", "type": "uint256"}]},
    {"type": "function", "name": "where", "inputs": [], "outputs": [POINT]},
]  # fmt: skip
SIGNATURE = "put(uint64,(uint64,int8,address),bytes32)"
MAP = ContractInterface("map", ABI)
EXPECTED = keccak(SIGNATURE.encode())[:4] + encode(
    ["uint64", "(uint64,int8,address)", "bytes32"], [9, (3, -4, TO), b"\x07" * 32]
)


@dataclass(frozen=True)
class Point:
    owner: bytes
    x_axis: int
    y_axis: int


class PointStruct(msgspec.Struct):
    y_axis: int
    x_axis: int
    owner: bytes


class Axis(IntEnum):
    THREE = 3


@pytest.mark.parametrize(
    "point",
    [
        (3, -4, TO),
        [Axis.THREE, -4, TO],
        {"owner": TO, "y_axis": -4, "x_axis": 3},
        {"xAxis": 3, "yAxis": -4, "owner": "0x" + TO.hex()},
        Point(TO, 3, -4),
        PointStruct(-4, 3, TO),
    ],
)
def test_struct_is_given_as_tuple_mapping_dataclass_or_msgspec_struct(point):
    call = MAP.call(TO, SIGNATURE, 9, point, tag=b"\x07" * 32)
    assert call.data == EXPECTED
    assert (call.contract, call.to, call.function) == ("map", TO, "put")
    assert call.arguments == (9, point, b"\x07" * 32)


def test_arguments_are_named_in_snake_case_or_as_in_solidity():
    for name in ("place_id", "placeId"):
        call = MAP.call(TO, SIGNATURE, **{name: 9, "at": (3, -4, TO), "tag": bytearray(b"\x07" * 32)})
        assert call.data == EXPECTED


def test_calls_of_one_meaning_are_equal():
    assert MAP.call(TO, "count") == ContractInterface("map", ABI).call(TO, "count")


@pytest.mark.parametrize(
    ("arguments", "named", "rule"),
    [
        ((9, (3, -4, TO)), {}, "needs tag"),
        ((9, (3, -4, TO), bytes(32), 1), {}, "takes 3 arguments, not 4"),
        ((9, (3, -4, TO), bytes(32)), {"more": 1}, "no other argument more"),
        ((2**64, (3, -4, TO), bytes(32)), {}, "18446744073709551616"),
        ((9, (3, -4), bytes(32)), {}, "has 2 parts; its struct has 3: x_axis, y_axis, owner"),
        ((9, {"x_axis": 3, "z": 1}, bytes(32)), {}, "without y_axis, owner; unknown z"),
        ((9, 5, bytes(32)), {}, "put: at is 5; it takes a struct"),
        ((9, (3, -4, TO), bytes(33)), {}, "put"),
        (("9", (3, -4, TO), bytes(32)), {}, "put"),
    ],
)
def test_arguments_that_do_not_fit_are_refused_by_name(arguments, named, rule):
    with pytest.raises(InputError, match=rule):
        MAP.call(TO, SIGNATURE, *arguments, **named)


def test_arrays_of_structs_go_in_and_come_back():
    route = [[(1, 2, TO)], [{"x_axis": 3, "y_axis": 4, "owner": TO}, Point(TO, 5, 6)]]
    call = MAP.call(TO, "route", route)
    types = ["(uint64,int8,address)[][2]"]
    assert call.data[4:] == encode(types, [[[(1, 2, TO)], [(3, 4, TO), (5, 6, TO)]]])
    answer = encode([*types, "address[]", "address"], [[[], [(7, -8, TO)]], [TO, TO], TO])
    paths, owners, owner = call.decode_result(answer)
    assert paths[0] == () and paths[1][0].x_axis == 7 and paths[1][0].y_axis == -8 and paths[1][0].owner == TO
    assert owners == (TO, TO) and owner == TO
    with pytest.raises(InputError, match="takes a list of structs"):
        MAP.call(TO, "route", [5, 6])


def test_result_is_nothing_one_value_or_several():
    assert MAP.call(TO, "count").decode_result((7).to_bytes(32, "big")) == 7
    where = MAP.call(TO, "where").decode_result(encode(["(uint64,int8,address)"], [(1, 2, TO)]))
    assert where == (1, 2, TO) and where.owner == TO
    assert MAP.call(TO, "put(uint64)", 1).decode_result(b"") is None


def test_answer_of_an_address_without_contract_is_an_error():
    with pytest.raises(InputError, match="answered 0 bytes that are not its result"):
        MAP.call(TO, "count").decode_result(b"")


def test_function_that_does_not_exist_is_refused_with_those_that_do():
    with pytest.raises(InputError, match="map has no function jump; it has count, put, route, where"):
        MAP.call(TO, "jump")
    with pytest.raises(InputError, match=r"no function put\(bool\)"):
        MAP.call(TO, "put(bool)", True)


def test_overloaded_function_is_named_by_its_signature():
    with pytest.raises(InputError, match=r"several functions put; name one by its signature: .*put\(uint64\)"):
        MAP.call(TO, "put", 1)


def test_address_of_the_wrong_length_is_refused():
    with pytest.raises(InputError, match="has 19 bytes"):
        MAP.call(bytes(19), "count")


def test_constructor_encodes_arguments_without_selector():
    assert MAP.constructor().encode([7]) == (7).to_bytes(32, "big")
    assert ContractInterface("none", []).constructor().encode([]) == b""


def test_selectors_of_all_contracts_are_those_of_their_signatures():
    """Against eth_utils, for every function that the package carries."""
    seen = 0
    for key, name in CONTRACTS.items():
        for entry in load(key).abi:
            if entry["type"] == "function":
                function = Function(entry)
                assert function.selector == keccak(function.signature.encode())[:4], (name, entry["name"])
                seen += 1
    assert seen > 50
