from __future__ import annotations

import json
from pathlib import Path

import pytest

from govledger.consensus.engine import Engine, proposer
from govledger.consensus.header import Header
from govledger.errors import InputError, VoteRefused, VoteUnsafe
from govledger.network.genesis import Client
from govledger.network.voting import (
    CastVote,
    Change,
    Electorate,
    check_change,
    open_votes,
    sealers_needed,
    unsafe_reasons,
    vote_in,
    voting_methods,
)
from tests.sealed_chain import MEMBERS, SealedChain

A, B, C, D, E = (bytes([letter]) * 20 for letter in range(0xA1, 0xA6))


def electorate(
    *validators: bytes,
    engine: Engine = Engine.CLIQUE,
    controlled: tuple[bytes, ...] | None = None,
    live: tuple[bytes, ...] | None = None,
) -> Electorate:
    return Electorate(
        engine=engine,
        validators=validators,
        controlled=frozenset(validators if controlled is None else controlled),
        live=frozenset(validators if live is None else live),
    )


@pytest.mark.parametrize(
    ("engine", "client", "propose", "validators"),
    [
        (Engine.CLIQUE, Client.GETH, "clique_propose", "clique_getSigners"),
        (Engine.QBFT, Client.BESU, "qbft_proposeValidatorVote", "qbft_getValidatorsByBlockNumber"),
        (Engine.IBFT2, Client.BESU, "ibft_proposeValidatorVote", "ibft_getValidatorsByBlockNumber"),
        (Engine.QBFT, Client.GOQUORUM, "istanbul_propose", "istanbul_getValidators"),
        (Engine.IBFT1, Client.GOQUORUM, "istanbul_propose", "istanbul_getValidators"),
    ],
)
def test_each_client_calls_its_engine_by_its_own_names(
    engine: Engine, client: Client, propose: str, validators: str
) -> None:
    methods = voting_methods(engine, client)
    assert (methods.propose, methods.validators) == (propose, validators)


def test_engine_that_a_client_does_not_run_has_no_methods() -> None:
    with pytest.raises(InputError, match="geth does not run qbft"):
        voting_methods(Engine.QBFT, Client.GETH)


def test_a_change_is_applied_and_known_to_have_passed() -> None:
    add, drop = Change(C, True), Change(A, False)
    assert add.applied_to((B, A)) == (A, B, C)
    assert drop.applied_to((B, A)) == (B,)
    assert add.has_passed((A, C)) and not add.has_passed((A, B))
    assert drop.has_passed((B, C)) and not drop.has_passed((A, B))
    assert str(drop) == f"drop 0x{A.hex()}"


def test_more_than_half_have_to_work_on_clique_and_two_thirds_on_bft() -> None:
    assert [sealers_needed(Engine.CLIQUE, number) for number in range(1, 7)] == [1, 2, 2, 3, 3, 4]
    assert [sealers_needed(Engine.QBFT, number) for number in range(1, 8)] == [1, 2, 2, 3, 4, 4, 5]


def test_vote_that_changes_nothing_is_refused() -> None:
    with pytest.raises(VoteRefused, match="is a validator already"):
        check_change(Change(A, True), electorate(A, B))
    with pytest.raises(VoteRefused, match=f"is no validator; the validators are 0x{A.hex()}"):
        check_change(Change(C, False), electorate(A, B))


def test_last_validator_cannot_be_dropped() -> None:
    with pytest.raises(VoteRefused, match="is the last validator"):
        check_change(Change(A, False), electorate(A))


def test_vote_needs_a_validator_that_can_be_reached() -> None:
    with pytest.raises(VoteRefused, match="no validator's node can be reached"):
        check_change(Change(C, True), electorate(A, B, controlled=(C,)))
    check_change(Change(C, True), electorate(A, B, controlled=(B,)))


def test_fewer_than_four_validators_are_unsafe_on_bft_only() -> None:
    (reason,) = unsafe_reasons(Change(D, False), electorate(A, B, C, D, engine=Engine.QBFT))
    assert "with 3 validators the chain stops as soon as one of them fails" in reason
    assert unsafe_reasons(Change(D, False), electorate(A, B, C, D)) == ()
    assert unsafe_reasons(Change(E, False), electorate(A, B, C, D, E, engine=Engine.IBFT2)) == ()
    (one, *_) = unsafe_reasons(Change(B, False), electorate(A, B, engine=Engine.QBFT))
    assert one.startswith("with 1 validator the chain")


