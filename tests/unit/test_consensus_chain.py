from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import rlp
from eth_utils import keccak

from govledger.consensus.bft import Vote
from govledger.consensus.chain import SealedBlock, begin, follow, follow_one, header_from_json
from govledger.consensus.checkpoint import ChainRules, Checkpoint
from govledger.consensus.engine import Engine, sealing
from govledger.consensus.header import Header
from govledger.consensus.rule import Rule
from govledger.consensus.votes import Counting
from govledger.errors import ConsensusUnsupported, HeaderRefused, InputError, MalformedHeader
from tests.conftest import ROOT
from tests.sealed_headers import KEYS, MEMBERS, NOBODY, PLACES, VANITY, Scribe, address, sign

BFT = (Engine.QBFT, Engine.IBFT2, Engine.IBFT1)
FIRST, SECOND, THIRD, FOURTH, FIFTH, SIXTH = MEMBERS[:6]
EPOCH = 10


def begun(scribe: Scribe, epoch_blocks: int = EPOCH, period_seconds: int | None = 1) -> Checkpoint:
    rules = ChainRules(Engine(scribe.engine), scribe.hashes[0], epoch_blocks, period_seconds)
    return begin(rules, Header.decode(scribe.blocks[0]))


def checked(scribe: Scribe, **rules: Any) -> list[SealedBlock]:
    return list(follow(begun(scribe, **rules), map(Header.decode, scribe.blocks[1:])))


def refused(scribe: Scribe, rule: Rule, **rules: Any) -> HeaderRefused:
    """The error of the last block; those before it are accepted."""
    headers = [Header.decode(block) for block in scribe.blocks]
    *_, parent = [begun(scribe, **rules), *(block.after for block in follow(begun(scribe, **rules), headers[1:-1]))]
    with pytest.raises(HeaderRefused) as caught:
        follow_one(parent, headers[-1])
    assert (caught.value.rule, caught.value.block) == (rule, headers[-1].number)
    return caught.value


def vote_by(scribe: Scribe, voters: tuple[bytes, ...], target: bytes, add: bool) -> None:
    """One block after the other, each with a vote."""
    for voter in voters:
        scribe.write(voter, (target, add))


# --- what is accepted ----------------------------------------------------------------------------------


@pytest.mark.parametrize("engine", Engine)
def test_a_sealed_header_says_its_hash_who_made_it_who_sealed_it_and_for_whom_it_votes(engine: Engine) -> None:
    scribe = Scribe(engine)
    raw = scribe.write(THIRD, (FIFTH, True))
    (block,) = checked(scribe)
    found = block.sealing
    assert (found.hash, found.proposer, found.vote) == (scribe.hashes[1], THIRD, Vote(FIFTH, True))
    assert found.committers == ((THIRD,) if engine is Engine.CLIQUE else MEMBERS[:3])
    assert block.validators == block.after.validators == MEMBERS[:4]
    assert block.header == Header.decode(raw)
    assert (block.after.number, block.after.hash, block.after.timestamp) == (1, scribe.hashes[1], scribe.timestamp)
    assert sealing(engine, block.header) == found


@pytest.mark.parametrize("engine", [Engine.QBFT, Engine.IBFT2])
def test_a_block_of_a_later_round_has_the_same_hash_and_other_seals(engine: Engine) -> None:
    scribe, again = Scribe(engine), Scribe(engine)
    scribe.write(FIRST, round=0)
    again.write(FIRST, round=3)
    (one,), (other,) = checked(scribe), checked(again)
    assert one.sealing.hash == other.sealing.hash == scribe.hashes[1]
    assert one.sealing.seal_hash != other.sealing.seal_hash
    assert (one.sealing.round, other.sealing.round) == (0, 3)


@pytest.mark.parametrize("engine", Engine)
def test_more_than_half_of_the_validators_add_one_and_drop_one(engine: Engine) -> None:
    scribe = Scribe(engine)
    vote_by(scribe, (FIRST, SECOND, FOURTH), FIFTH, True)
    scribe.validators.append(FIFTH)
    scribe.validators.sort()
    vote_by(scribe, (THIRD, FIFTH, SECOND), FOURTH, False)
    scribe.validators.remove(FOURTH)
    scribe.write(FIRST)
    sets = [(len(block.validators), len(block.after.validators)) for block in checked(scribe)]
    assert sets == [(4, 4), (4, 4), (4, 5), (5, 5), (5, 5), (5, 4), (4, 4)]


