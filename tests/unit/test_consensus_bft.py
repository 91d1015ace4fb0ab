from __future__ import annotations

import json

import pytest
import rlp
from eth_utils import keccak
from hypothesis import given, settings
from hypothesis import strategies as st

from govledger.consensus import ibft1, ibft2, qbft
from govledger.consensus.bft import Vote
from govledger.consensus.header import Header
from govledger.errors import MalformedHeader, MalformedRlp
from govledger.secp256k1 import parse_signature, recover
from tests.blocks import ISTANBUL, a_header, address, hash_by_rlp, key_number, seal_by

VANITY = bytes(range(32))
VALIDATORS = (b"\x01" * 20, b"\x02" * 20)
TARGET = b"\x03" * 20
SEALS = (b"\x0a" * 64 + b"\x00", b"\x0b" * 64 + b"\x01")

addresses = st.binary(min_size=20, max_size=20)
seals = st.lists(st.binary(min_size=65, max_size=65), max_size=4).map(tuple)
votes = st.one_of(st.none(), st.builds(Vote, addresses, st.booleans()))
common = {
    "validators": st.lists(addresses, max_size=5).map(tuple),
    "vanity": st.binary(min_size=32, max_size=32),
    "seals": seals,
}


@settings(max_examples=100, deadline=None)
@given(st.builds(qbft.ExtraData, vote=votes, round=st.integers(0, 2**32 - 1), **common))
def test_qbft_extra_data_is_the_encoding_of_its_five_items(extra):
    vote = [] if extra.vote is None else [extra.vote.target, b"\xff" if extra.vote.add else 0]
    items = [extra.vanity, extra.validators, vote, extra.round, extra.seals]
    assert extra.encode() == rlp.encode(items)
    assert qbft.ExtraData.decode(extra.encode()) == extra


@settings(max_examples=100, deadline=None)
@given(st.builds(ibft2.ExtraData, vote=votes, round=st.integers(0, 2**32 - 1), **common))
def test_ibft2_extra_data_has_its_round_in_four_bytes_and_its_drops_as_a_zero_byte(extra):
    vote = b"" if extra.vote is None else [extra.vote.target, b"\xff" if extra.vote.add else b"\x00"]
    items = [extra.vanity, extra.validators, vote, extra.round.to_bytes(4, "big"), extra.seals]
    assert extra.encode() == rlp.encode(items)
    assert ibft2.ExtraData.decode(extra.encode()) == extra


@settings(max_examples=100, deadline=None)
@given(st.builds(ibft1.ExtraData, proposer_seal=st.sampled_from([b"", SEALS[0]]), **common))
def test_ibft1_extra_data_is_vanity_and_the_encoding_of_three_items(extra):
    encoded = extra.vanity + rlp.encode([extra.validators, extra.proposer_seal, extra.seals])
    assert extra.encode() == encoded
    assert ibft1.ExtraData.decode(encoded) == extra


@pytest.mark.parametrize(
    ("module", "encoded"),
    [
        # the genesis examples of Besu's documentation: private networks, configure QBFT, configure IBFT 2.0
        (
            qbft,
            "f87aa00000000000000000000000000000000000000000000000000000000000000000f8549464a702e6263b7297a96638cac6ae65e654"
            "1f4169943923390ad55e90c237593b3b0e401f3b08a0318594aefdb9a738c9f433e5b6b212a6d62f6370c2f69294c7eeb9a4e00ce683"
            "cf93039b212648e01c6c6b78c080c0",
        ),
        (
            ibft2,
            "f83ea00000000000000000000000000000000000000000000000000000000000000000d594c2ab482b506de561668e07f04547232a728"
            "97daf808400000000c0",
        ),
    ],
)
def test_documented_genesis_is_read_and_written_again_byte_for_byte(module, encoded):
    extra = module.ExtraData.decode(bytes.fromhex(encoded))
    assert extra == module.ExtraData(extra.validators) and len(extra.validators) in (1, 4)
    assert extra.encode().hex() == encoded


