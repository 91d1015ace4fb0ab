"""Two chains that cannot both be, and who signed both: chains sealed by test keys, and drawn ones beside plain sets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govledger.audit.comparing import Charge, Comparison, Evidence, Tip, compare
from govledger.consensus.chain import SealedBlock, begin, follow
from govledger.consensus.checkpoint import ChainRules, Checkpoint
from govledger.consensus.engine import Engine, sealing
from govledger.consensus.header import Header
from govledger.errors import HeaderRefused
from tests.sealed_headers import MEMBERS, Scribe

FIRST, SECOND, THIRD, FOURTH = MEMBERS[:4]
BFT = (Engine.QBFT, Engine.IBFT2, Engine.IBFT1)
COMMON = 2
"""Blocks that both chains have after the genesis."""
Write = Callable[[Scribe], Any]


def start_of(scribe: Scribe) -> Checkpoint:
    return begin(ChainRules(Engine(scribe.engine), scribe.hashes[0], 10, 1), Header.decode(scribe.blocks[0]))


def checked(scribe: Scribe) -> list[SealedBlock]:
    return list(follow(start_of(scribe), map(Header.decode, scribe.blocks[1:])))


def forked(engine: Engine, first: Sequence[Write], second: Sequence[Write]) -> tuple[Scribe, Scribe]:
    """Two chains that have their beginning in common, and what else is written."""
    scribes = (Scribe(engine), Scribe(engine))
    for scribe, writes in zip(scribes, (first, second), strict=True):
        for number in range(COMMON):
            scribe.write(MEMBERS[number])
        for write in writes:
            write(scribe)
    return scribes


def compared(engine: Engine, first: Sequence[Write], second: Sequence[Write]) -> tuple[Comparison, Scribe, Scribe]:
    one, other = forked(engine, first, second)
    return compare(start_of(one), checked(one), checked(other)), one, other


def block(*, other: bool = False, by: bytes = THIRD, **terms: Any) -> Write:
    """A block of one of the two contents."""
    return lambda scribe: scribe.write(by, state_root=(b"\x77" if other else b"\x33") * 32, **terms)


def charges(found: Comparison) -> dict[bytes, tuple[Charge, int, int]]:
    return {entry.account: (entry.charge, entry.first.number, entry.second.number) for entry in found.evidence}


# --- BFT -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("engine", "charge"),
    [(Engine.QBFT, Charge.ONE_ROUND), (Engine.IBFT2, Charge.ONE_ROUND), (Engine.IBFT1, Charge.ONE_HEIGHT)],
)
def test_who_commits_to_two_blocks_of_one_height_is_charged_with_both(engine: Engine, charge: Charge) -> None:
    found, one, other = compared(
        engine,
        [block(committers=[FIRST, SECOND, THIRD])],
        [block(other=True, committers=[SECOND, THIRD, FOURTH])],
    )
    assert charges(found) == {SECOND: (charge, 3, 3), THIRD: (charge, 3, 3)}
    assert found.common == Tip(2, one.hashes[2]) == Tip(2, other.hashes[2])
    assert found.parting == found.ends == (Tip(3, one.hashes[3]), Tip(3, other.hashes[3]))
    assert (found.engine, found.validators, found.settled_depth) == (engine, 4, None)


@pytest.mark.parametrize("engine", BFT)
def test_the_headers_of_the_evidence_carry_the_seals_that_prove_it(engine: Engine) -> None:
    found, one, other = compared(engine, [block()], [block(other=True)])
    assert len(found.evidence) == 3
    for entry in found.evidence:
        for sealed, scribe in ((entry.first, one), (entry.second, other)):
            assert sealed.header.encode() == scribe.blocks[3]
            assert sealed.hash == scribe.hashes[3]
            assert entry.account in sealing(engine, sealed.header).committers


@pytest.mark.parametrize("engine", [Engine.QBFT, Engine.IBFT2])
def test_commitments_in_different_rounds_are_charged_as_such(engine: Engine) -> None:
    found, *_ = compared(engine, [block(round=0)], [block(other=True, round=2)])
    assert charges(found) == dict.fromkeys(MEMBERS[:3], (Charge.ONE_HEIGHT, 3, 3))
    assert [(entry.first.round, entry.second.round) for entry in found.evidence] == [(0, 2)] * 3


@pytest.mark.parametrize("engine", [Engine.QBFT, Engine.IBFT2])
def test_of_several_heights_one_round_weighs_most_and_else_the_first_counts(engine: Engine) -> None:
    found, *_ = compared(
        engine,
        [block(round=1), block(round=1), block(committers=[FIRST, SECOND, FOURTH]), block()],
        [block(other=True), block(), block(committers=[SECOND, THIRD, FOURTH]), block(committers=MEMBERS[1:4])],
    )
    assert charges(found) == {
        FIRST: (Charge.ONE_HEIGHT, 3, 3),
        SECOND: (Charge.ONE_ROUND, 5, 5),
        THIRD: (Charge.ONE_ROUND, 6, 6),
        FOURTH: (Charge.ONE_ROUND, 5, 5),
    }


@pytest.mark.parametrize("engine", BFT)
def test_who_commits_to_a_block_of_each_side_is_charged_with_the_first_of_each(engine: Engine) -> None:
    found, *_ = compared(
        engine,
        [block(committers=[FIRST, SECOND, THIRD])],
        [block(other=True, committers=[SECOND, THIRD, FOURTH]), block(committers=[FIRST, THIRD, FOURTH])],
    )
    assert charges(found)[FIRST] == (Charge.BOTH_SIDES, 3, 4)
    assert FOURTH not in charges(found)


@pytest.mark.parametrize("engine", BFT)
def test_headers_without_seals_charge_nobody_and_their_sealed_descendants_do(engine: Engine) -> None:
    """A bundle keeps the seals of its last header alone: whoever sealed that sealed what it stands on."""
    one, other = forked(
        engine,
        [block(), block(), block(committers=[FIRST, SECOND, THIRD])],
        [block(other=True), *[block()] * 3, block(committers=[SECOND, THIRD, FOURTH])],
    )

    def sealed_at_the_end(scribe: Scribe) -> list[SealedBlock]:
        *blocks, last = checked(scribe)
        return [*(replace(one, sealing=replace(one.sealing, committers=())) for one in blocks), last]

    found = compare(start_of(one), sealed_at_the_end(one), sealed_at_the_end(other))
    assert charges(found) == dict.fromkeys((SECOND, THIRD), (Charge.BOTH_SIDES, 5, 7))
    assert found.parting == (Tip(3, one.hashes[3]), Tip(3, other.hashes[3]))
    assert found.ends == (Tip(5, one.hashes[5]), Tip(7, other.hashes[7]))


@pytest.mark.parametrize("engine", [Engine.QBFT, Engine.IBFT2])
def test_one_block_that_was_sealed_again_in_another_round_is_one_block(engine: Engine) -> None:
    found, *_ = compared(engine, [block(round=0)], [block(round=1, committers=MEMBERS[1:4])])
    assert (found.parting, found.evidence, found.common.number) == (None, (), 3)


def test_the_validators_at_the_parting_are_those_after_the_common_block() -> None:
    scribes = (Scribe(Engine.QBFT), Scribe(Engine.QBFT))
    for scribe in scribes:
        for voter in (FIRST, SECOND, THIRD):
            scribe.write(voter, (MEMBERS[4], True))
        scribe.validators = sorted([*scribe.validators, MEMBERS[4]])
    scribes[0].write(FIRST)
    scribes[1].write(SECOND)
    found = compare(start_of(scribes[0]), checked(scribes[0]), checked(scribes[1]))
    assert (found.common.number, found.validators) == (3, 5)


# --- Clique --------------------------------------------------------------------------------------------


def sealed_by(*signers: bytes, other: bool = False) -> list[Write]:
    return [block(by=signer, other=other) for signer in signers]


def test_a_clique_signer_of_two_blocks_at_one_height_may_have_followed_a_reorganisation() -> None:
    found, one, other = compared(
        Engine.CLIQUE, sealed_by(THIRD, FOURTH, FIRST), sealed_by(THIRD, FIRST, SECOND, other=True)
    )
    assert charges(found) == {THIRD: (Charge.REORGANISED, 3, 3)}
    assert not any(entry.charge.is_evidence for entry in found.evidence)
    assert (found.validators, found.settled_depth) == (4, 3)
    assert found.parting == (Tip(3, one.hashes[3]), Tip(3, other.hashes[3]))


def test_a_clique_signer_on_both_sides_below_the_settled_depth_is_charged() -> None:
    """Blocks 3 differ; they are settled, with three behind, from block 6 on."""
    found, *_ = compared(
        Engine.CLIQUE,
        sealed_by(THIRD, FIRST, FOURTH, THIRD),
        sealed_by(FOURTH, FIRST, SECOND, THIRD, other=True),
    )
    assert charges(found) == {THIRD: (Charge.BELOW_SETTLED, 6, 6), FIRST: (Charge.REORGANISED, 4, 4)}


def test_a_clique_signer_is_charged_with_its_last_blocks_where_none_are_of_one_height() -> None:
    found, *_ = compared(
        Engine.CLIQUE,
        sealed_by(THIRD, FOURTH, FIRST, THIRD, SECOND, FOURTH),
        sealed_by(THIRD, FOURTH, SECOND, FIRST, THIRD, SECOND, FOURTH, other=True),
    )
    assert charges(found) == {
        SECOND: (Charge.BELOW_SETTLED, 7, 8),
        THIRD: (Charge.BELOW_SETTLED, 6, 7),
        FOURTH: (Charge.BELOW_SETTLED, 8, 9),
    }


def test_a_clique_side_that_never_settled_charges_nobody() -> None:
    found, *_ = compared(
        Engine.CLIQUE,
        sealed_by(THIRD, FOURTH, FIRST, THIRD, FOURTH, FIRST),
        sealed_by(FOURTH, FIRST, THIRD, other=True),
    )
    assert charges(found) == {}
    assert found.parting is not None


# --- chains that do not part ---------------------------------------------------------------------------


@pytest.mark.parametrize("engine", Engine)
@pytest.mark.parametrize(("more", "fewer"), [(3, 0), (3, 1), (1, 3), (2, 2), (0, 0)])
def test_a_chain_that_is_the_beginning_of_the_other_charges_nobody(engine: Engine, more: int, fewer: int) -> None:
    signers = (THIRD, FOURTH, FIRST)
    found, one, other = compared(engine, sealed_by(*signers[:more]), sealed_by(*signers[:fewer]))
    assert (found.parting, found.evidence) == (None, ())
    assert found.common == Tip(2 + min(more, fewer), one.hashes[2 + min(more, fewer)])
    assert found.ends == (Tip(2 + more, one.hashes[-1]), Tip(2 + fewer, other.hashes[-1]))


def test_the_rest_of_the_longer_chain_is_checked_too() -> None:
    one, other = forked(Engine.QBFT, [], [block(), block(), block(committers=[FIRST])])
    with pytest.raises(HeaderRefused, match="block 5"):
        compare(start_of(one), checked(one), follow(start_of(other), map(Header.decode, other.blocks[1:])))


# --- drawn chains, beside plain sets -------------------------------------------------------------------

BLANK = Header.decode(Scribe(Engine.QBFT).blocks[0])
ACCOUNTS = [bytes((number,)) * 20 for number in range(5)]
Signed = tuple[frozenset[int], int]
SIDE = st.lists(st.tuples(st.frozensets(st.integers(0, 4)), st.integers(0, 1)), min_size=1, max_size=8)
"""Of each block after the common one: who signed it, and its round."""


def drawn(start: Checkpoint, name: bytes, side: Sequence[Signed]) -> list[SealedBlock]:
    blocks = []
    for number, (signers, round_) in enumerate(side, 1):
        digest = name + bytes((number,)) * 31
        signed = tuple(ACCOUNTS[signer] for signer in sorted(signers))
        found = replace(sealing(Engine.QBFT, BLANK), hash=digest, committers=signed, round=round_)
        header = msgspec.structs.replace(BLANK, number=number)
        blocks.append(SealedBlock(header, found, start.validators, replace(start, number=number, hash=digest)))
    return blocks


def expected(
    engine: Engine, one: Sequence[Signed], other: Sequence[Signed], account: int
) -> set[tuple[Charge, int, int]]:
    """What an account may be charged with: the charge, and the heights of the two blocks."""
    first = [height for height, (signers, _) in enumerate(one, 1) if account in signers]
    second = [height for height, (signers, _) in enumerate(other, 1) if account in signers]
    both = [height for height in first if height in second]
    if not first or not second:
        return set()
    if engine is Engine.CLIQUE:
        deep = {(Charge.BELOW_SETTLED, a, b) for a in first for b in second if min(a, b) >= 1 + 4 // 2 + 1}
        return deep or {(Charge.REORGANISED, height, height) for height in both}
    in_one_round = [height for height in both if one[height - 1][1] == other[height - 1][1]]
    if engine is not Engine.IBFT1 and in_one_round:
        return {(Charge.ONE_ROUND, in_one_round[0], in_one_round[0])}
    if both:
        return {(Charge.ONE_HEIGHT, both[0], both[0])}
    return {(Charge.BOTH_SIDES, first[0], second[0])}


@pytest.mark.parametrize("engine", Engine)
@given(one=SIDE, other=SIDE)
def test_charges_are_those_that_plain_sets_give(engine: Engine, one: list[Signed], other: list[Signed]) -> None:
    start = start_of(Scribe(engine))
    found = compare(start, drawn(start, b"\x01", one), drawn(start, b"\x02", other))
    charged: dict[bytes, Evidence] = {entry.account: entry for entry in found.evidence}
    for number, account in enumerate(ACCOUNTS):
        allowed = expected(engine, one, other, number)
        assert (account in charged) is bool(allowed)
        if account in charged:
            entry = charged[account]
            assert (entry.charge, entry.first.number, entry.second.number) in allowed