def test_drop_that_leaves_too_few_that_work_is_unsafe() -> None:
    (reason,) = unsafe_reasons(Change(A, False), electorate(A, B, C, D, E, live=(A, B, C)))
    assert "of the 4 validators then, 3 have to work, and only 2 are seen to" in reason
    assert unsafe_reasons(Change(E, False), electorate(A, B, C, D, E, live=(A, B, C))) == ()


def test_adding_one_that_does_not_work_is_unsafe_where_it_is_needed() -> None:
    (reason,) = unsafe_reasons(Change(B, True), electorate(A, controlled=(A, B)))
    assert "2 have to work, and only 1 are seen to" in reason
    assert unsafe_reasons(Change(B, True), electorate(A, controlled=(A, B), live=(A, B))) == ()


def test_losing_the_majority_is_unsafe_and_having_none_is_not() -> None:
    (reason,) = unsafe_reasons(Change(A, False), electorate(A, B, C, D, E, controlled=(A, B, C)))
    assert "you control 3 of 5 validators now and 2 of 4 then" in reason
    assert unsafe_reasons(Change(A, False), electorate(A, B, C, D, E, controlled=(A,))) == ()


def test_unsafe_vote_says_all_its_reasons_and_the_way() -> None:
    error = VoteUnsafe(("one", "two"))
    assert error.reasons == ("one", "two")
    assert str(error) == "this vote is unsafe: one; two; with --force it is cast all the same"


# --- votes in headers -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("engine", "client"),
    [(Engine.CLIQUE, Client.GETH), (Engine.QBFT, Client.BESU), (Engine.IBFT2, Client.BESU)],
)
@pytest.mark.parametrize("is_added", [True, False])
def test_vote_of_a_header_names_voter_and_change(engine: Engine, client: Client, is_added: bool) -> None:
    chain = SealedChain.begun(engine, client, 4)
    change = Change(MEMBERS[5].address if is_added else MEMBERS[1].address, is_added)
    assert vote_in(engine, chain.seal(MEMBERS[2])) is None
    assert vote_in(engine, chain.seal(MEMBERS[3], change)) == CastVote(MEMBERS[3].address, change, 2)


@pytest.mark.shared
def test_votes_of_a_recorded_network_are_found_and_counted(shared: Path) -> None:
    """The recorded chain voted one validator in and one out, with an epoch of 20 blocks."""
    recorded = json.loads((shared / "fixtures" / "qbft-goquorum.json").read_text())
    headers = [Header.from_json(block) for block in recorded["blocks"]]
    cast = [vote for header in headers[1:] if (vote := vote_in(Engine.QBFT, header))]
    assert {vote.change.is_added for vote in cast} == {True, False}
    for change in {vote.change for vote in cast}:
        voters = {vote.voter for vote in cast if vote.change == change}
        assert len(voters) > 2
    assert all(vote.voter == proposer(Engine.QBFT, headers[vote.block_number]) for vote in cast)


def cast(*votes: tuple[bytes, Change]) -> list[CastVote]:
    return [CastVote(voter, change, number) for number, (voter, change) in enumerate(votes, 1)]


def test_votes_below_the_majority_stay_open() -> None:
    add = Change(E, True)
    found = open_votes({A, B, C, D}, cast((A, add), (B, add), (A, add)))
    assert {change: sorted(votes) for change, votes in found.items()} == {add: [A, B]}


def test_vote_that_passed_is_open_no_more_and_changes_who_counts() -> None:
    add, drop = Change(E, True), Change(D, False)
    assert open_votes({A, B, C}, cast((A, add), (B, add))) == {}
    found = open_votes({A, B, C, D}, cast((A, drop), (B, drop), (C, drop), (D, add), (A, add)))
    assert {change: sorted(votes) for change, votes in found.items()} == {add: [A]}


def test_votes_of_a_dropped_validator_are_gone() -> None:
    add, drop = Change(E, True), Change(D, False)
    assert open_votes({A, B, C, D}, cast((D, add), (A, drop), (B, drop), (C, drop))) == {}


def test_vote_that_changes_nothing_is_not_counted_and_takes_back_the_opposite() -> None:
    add = Change(E, True)
    assert open_votes({A, B, C, D}, cast((A, Change(B, True)))) == {}
    assert open_votes({A, B, C, D}, cast((A, add), (A, Change(E, False)))) == {}
