from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import rlp

from govledger.consensus.chain import begin, follow
from govledger.consensus.checkpoint import ChainRules, Checkpoint
from govledger.consensus.engine import Engine
from govledger.consensus.header import Header
from govledger.errors import CheckpointInvalid
from tests.sealed_headers import MEMBERS, Scribe

FIRST, SECOND, THIRD, FOURTH, FIFTH, SIXTH = MEMBERS[:6]


def a_chain(engine: Engine) -> tuple[Scribe, list[Checkpoint]]:
    """Ten headers with votes that pass, that are pending, and an epoch; and the checkpoints of all blocks."""
    scribe = Scribe(engine)
    for voter in (FIRST, SECOND, FOURTH):
        scribe.write(voter, (FIFTH, True))
    scribe.validators = sorted([*scribe.validators, FIFTH])
    scribe.write(FIRST, (SIXTH, True))
    scribe.write(SECOND, (FOURTH, False))
    scribe.write(THIRD, listed=scribe.validators)
    scribe.write(FIFTH, (SIXTH, True))
    for sealer in (FIRST, SECOND, THIRD):
        scribe.write(sealer)
    genesis, *headers = map(Header.decode, scribe.blocks)
    first = begin(ChainRules(engine, scribe.hashes[0], 6, 1), genesis)
    return scribe, [first, *(block.after for block in follow(first, headers))]


@pytest.mark.parametrize("engine", Engine)
def test_a_checkpoint_reads_back_and_the_chain_goes_on_from_it_as_from_the_genesis(engine: Engine) -> None:
    scribe, checkpoints = a_chain(engine)
    for number, checkpoint in enumerate(checkpoints):
        read = Checkpoint.decode(checkpoint.encode())
        assert read == checkpoint
        rest = [block.after for block in follow(read, map(Header.decode, scribe.blocks[number + 1 :]))]
        assert rest == checkpoints[number + 1 :]


@pytest.mark.parametrize("period", [None, 0, 5])
def test_a_checkpoint_has_its_chains_rules(period: int | None) -> None:
    _, (first, *_) = a_chain(Engine.QBFT)
    changed = replace(first, rules=replace(first.rules, period_seconds=period, epoch_blocks=2**64 - 1))
    assert Checkpoint.decode(changed.encode()).rules == changed.rules


@pytest.mark.parametrize("engine", Engine)
def test_a_checkpoint_is_small(engine: Engine) -> None:
    assert max(len(checkpoint.encode()) for checkpoint in a_chain(engine)[1]) < 700


@pytest.mark.parametrize("engine", Engine)
def test_bytes_that_are_read_are_written_the_same(engine: Engine) -> None:
    """Any changed byte is refused, or is another checkpoint; no two encodings are of one."""
    for checkpoint in a_chain(engine)[1]:
        encoded = checkpoint.encode()
        for place in range(len(encoded)):
            changed = bytearray(encoded)
            changed[place] ^= 1 + place % 255
            try:
                read = Checkpoint.decode(bytes(changed))
            except CheckpointInvalid:
                continue
            assert read.encode() == bytes(changed) and read != checkpoint


Items = list[Any]


def item(*path: int, value: Any) -> Callable[[Items], None]:
    def change(items: Items) -> None:
        for place in path[:-1]:
            items = items[place]
        items[path[-1]] = value

    return change


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (item(0, value=2), "is not of version 1"),
        (item(1, 0, value=b"raft"), "names 'raft', which is none of clique, qbft, ibft2, ibft1"),
        (item(1, 0, value=[]), "names '', which is none of"),
        (item(1, 1, value=b"\x01"), "checkpoint has 1 bytes instead of 32"),
        (item(1, 2, value=0), "an epoch of 0 blocks"),
        (item(1, 3, value=[1, 1]), "more than one block time"),
        (item(2, value=b"\x00\x01"), "begins with a zero byte"),
        (item(3, value=b""), "checkpoint has 0 bytes instead of 32"),
        (item(4, value=b"\x01" * 9), "integer in a checkpoint has 9 bytes"),
        (item(5, value=[]), "counts votes by nobody; qbft counts otherwise"),
        (item(5, 0, 0, value=b"geth"), "counts votes by geth, geth; qbft counts otherwise"),
        (item(5, 0, 1, value=[SECOND, FIRST]), "not sorted, or twice"),
        (item(5, 0, 1, value=[FIRST, FIRST]), "not sorted, or twice"),
        (item(5, 0, 2, value=[[SIXTH, FIRST, 2]]), "neither adds nor drops"),
        (item(5, 0, 2, value=[[SIXTH, SIXTH, 1]]), "a vote of somebody who is no validator"),
        (item(5, 0, 2, value=[[SIXTH, FIRST, 1], [FIFTH, FIRST, 1]]), "not sorted, or twice"),
        (item(5, 0, 2, value=[[SIXTH, FIRST, 1], [SIXTH, FIRST, 0]]), "not sorted, or twice"),
        (item(6, value=[FIRST]), "names 1 signers of the last blocks instead of 0"),
    ],
)
def test_bytes_that_are_no_checkpoint_are_refused(change: Callable[[Items], None], rule: str) -> None:
    items = rlp.decode(a_chain(Engine.QBFT)[1][1].encode())
    change(items)
    with pytest.raises(CheckpointInvalid, match=rule):
        Checkpoint.decode(rlp.encode(items))


@pytest.mark.parametrize("data", [b"", b"\xc0", b"\x01", b"\xc1\x01\x00"])
def test_other_bytes_are_no_checkpoint(data: bytes) -> None:
    with pytest.raises(CheckpointInvalid, match="checkpoint"):
        Checkpoint.decode(data)