@pytest.mark.parametrize("engine", Engine)
def test_an_epoch_voids_what_is_pending(engine: Engine) -> None:
    scribe = Scribe(engine)
    vote_by(scribe, (FIRST, SECOND), FIFTH, True)
    scribe.write(THIRD, listed=MEMBERS[:4])
    scribe.write(FOURTH, (FIFTH, True))
    blocks = checked(scribe, epoch_blocks=3)
    assert [len(block.after.counts[0].tally.votes) for block in blocks] == [1, 2, 0, 1]
    assert blocks[-1].after.validators == MEMBERS[:4]


@pytest.mark.parametrize("engine", [Engine.QBFT, Engine.IBFT1])
@pytest.mark.parametrize(("it_counts", "counting"), [(False, Counting.BESU), (True, Counting.GETH)])
def test_whether_the_vote_in_an_epoch_block_counts_the_next_list_decides(
    engine: Engine, it_counts: bool, counting: Counting
) -> None:
    scribe = Scribe(engine)
    for _ in range(4):
        scribe.write(THIRD)
    vote_by(scribe, (FIRST, SECOND, FOURTH), FIFTH, True)  # in the blocks 5, which begins an epoch, 6 and 7
    scribe.validators = sorted([*scribe.validators, FIFTH]) if it_counts else scribe.validators
    scribe.write(THIRD, (SIXTH, True))
    blocks = checked(scribe, epoch_blocks=5)
    assert [len(block.after.counts) for block in blocks] == [2] * 7 + [1]
    assert blocks[-1].after.counts[0].counting is counting
    assert blocks[-1].validators == tuple(scribe.validators)


def test_on_an_ibft2_chain_the_vote_in_an_epoch_block_is_ignored() -> None:
    scribe = Scribe(Engine.IBFT2)
    for _ in range(4):
        scribe.write(THIRD)
    vote_by(scribe, (FIRST, SECOND, FOURTH), FIFTH, True)
    assert checked(scribe, epoch_blocks=5)[-1].after.validators == MEMBERS[:4]


@pytest.mark.parametrize("engine", Engine)
def test_a_chain_of_one_validator_is_sealed_by_it_alone(engine: Engine) -> None:
    scribe = Scribe(engine, [SECOND])
    for _ in range(3):
        scribe.write(SECOND)
    assert [block.sealing.committers for block in checked(scribe)] == [(SECOND,)] * 3


@pytest.mark.parametrize(("count", "quorum"), [(1, 1), (2, 2), (3, 2), (4, 3), (5, 4), (6, 4), (7, 5)])
@pytest.mark.parametrize("engine", BFT)
def test_two_thirds_rounded_up_are_a_quorum(engine: Engine, count: int, quorum: int) -> None:
    scribe = Scribe(engine, MEMBERS[:count])
    scribe.write(committers=MEMBERS[:quorum])
    assert len(checked(scribe)) == 1
    scribe.write(committers=MEMBERS[: quorum - 1])
    error = refused(scribe, Rule.QUORUM)
    assert error.found == f"{quorum - 1} sealed it of {count}; it takes {quorum}"


def test_a_seal_with_the_higher_s_is_another_form_of_the_same() -> None:
    scribe = Scribe(Engine.QBFT)
    items = rlp.decode(scribe.write(FIRST))
    extra = rlp.decode(items[12])
    seal, order = extra[4][0], 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
    higher = (order - int.from_bytes(seal[32:64], "big")).to_bytes(32, "big")
    extra[4][0] = seal[:32] + higher + bytes((1 - seal[64],))
    items[12] = rlp.encode(extra)
    scribe.blocks[-1] = rlp.encode(items)
    assert checked(scribe)[0].sealing.committers == MEMBERS[:3]


