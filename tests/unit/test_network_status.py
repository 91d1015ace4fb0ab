"""What is said of a network: from made-up observations, and from scripted nodes that are asked over HTTP."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace

import pytest

from govledger.consensus.engine import Engine
from govledger.network import observing
from govledger.network.description import NetworkDescription
from govledger.network.genesis import Client
from govledger.network.observing import observe
from govledger.network.status import Head, NodeState, Observation, groups_of, status_of, to_json
from tests.scripted_node import Refused, ScriptedNode
from tests.sealed_chain import MEMBERS, ScriptedNetwork, SealedChain, described

NOW = 1_800_000_000
A, B, C, D = (member.address for member in MEMBERS[:4])


def description(nodes: int = 4, engine: Engine = Engine.CLIQUE) -> NetworkDescription:
    client = Client.GETH if engine is Engine.CLIQUE else Client.BESU
    chain = SealedChain.begun(engine, client, nodes)
    named = {f"v{number}": (MEMBERS[number], f"http://127.0.0.1:{number + 1}") for number in range(nodes)}
    return described(chain, client, named)


def head(number: int = 100, *, hash: bytes = b"\x01" * 32, age: float = 1, total: int | None = 150) -> Head:
    return Head(number, hash, int(NOW - age), total)


def observed(
    heads: Sequence[Head | None],
    *,
    sealers: Sequence[bytes] = (A, B, C, D) * 4,
    engine: Engine = Engine.CLIQUE,
    **changes: object,
) -> Observation:
    network = description(len(heads), engine)
    states = tuple(
        NodeState(node=node, head=found, error=None if found else "nothing answers", peers=3)
        for node, found in zip(network.nodes, heads, strict=True)
    )
    validators = tuple(sorted(MEMBERS[number].address for number in range(len(heads))))
    observation = Observation(
        description=network,
        asked_at=NOW,
        nodes=states,
        window_blocks=10,
        validators=validators,
        validators_before=validators,
        sealers=tuple(sealers),
        compared_at=97,
        compared={state.name: b"\x07" * 32 for state in states if state.head},
    )
    return replace(observation, **changes)  # type: ignore[arg-type]


# --- what is wrong --------------------------------------------------------------------------------------


def test_network_without_a_problem_is_healthy_and_its_sealers_are_counted() -> None:
    status = status_of(observed([head()] * 4))
    assert status.is_healthy
    assert status.window_blocks == 10
    assert dict(status.sealed) == {A: 2, B: 2, C: 3, D: 3}
    assert status.missing == ()
    assert status.head_age_seconds == 1


def test_validator_that_sealed_none_of_the_last_two_rounds_is_missing() -> None:
    status = status_of(observed([head()] * 4, sealers=(D, *(A, B, C) * 4)))
    assert status.missing == (D,)
    (problem,) = status.problems
    assert problem == f"missing: v3 (0x{D.hex()}) sealed none of the last 8 blocks; see to its node"


def test_validator_that_came_in_lately_or_a_chain_that_just_began_has_nobody_missing() -> None:
    sealers = (A, B, C) * 5
    assert status_of(observed([head()] * 4, sealers=sealers, validators_before=(A, B, C))).missing == ()
    assert status_of(observed([head()] * 4, sealers=(A, B, C))).missing == ()


def test_missing_validator_without_a_node_here_is_named_by_its_account_and_where_it_listens() -> None:
    observation = observed([head()] * 4, sealers=(A, B, C) * 5)
    known = replace(observation.description, nodes=observation.description.nodes[:3])
    (problem,) = status_of(replace(observation, description=known)).problems
    assert problem.startswith(f"missing: 0x{D.hex()} (127.0.0.1:{MEMBERS[3].enode.port}) sealed none")
    later = replace(known, validators=known.validators[:3])
    (problem,) = status_of(replace(observation, description=later)).problems
    assert problem.startswith(f"missing: 0x{D.hex()} sealed none")


def test_sealer_that_is_no_validator_any_more_is_listed_last() -> None:
    status = status_of(observed([head()] * 3, sealers=(D, A, B, C, A, B, C)))
    assert status.sealed == ((A, 2), (B, 2), (C, 2), (D, 1))
    assert status.is_healthy


def test_node_that_does_not_answer_is_a_problem() -> None:
    assert status_of(observed([head(), head(), head(), None])).problems == ("v3: nothing answers",)


def test_node_without_peers_is_a_problem_unless_it_is_the_only_one() -> None:
    observation = observed([head()] * 4)
    lonely = replace(observation, nodes=(replace(observation.nodes[0], peers=0), *observation.nodes[1:]))
    assert status_of(lonely).problems[0].startswith("v0 has no peers; check")
    single = observed([head()], sealers=(A,) * 5)
    assert status_of(replace(single, nodes=(replace(single.nodes[0], peers=0),))).is_healthy


@pytest.mark.parametrize(("syncing", "doing"), [(True, "and is catching up"), (False, "and is not catching up")])
def test_node_that_is_behind_is_a_problem(syncing: bool, doing: str) -> None:
    observation = observed([head(), head(), head(), head(94)])
    late = replace(observation.nodes[3], is_syncing=syncing)
    (problem,) = status_of(replace(observation, nodes=(*observation.nodes[:3], late))).problems
    assert problem.startswith(f"v3 is 6 blocks behind, {doing}")
    assert status_of(observed([head(), head(), head(), head(95)])).is_healthy


def test_network_without_any_address_is_a_problem() -> None:
    network = replace(description(), nodes=())
    status = status_of(Observation(description=network, asked_at=NOW, nodes=(), window_blocks=10))
    assert "network.toml names no node's RPC address" in status.problems[0]
    assert status.head_age_seconds is None


def test_chain_that_stands_still_is_a_problem() -> None:
    (problem,) = status_of(observed([head(age=16)] * 4)).problems
    assert problem.startswith("the chain stands still: its last block is 16 s old")
    assert status_of(observed([head(age=15)] * 4)).is_healthy


def test_block_in_the_future_names_the_clocks() -> None:
    (problem,) = status_of(observed([head(age=-3)] * 4)).problems
    assert problem.startswith("the last block is 3 s in the future by this machine's clock; set the clocks")
    assert status_of(observed([head(age=-2)] * 4)).is_healthy


def test_nodes_with_different_settled_blocks_are_on_different_chains() -> None:
    compared = {"v0": b"\x07" * 32, "v1": b"\x07" * 32, "v2": b"\x08" * 32, "v3": b"\x08" * 32}
    (problem,) = status_of(observed([head()] * 4, compared=compared)).problems
    assert problem.startswith("the nodes are on different chains: at block 97")
    assert "v0, v1 have 0x07070707… and v2, v3 have 0x08080808…" in problem


def test_nothing_more_is_said_where_the_chain_could_not_be_read() -> None:
    observation = Observation(
        description=description(), asked_at=NOW, nodes=observed([head()] * 4).nodes, window_blocks=9, trouble="it went"
    )
    assert status_of(observation).problems == ("it went",)


# --- the stall of equal difficulty ----------------------------------------------------------------------


def stalled(first: Head, second: Head, **changes: object) -> Observation:
    return observed([first, first, second, second], compared={}, **changes)


def test_two_heads_of_equal_difficulty_that_stand_are_a_stall_with_its_way_out() -> None:
    one, other = head(2, hash=b"\x01" * 32, age=60, total=4), head(2, hash=b"\x02" * 32, age=60, total=4)
    (problem,) = status_of(stalled(one, other, fork_block=17, sealers=(A, B))).problems
    assert problem.startswith("a stall of equal difficulty: v0, v1 and v2, v3 have different heads")
    assert "of the same total difficulty 4" in problem
    assert "go-ethereum #24705" in problem
    assert "stop v3 (`govledger network down DIR v3`); then set v2 back to block 17" in problem
    assert '(debug_setHead with ["0x11"] at http://127.0.0.1:3)' in problem
    assert "`govledger network down DIR v2` and `up DIR v2`" in problem
    assert problem.endswith("and when the chain grows, `up` for v3")


def test_smaller_side_of_a_stall_moves_and_a_single_node_needs_nobody_stopped() -> None:
    one, other = head(2, age=60, total=4), head(2, hash=b"\x02" * 32, age=60, total=4)
    (problem,) = status_of(observed([one, other, one, one], compared={}, sealers=(A, B))).problems
    assert "one side: set v1 back to block F" in problem
    assert 'debug_setHead with ["F in hex"]' in problem
    assert problem.endswith("chain and seals on it")


def test_different_heads_are_no_stall_while_the_chain_grows_or_where_one_is_heavier() -> None:
    fresh = stalled(head(), head(hash=b"\x02" * 32))
    assert status_of(fresh).is_healthy
    heavier = stalled(head(age=60, total=5), head(hash=b"\x02" * 32, age=60, total=4))
    (problem,) = status_of(heavier).problems
    assert problem.startswith("the chain stands still")


def test_bft_chain_has_no_stall_of_equal_difficulty() -> None:
    one, other = head(age=60), head(hash=b"\x02" * 32, age=60)
    (problem,) = status_of(observed([one, one, other, other], engine=Engine.QBFT)).problems
    assert problem.startswith("the chain stands still")


def test_largest_group_comes_first_and_silent_nodes_are_in_none() -> None:
    groups = groups_of(observed([None, head(), head(hash=b"\x02" * 32), head(hash=b"\x02" * 32)]).nodes)
    assert [[state.name for state in group] for group in groups] == [["v2", "v3"], ["v1"]]


# --- as JSON --------------------------------------------------------------------------------------------


def test_status_as_json_holds_everything_that_is_shown() -> None:
    status = status_of(observed([head(), head(), head(), None], sealers=(A, B, C) * 5))
    document = json.loads(json.dumps(to_json(status)))
    assert document["healthy"] is False
    assert document["problems"] == list(status.problems)
    assert document["sealed"][f"0x{D.hex()}"] == 0
    assert document["missing"] == [f"0x{D.hex()}"]
    assert document["agree"] is True
    assert document["head_age_seconds"] == 1.0
    assert document["nodes"][0]["height"] == 100
    assert document["nodes"][3] == {
        "name": "v3", "role": "validator", "address": f"0x{D.hex()}", "rpc": "http://127.0.0.1:4",
        "error": "nothing answers", "height": None, "head": None, "head_at": None, "total_difficulty": None,
        "peers": 3, "syncing": False,
    }  # fmt: skip
    nothing = status_of(Observation(description=description(), asked_at=NOW, nodes=(), window_blocks=1))
    assert to_json(nothing)["head_age_seconds"] is None


# --- asking the nodes -----------------------------------------------------------------------------------


@contextmanager
def serving(
    chains: Sequence[SealedChain], client: Client, silent: int = 0
) -> Iterator[tuple[NetworkDescription, list[ScriptedNode]]]:
    """One node for each chain, and some more that do not answer."""
    with ExitStack() as running:
        nodes = [
            running.enter_context(ScriptedNode(ScriptedNetwork(chain, client).answers(MEMBERS[number])))
            for number, chain in enumerate(chains)
        ]
        named: dict[str, tuple[object, object]] = {
            f"v{number}": (MEMBERS[number], node) for number, node in enumerate(nodes)
        }
        for number in range(len(nodes), len(nodes) + silent):
            named[f"v{number}"] = (MEMBERS[number], "http://127.0.0.1:1")
        yield described(chains[0], client, named), nodes  # type: ignore[arg-type]


def sealed(engine: Engine, client: Client, blocks: int, validators: int = 4) -> SealedChain:
    chain = SealedChain.begun(engine, client, validators, age=blocks)
    for number in range(blocks):
        chain.seal(MEMBERS[number % validators])
    return chain


@pytest.mark.parametrize(
    ("engine", "client"),
    [
        (Engine.CLIQUE, Client.GETH),
        (Engine.QBFT, Client.BESU),
        (Engine.IBFT2, Client.BESU),
        (Engine.QBFT, Client.GOQUORUM),
    ],
)
def test_every_node_is_asked_and_one_that_is_silent_has_its_error(engine: Engine, client: Client) -> None:
    chain = sealed(engine, client, 24)
    with serving([chain] * 3, client, silent=1) as (network, _nodes):
        observation = observe(network, window_blocks=6)
    assert [state.head.number if state.head else None for state in observation.nodes] == [24, 24, 24, None]
    assert [state.peers for state in observation.nodes] == [3, 3, 3, None]
    assert "nothing answers" in str(observation.nodes[3].error)
    assert observation.sealers == tuple(MEMBERS[number % 4].address for number in range(16, 24))
    assert observation.validators == chain.sets[0]
    assert observation.compared_at == (21 if engine is Engine.CLIQUE else 24)
    assert len(set(observation.compared.values())) == 1
    assert abs(observation.asked_at - time.time()) < 60
    status = status_of(observation)
    assert [problem for problem in status.problems if not problem.startswith("v3: ")] == []
    assert status.window_blocks == 6


def test_chains_that_parted_have_their_last_common_block() -> None:
    one = sealed(Engine.CLIQUE, Client.GETH, 9)
    other = one.copy()
    for chain, (first, second) in ((one, MEMBERS[:2]), (other, MEMBERS[2:4])):
        chain.seal(first, difficulty=2)
        chain.seal(second)
    with serving([one, one, other, other], Client.GETH) as (network, _nodes):
        observation = observe(network)
    assert observation.fork_block == 9
    assert observation.compared_at == 8
    aged = replace(observation, asked_at=observation.asked_at + 100)
    assert status_of(aged).problems[0].startswith("a stall of equal difficulty: v0, v1 and v2, v3")


def test_fork_that_is_too_deep_to_look_for_has_no_block(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(observing, "FORK_SEARCH_BLOCKS", 2)
    one = sealed(Engine.CLIQUE, Client.GETH, 1)
    other = one.copy()
    for number in range(4):
        one.seal(MEMBERS[number % 2])
        other.seal(MEMBERS[2 + number % 2])
    with serving([one, other], Client.GETH, silent=2) as (network, _nodes):
        observation = observe(network)
    assert observation.fork_block is None
    assert "the nodes are on different chains: at block 2" in "".join(status_of(observation).problems)


def test_node_that_does_not_count_its_peers_or_tells_no_total_difficulty_is_read_all_the_same() -> None:
    chain = sealed(Engine.QBFT, Client.BESU, 3)
    with serving([chain], Client.BESU) as (network, (node,)):
        del node.answers["net_peerCount"], node.answers["eth_syncing"]
        node.answers["eth_getBlockByNumber"] = lambda tag, full: {
            key: value for key, value in (chain.json_of(chain.number_of(tag)) or {}).items() if key != "totalDifficulty"
        }
        (state,) = observe(network).nodes
    assert (state.peers, state.is_syncing) == (None, False)
    assert state.head is not None and state.head.total_difficulty is None


def test_node_that_refuses_its_head_or_serves_another_chain_has_its_error() -> None:
    chain = sealed(Engine.QBFT, Client.BESU, 3)
    first = chain.json_of(0)

    def genesis_alone(tag: str, full: bool) -> object:
        if tag == "0x0":
            return first
        raise Refused("not now", -32000)

    with serving([chain, chain], Client.BESU) as (network, nodes):
        nodes[0].answers["eth_getBlockByNumber"] = genesis_alone
        nodes[1].answers["eth_chainId"] = "0x1"
        observation = observe(network)
    refusing, foreign = observation.nodes
    assert "not now" in str(refusing.error)
    assert "serves chain 1, not 777" in str(foreign.error)
    assert observation.validators == ()


def test_node_that_does_not_name_its_validators_leaves_the_chain_unread() -> None:
    chain = sealed(Engine.CLIQUE, Client.GETH, 3)
    with serving([chain], Client.GETH) as (network, (node,)):
        del node.answers["clique_getSigners"]
        observation = observe(network)
    assert "the node has to serve clique" in str(observation.trouble)
    assert observation.nodes[0].head is not None


def test_node_that_lost_the_compared_block_is_left_out_of_the_comparison() -> None:
    chain = sealed(Engine.QBFT, Client.BESU, 6)
    with serving([chain, chain], Client.BESU) as (network, nodes):
        real = nodes[1].answers["eth_getBlockByNumber"]
        nodes[1].answers["eth_getBlockByNumber"] = lambda tag, full: None if tag == "0x6" else real(tag, full)
        assert set(observe(network).compared) == {"v0"}
