from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace

import pytest

from govledger.connection import connect
from govledger.consensus.engine import Engine
from govledger.errors import ConnectionFailed, NodeRefused, VoteOpen, VoteRefused, VoteUnsafe
from govledger.network import governance
from govledger.network.description import NetworkDescription
from govledger.network.genesis import Client
from govledger.network.governance import discard, headers_of, settled_depth, validators_now, vote, votes
from govledger.network.voting import Change, voting_methods
from tests.scripted_node import Refused, ScriptedNode
from tests.sealed_chain import MEMBERS, ScriptedNetwork, SealedChain, described

NEWCOMER = MEMBERS[6].address
PAIRS = [
    (Engine.CLIQUE, Client.GETH),
    (Engine.QBFT, Client.BESU),
    (Engine.IBFT2, Client.BESU),
    (Engine.QBFT, Client.GOQUORUM),
]


@dataclass
class Town:
    """A network of scripted nodes, v0, v1 and so on."""

    chain: SealedChain
    network: ScriptedNetwork
    nodes: dict[str, ScriptedNode]
    description: NetworkDescription

    def proposed(self) -> dict[bytes, dict[bytes, bool]]:
        return {account: own for account, own in self.network.proposals.items() if own}


@contextmanager
def town(
    engine: Engine, client: Client, validators: int, *, reached: int | None = None, seals: bool = True
) -> Iterator[Town]:
    chain = SealedChain.begun(engine, client, validators)
    for number in range(2 * validators):
        chain.seal(MEMBERS[number % validators])
    network = ScriptedNetwork(chain, client, seals)
    with ExitStack() as running:
        nodes = {
            f"v{number}": running.enter_context(ScriptedNode(network.answers(MEMBERS[number])))
            for number in range(validators if reached is None else reached)
        }
        named = {name: (MEMBERS[int(name[1:])], node) for name, node in nodes.items()}
        yield Town(chain, network, nodes, described(chain, client, named))