@pytest.mark.parametrize(
    ("engine", "least"), [(Engine.CLIQUE, 0), (Engine.QBFT, 1), (Engine.IBFT2, 1), (Engine.IBFT1, 1)]
)
def test_without_a_known_block_time_times_rise_on_bft_chains_and_do_not_fall_on_clique(
    engine: Engine, least: int
) -> None:
    scribe = Scribe(engine)
    scribe.timestamp += least - 1
    scribe.write(FIRST)
    assert checked(scribe, period_seconds=None)[0].after.timestamp == 1_700_000_000 + least
    scribe.write(SECOND, timestamp=scribe.timestamp + least - 1)
    refused(scribe, Rule.TIME, period_seconds=None)


@pytest.mark.parametrize("engine", [Engine.CLIQUE, Engine.IBFT1])
def test_a_nonce_that_is_no_vote_says_nothing(engine: Engine) -> None:
    scribe = Scribe(engine)
    header = Header.decode(scribe.write(FIRST, nonce=b"\x01" * 8))
    with pytest.raises(MalformedHeader, match="nonce is 0x0101010101010101, neither add nor drop"):
        sealing(engine, header)


# --- what is refused -----------------------------------------------------------------------------------


def change_last(scribe: Scribe, **fields: Any) -> None:
    """The last header with other fields, its seals as they were."""
    items = rlp.decode(scribe.blocks[-1])
    for name, value in fields.items():
        items[PLACES[name]] = value
    scribe.blocks[-1] = rlp.encode(items)


def in_extra_data(place: int, value: Any) -> Callable[[Scribe], None]:
    """A QBFT header with another item in its extra data."""

    def change(scribe: Scribe) -> None:
        scribe.write(FIRST)
        extra = rlp.decode(rlp.decode(scribe.blocks[-1])[12])
        extra[place] = value
        change_last(scribe, extra_data=rlp.encode(extra))

    return change


def writing(by: bytes = FIRST, vote: Any = None, **fields: Any) -> Callable[[Scribe], None]:
    def write(scribe: Scribe) -> None:
        scribe.write(by, vote, **fields)

    return write


def once_and_again(scribe: Scribe) -> None:
    scribe.write(FIRST)
    scribe.write(THIRD)
    scribe.write(FIRST)


def changed_seal(scribe: Scribe) -> None:
    """The seals of one block over another one."""
    scribe.write(FIRST)
    change_last(scribe, state_root=bytes(32))


def no_seal(scribe: Scribe) -> None:
    scribe.write(FIRST)
    change_last(scribe, extra_data=VANITY + bytes(65))


def no_proposers_seal(scribe: Scribe) -> None:
    """An IBFT 1 header with committed seals alone."""
    scribe.write(FIRST)
    extra = rlp.decode(rlp.decode(scribe.blocks[-1])[12][32:])
    change_last(scribe, extra_data=VANITY + rlp.encode([extra[0], b"", extra[2]]))


