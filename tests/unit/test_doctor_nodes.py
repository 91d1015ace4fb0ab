"""What the doctor says of nodes that answer over HTTP by a script."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import pytest

from govledger.connection import connect
from govledger.consensus.engine import Engine
from govledger.doctor import Check, Examination, State, examine, questions
from govledger.doctor.checks import known_of
from govledger.doctor.history import LARGE_BATCH
from govledger.doctor.model import Known
from govledger.doctor.questions import Questions, Watch
from govledger.errors import InputError
from govledger.tx.keys import save_key
from tests.scripted_nodes import (
    EMPTY_STATE,
    HTTP_ERROR,
    METHOD_NOT_FOUND,
    SEALER,
    RpcError,
    ScriptedChain,
    ScriptedNode,
    besu,
    deployment_of,
    geth,
    goquorum,
    network_of,
)

CLIQUE = ScriptedChain(engine=Engine.CLIQUE, seconds=1)
OK, WARNING, FAILED, NOT_APPLICABLE = State.OK, State.WARNING, State.FAILED, State.NOT_APPLICABLE


class Clock:
    """A clock that moves only when somebody sleeps; blocks may come meanwhile."""

    def __init__(self, now: float, on_sleep: Callable[[], None] = lambda: None) -> None:
        self.time = now
        self.on_sleep = on_sleep

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.time += seconds
        self.on_sleep()

    def watch(self) -> Watch:
        return Watch(now=self.now, sleep=self.sleep)


def examined(*nodes: ScriptedNode, clock: Clock | None = None, **options: Any) -> tuple[Examination, list[str]]:
    """An examination of nodes that run, and their addresses."""
    with ExitStack() as stack:
        urls = [stack.enter_context(node.serving()) for node in nodes]
        clock = clock or Clock(nodes[0].chain.head_at + 1)
        return examine(urls, watch=clock.watch(), **options), urls


def checks_of(node: ScriptedNode, **options: Any) -> dict[str, Check]:
    """The checks of a single node by their names."""
    found, _ = examined(node, **options)
    return {check.name: check for check in found.checks}


# --- whole nodes ---------------------------------------------------------------------------------------


def test_healthy_besu_has_nothing_to_complain_about():
    chain = ScriptedChain(prices={195: (0, 0)})
    found, [url] = examined(besu(chain), network=network_of(chain))
    assert {check.name: check.state for check in found.checks} == {
        "connection": OK,
        "client": OK,
        "engine": OK,
        "chain": OK,
        "fees": OK,
        "clock": OK,
        "blocks": OK,
        "sealers": OK,
        "peers": OK,
        "synchronisation": OK,
        "old state": NOT_APPLICABLE,
        "block receipts": OK,
        "log ranges": OK,
        "batches": OK,
        "contracts": NOT_APPLICABLE,
    }
    assert found.subjects == (url,) and not found.has_failed
    seen = {check.name: check.seen for check in found.checks}
    assert seen["client"] == "besu 26.8.0"
    assert seen["engine"] == "qbft, 4 validators"
    assert seen["chain"] == f"chain 1337, genesis 0x{chain.block_hash(0).hex()}, as network.toml says"
    assert seen["fees"].endswith("legacy transactions with price 0, and accounts need no money; block 195 holds one")
    assert seen["clock"] == "block 200 was 1 s old by this machine's clock"
    assert seen["blocks"] == "height 200; a block every 5.0 s over the last 32; 5 s is what network.toml says"
    assert seen["block receipts"] == "2 receipts for 2 transactions of block 195"
    assert seen["log ranges"] == "eth_getLogs answers for the whole chain, 201 blocks, at once"
    assert seen["batches"] == "batches of 100 and 1000 requests are answered"


@pytest.mark.parametrize(
    ("make", "engine", "namespace"),
    [
        (besu, Engine.QBFT, "qbft_getValidatorsByBlockNumber"),
        (besu, Engine.IBFT2, "ibft_getValidatorsByBlockNumber"),
        (goquorum, Engine.QBFT, "istanbul_getValidators"),
        (goquorum, Engine.IBFT1, "istanbul_getValidators"),
        (geth, Engine.CLIQUE, "clique_getSigners"),
    ],
)
def test_engine_is_the_one_by_whose_rule_the_header_has_its_hash(make, engine, namespace):
    chain = ScriptedChain(engine=engine)
    node = make(chain, **{namespace: ["0x" + "11" * 20] * 4})
    check = checks_of(node)["engine"]
    assert (check.state, check.seen) == (OK, f"{engine}, 4 validators")
    genesis_only = make(replace(chain, height=0), **{namespace: ["0x" + "11" * 20] * 4})
    assert checks_of(genesis_only)["engine"].seen == f"{engine}, 4 validators"


def test_goquorum_is_named_with_what_it_lacks():
    checks = checks_of(goquorum(ScriptedChain(height=1000)))
    assert checks["client"].state is WARNING
    assert checks["client"].seen == "GoQuorum 24.4.1; GoQuorum was archived in June 2026"
    assert checks["fees"].state is OK and checks["fees"].seen.endswith("GoQuorum takes no other price")
    assert checks["block receipts"].state is WARNING
    assert checks["block receipts"].seen == "the node has no eth_getBlockReceipts"
    assert checks["old state"].state is WARNING and "--gcmode archive" in checks["old state"].advice
    assert checks["old state"].seen == "no proof at block 7, 993 blocks back: missing trie node 56e8…b421 (path )"


def test_address_without_a_node_fails_and_the_others_are_examined():
    node = besu(ScriptedChain())
    with node.serving() as url:
        found = examine(["http://user:s3cret@127.0.0.1:1/", url, url], watch=Clock(node.chain.head_at).watch())
    first, *others, together = found.checks
    assert (first.name, first.state, first.subject) == ("connection", FAILED, "http://user:…@127.0.0.1:1/")
    assert "nothing answers" in first.seen and found.has_failed
    assert len(others) == 15 and {check.subject for check in others} == {url}
    assert (together.name, together.state) == ("agreement", NOT_APPLICABLE)
    assert not [check for check in found.checks if "s3cret" in repr(check)]


def test_node_without_blocks_is_no_node():
    node = besu(ScriptedChain(), eth_getBlockByNumber=METHOD_NOT_FOUND)
    found, _ = examined(node)
    [check] = found.checks
    assert check.state is FAILED and "does not tell its block 0x0" in check.seen and "namespace eth" in check.seen


def test_address_that_is_no_url_is_an_error():
    with pytest.raises(InputError, match="is no RPC address"):
        examine(["localhost:8545"])


# --- client and engine ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("chain", "client", "state", "seen", "advice"),
    [
        (CLIQUE, "Geth/v1.13.15-stable/linux", WARNING, "geth 1.13.15, the last release that seals Clique", "members"),
        (CLIQUE, "Geth/node-1/v1.13.4-stable/linux", WARNING, "Geth 1.13.4; the last release", "by geth 1.13.15"),
        (CLIQUE, "Geth/v1.14.0-stable/linux", FAILED, "Geth 1.14.0 on a Clique chain", "run geth 1.13.15"),
        (CLIQUE, "Geth/unknown", OK, "Geth", ""),
        (CLIQUE, "besu/v26.4.0/linux", FAILED, "besu 26.4.0 on a Clique chain", "new network with QBFT"),
        (CLIQUE, "besu/v25.1.0/linux", WARNING, "besu 25.1.0; fixes go into", "upgrade to Besu 26"),
        (ScriptedChain(), "Geth/v1.15.0-stable/linux", OK, "Geth 1.15.0", ""),
        (ScriptedChain(), "besu/my-node/v26.8.0/linux/java", OK, "besu 26.8.0", ""),
        (ScriptedChain(), "besu/dev/linux", OK, "besu", ""),
        (ScriptedChain(engine=None), "anvil/v1.7.1", WARNING, "anvil 1.7.1, a development node", "no ledger is safe"),
        (ScriptedChain(), "erigon/3.0.1/linux", WARNING, "erigon/3.0.1/linux", "tried on geth, Besu and GoQuorum"),
        (
            ScriptedChain(),
            METHOD_NOT_FOUND,
            WARNING,
            "web3_clientVersion is not answered: the method",
            "namespace web3",
        ),
        (ScriptedChain(), 7, WARNING, "it answers web3_clientVersion with 7", "namespace web3"),
    ],
)
def test_client_and_version_are_judged_by_the_engine(chain, client, state, seen, advice):
    check = checks_of(besu(chain, web3_clientVersion=client))["client"]
    assert check.state is state
    assert seen.lower() in check.seen.lower() and advice in check.advice and bool(advice) == bool(check.advice)


def test_client_that_the_network_does_not_run_is_named():
    chain = ScriptedChain()
    check = checks_of(geth(chain), network=network_of(chain))["client"]
    assert check.state is WARNING and check.seen == "Geth 1.13.15; network.toml says besu"


def test_chain_without_an_engine_has_no_seals_to_check():
    checks = checks_of(geth(ScriptedChain(engine=None), clique_getSigners=METHOD_NOT_FOUND))
    for name in ("engine", "clock", "blocks", "sealers", "peers"):
        assert checks[name].state is NOT_APPLICABLE
    assert checks["engine"].seen == "none: block 200 bears no seal of Clique, QBFT or IBFT"


@pytest.mark.parametrize("vanity", [b"\x02" * 97, b"short"], ids=["no signature", "short"])
def test_header_that_is_only_long_enough_for_a_seal_bears_none(vanity):
    node = besu(ScriptedChain(engine=None, vanity=vanity), qbft_getValidatorsByBlockNumber=METHOD_NOT_FOUND)
    assert checks_of(node)["engine"].state is NOT_APPLICABLE


def test_header_that_has_not_its_hash_is_no_sealed_one_whatever_the_methods_say():
    chain = ScriptedChain()

    def forged(which: str, whole: bool) -> Any:
        return {**chain.block(which, whole), "extraData": "0x" + "00" * 97}

    check = checks_of(besu(chain, eth_getBlockByNumber=forged))["engine"]
    assert check.state is FAILED and check.seen.startswith(
        "the node answers qbft_ methods, and block 200 bears no seal"
    )


def test_engine_that_is_not_the_networks_fails():
    chain = ScriptedChain()
    network = network_of(chain, engine=Engine.IBFT2)
    check = checks_of(besu(chain), network=network)["engine"]
    assert (check.state, check.seen) == (FAILED, "block 200 bears a seal of qbft; network.toml says ibft2")
    check = checks_of(besu(replace(chain, engine=None)), network=network)["engine"]
    assert (check.state, check.seen) == (FAILED, "block 200 bears no engine's seal; network.toml says ibft2")


def test_engine_whose_methods_are_switched_off_is_a_warning():
    chain = ScriptedChain()
    check = checks_of(besu(chain, qbft_getValidatorsByBlockNumber=RpcError(-32604, "Method not enabled")))["engine"]
    assert check.state is WARNING and check.seen == "qbft; the node does not serve qbft_ or istanbul_ methods"
    assert "--rpc-http-api" in check.advice


@pytest.mark.parametrize(("chain", "make", "count", "fewest"), [(ScriptedChain(), besu, 3, 4), (CLIQUE, geth, 1, 3)])
def test_too_few_validators_to_lose_one_is_a_warning(chain, make, count, fewest):
    node = make(replace(chain, validators=chain.validators[:count]))
    check = checks_of(node)["engine"]
    assert check.state is WARNING and f"{count} validator" in check.seen and f"{fewest} or more" in check.advice


# --- chain ---------------------------------------------------------------------------------------------


def test_chain_that_nobody_vouches_for_is_shown_to_be_compared():
    chain = ScriptedChain()
    check = checks_of(besu(chain))["chain"]
    assert check.state is OK and check.seen == f"chain 1337, genesis 0x{chain.block_hash(0).hex()}"
    assert "compare the hash" in check.advice


def test_other_chain_than_network_or_manifest_say_fails():
    chain = ScriptedChain()
    other = replace(chain, vanity=b"\x01" * 32)
    check = checks_of(besu(chain), network=network_of(chain, chain_id=5))["chain"]
    assert check.state is FAILED and check.seen.endswith("network.toml says chain 5")
    check = checks_of(besu(chain), network=network_of(chain), deployment=deployment_of(other))["chain"]
    assert check.state is FAILED
    assert check.seen.endswith(f"the manifest of demo says genesis 0x{other.block_hash(0).hex()}")


def test_network_and_manifest_that_agree_both_vouch():
    chain = ScriptedChain()
    check = checks_of(besu(chain), network=network_of(chain), deployment=deployment_of(chain))["chain"]
    assert check.state is OK and check.seen.endswith("as network.toml and the manifest of demo say")


def test_chain_id_of_ethereum_is_for_no_private_network():
    chain = ScriptedChain(chain_id=1)
    assert checks_of(besu(chain))["chain"].state is WARNING
    assert checks_of(besu(chain, web3_clientVersion=METHOD_NOT_FOUND))["chain"].state is WARNING
    check = checks_of(goquorum(chain))["chain"]
    assert check.state is FAILED and "every transaction for a private one" in check.seen


# --- fees ----------------------------------------------------------------------------------------------


def test_price_of_zero_that_no_block_shows_is_a_warning_where_the_node_suggests_more():
    check = checks_of(besu(ScriptedChain(), eth_gasPrice="0x3e8"))["fees"]
    assert check.state is WARNING and "the node suggests 1000 wei" in check.seen and "--min-gas-price=0" in check.advice
    assert "miner_setGasPrice" in check.advice


def test_price_of_zero_that_was_taken_long_ago_is_well_while_nothing_waits():
    chain = ScriptedChain(prices={7: (0,)})
    check = checks_of(besu(chain, eth_gasPrice="0x3e8"))["fees"]
    assert check.state is OK and check.seen.endswith("block 7 holds one, 193 blocks ago")
    waiting = {"pending": "0x1", "queued": "0x0"}
    assert checks_of(besu(chain, txpool_status=waiting, eth_gasPrice="0x0"))["fees"].state is WARNING


def test_price_of_zero_that_the_node_suggests_is_well():
    assert checks_of(besu(ScriptedChain(), eth_gasPrice="0x0"))["fees"].seen.endswith("the node suggests 0 too")


def test_node_that_suggests_no_price_is_taken_at_the_block():
    check = checks_of(besu(ScriptedChain(), eth_gasPrice=METHOD_NOT_FOUND))["fees"]
    assert check.state is OK and "eth_gasPrice is not answered" in check.seen
    check = checks_of(besu(ScriptedChain(), eth_gasPrice=METHOD_NOT_FOUND, web3_clientVersion=METHOD_NOT_FOUND))["fees"]
    assert check.state is OK


def test_transactions_that_wait_while_none_of_price_zero_is_taken_are_a_warning():
    node = geth(CLIQUE, txpool_status={"pending": "0x3", "queued": "0x0"}, eth_gasPrice="0x0")
    check = checks_of(node)["fees"]
    assert (
        check.state is WARNING and "3 transactions wait, and none with price 0 is in the last 32 blocks" in check.seen
    )


def test_london_with_base_fee_zero_on_geth_is_a_warning_and_on_besu_is_not():
    chain = ScriptedChain(base_fee=0, prices={200: (0,)})
    check = checks_of(geth(replace(chain, engine=Engine.CLIQUE)))["fees"]
    assert check.state is WARNING and "leave London out" in check.advice
    check = checks_of(besu(chain))["fees"]
    assert check.state is OK and check.seen.startswith("base fee 0: govledger sends legacy transactions with price 0")


def test_base_fee_means_that_every_account_pays(tmp_path):
    chain = ScriptedChain(base_fee=7)
    check = checks_of(besu(chain))["fees"]
    assert check.state is OK and check.advice == "every account that writes needs money"
    assert check.seen == "base fee 7 wei: govledger sends type 2 transactions, at most 14 wei and the tip for one gas"
    rich = save_key(tmp_path / "rich.json", b"\x01" * 32, "open", work_factor=2).address
    poor = save_key(tmp_path / "poor.json", b"\x02" * 32, "open", work_factor=2).address
    keys = [tmp_path / "rich.json", tmp_path / "poor.json"]
    balances = {"0x" + rich.hex(): "0x10", "0x" + poor.hex(): "0x0"}
    node = besu(chain, eth_getBalance=lambda account, _block: balances[account])
    found, _ = examined(node, key_files=keys)
    [check] = [check for check in found.checks if check.name == "fees"]
    assert check.state is WARNING and check.seen.endswith(f"; 0x{poor.hex()} has no money")
    [check] = [check for check in examined(node, key_files=keys[:1])[0].checks if check.name == "fees"]
    assert check.state is OK and check.seen.endswith("; 1 account given, with money")


def test_base_fee_on_a_network_that_should_have_none_fails():
    chain = ScriptedChain(base_fee=7)
    check = checks_of(besu(chain), network=network_of(chain))["fees"]
    assert check.state is FAILED and check.seen.endswith("network.toml says that nothing is paid")
    check = checks_of(besu(chain), network=network_of(chain, zero_fee=False))["fees"]
    assert check.state is OK


# --- clock and blocks ----------------------------------------------------------------------------------


def test_chain_that_stands_still_fails():
    chain = ScriptedChain()
    clock = Clock(chain.head_at + 3 * 3600)
    checks = checks_of(besu(chain), clock=clock)
    assert checks["blocks"].state is FAILED
    assert checks["blocks"].seen == "the chain stands still at block 200, which is 3 hours old"
    assert checks["clock"].state is NOT_APPLICABLE
    assert clock.time == chain.head_at + 3 * 3600 + 15  # three blocks' time was waited


def test_age_of_a_standing_head_is_told_in_the_unit_that_fits():
    chain = ScriptedChain()
    for age, shown in ((20, "20 s old"), (300, "5 minutes old"), (300_000, "3 days old")):
        check = checks_of(besu(chain), clock=Clock(chain.head_at + age), network=network_of(chain))["blocks"]
        assert check.seen.endswith(shown)


def test_clock_that_is_ahead_of_a_living_chain_is_a_warning():
    chain = ScriptedChain()
    node = besu(chain)

    def seal() -> None:
        node.chain.height += 1
        node.chain.head_at += chain.seconds

    checks = checks_of(node, clock=Clock(chain.head_at + 100, seal))
    assert checks["clock"].state is WARNING
    assert checks["clock"].seen == "block 201 had just come, and was 96 s old by this machine's clock"
    assert checks["blocks"].state is OK


def test_clock_that_is_behind_the_chain_is_a_warning():
    chain = ScriptedChain()
    check = checks_of(besu(chain), clock=Clock(chain.head_at - 30))["clock"]
    assert check.state is WARNING and check.seen == "block 200 is 30 s ahead of this machine's clock"
    assert checks_of(besu(chain), clock=Clock(chain.head_at - 1))["clock"].state is OK


def test_block_that_comes_while_we_wait_shows_that_the_head_was_only_late():
    chain = ScriptedChain()
    node = besu(chain)

    def seal() -> None:
        node.chain.height += 1
        node.chain.head_at += 17

    checks = checks_of(node, clock=Clock(chain.head_at + 16.5, seal))
    assert checks["clock"].state is OK and checks["clock"].seen == "block 201 was 0 s old by this machine's clock"


def test_node_that_falls_silent_while_we_wait_shows_no_new_block():
    chain = ScriptedChain()
    node = besu(chain)

    def fall_silent() -> None:
        node.answers["eth_getBlockByNumber"] = RpcError(-32000, "shutting down")

    checks = checks_of(node, clock=Clock(chain.head_at + 60, fall_silent))
    assert checks["blocks"].state is FAILED


def test_blocks_that_take_longer_than_they_should_are_a_warning():
    chain = ScriptedChain(seconds=9)
    check = checks_of(besu(chain), network=network_of(chain, block_seconds=5))["blocks"]
    assert check.state is WARNING and "a block every 9.0 s" in check.seen and "network status" in check.advice
    assert checks_of(besu(chain))["blocks"].state is OK


def test_code_that_is_the_manifests_is_well(monkeypatch):
    chain = ScriptedChain()
    monkeypatch.setattr(questions, "check", lambda deployment, endpoint: None)
    check = checks_of(besu(chain), deployment=deployment_of(chain))["contracts"]
    assert (check.state, check.seen) == (OK, "1 contract with the code of the manifest")


def test_block_of_another_shape_is_no_block():
    chain = ScriptedChain()

    def shortened(which: str, whole: bool) -> Any:
        return {**chain.block(which, whole), "hash": "0x12"}

    found, _ = examined(besu(chain, eth_getBlockByNumber=shortened))
    assert found.has_failed and found.checks[0].name == "connection"


@pytest.mark.parametrize("data", ["0x" + "00" * 97, "0xdeadbeef"])
def test_header_whose_hash_is_another_engines_is_no_sealed_one(data):
    chain = ScriptedChain(engine=None)
    node = besu(chain, eth_getBlockByNumber=lambda which, whole: {**chain.block(which, whole), "extraData": data})
    assert checks_of(node)["engine"].state is FAILED


def test_chain_of_one_block_has_no_pace_yet():
    assert checks_of(besu(ScriptedChain(height=1)))["blocks"].state is NOT_APPLICABLE


def test_blocks_that_the_node_lost_end_the_look_back():
    chain = ScriptedChain()

    def pruned(which: str, whole: bool) -> Any:
        return None if which not in ("latest", "0x0") and int(which, 16) < 195 else chain.block(which, whole)

    checks = checks_of(besu(chain, eth_getBlockByNumber=pruned))
    assert checks["blocks"].seen == "height 200; a block every 5.0 s over the last 6"
    assert checks["old state"].seen.startswith("eth_getProof answers at block 200")


def test_validator_that_sealed_none_of_the_last_blocks_is_named():
    chain = ScriptedChain()
    check = checks_of(besu(chain))["sealers"]
    assert (check.state, check.seen) == (OK, "each of 4 validators sealed one of the last 8 blocks")
    others = [f"0x{address.hex()}" for address in (*chain.validators, b"\x55" * 20, b"\x66" * 20)]
    check = checks_of(besu(chain, qbft_getValidatorsByBlockNumber=others))["sealers"]
    assert check.state is WARNING
    assert check.seen == f"{others[4]}, {others[5]} sealed none of the last 12 blocks" and "status" in check.advice


def test_sealer_of_a_clique_block_is_the_one_of_its_seal():
    check = checks_of(geth(CLIQUE, clique_getSigners=[f"0x{SEALER.hex()}"]))["sealers"]
    assert (check.state, check.seen) == (OK, "each of 1 validator sealed one of the last 2 blocks")


def test_sealer_of_an_ibft_1_block_is_the_one_of_the_proposers_seal_if_a_key_made_it():
    chain = ScriptedChain(engine=Engine.IBFT1)
    check = checks_of(goquorum(chain, istanbul_getValidators=[f"0x{SEALER.hex()}"]))["sealers"]
    assert (check.state, check.seen) == (OK, "each of 1 validator sealed one of the last 2 blocks")
    checks = checks_of(goquorum(replace(chain, is_seal_good=False), istanbul_getValidators=[f"0x{SEALER.hex()}"]))
    assert checks["engine"].seen.startswith("ibft1, ") and checks["sealers"].state is WARNING


def test_few_blocks_do_not_tell_who_is_missing():
    check = checks_of(besu(ScriptedChain(height=7)))["sealers"]
    assert (check.state, check.seen) == (NOT_APPLICABLE, "fewer than 8 blocks; too few to tell who is missing")


# --- peers and synchronisation -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "state", "seen"),
    [
        ("0x3", OK, "3 peers"),
        ("0x2", WARNING, "2 peers, of 3 other validators"),
        ("0x1", WARNING, "1 peer, of 3 other validators"),
        ("0x0", FAILED, "no peers, of 3 other validators"),
        (METHOD_NOT_FOUND, WARNING, "net_peerCount is not answered: the method does not exist/is not available"),
    ],
)
def test_peers_are_compared_with_the_validators(answer, state, seen):
    check = checks_of(besu(ScriptedChain(), net_peerCount=answer))["peers"]
    assert (check.state, check.seen) == (state, seen)


def test_question_that_breaks_the_connection_is_only_unanswered():
    checks = checks_of(besu(ScriptedChain(), eth_syncing=HTTP_ERROR))
    assert checks["synchronisation"].state is WARNING and "with HTTP 500" in checks["synchronisation"].seen
    assert len(checks) == 15


def test_lone_node_whose_validators_are_unknown_is_not_blamed():
    node = besu(ScriptedChain(), net_peerCount="0x0", qbft_getValidatorsByBlockNumber=METHOD_NOT_FOUND)
    assert checks_of(node)["peers"].state is OK


@pytest.mark.parametrize(
    ("answer", "state", "seen"),
    [
        (False, OK, "in sync"),
        ({"currentBlock": "0xc8", "highestBlock": "0x200"}, WARNING, "catching up; it has 200 blocks so far"),
        (METHOD_NOT_FOUND, WARNING, "eth_syncing is not answered"),
        ("yes", WARNING, "it answers eth_syncing with 'yes'"),
    ],
)
def test_node_that_catches_up_is_a_warning(answer, state, seen):
    check = checks_of(besu(ScriptedChain(), eth_syncing=answer))["synchronisation"]
    assert check.state is state and seen in check.seen


# --- the past ------------------------------------------------------------------------------------------


def test_bonsai_that_keeps_no_old_state_is_named_with_forest():
    checks = checks_of(besu(ScriptedChain(height=6000)))
    assert checks["old state"].state is WARNING
    assert checks["old state"].seen == "no proof at block 7, 5993 blocks back: World state unavailable"
    assert "--data-storage-format=FOREST" in checks["old state"].advice and "BONSAI" in checks["old state"].advice


def test_old_state_is_asked_for_at_the_deployments_first_block():
    chain = ScriptedChain(height=6000)
    asked: list[tuple[str, str]] = []

    def get_proof(address: str, _slots: list[str], block: str) -> Any:
        asked.append((address, block))
        return {"accountProof": ["0x" + chain.state_node(int(block, 16)).hex()]}

    check = checks_of(besu(chain, eth_getProof=get_proof), deployment=deployment_of(chain, block=50))["old state"]
    assert asked == [("0x" + "55" * 20, hex(50))]
    assert (check.state, check.seen) == (OK, "eth_getProof answers at block 50, 5950 blocks back")


def test_deployment_above_the_head_does_not_hide_the_first_accounts():
    chain = ScriptedChain(height=6000)
    deployment = deployment_of(replace(chain, height=7000), block=6500)
    check = checks_of(besu(chain), deployment=deployment)["old state"]
    assert check.seen.startswith("no proof at block 7, ")


def test_archive_node_keeps_old_state():
    check = checks_of(geth(replace(CLIQUE, height=300)))["old state"]
    assert (check.state, check.seen) == (OK, "eth_getProof answers at block 7, 293 blocks back")
    check = checks_of(besu(ScriptedChain(), web3_clientVersion=METHOD_NOT_FOUND))["old state"]
    assert check.state is OK


@pytest.mark.parametrize(("make", "chain", "recent"), [(geth, CLIQUE, 128), (besu, ScriptedChain(), 512)])
def test_young_chain_does_not_tell_whether_state_is_kept(make, chain, recent):
    check = checks_of(make(replace(chain, height=100)))["old state"]
    assert check.state is NOT_APPLICABLE and f"ask again from block {recent + 7} on" in check.advice


def test_chain_without_accounts_has_no_state_to_prove():
    for chain in (ScriptedChain(first_accounts=1000), ScriptedChain(height=0)):
        check = checks_of(besu(chain))["old state"]
        assert (check.state, check.seen) == (NOT_APPLICABLE, "no block has any account yet")


@pytest.mark.parametrize(
    ("answer", "seen"),
    [
        (METHOD_NOT_FOUND, "the node has no eth_getProof"),
        (None, "it answers eth_getProof with null"),
        ({"accountProof": ["0x1234"]}, "its proof begins at 0x"),
        ({"accountProof": []}, f"its proof begins at 0x{EMPTY_STATE.hex()}"),
    ],
)
def test_proof_that_does_not_come_or_proves_something_else_is_none(answer, seen):
    check = checks_of(besu(ScriptedChain(), eth_getProof=answer))["old state"]
    assert check.state is WARNING and seen in check.seen


def test_advice_on_old_state_is_general_for_an_unknown_client():
    node = besu(ScriptedChain(), eth_getProof=RpcError(-32000, "pruned"), web3_clientVersion="reth/v1.2.3")
    assert checks_of(node)["old state"].advice.startswith("to keep old state run an archive node")


def test_node_that_lost_the_block_of_the_deployment_has_no_proof_of_it():
    chain = ScriptedChain()

    def without_9(which: str, whole: bool) -> Any:
        return None if which == "0x9" else chain.block(which, whole)

    check = checks_of(besu(chain, eth_getBlockByNumber=without_9), deployment=deployment_of(chain))["old state"]
    assert check.state is WARNING and "it answers eth_getBlockByNumber with null" in check.seen


def test_receipts_are_counted_in_a_block_with_transactions():
    chain = ScriptedChain(prices={7: (0, 0, 0)})
    check = checks_of(besu(chain))["block receipts"]
    assert (check.state, check.seen) == (OK, "3 receipts for 3 transactions of block 7")
    check = checks_of(besu(chain, eth_getBlockReceipts=[{}]))["block receipts"]
    assert (check.state, check.seen) == (FAILED, "1 receipt for 3 transactions of block 7")


def test_deployments_first_block_serves_to_try_receipts():
    chain = ScriptedChain(prices={9: (0,)})
    check = checks_of(besu(chain), deployment=deployment_of(chain))["block receipts"]
    assert check.seen == "1 receipt for 1 transaction of block 9"


def test_receipts_without_any_transaction_are_tried_on_the_head():
    check = checks_of(besu(ScriptedChain()))["block receipts"]
    assert check.state is OK and "no block with transactions was found" in check.seen
    check = checks_of(besu(ScriptedChain(), eth_getBlockReceipts=None))["block receipts"]
    assert check.state is WARNING and check.seen == "it answers eth_getBlockReceipts with null"


def test_largest_range_of_logs_that_answers_is_told():
    check = checks_of(besu(ScriptedChain(height=20_000)))["log ranges"]
    assert check.state is OK
    assert check.seen.startswith(
        "eth_getLogs answers for 5,000 blocks, and is refused for 10,000: Requested range exceeds maximum range limit"
    )
    assert "halves" in check.seen


def test_range_below_what_the_index_asks_for_is_a_warning():
    def get_logs(criteria: dict[str, Any]) -> Any:
        wide = int(criteria["toBlock"], 16) - int(criteria["fromBlock"], 16) >= 100
        return RpcError(-32005, "query returned more than 100 blocks") if wide else []

    check = checks_of(besu(ScriptedChain(), eth_getLogs=get_logs))["log ranges"]
    assert check.state is WARNING and "for 100 blocks, and is refused for 201" in check.seen
    assert "halves" in check.advice


def test_node_without_logs_fails():
    check = checks_of(besu(ScriptedChain(), eth_getLogs=METHOD_NOT_FOUND))["log ranges"]
    assert check.state is FAILED and check.seen.startswith("eth_getLogs is refused for 1: the method does not exist")


def test_batches_of_what_govledger_sends_must_be_answered():
    node = besu(ScriptedChain())
    node.largest_batch = 50
    check = checks_of(node)["batches"]
    assert check.state is FAILED and check.seen.startswith("a batch of 100 requests is not answered")
    assert "--rpc-http-max-batch-size" in check.advice
    node.largest_batch = 500
    check = checks_of(node)["batches"]
    assert (check.state, check.seen) == (
        OK,
        f"batches of 100 requests are answered, of {LARGE_BATCH} not; govledger sends 100 at most",
    )


def test_batch_whose_requests_are_refused_is_not_answered():
    node = besu(ScriptedChain())
    with node.serving() as url, connect(url) as connection:
        node.answers["eth_chainId"] = RpcError(-32005, "too many requests")
        refused = Questions(connection, Known(), Watch())._batch(3)
    assert refused is not None and refused.reason == "too many requests"


# --- contracts -----------------------------------------------------------------------------------------


def test_contract_without_its_code_fails():
    chain = ScriptedChain()
    check = checks_of(besu(chain), deployment=deployment_of(chain))["contracts"]
    assert check.state is FAILED and "Consortium of deployment demo was made from the artifact" in check.seen


def test_nothing_is_known_without_a_description():
    assert known_of(None, None) == Known()


# --- several nodes -------------------------------------------------------------------------------------


def together(*nodes: ScriptedNode) -> tuple[Check, list[str]]:
    found, urls = examined(*nodes)
    [check] = [check for check in found.checks if check.name == "agreement"]
    assert check.subject == "all nodes"
    return check, urls


def test_nodes_of_one_chain_agree_at_the_lowest_of_their_heights():
    chain = ScriptedChain()
    ahead = replace(chain, height=203, head_at=chain.head_at + 15)
    check, urls = together(besu(chain), besu(ahead))
    assert (check.state, check.seen) == (OK, f"2 nodes have the same block 200: {urls[0]} 200, {urls[1]} 203")


def test_node_that_is_far_behind_is_a_warning():
    chain = ScriptedChain()
    ahead = replace(chain, height=210, head_at=chain.head_at + 50)
    check, urls = together(besu(chain), besu(ahead))
    assert check.state is WARNING and f"a node is behind: {urls[0]} 200, {urls[1]} 210" in check.seen


def test_nodes_with_different_genesis_blocks_fail():
    check, _ = together(besu(ScriptedChain()), besu(ScriptedChain(vanity=b"\x01" * 32)))
    assert check.state is FAILED and "begin with different blocks" in check.seen


def forked(chain: ScriptedChain, first: int) -> ScriptedChain:
    """The same chain up to a block, and another one from there on."""

    class Forked(ScriptedChain):
        def header(self, number: int) -> Any:
            other = replace(chain, vanity=b"\x01" * 32) if number >= first else chain
            return other.header(number)

    return Forked(engine=chain.engine, seconds=chain.seconds)


def test_different_blocks_at_one_height_fail_where_blocks_are_final():
    chain = ScriptedChain()
    check, urls = together(besu(chain), besu(forked(chain, 200)))
    assert check.state is FAILED and check.seen.startswith(f"different blocks at height 200: {urls[0]} 0x")


def test_different_blocks_at_the_end_of_a_clique_chain_are_a_warning():
    check, _ = together(geth(CLIQUE), geth(forked(CLIQUE, 200)))
    assert check.state is WARNING and check.seen.endswith("; the same at 197")
    check, _ = together(geth(CLIQUE), geth(forked(CLIQUE, 190)))
    assert check.state is FAILED and "different blocks at height 197" in check.seen


def test_settled_depth_is_guessed_where_the_signers_are_not_told():
    silent = {"clique_getSigners": METHOD_NOT_FOUND}
    check, _ = together(geth(CLIQUE, **silent), geth(forked(CLIQUE, 200), **silent))
    assert check.seen.endswith("; the same at 194")


def test_node_that_does_not_tell_the_block_is_a_warning():
    chain = ScriptedChain()

    def without_200(which: str, whole: bool) -> Any:
        return None if which == hex(200) else chain.block(which, whole)

    check, urls = together(besu(chain), besu(chain, eth_getBlockByNumber=without_200))
    assert check.state is WARNING and check.seen == f"no block 200 from {urls[1]}"


def test_nodes_that_do_not_tell_their_height_cannot_be_compared():
    check, _ = together(besu(ScriptedChain()), besu(ScriptedChain(), eth_blockNumber=METHOD_NOT_FOUND))
    assert check.state is NOT_APPLICABLE
