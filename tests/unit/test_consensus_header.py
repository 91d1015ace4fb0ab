from __future__ import annotations

import json

import msgspec
import pytest
import rlp
from eth_utils import keccak
from hypothesis import given, settings
from hypothesis import strategies as st

from govledger.consensus.header import FIELDS, OPTIONAL_FIELDS, Header
from govledger.errors import MalformedHeader, MalformedRlp
from govledger.rlp import rlp_encode
from tests.blocks import a_header, hash_by_rlp, in_json

LATER = {
    "base_fee_per_gas": 7,
    "withdrawals_root": b"\x66" * 32,
    "blob_gas_used": 131_072,
    "excess_blob_gas": 0,
    "parent_beacon_block_root": b"\x77" * 32,
    "requests_hash": b"\x88" * 32,
    "block_access_list_hash": b"\x99" * 32,
    "slot_number": 9,
}


def header_with(optional: int, **fields: object) -> Header:
    return a_header(**dict(list(LATER.items())[:optional]), **fields)


@pytest.mark.parametrize("optional", range(len(LATER) + 1))
def test_header_of_every_fork_is_encoded_as_by_the_rlp_package_and_read_back(optional):
    header = header_with(optional)
    assert header.hash() == hash_by_rlp(header)
    assert Header.decode(header.encode()) == header
    assert Header.from_json(in_json(header)) == header


scalars = st.integers(0, 2**256 - 1)


@settings(max_examples=60, deadline=None)
@given(scalars, scalars, st.binary(max_size=100), st.binary(min_size=8, max_size=8))
def test_any_header_is_encoded_as_by_the_rlp_package_and_read_back(difficulty, timestamp, extra_data, nonce):
    header = a_header(difficulty=difficulty, timestamp=timestamp, extra_data=extra_data, nonce=nonce)
    assert header.hash() == hash_by_rlp(header)
    assert Header.decode(header.encode()) == header == Header.from_json(in_json(header))


def test_a_header_ends_at_the_first_optional_field_that_is_missing():
    block = in_json(header_with(8))
    del block["withdrawalsRoot"]
    assert Header.from_json(block) == header_with(1)
    assert Header.from_json(block | {"baseFeePerGas": None}) == header_with(0)
    gap = a_header(withdrawals_root=b"\x66" * 32)
    assert gap.encode() == a_header().encode()


def test_hash_with_other_extra_data_leaves_the_header_as_it_is():
    header = a_header(extra_data=b"before")
    assert header.hash_with(b"after") == hash_by_rlp(header, b"after") == a_header(extra_data=b"after").hash()
    assert header.extra_data == b"before"


@pytest.mark.shared
def test_recorded_headers_have_their_recorded_hash_once_round_and_seals_are_left_out(shared):
    blocks = json.loads((shared / "fixtures" / "qbft-goquorum.json").read_bytes())["blocks"]
    for block in blocks:
        header = Header.from_json(block)
        vanity, validators, vote, _, _ = rlp.decode(header.extra_data)
        assert header.hash_with(rlp.encode([vanity, validators, vote, b"", []])).hex() == block["hash"][2:]


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"stateRoot": None}, "stateRoot is 'None', no hex"),
        ({"stateRoot": "0x1234"}, "stateRoot has 2 bytes instead of 32"),
        ({"miner": "22" * 20}, "miner is .*, no hex that begins with 0x"),
        ({"number": "0x-5"}, "number is '0x-5', no hex"),
        ({"number": "0x 5"}, "no hex"),
        ({"number": "0x5g"}, "no hex"),
        ({"number": 5}, "no hex"),
        ({"logsBloom": "0x00"}, "logsBloom has 1 bytes instead of 256"),
        ({"nonce": "0x0"}, "nonce has 1 bytes instead of 8"),
        ({"baseFeePerGas": "7"}, "baseFeePerGas is '7', no hex"),
    ],
)
def test_block_of_a_node_with_a_broken_field_is_refused(change, rule):
    with pytest.raises(MalformedHeader, match=rule):
        Header.from_json(in_json(a_header()) | change)


def changed(place: int, item: object) -> bytes:
    items = a_header().fields()
    items[place] = item
    return rlp_encode(items)


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (rlp_encode(b"no list"), "is not a list of 15 to 23 fields"),
        (rlp_encode([b""] * 14), "15 to 23"),
        (rlp_encode([*header_with(8).fields(), b""]), "15 to 23"),
        (changed(0, b"\x11" * 31), "parentHash has 31 bytes"),
        (changed(6, (b"",)), "logsBloom is a list"),
        (changed(8, b"\x00\x05"), "number is 0x0005, no minimal integer"),
        (changed(8, b"\x05" * 33), "no minimal integer"),
        (changed(14, 0), "nonce has 0 bytes instead of 8"),
    ],
)
def test_rlp_of_something_else_is_no_header(data, rule):
    with pytest.raises(MalformedHeader, match=rule):
        Header.decode(data)


def test_bytes_that_are_no_rlp_are_no_header():
    with pytest.raises(MalformedRlp):
        Header.decode(a_header().encode() + b"\x00")


def test_fields_stand_in_the_order_of_the_encoding():
    assert [field.name for field in (*FIELDS, *OPTIONAL_FIELDS)] == [
        field.name for field in msgspec.structs.fields(Header)
    ]
    assert keccak(rlp.encode(header_with(8).fields())) == header_with(8).hash()