ADDED = (*MEMBERS[:4], FIFTH)
BROKEN: list[tuple[Rule, tuple[Engine, ...], Callable[[Scribe], None], str]] = [
    (Rule.NUMBER, tuple(Engine), writing(number=2), "the block before it is 0"),
    (Rule.PARENT, tuple(Engine), writing(parent_hash=b"\x01" * 32), "it names 0x0101"),
    (Rule.TIME, tuple(Engine), writing(timestamp=1_700_000_000), "its time is 1700000000, at least 1700000001"),
    (Rule.GAS, tuple(Engine), writing(gas_used=30_000_001), "it used 30000001 of 30000000 gas"),
    (Rule.FORK, (Engine.CLIQUE,), writing(base_fee_per_gas=7, withdrawals_root=bytes(32)), "it has a withdrawalsRoot"),
    (Rule.OMMERS, tuple(Engine), writing(ommers_hash=bytes(32)), "the hash of its ommers is 0x0000"),
    (Rule.MIX_HASH, tuple(Engine), writing(mix_hash=b"\x02" * 32), "its mixHash is 0x0202"),
    (Rule.NONCE, tuple(Engine), writing(nonce=b"\x01" + bytes(7)), "its nonce is 0x0100000000000000"),
    (Rule.NONCE, (Engine.QBFT, Engine.IBFT2), writing(nonce=b"\xff" * 8), "its nonce is 0xffff"),
    (Rule.DIFFICULTY, BFT, writing(difficulty=2), "its difficulty is 2"),
    (Rule.TURN, (Engine.CLIQUE,), writing(SECOND, difficulty=1), "its difficulty is 1 instead of 2"),
    (Rule.TURN, (Engine.CLIQUE,), writing(FIRST, difficulty=2), "its difficulty is 2 instead of 1"),
    (Rule.TURN, (Engine.CLIQUE,), writing(FIRST, difficulty=0), "its difficulty is 0 instead of 1"),
    (Rule.EXTRA_DATA, (Engine.QBFT,), in_extra_data(3, b"\x00"), "no minimal integer"),
    (Rule.EXTRA_DATA, (Engine.QBFT,), in_extra_data(4, [b"short"]), "has 5 bytes instead of 65"),
    (Rule.VALIDATORS, BFT, writing(listed=ADDED), f"it lists 0x{FIFTH.hex()}, without votes"),
    (Rule.VALIDATORS, BFT, writing(listed=MEMBERS[:3]), f"it leaves out 0x{FOURTH.hex()}, without votes"),
    (Rule.VALIDATORS, BFT, writing(listed=MEMBERS[3::-1]), "not sorted"),
    (Rule.VALIDATORS, BFT, writing(listed=(FIRST, *MEMBERS[:4])), "not sorted, or has somebody twice"),
    (Rule.VALIDATORS, (Engine.CLIQUE,), writing(listed=MEMBERS[:4]), "does not begin an epoch"),
    (Rule.PROPOSER, tuple(Engine), writing(FIFTH), f"0x{FIFTH.hex()} made it, and was no validator"),
    (Rule.PROPOSER, (Engine.CLIQUE, Engine.IBFT1), changed_seal, "made it, and was no validator"),
    (Rule.SEAL, (Engine.CLIQUE,), no_seal, "seal of block 1 is no signature"),
    (Rule.SEAL, (Engine.QBFT,), in_extra_data(4, [bytes(64) + b"\x1b"]), "not 65 bytes of which the last is 0 or 1"),
    (Rule.SEAL, (Engine.IBFT1,), no_proposers_seal, "seal of block 1 is not 65 bytes"),
    (Rule.SEALER, BFT, writing(committers=(FIRST, SECOND, THIRD, SIXTH)), f"0x{SIXTH.hex()} comes out of a seal"),
    (Rule.SEALER, (Engine.QBFT, Engine.IBFT2), changed_seal, "comes out of a seal, and was no validator"),
    (Rule.SEALED_TWICE, BFT, writing(committers=(FIRST, SECOND, FIRST)), "a validator sealed it twice"),
    (Rule.QUORUM, BFT, writing(committers=()), "0 sealed it of 4; it takes 3"),
    (Rule.RECENT, (Engine.CLIQUE,), once_and_again, f"0x{FIRST.hex()} sealed one of the last 2 blocks"),
]


@pytest.mark.parametrize(
    ("rule", "engine", "write", "found"),
    [
        pytest.param(rule, engine, write, found, id=f"{rule.name}-{engine}-{number}")
        for number, (rule, engines, write, found) in enumerate(BROKEN)
        for engine in engines
    ],
)
def test_a_header_that_breaks_a_rule_is_refused_by_its_name(
    rule: Rule, engine: Engine, write: Callable[[Scribe], None], found: str
) -> None:
    scribe = Scribe(engine)
    write(scribe)
    assert found in refused(scribe, rule).found


def test_every_rule_is_broken_by_a_test() -> None:
    elsewhere = {Rule.HASH, Rule.GENESIS, Rule.EPOCH_VOTE}
    assert {rule for rule, *_ in BROKEN} | elsewhere == {*Rule}
    assert len({*map(str, Rule)}) == len(Rule)