class Clock:
    """Time that passes by sleeping alone."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(governance, "time", Clock())


# --- voting ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("engine", "client"), PAIRS)
def test_vote_is_cast_at_every_validator_followed_and_discarded(engine: Engine, client: Client) -> None:
    said: list[str] = []
    with town(engine, client, 5) as place:
        outcome = vote(place.description, Change(NEWCOMER, True), force=True, say=said.append)
        assert outcome.validators == tuple(sorted(place.chain.validators))
        assert NEWCOMER in outcome.validators
        assert outcome.not_discarded == ()
        assert [node.name for node in outcome.voters] == list(place.nodes)
        methods = voting_methods(engine, client)
        for node in place.nodes.values():
            assert node.called(methods.propose) == [(f"0x{NEWCOMER.hex()}", True)]
            assert node.called(methods.discard) == [(f"0x{NEWCOMER.hex()}",)]
        assert place.proposed() == {}
    assert said == ["voting at v0, v1, v2, v3, v4: 5 of 5 validators, 3 are needed"]


def test_validator_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    with town(Engine.QBFT, Client.BESU, 5) as place:
        outcome = vote(place.description, Change(MEMBERS[4].address, False))
        assert len(outcome.validators) == 4


def test_clique_change_counts_when_it_is_settled() -> None:
    assert (settled_depth(Engine.CLIQUE, 5), settled_depth(Engine.QBFT, 5)) == (3, 0)
    with town(Engine.CLIQUE, Client.GETH, 3) as place:
        vote(place.description, Change(MEMBERS[2].address, False))
        changed = next(number for number, members in enumerate(place.chain.sets) if len(members) == 2)
        assert place.chain.height >= changed + settled_depth(Engine.CLIQUE, 2)


def test_unsafe_vote_is_cast_only_with_force() -> None:
    change = Change(MEMBERS[3].address, False)
    with town(Engine.QBFT, Client.BESU, 4) as place:
        with pytest.raises(VoteUnsafe, match="with 3 validators"):
            vote(place.description, change)
        assert not place.nodes["v0"].called("qbft_proposeValidatorVote")
        assert len(vote(place.description, change, force=True).validators) == 3


def test_vote_that_needs_others_says_so_and_is_discarded_when_the_time_is_up() -> None:
    said: list[str] = []
    with town(Engine.CLIQUE, Client.GETH, 5, reached=1) as place:
        with pytest.raises(VoteOpen, match=r"1 of 3 votes are in the chain .*2 missing; .* were discarded") as caught:
            vote(place.description, Change(NEWCOMER, True), timeout_seconds=10, say=said.append)
        assert caught.value.votes_missing == 2
        assert place.proposed() == {}
    assert said[0] == "voting at v0: 1 of 5 validators, 3 are needed"
    assert said[1].startswith("2 validators of others have to vote for it while this waits; --keep")


def test_vote_is_kept_for_others_if_that_is_asked_for() -> None:
    said: list[str] = []
    with town(Engine.QBFT, Client.BESU, 5, reached=2, seals=False) as place:
        with pytest.raises(VoteOpen, match=r"by nobody yet.*3 missing; the proposals stand"):
            vote(place.description, Change(NEWCOMER, True), keep=True, timeout_seconds=0, say=said.append)
        assert len(place.proposed()) == 2
        assert "then the proposals stand" in said[1]


@pytest.mark.parametrize("keep", [True, False])
def test_interrupted_vote_is_discarded_unless_it_is_kept(keep: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(governance.time, "sleep", interrupted)
    with town(Engine.CLIQUE, Client.GETH, 3, seals=False) as place:
        with pytest.raises(KeyboardInterrupt):
            vote(place.description, Change(NEWCOMER, True), keep=keep)
        assert len(place.proposed()) == (3 if keep else 0)


def test_refused_proposal_says_what_the_node_has_to_serve_and_the_others_are_discarded() -> None:
    with town(Engine.QBFT, Client.BESU, 5) as place:
        del place.nodes["v1"].answers["qbft_proposeValidatorVote"]
        with pytest.raises(NodeRefused, match="the node has to serve qbft"):
            vote(place.description, Change(NEWCOMER, True))
        assert place.proposed() == {}


def test_node_that_cannot_discard_is_named() -> None:
    def away(address: str) -> bool:
        raise Refused("shutting down", -32000)

    with town(Engine.QBFT, Client.BESU, 5) as place:
        place.nodes["v2"].answers["qbft_discardValidatorVote"] = away
        outcome = vote(place.description, Change(NEWCOMER, True))
        assert [node.name for node in outcome.not_discarded] == ["v2"]


def test_node_that_goes_away_while_the_vote_runs_does_not_hold_it_up(monkeypatch: pytest.MonkeyPatch) -> None:
    with town(Engine.QBFT, Client.BESU, 5) as place:
        real = governance.validators_now

        def sometimes(
            description: NetworkDescription, connection: governance.Connection, block: str = "latest"
        ) -> tuple[bytes, ...]:
            if connection.url == place.nodes["v4"].url and place.proposed():
                raise ConnectionFailed("it went away")
            return real(description, connection, block)

        monkeypatch.setattr(governance, "validators_now", sometimes)
        outcome = vote(place.description, Change(NEWCOMER, True))
        assert NEWCOMER in outcome.validators


def test_observer_does_not_vote() -> None:
    with town(Engine.QBFT, Client.BESU, 4) as place, ScriptedNode(place.network.answers(MEMBERS[6])) as observer:
        observed = described(
            place.chain, Client.BESU, {"v0": (MEMBERS[0], place.nodes["v0"]), "o": (MEMBERS[6], observer)}
        )
        with pytest.raises(VoteOpen):
            vote(observed, Change(MEMBERS[5].address, True), timeout_seconds=0)
        assert not observer.called("qbft_proposeValidatorVote")


def test_network_without_a_node_that_answers_says_why() -> None:
    chain = SealedChain.begun(Engine.CLIQUE, Client.GETH, 1)
    silent = described(chain, Client.GETH, {"v0": (MEMBERS[0], "http://127.0.0.1:1")})
    with pytest.raises(ConnectionFailed, match=r"no node of network scripted answers.*v0: nothing answers"):
        votes(silent)
    (node,) = silent.nodes
    with pytest.raises(ConnectionFailed, match="names no RPC address"):
        votes(replace(silent, nodes=(replace(node, rpc=None),)))


# --- what is open ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("engine", "client"), PAIRS)
def test_votes_lists_proposals_and_what_headers_carry(engine: Engine, client: Client) -> None:
    change = Change(NEWCOMER, True)
    with town(engine, client, 5, reached=2, seals=False) as place:
        place.network.proposals[MEMBERS[1].address][NEWCOMER] = True
        sealed = place.chain.seal(MEMBERS[3], change)
        found = votes(place.description)
        assert found.proposals == {"v0": {}, "v1": {NEWCOMER: True}}
        assert found.since_block == 0
        assert len(found.validators) == 5
        ((voter, one),) = found.cast[change].items()
        assert (voter, one.block_number) == (MEMBERS[3].address, sealed.number)


def test_votes_before_the_last_epoch_block_are_forgotten() -> None:
    with town(Engine.QBFT, Client.BESU, 5, seals=False) as place:
        place.chain.seal(MEMBERS[0], Change(NEWCOMER, True))
        height = place.chain.height
        assert votes(replace(place.description, epoch_blocks=height)).cast == {}
        assert votes(replace(place.description, epoch_blocks=height)).since_block == height


def test_kept_proposal_is_withdrawn_where_it_stands() -> None:
    with town(Engine.CLIQUE, Client.GETH, 3, seals=False) as place:
        place.network.proposals[MEMBERS[1].address][NEWCOMER] = False
        assert [node.name for node in discard(place.description, NEWCOMER)] == ["v1"]
        assert place.proposed() == {}
        with pytest.raises(VoteRefused, match="no node here proposes anything"):
            discard(place.description, NEWCOMER)


def test_method_that_is_not_served_names_what_to_switch_on() -> None:
    with town(Engine.CLIQUE, Client.GETH, 1) as place:
        node = place.nodes["v0"]
        with connect(node.url) as connection:
            for method, ask in _asking(place):
                answer = node.answers.pop(method)
                with pytest.raises(NodeRefused, match="has to serve clique on an address that only you reach"):
                    ask(connection)
                node.answers[method] = answer


def _asking(place: Town) -> list[tuple[str, Callable[[governance.Connection], object]]]:
    return [
        ("clique_getSigners", lambda connection: validators_now(place.description, connection)),
        ("clique_proposals", lambda connection: votes(place.description)),
    ]


def test_header_that_a_node_does_not_have_is_an_error() -> None:
    with town(Engine.CLIQUE, Client.GETH, 1, seals=False) as place, connect(place.nodes["v0"].url) as connection:
        assert [header.number for header in headers_of(connection, 1, 2)] == [1, 2]
        with pytest.raises(NodeRefused, match="it has no block 3"):
            list(headers_of(connection, 1, 3))
        place.nodes["v0"].answers["eth_getBlockByNumber"] = lambda tag, full: (_ for _ in ()).throw(Refused("no"))
        with pytest.raises(NodeRefused, match="no"):
            list(headers_of(connection, 1, 1))
