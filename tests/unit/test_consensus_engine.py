from __future__ import annotations

import pytest
import rlp
from eth_utils import keccak

from govledger.consensus.engine import Engine, block_hash, genesis_extra_data, proposer, validators_in
from govledger.errors import MalformedData
from tests.blocks import a_header, address, hash_by_rlp, key_number, seal_by

VALIDATORS = (b"\x01" * 20, b"\x02" * 20)
VANITY = bytes(32)
KEY = key_number(5)
BFT_SEALS = [b"\x0a" * 64 + b"\x00"]


def sealed_header(engine: Engine):
    """A header that the key above made, and the hash that it must have."""
    if engine is Engine.CLIQUE:
        bare = VANITY + b"".join(VALIDATORS)
        header = a_header(extra_data=bare + seal_by(KEY, hash_by_rlp(a_header(), bare)))
        return header, hash_by_rlp(header)
    if engine is Engine.IBFT1:
        bare = VANITY + rlp.encode([VALIDATORS, b"", []])
        seal = seal_by(KEY, keccak(hash_by_rlp(a_header(), bare)))
        header = a_header(extra_data=VANITY + rlp.encode([VALIDATORS, seal, BFT_SEALS]))
        return header, hash_by_rlp(header, VANITY + rlp.encode([VALIDATORS, seal, []]))
    made = {"coinbase": address(KEY)}
    if engine is Engine.QBFT:
        header = a_header(**made, extra_data=rlp.encode([VANITY, VALIDATORS, [], 2, BFT_SEALS]))
        return header, hash_by_rlp(header, rlp.encode([VANITY, VALIDATORS, [], 0, []]))
    header = a_header(**made, extra_data=rlp.encode([VANITY, VALIDATORS, b"", b"\x00\x00\x00\x02", BFT_SEALS]))
    return header, hash_by_rlp(header, rlp.encode([VANITY, VALIDATORS, b""]))


@pytest.mark.parametrize("engine", Engine)
def test_each_engine_has_its_own_hash_proposer_and_list_of_validators(engine):
    header, expected_hash = sealed_header(engine)
    assert block_hash(engine, header) == expected_hash
    assert proposer(engine, header) == address(KEY)
    assert validators_in(engine, header) == VALIDATORS


@pytest.mark.parametrize("engine", Engine)
def test_genesis_lists_the_validators_sorted_whatever_their_order(engine):
    extra_data = genesis_extra_data(engine, reversed(VALIDATORS))
    genesis = a_header(number=0, extra_data=extra_data)
    assert extra_data == genesis_extra_data(engine, VALIDATORS)
    assert validators_in(engine, genesis) == VALIDATORS
    assert block_hash(engine, genesis) == genesis.hash()


@pytest.mark.parametrize("engine", Engine)
def test_extra_data_of_no_engine_is_refused_by_each(engine):
    with pytest.raises(MalformedData):
        validators_in(engine, a_header(extra_data=b"nonsense"))