@pytest.mark.parametrize("vote", [(FIFTH, True), (FIRST, False), (NOBODY, True)])
def test_a_clique_block_that_begins_an_epoch_has_no_vote(vote: Any) -> None:
    scribe = Scribe(Engine.CLIQUE)
    scribe.write(FIRST)
    scribe.write(SECOND, vote, listed=MEMBERS[:4])
    refused(scribe, Rule.EPOCH_VOTE, epoch_blocks=2)


@pytest.mark.parametrize("listed", [(), MEMBERS[:3], ADDED, MEMBERS[3::-1]])
def test_a_clique_block_that_begins_an_epoch_lists_the_signers(listed: tuple[bytes, ...]) -> None:
    scribe = Scribe(Engine.CLIQUE)
    scribe.write(FIRST)
    scribe.write(SECOND, listed=listed)
    refused(scribe, Rule.VALIDATORS, epoch_blocks=2)


def test_a_clique_signer_may_seal_again_when_more_than_half_had_their_turn() -> None:
    scribe = Scribe(Engine.CLIQUE, MEMBERS[:5])
    for signer in (FIRST, SECOND, THIRD, FIRST, SECOND, FOURTH):
        scribe.write(signer)
    assert checked(scribe)[-1].after.signers == (SECOND, FOURTH)
    scribe.write(SECOND)
    refused(scribe, Rule.RECENT)


def test_a_smaller_set_of_clique_signers_bars_for_fewer_blocks() -> None:
    scribe = Scribe(Engine.CLIQUE)
    vote_by(scribe, (FIRST, SECOND, THIRD), FOURTH, False)
    scribe.validators.remove(FOURTH)
    scribe.write(SECOND)
    assert checked(scribe)[-1].after.signers == (SECOND,)


@pytest.mark.parametrize("engine", Engine)
def test_a_dropped_validator_seals_no_more(engine: Engine) -> None:
    scribe = Scribe(engine)
    vote_by(scribe, (FIRST, SECOND, THIRD), FOURTH, False)
    scribe.validators.remove(FOURTH)
    scribe.write(FOURTH)
    refused(scribe, Rule.PROPOSER)


@pytest.mark.parametrize("engine", Engine)
def test_another_genesis_is_refused(engine: Engine) -> None:
    scribe, other = Scribe(engine), Scribe(engine, gas_limit=40_000_000)
    rules = ChainRules(engine, scribe.hashes[0])
    with pytest.raises(HeaderRefused, match="genesis that was pinned") as caught:
        begin(rules, Header.decode(other.blocks[0]))
    assert (caught.value.block, caught.value.rule) == (0, Rule.GENESIS)
    scribe.write(FIRST)
    first = Header.decode(scribe.blocks[1])
    with pytest.raises(HeaderRefused, match="block 1 is refused"):
        begin(replace(rules, genesis_hash=first.hash()), first)


def test_a_genesis_with_a_round_has_another_hash_though_a_block_would_have_the_same() -> None:
    scribe = Scribe(Engine.QBFT)
    change_last(scribe, extra_data=rlp.encode([VANITY, MEMBERS[:4], [], 1, []]))
    with pytest.raises(HeaderRefused) as caught:
        begun(scribe)
    assert caught.value.rule is Rule.GENESIS


@pytest.mark.parametrize("engine", [Engine.CLIQUE, Engine.IBFT2, Engine.IBFT1])
def test_a_genesis_that_lists_nobody_is_refused(engine: Engine) -> None:
    with pytest.raises(HeaderRefused, match="lists nobody, or somebody twice") as caught:
        begun(Scribe(engine, listed=()))
    assert caught.value.rule is Rule.VALIDATORS


@pytest.mark.parametrize("engine", Engine)
def test_a_genesis_that_lists_somebody_twice_is_refused(engine: Engine) -> None:
    with pytest.raises(HeaderRefused, match="lists nobody, or somebody twice"):
        begun(Scribe(engine, listed=(FIRST, SECOND, FIRST)))


def test_a_genesis_of_another_engine_is_refused() -> None:
    scribe = Scribe(Engine.QBFT)
    with pytest.raises(HeaderRefused) as caught:
        begin(ChainRules(Engine.IBFT2, scribe.hashes[0]), Header.decode(scribe.blocks[0]))
    assert caught.value.rule is Rule.EXTRA_DATA