def test_ibft1_hash_is_the_one_that_goquorum_is_tested_with():
    """GoQuorum, core/types/istanbul_test.go: an empty header with four validators and a proposer's seal of zeros."""
    validators = [
        bytes.fromhex(text)
        for text in (
            "44add0ec310f115a0e603b2d7db9f067778eaf8a",
            "294fc7e8f22b3bcdcf955dd7ff3ba2ed833f8212",
            "6beaaed781d2d2ab6350f5c4566a2c6eaac407a6",
            "8be76812f765c24641ec63dc2852b378aba2b440",
        )
    ]
    scalars = dict.fromkeys(("difficulty", "number", "gas_limit", "gas_used", "timestamp"), 0)
    hashes = dict.fromkeys(
        ("parent_hash", "ommers_hash", "state_root", "transactions_root", "receipts_root"), bytes(32)
    )
    extra = ibft1.ExtraData(tuple(validators), proposer_seal=bytes(65))
    header = a_header(
        **scalars, **hashes, coinbase=bytes(20), logs_bloom=bytes(256), mix_hash=ISTANBUL, extra_data=extra.encode()
    )
    assert ibft1.block_hash(header).hex() == "cefefd3ade63a5955bca4562ed840b67f39e74df217f7e5f7241a6e9552cca70"


def test_qbft_hash_leaves_out_round_and_seals_and_the_seals_cover_the_round():
    header = a_header(extra_data=rlp.encode([VANITY, VALIDATORS, [TARGET, b"\xff"], 3, SEALS]))
    assert qbft.block_hash(header) == hash_by_rlp(header, rlp.encode([VANITY, VALIDATORS, [TARGET, b"\xff"], 0, []]))
    assert qbft.seal_hash(header) == hash_by_rlp(header, rlp.encode([VANITY, VALIDATORS, [TARGET, b"\xff"], 3, []]))


def test_ibft2_hash_has_three_items_and_the_seals_cover_four():
    header = a_header(extra_data=rlp.encode([VANITY, VALIDATORS, [TARGET, b"\x00"], bytes(3) + b"\x03", SEALS]))
    three = [VANITY, VALIDATORS, [TARGET, b"\x00"]]
    assert ibft2.block_hash(header) == hash_by_rlp(header, rlp.encode(three))
    assert ibft2.seal_hash(header) == hash_by_rlp(header, rlp.encode([*three, bytes(3) + b"\x03"]))


def test_ibft2_hash_of_block_0_covers_its_extra_data_as_it_is():
    header = a_header(number=0, extra_data=ibft2.ExtraData.unsealed(VALIDATORS).encode())
    assert ibft2.block_hash(header) == header.hash()


def test_ibft1_proposer_signs_the_hash_of_the_hash_without_seals_and_the_block_hash_has_his_seal():
    key = key_number(9)
    bare = a_header(extra_data=VANITY + rlp.encode([VALIDATORS, b"", []]))
    seal = seal_by(key, keccak(hash_by_rlp(bare)))
    header = a_header(extra_data=VANITY + rlp.encode([VALIDATORS, seal, SEALS]))
    assert ibft1.proposer(header) == address(key) != header.coinbase
    assert ibft1.block_hash(header) == hash_by_rlp(header, VANITY + rlp.encode([VALIDATORS, seal, []]))


def test_ibft1_genesis_has_no_proposer():
    with pytest.raises(MalformedHeader, match="seal of block 0 is not 65 bytes"):
        ibft1.proposer(a_header(number=0, extra_data=ibft1.ExtraData.unsealed(VALIDATORS).encode()))


