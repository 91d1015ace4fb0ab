from __future__ import annotations

import pytest

from govledger.consensus import clique
from govledger.errors import MalformedHeader
from tests.blocks import a_header, address, hash_by_rlp, key_number, seal_by

VANITY = b"a signer's own words".ljust(32, b"\0")
SIGNERS = (b"\x01" * 20, b"\x02" * 20, b"\x03" * 20)
SEAL = bytes(range(65))


@pytest.mark.parametrize("signers", [(), SIGNERS[:1], SIGNERS])
def test_extra_data_is_vanity_signers_and_seal(signers):
    data = VANITY + b"".join(signers) + SEAL
    extra_data = clique.ExtraData.decode(data)
    assert extra_data == clique.ExtraData(signers=signers, vanity=VANITY, seal=SEAL)
    assert extra_data.encode() == data


def test_extra_data_of_a_genesis_lists_the_signers_sorted_and_has_no_seal():
    encoded = clique.ExtraData.unsealed(reversed(SIGNERS)).encode()
    assert encoded == bytes(32) + b"".join(SIGNERS) + bytes(65)


@pytest.mark.parametrize("length", [0, 32, 96, 98, 116, 118])
def test_extra_data_of_another_length_is_refused(length):
    with pytest.raises(MalformedHeader, match=f"has {length} bytes: not 97 and 20 more for each signer"):
        clique.ExtraData.decode(bytes(length))


@pytest.mark.parametrize("base_fee", [None, 7])
@pytest.mark.parametrize("signers", [(), SIGNERS])
def test_sealer_is_who_signed_the_header_without_its_seal(signers, base_fee):
    key = key_number(77)
    bare = VANITY + b"".join(signers)
    unsealed = a_header(extra_data=bare + bytes(65), base_fee_per_gas=base_fee)
    seal = seal_by(key, hash_by_rlp(unsealed, bare))
    header = a_header(extra_data=bare + seal, base_fee_per_gas=base_fee)
    assert clique.seal_hash(header) == hash_by_rlp(unsealed, bare)
    assert clique.sealer(header) == address(key) != header.coinbase
    assert clique.block_hash(header) == hash_by_rlp(header)
    assert clique.sealer(a_header(extra_data=bare + seal, base_fee_per_gas=base_fee, gas_used=0)) != address(key)


@pytest.mark.parametrize(
    ("extra_data", "rule"),
    [
        (bytes(96), "96 bytes, too few for vanity and seal"),
        (bytes(97), "seal of block 5 is no signature: r or s is 0"),
        (bytes(32) + b"\x01" * 64 + b"\x1b", "last is 0 or 1"),
        (bytes(63) + b"\x05" + bytes(31) + b"\x01\x00", "seal of block 5 is no signature: no key"),
    ],
)
def test_block_without_a_seal_has_no_sealer(extra_data, rule):
    with pytest.raises(MalformedHeader, match=rule):
        clique.sealer(a_header(extra_data=extra_data))


def test_header_of_a_fork_that_clique_never_had_has_no_sealer():
    header = a_header(extra_data=bytes(97), base_fee_per_gas=7, withdrawals_root=bytes(32))
    with pytest.raises(MalformedHeader, match="withdrawalsRoot; Clique ends with London"):
        clique.sealer(header)