def test_validators_that_a_contract_names_are_recognised_and_not_followed() -> None:
    with pytest.raises(ConsensusUnsupported, match="a contract names them"):
        begun(Scribe(Engine.QBFT, listed=()))
    scribe = Scribe(Engine.QBFT)
    scribe.write(FIRST, listed=())
    with pytest.raises(ConsensusUnsupported, match=r"block 1: .* a contract names them"):
        checked(scribe)


def test_a_seal_over_a_hash_that_is_hashed_again_is_not_this_chains() -> None:
    """secp256r1 seals and seals of another engine come out as somebody else's."""
    scribe = Scribe(Engine.QBFT)
    items = rlp.decode(scribe.write(FIRST))
    extra = rlp.decode(items[12])
    extra[4] = [sign(key, keccak(scribe.hashes[1] + b"\x02")) for key in KEYS[:3]]
    change_last(scribe, extra_data=rlp.encode(extra))
    refused(scribe, Rule.SEALER)


# --- settings ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"genesis_hash": b"\x01"}, "has 32 bytes, this one has 1"),
        ({"epoch_blocks": 0}, "an epoch of 0 blocks"),
        ({"period_seconds": -1}, "a block time of -1 s"),
    ],
)
def test_rules_that_no_chain_has_are_refused(fields: dict[str, Any], rule: str) -> None:
    with pytest.raises(InputError, match=rule):
        ChainRules(**({"engine": Engine.QBFT, "genesis_hash": bytes(32)} | fields))


# --- recorded chains -----------------------------------------------------------------------------------


def recorded_clique() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ROOT / "tests" / "data" / "clique-geth.json").read_bytes())
    return found


def test_a_recorded_chain_of_geth_verifies_and_its_signers_are_those_that_geth_counts() -> None:
    recorded = recorded_clique()
    genesis, *headers = (header_from_json(Engine.CLIQUE, block) for block in recorded["blocks"])
    pinned = bytes.fromhex(recorded["blocks"][0]["hash"][2:])
    rules = ChainRules(Engine.CLIQUE, pinned, recorded["epoch_blocks"], recorded["period_seconds"])
    blocks = list(follow(begin(rules, genesis), headers))
    sets = [sorted(bytes.fromhex(signer[2:]) for signer in listed) for listed in recorded["signers"]]
    assert [list(block.after.validators) for block in blocks] == sets[1:]
    assert [block.validators for block in blocks] == [tuple(listed) for listed in sets[:-1]]
    votes = [block.sealing.vote for block in blocks if block.sealing.vote]
    assert len({(vote.target, vote.add) for vote in votes}) == 3 and {len(listed) for listed in sets} == {3, 4}
    assert {block.header.difficulty for block in blocks} == {1, 2}
    assert len(blocks) > 4 * rules.epoch_blocks


@pytest.mark.shared
def test_a_recorded_chain_of_goquorum_verifies_with_its_votes_and_rounds(shared: Path) -> None:
    content = json.loads((shared / "fixtures" / "qbft-goquorum.json").read_bytes())
    genesis, *headers = (header_from_json(Engine.QBFT, block) for block in content["blocks"])
    rules = ChainRules(Engine.QBFT, bytes.fromhex(content["blocks"][0]["hash"][2:]), 20, 1)
    blocks = list(follow(begin(rules, genesis), headers))
    assert len(blocks) == 153
    changes = [block.header.number for block in blocks if block.validators != block.after.validators]
    assert changes == [64, 89]
    assert sum(block.sealing.round > 0 for block in blocks) == 7
    assert [len(block.after.counts) for block in blocks] == [2] * 153


def test_a_block_whose_hash_is_said_to_be_another_is_refused() -> None:
    block = recorded_clique()["blocks"][3]
    for named in ("0x" + "11" * 32, None):
        with pytest.raises(HeaderRefused, match="its hash is said to be") as caught:
            header_from_json(Engine.CLIQUE, block | {"hash": named})
        assert (caught.value.rule, caught.value.block) == (Rule.HASH, 3)


def test_members_are_sorted_by_address() -> None:
    assert [address(key) for key in KEYS] == sorted(MEMBERS)