@pytest.mark.shared
def test_recorded_qbft_chain_decodes_encodes_hashes_and_recovers_to_its_validators(shared):
    blocks = json.loads((shared / "fixtures" / "qbft-goquorum.json").read_bytes())["blocks"]
    voted, rounds = [], []
    for block in blocks:
        header = Header.from_json(block)
        extra = qbft.ExtraData.decode(header.extra_data)
        assert extra.encode() == header.extra_data
        assert qbft.block_hash(header).hex() == block["hash"][2:]
        if header.number:
            committers = {recover(qbft.seal_hash(header), parse_signature(seal)) for seal in extra.seals}
            assert committers <= set(extra.validators) and 3 * len(committers) >= 2 * len(extra.validators)
            assert header.coinbase in extra.validators
        voted += [] if extra.vote is None else [extra.vote.add]
        rounds += [extra.round] if extra.round else []
    assert len(blocks) == 154 and len(rounds) == 7 and sorted(voted) == [False] * 3 + [True] * 3


def qbft_items(place: int, item: object) -> bytes:
    items = [VANITY, VALIDATORS, [], 0, SEALS]
    items[place] = item
    return rlp.encode(items)


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (rlp.encode(b"bytes"), "extra data is no list"),
        (rlp.encode([VANITY, VALIDATORS, [], 0]), "extra data is a list of 4 items instead of 5"),
        (rlp.encode([VANITY, VALIDATORS, [], 0, [], b""]), "list of 6 items"),
        (qbft_items(0, VANITY[1:]), "vanity in the extra data has 31 bytes instead of 32"),
        (qbft_items(0, []), "vanity in the extra data is a list"),
        (qbft_items(1, b""), "list of validators in the extra data is no list"),
        (qbft_items(1, [b"\x01" * 19]), "list of validators in the extra data has 19 bytes instead of 20"),
        (qbft_items(2, b""), "vote in the extra data is no list"),
        (qbft_items(2, [TARGET]), "vote in the extra data is a list of 1 items instead of 2"),
        (qbft_items(2, [TARGET, b"\x00"]), "neither add nor drop"),
        (qbft_items(2, [TARGET, []]), "neither add nor drop"),
        (qbft_items(2, [b"\x03", b"\xff"]), "vote in the extra data has 1 bytes instead of 20"),
        (qbft_items(3, b"\x00"), "round in the extra data is 0x00, no minimal integer"),
        (qbft_items(3, b"\x01" * 5), "round in the extra data has 5 bytes"),
        (qbft_items(3, []), "round in the extra data is a list"),
        (qbft_items(4, [SEALS[0][1:]]), "list of committed seals in the extra data has 64 bytes instead of 65"),
    ],
)
def test_qbft_extra_data_of_another_form_is_refused(data, rule):
    with pytest.raises(MalformedHeader, match=rule):
        qbft.ExtraData.decode(data)


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (rlp.encode([VANITY, VALIDATORS, [], bytes(4), []]), "list of 0 items instead of 2"),
        (rlp.encode([VANITY, VALIDATORS, [TARGET, b""], bytes(4), []]), "neither add nor drop"),
        (rlp.encode([VANITY, VALIDATORS, b"", 0, []]), "round in the extra data has 0 bytes instead of 4"),
    ],
)
def test_ibft2_extra_data_of_qbft_s_form_is_refused(data, rule):
    with pytest.raises(MalformedHeader, match=rule):
        ibft2.ExtraData.decode(data)


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (bytes(31), "has 31 bytes, fewer than the 32"),
        (VANITY + rlp.encode([VALIDATORS, b""]), "list of 2 items instead of 3"),
        (VANITY + rlp.encode([VALIDATORS, b"\x01" * 64, []]), "proposer's seal in the extra data has 64 bytes"),
    ],
)
def test_ibft1_extra_data_of_another_form_is_refused(data, rule):
    with pytest.raises(MalformedHeader, match=rule):
        ibft1.ExtraData.decode(data)


@pytest.mark.parametrize("module", [qbft, ibft2, ibft1])
def test_extra_data_that_is_no_rlp_is_refused(module):
    with pytest.raises(MalformedRlp):
        module.ExtraData.decode(module.ExtraData.unsealed(VALIDATORS).encode() + b"\x00")
