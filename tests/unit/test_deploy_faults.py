"""Deployments on chains that reorganise and grow dearer, and at nodes that fall silent or behind."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from govledger.connection import embedded
from govledger.deployer.checking import check
from govledger.deployer.creating import PRICE_ATTEMPTS
from govledger.deployer.deploying import deploy, deploy_to
from govledger.deployer.folder import open_deployment
from govledger.deployer.pricing import offer_of
from govledger.deployer.run import CERTAIN
from govledger.deployer.settling import blocks_until_settled
from govledger.deployments import Deployment
from govledger.errors import (
    CodeMismatch,
    ConnectionFailed,
    CreationPending,
    DeploymentError,
    DeploymentReorganised,
    DeploymentUnsettled,
    FeeLimitReached,
    NodeRefused,
    NonceTaken,
)
from govledger.plan import DeploymentPlan, Step, create_address
from govledger.tx.endpoint import Web3Endpoint
from govledger.tx.fees import FREE
from govledger.tx.reverts import CallReverted
from govledger.tx.sending import Waiting
from govledger.tx.signing import PrivateKeySigner
from tests.faulty_endpoint import FaultyEndpoint
from tests.small_contracts import ECHOES, FAILS, LOGS, artifact

EARLIEST = 3
LATE = bytes.fromhex("43600311601c57600a8060126000396000f3") + ECHOES + bytes.fromhex("5b60006000fd")
"""Creation code that fails in the blocks before that one."""
SMALL = {
    "Late": artifact("Late", ECHOES, bytecode=LATE),
    "Echoes": artifact("Echoes", ECHOES),
    "Logs": artifact("Logs", LOGS),
    "Fails": artifact("Fails", ECHOES, bytecode=FAILS),
}
PLAN = DeploymentPlan((Step("echoes", "Echoes"), Step("logs", "Logs"), Step("again", "Echoes")))
SILENCE = ConnectionFailed("nothing answers at http://node")
UNDERPRICED = NodeRefused("eth_sendRawTransaction", -32000, "transaction underpriced")
REPLACES = NodeRefused("eth_sendRawTransaction", -32000, "replacement transaction underpriced")


class Stopped(Exception):
    """What a test stops a run with."""


class Place:
    """A chain, a deployer, a folder, a node between them that fails on demand, and a clock of pauses."""

    def __init__(self, folder: Path, *, zero_fee: bool = True) -> None:
        self.chain = embedded(started_at=1_700_000_000, zero_fee=zero_fee)
        self.signer = PrivateKeySigner(self.chain.development_keys[0])
        self.node = FaultyEndpoint(Web3Endpoint(self.chain))
        self.folder = folder / "town"
        self.seconds = 0.0
        self.notices: list[str] = []
        self.reports: list[tuple[str, int]] = []
        self.at_pause = lambda: None

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds
        self.at_pause()

    def waiting(self, **changes: float) -> Waiting:
        return Waiting(timeout_seconds=60, sleep=self.sleep, clock=lambda: self.seconds, **changes)

    def run(self, plan: DeploymentPlan = PLAN, **options: Any) -> Deployment:
        options = {"folder": self.folder, "waiting": self.waiting(), **options}
        return deploy_to(
            self.node,
            options.pop("signer", self.signer),
            plan,
            name="town",
            load=SMALL.__getitem__,
            report=lambda step, receipt: self.reports.append((step.key, receipt.block_number)),
            notice=self.notices.append,
            **options,
        )

    def lines(self, kind: str) -> list[dict[str, Any]]:
        lines = map(json.loads, (self.folder / "journal.jsonl").read_text().splitlines())
        return [line for line in lines if line["line"] == kind]

    def sent(self) -> int:
        return self.node.node.nonce(self.signer.address)

    def seal(self, blocks: int = 1) -> None:
        for _ in range(blocks):
            self.chain.advance_time(1)

    def somebody_else_sends(self) -> None:
        foreign = FREE.transaction(
            chain_id=self.chain.chain_id(), nonce=self.sent(), gas=50_000, to=b"\x77" * 20, data=b""
        )
        assert self.node.node.send([self.signer.sign(foreign)]) == [None]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


@pytest.fixture
def dear_place(tmp_path: Path) -> Place:
    return Place(tmp_path, zero_fee=False)


def loses(_node: Any, raws: list[bytes]) -> list[None]:
    """The node says that it took them, and no block ever gets them."""
    return [None for _ in raws]


def expect_whole(place: Place, deployment: Deployment) -> None:
    """Everything stands at the planned addresses, with one nonce each, as the manifest says."""
    assert [contract.address for contract in deployment.contracts] == [
        create_address(place.signer.address, index) for index in range(3)
    ]
    assert place.sent() == 3
    assert open_deployment(place.folder) == deployment
    check(deployment, place.node, load=SMALL.__getitem__)


# --- nodes that fall silent, or behind -----------------------------------------------------------------


def test_time_begins_anew_with_every_step(place):
    """A block takes 50 s, the run waits for 60 s while nothing moves, and three steps take 150 s."""
    sent: dict[bytes, float] = {}

    def slow(node: Web3Endpoint, hashes: list[bytes]) -> list[Any]:
        late = [place.seconds - sent.setdefault(one, place.seconds) < 50 for one in hashes]
        return [None if hidden else receipt for hidden, receipt in zip(late, node.receipts(hashes), strict=True)]

    place.node.faults = {
        "receipts": [slow] * 10_000,
        "nonce": [lambda *_: len(sent) - any(place.seconds - when < 50 for when in sent.values())] * 10_000,
    }
    deployment = place.run(waiting=place.waiting(longest_delay=10))
    assert 150 <= place.seconds < 200
    place.node.faults = {}
    expect_whole(place, deployment)


def test_time_begins_anew_with_every_block_while_blocks_settle(place):
    sealed: list[float] = []

    def at_pause() -> None:
        if place.seconds >= 50 * (len(sealed) + 1):
            sealed.append(place.seconds)
            place.seal()

    place.at_pause = at_pause
    expect_whole(place, place.run(confirmations=3, waiting=place.waiting(longest_delay=10)))
    assert len(sealed) == 3


@pytest.mark.parametrize("question", ["chain_id", "block_hash", "nonce", "latest", "estimate_gas", "send", "receipts"])
def test_node_that_is_silent_for_a_while_stops_nothing(place, question):
    place.node.faults = {question: [SILENCE] * 4}
    expect_whole(place, place.run())
    assert len(place.lines("signed")) == 3


@pytest.mark.parametrize("question", ["latest", "send", "code"])
def test_node_that_stays_silent_ends_the_run_with_the_way_out_and_the_same_command_goes_on(place, question):
    place.node.faults = {question: [SILENCE] * 1000}
    with pytest.raises(ConnectionFailed, match=r"nothing answers at http://node; nothing moved for 60 s.*same command"):
        place.run()
    assert 60 <= place.seconds < 62 and not (place.folder / "manifest.json").exists()
    place.node.faults = {}
    signed = place.lines("signed")
    expect_whole(place, place.run())
    assert place.lines("signed")[: len(signed)] == signed


def test_bytes_are_sent_again_after_a_silence(place):
    place.node.faults = {"send": [loses], "receipts": [SILENCE]}
    expect_whole(place, place.run())
    assert len(place.lines("signed")) == 3 and place.seconds < 1


def test_bytes_that_a_node_lost_are_sent_again_after_a_time(place):
    place.node.faults = {"send": [loses]}
    expect_whole(place, place.run())
    assert len(place.lines("signed")) == 3 and 3 <= place.seconds < 5


def test_node_that_was_told_already_has_taken_it(place):
    known = NodeRefused("eth_sendRawTransaction", -32000, "already known")

    def taken_before(node: Any, raws: list[bytes]) -> list[NodeRefused]:
        node.send(raws)
        return [known]

    place.node.faults = {"send": [taken_before]}
    expect_whole(place, place.run())


def test_node_that_has_it_waiting_has_taken_it(place):
    known = NodeRefused("eth_sendRawTransaction", -32000, "already known")
    place.node.faults = {"send": [lambda *_: [known]] * CERTAIN, "knows": [lambda *_: True] * CERTAIN}
    expect_whole(place, place.run())


def test_nonce_that_a_node_finds_wrong_is_looked_for_on_the_chain(place):
    low = NodeRefused("eth_sendRawTransaction", -32000, "nonce too low: next nonce 1, tx nonce 0")
    place.node.faults = {"send": [lambda _node, _raws: [low]] * CERTAIN}
    expect_whole(place, place.run())
    assert len(place.lines("signed")) == 3


def test_receipt_of_another_address_is_not_believed(place):
    def elsewhere(node: Web3Endpoint, hashes: list[bytes]) -> list[Any]:
        return [receipt and replace(receipt, contract_address=b"\x42" * 20) for receipt in node.receipts(hashes)]

    place.node.faults = {"receipts": [elsewhere] * 99}
    with pytest.raises(CodeMismatch, match="Echoes at 0x"):
        place.run()
    assert not (place.folder / "manifest.json").exists()


def test_node_behind_the_one_before_is_waited_for(place):
    """Its nonce is an old one, and its estimate fails since earlier contracts are not there yet."""
    behind = [lambda node, address: 0] * 2
    place.node.faults = {"nonce": [lambda node, address: node.nonce(address)] * 3 + behind}
    expect_whole(place, place.run())
    assert len(place.lines("signed")) == 3 and place.notices == []


@pytest.mark.parametrize(
    ("question", "fault"),
    [
        ("estimate_gas", CallReverted(b"")),
        ("code", lambda _node, _address: b""),
        ("nonce", lambda _node, _address: 2),
        ("send", lambda _node, _raws: [NodeRefused("eth_sendRawTransaction", -32000, "insufficient funds")]),
        ("latest", NodeRefused("eth_getBlockByNumber", -32000, "header not found")),
    ],
)
def test_answer_that_would_end_the_run_is_asked_for_again(place, question, fault):
    through = [lambda node, *arguments: getattr(node, question)(*arguments)] * 2
    place.node.faults = {question: [*through, *[fault] * (CERTAIN - 1)]}
    expect_whole(place, place.run())


def test_answers_that_would_end_the_run_count_only_in_a_row(place):
    refused = [NodeRefused("eth_getBlockByNumber", -32000, "header not found")] * (CERTAIN - 1)
    place.node.faults = {"latest": [*refused, lambda node: node.latest()] * 3}
    expect_whole(place, place.run())


def test_chain_that_never_keeps_its_blocks_ends_the_run(place):
    place.run()
    (place.folder / "manifest.json").unlink()
    place.node.faults = {"block_hash": [lambda node, number: node.block_hash(number)] + [lambda *_: b"\x99" * 32] * 999}
    with pytest.raises(DeploymentUnsettled, match=r"these blocks are changing.*same command"):
        place.run()
    place.node.faults = {"nonce": [lambda *_: 0] * 999, "receipts": [lambda _node, hashes: [None] * len(hashes)] * 999}
    (place.folder / "journal.jsonl").unlink()
    place.node.faults["nonce"].insert(0, lambda node, address: node.nonce(address))
    with pytest.raises(DeploymentUnsettled, match=r"does not keep the blocks before Echoes's"):
        place.run()


# --- reorganisations -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kept", [0, 1])
def test_reorganisation_in_the_middle_sends_what_is_missing_again(place, kept):
    snapshots = [place.chain.snapshot()]
    place.node.faults = {
        "send": [lambda node, raws: (node.send(raws), snapshots.append(place.chain.snapshot()))[0]] * 2
    }

    def reorganise(node: Web3Endpoint, raws: list[bytes]) -> list[None]:
        place.chain.revert(snapshots[kept])
        place.seal()
        return [None]

    place.node.faults["send"].append(reorganise)
    deployment = place.run()
    expect_whole(place, deployment)
    assert len(place.lines("signed")) == 3 and deployment.contracts[kept].block_number == kept + 2
    assert place.seconds < 1, "what is gone is sent again at once"
    assert len(place.notices) == 2 - kept and "is gone, and its transaction is sent again" in place.notices[0]
    assert [key for key, _block in place.reports].count("logs") == 2


def test_run_ends_only_when_its_blocks_are_settled(place):
    place.at_pause = place.seal
    deployment = place.run(confirmations=3)
    expect_whole(place, deployment)
    assert place.node.latest().number >= deployment.contracts[-1].block_number + 3


def test_reorganisation_while_blocks_settle_is_mended(place):
    snapshot = place.chain.snapshot()
    pauses = count()

    def at_pause() -> None:
        if next(pauses) == 1:
            place.chain.revert(snapshot)
        place.seal()

    place.at_pause = at_pause
    deployment = place.run(confirmations=4)
    expect_whole(place, deployment)
    assert len(place.lines("signed")) == 3 and len(place.lines("mined")) == 6 and len(place.notices) == 3


def test_chain_that_seals_no_more_blocks_leaves_a_deployment_unsettled_and_the_same_command_goes_on(place):
    with pytest.raises(DeploymentUnsettled, match=r"have 0 blocks on top, and 3 settle them.*same command"):
        place.run(confirmations=3)
    assert not (place.folder / "manifest.json").exists()
    place.seal(3)
    expect_whole(place, place.run(confirmations=3))


@pytest.mark.parametrize("kept", [0, 1, 2])
def test_finished_deployment_that_a_reorganisation_took_is_made_again_with_the_same_bytes(place, kept):
    snapshots = [place.chain.snapshot()]
    place.node.faults = {
        "send": [lambda node, raws: (node.send(raws), snapshots.append(place.chain.snapshot()))[0]] * 3
    }
    first = place.run()
    signed = place.lines("signed")
    place.chain.revert(snapshots[kept])
    place.seal(5)
    with pytest.raises(DeploymentReorganised, match=r"the chain reorganised below deployment town: block .* is gone"):
        check(first, place.node, load=SMALL.__getitem__)
    second = place.run()
    expect_whole(place, second)
    assert place.lines("signed") == signed and second.digest() == first.digest()
    assert [one == other for one, other in zip(first.contracts, second.contracts, strict=True)] == [
        index < kept for index in range(3)
    ]
    [notice] = place.notices
    assert "reorganised below deployment town" in notice and "sent again where they are missing" in notice
    assert place.run() == second and len(place.notices) == 1


def test_block_that_the_node_does_not_have_yet_is_called_that(place):
    snapshot = place.chain.snapshot()
    deployment = place.run()
    place.chain.revert(snapshot)
    with pytest.raises(
        DeploymentReorganised, match=r"ends at block 0, before block 1 0x.* not in sync yet \(then wait"
    ):
        check(deployment, place.node, load=SMALL.__getitem__)
    expect_whole(place, place.run())


def test_transactions_that_the_chain_took_again_by_itself_only_change_the_manifest(place):
    snapshot = place.chain.snapshot()
    place.run()
    raws = [bytes.fromhex(line["transaction"][2:]) for line in place.lines("signed")]
    place.chain.revert(snapshot)
    place.seal()
    place.node.node.send(raws)
    place.node.calls.clear()
    expect_whole(place, place.run())
    assert "send" not in place.node.calls


def test_nonce_that_was_used_after_a_reorganisation_stops_with_the_way_out(place):
    snapshot = place.chain.snapshot()
    first = place.run()
    place.chain.revert(snapshot)
    place.somebody_else_sends()
    with pytest.raises(NonceTaken, match=r"nonce 0 of .*Echoes was to be created with, was used.*under another name"):
        place.run()
    assert open_deployment(place.folder) == first


def test_deployment_without_its_journal_cannot_be_mended(place):
    snapshot = place.chain.snapshot()
    place.run()
    place.chain.revert(snapshot)
    place.seal()
    (place.folder / "journal.jsonl").unlink()
    with pytest.raises(DeploymentReorganised, match=r"town lacks the journal of this deployment.*under another name"):
        place.run()
    assert place.sent() == 0


def test_run_killed_while_it_mends_goes_on(place, monkeypatch):
    snapshot = place.chain.snapshot()
    first = place.run()
    place.chain.revert(snapshot)
    place.seal()
    place.node.faults = {"send": [lambda node, raws: node.send(raws), Stopped()]}
    with pytest.raises(Stopped):
        place.run()
    assert place.sent() == 1 and open_deployment(place.folder) == first
    expect_whole(place, place.run())


def test_missing_code_on_a_chain_that_did_not_reorganise_is_no_reorganisation(place):
    deployment = place.run()
    moved = replace(deployment.contracts[1], address=b"\x42" * 20)
    with pytest.raises(CodeMismatch, match="has no code"):
        check(replace(deployment, contracts=(moved,)), place.node, load=SMALL.__getitem__)


def test_constructor_that_failed_in_a_block_that_is_gone_may_succeed_in_another(place):
    snapshot, pauses = place.chain.snapshot(), count()

    def at_pause() -> None:
        if next(pauses) == 0:
            assert [line["succeeded"] for line in place.lines("mined")] == [False] and place.reports == []
            place.chain.revert(snapshot)
            place.seal(EARLIEST)

    place.at_pause = at_pause
    place.node.faults = {"estimate_gas": [lambda _node, _request: 100_000]}
    deployment = place.run(DeploymentPlan((Step("late", "Late"),)))
    assert deployment.contracts[0].block_number == EARLIEST + 1 and place.sent() == len(place.lines("signed")) == 1


# --- fees ----------------------------------------------------------------------------------------------


def fees_of(place: Place, step: int) -> list[tuple[int, int]]:
    raws = [bytes.fromhex(line["transaction"][2:]) for line in place.lines("signed") if line["step"] == step]
    return [(fees.cap, fees.tip) for fees in (offer_of(raw).fees for raw in raws)]


def test_transaction_that_blocks_pass_over_is_signed_anew_on_disk_first(dear_place):
    def look(node: Web3Endpoint, raws: list[bytes]) -> Any:
        assert dear_place.lines("signed")[-1]["transaction"] == "0x" + raws[0].hex()
        return node.send(raws)

    dear_place.node.faults = {"send": [loses, look]}
    dear_place.at_pause = dear_place.seal
    deployment = dear_place.run()
    expect_whole(dear_place, deployment)
    [(old_cap, old_tip), (cap, tip)] = fees_of(dear_place, 0)
    assert cap * 8 >= old_cap * 9 and tip * 8 >= old_tip * 9
    signed = dear_place.lines("signed")
    assert len(signed) == 4 and signed[0]["nonce"] == signed[1]["nonce"]
    assert dear_place.node.calls.count("estimate_gas") == 3, "nodes estimate on top of what waits in their pools"
    assert deployment.contracts[0].transaction_hash.hex() == signed[1]["hash"][2:]


def test_transaction_below_the_base_fee_is_signed_anew_at_once(dear_place):
    def dearer(node: Web3Endpoint) -> Any:
        return replace(node.latest(), base_fee=50 * (node.latest().base_fee or 0))

    dear_place.node.faults = {"send": [loses], "latest": [lambda node: node.latest(), dearer]}
    expect_whole(dear_place, dear_place.run())
    [(old_cap, _), (cap, _)] = fees_of(dear_place, 0)
    assert cap > 10 * old_cap and dear_place.seconds < 3


def test_any_of_a_steps_transactions_counts(dear_place):
    """The first one gets into a block after all, when the second one is on its way."""
    first: list[bytes] = []
    dear_place.node.faults = {
        "send": [lambda _node, raws: (first.extend(raws), [None])[1], lambda node, _raws: node.send(first)]
    }
    dear_place.at_pause = dear_place.seal
    deployment = dear_place.run()
    expect_whole(dear_place, deployment)
    signed = dear_place.lines("signed")
    assert len(signed) == 4 and deployment.contracts[0].transaction_hash.hex() == signed[0]["hash"][2:]


def test_replacement_that_offers_too_little_is_signed_anew_once_more(dear_place):
    dear_place.node.faults = {"send": [loses, lambda _node, _raws: [REPLACES]]}
    dear_place.at_pause = dear_place.seal
    expect_whole(dear_place, dear_place.run())
    assert len(fees_of(dear_place, 0)) == 3


def test_run_that_goes_on_replaces_what_an_earlier_run_sent(dear_place):
    dear_place.node.faults = {"send": [loses, Stopped()], "receipts": [Stopped()]}
    with pytest.raises(Stopped):
        dear_place.run()
    dear_place.node.faults = {"send": [loses]}
    dear_place.at_pause = dear_place.seal
    expect_whole(dear_place, dear_place.run())
    assert len(fees_of(dear_place, 0)) == 2


def test_transaction_refused_for_its_price_is_signed_anew_with_the_same_address(dear_place):
    dear_place.node.faults = {"send": [lambda _node, _raws: [UNDERPRICED]] * 2}
    expect_whole(dear_place, dear_place.run())
    assert [line["step"] for line in dear_place.lines("signed")] == [0, 0, 0, 1, 2]


def test_node_that_always_wants_more_ends_the_run_before_it_gets_dear(dear_place):
    dear_place.node.faults = {"send": [lambda _node, _raws: [UNDERPRICED]] * 99}
    with pytest.raises(NodeRefused, match="underpriced"):
        dear_place.run()
    assert len(dear_place.lines("signed")) == 1 + PRICE_ATTEMPTS
    dear_place.node.faults = {}
    expect_whole(dear_place, dear_place.run())


def test_nonce_that_another_transaction_waits_with_is_not_outbid(dear_place):
    dear_place.node.faults = {"send": [lambda _node, _raws: [REPLACES]] * CERTAIN}
    with pytest.raises(NonceTaken, match="is taken by another transaction that waits for its block"):
        dear_place.run()
    assert len(dear_place.lines("signed")) == 1


def test_without_fees_a_price_that_is_refused_is_the_nodes_own_words(place):
    place.node.faults = {"send": [lambda _node, _raws: [UNDERPRICED]] * CERTAIN}
    with pytest.raises(NodeRefused, match="transaction underpriced"):
        place.run()
    assert len(place.lines("signed")) == 1


def test_without_fees_a_transaction_that_blocks_pass_over_is_only_sent_again(place):
    place.node.faults = {"send": [loses] * 10_000}
    place.at_pause = place.seal
    with pytest.raises(CreationPending, match=r"Echoes is in no block after 60 s: transaction 0x.*same command again"):
        place.run()
    assert len(place.lines("signed")) == 1
    place.node.faults = {}
    expect_whole(place, place.run())


def base_fee(place: Place) -> int:
    fee = place.node.node.latest().base_fee
    assert fee
    return int(fee)


def at_base_fee(fee: int) -> Any:
    return lambda node: replace(node.latest(), base_fee=fee)


def test_fee_limit_stops_before_anything_is_signed(dear_place):
    with pytest.raises(FeeLimitReached, match=r"one gas costs \d+ wei now, above the limit of 5; wait until"):
        dear_place.run(fee_limit=5)
    assert dear_place.lines("signed") == []
    expect_whole(dear_place, dear_place.run())


def test_fee_limit_that_the_base_fee_passes_stops_a_run_whose_transaction_waits(dear_place):
    limit = base_fee(dear_place) * 3
    dear_place.node.faults = {"send": [loses], "latest": [lambda node: node.latest(), at_base_fee(limit + 1)]}
    with pytest.raises(FeeLimitReached, match=r"above the limit"):
        dear_place.run(fee_limit=limit)
    assert len(dear_place.lines("signed")) == 1
    dear_place.node.faults = {}
    expect_whole(dear_place, dear_place.run())


def test_transaction_at_the_fee_limit_waits_while_the_base_fee_is_below(dear_place):
    limit = base_fee(dear_place) * 2
    dear_place.node.faults = {"send": [loses] * 999}
    dear_place.at_pause = dear_place.seal
    with pytest.raises(CreationPending):
        dear_place.run(fee_limit=limit)
    assert fees_of(dear_place, 0) == [(limit, fees_of(dear_place, 0)[0][1])]


@pytest.mark.parametrize("faults", [{"send": [loses]}, {"send": [lambda _node, _raws: [UNDERPRICED]]}])
def test_fee_limit_without_room_for_a_replacement_stops_when_the_offer_is_too_low(dear_place, faults):
    limit = base_fee(dear_place) * 2
    dear_place.node.faults = {"send": [loses] * 999}
    with pytest.raises(CreationPending):
        dear_place.run(fee_limit=limit)
    dear_place.node.faults = {**faults, "latest": [at_base_fee(limit + 1)] * 9}
    with pytest.raises(FeeLimitReached, match=r"of Echoes is in no block.*leaves no room to offer an eighth more"):
        dear_place.run(fee_limit=limit + 1)
    dear_place.node.faults = {}
    expect_whole(dear_place, dear_place.run())


class Counting:
    """A connection that answers how many transactions an account has, or refuses to."""

    embedded = False

    def __init__(self, **counts: int) -> None:
        self.counts = counts

    def chain_id(self) -> int:
        raise NodeRefused("eth_chainId", -32601, "not served")

    def request(self, method: str, *parameters: str) -> str:
        if method != "eth_getTransactionCount" or parameters[1] not in self.counts:
            raise NodeRefused(method, -32602, "no such block")
        return hex(self.counts[parameters[1]])


def test_node_that_knows_nothing_of_waiting_transactions_stops_nothing(place, tmp_path):
    for counts in ({}, {"latest": 3}, {"pending": 4}):
        with pytest.raises(NodeRefused, match="eth_chainId"):
            deploy(Counting(**counts), place.signer, name="town", directory=tmp_path, confirmations=0)
    with pytest.raises(NonceTaken, match=r"^2 transactions of 0x.* wait for their blocks at the node"):
        deploy(Counting(latest=3, pending=5), place.signer, name="village", directory=tmp_path, confirmations=0)
    assert not (tmp_path / "village").exists()


# --- the disk, and the chain's engine ------------------------------------------------------------------


def test_journal_that_takes_no_more_lines_ends_the_run_before_the_send(place, monkeypatch):
    import os

    whole, calls = os.write, count()

    def full(descriptor: int, content: bytes) -> int:
        if next(calls) == 1:
            whole(descriptor, content[:10])
            raise OSError(28, "No space left on device")
        return whole(descriptor, content)

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        with pytest.raises(DeploymentError, match=r"journal\.jsonl takes no more lines .No space left.*make room"):
            place.run()
    assert place.sent() == 0 and len((place.folder / "journal.jsonl").read_text().splitlines()) == 1
    expect_whole(place, place.run())


class Answering:
    """A connection that answers one request."""

    embedded = False

    def __init__(self, answer: Any) -> None:
        self.answer = answer

    def request(self, method: str) -> Any:
        assert method == "clique_getSigners"
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.mark.parametrize(("signers", "blocks"), [(1, 1), (2, 2), (4, 3), (5, 3), (10, 6)])
def test_clique_settles_after_half_of_its_signers_and_one(signers, blocks):
    assert blocks_until_settled(Answering(["0x" + "11" * 20] * signers)) == blocks


def test_other_chains_settle_as_they_are_described_or_at_once():
    unknown = NodeRefused("clique_getSigners", -32601, "the method does not exist")
    assert blocks_until_settled(Answering(unknown)) == 0
    assert blocks_until_settled(Answering(unknown), unless_told=3) == 3
    assert blocks_until_settled(Answering(None), unless_told=3) == 3
    assert blocks_until_settled(embedded(), unless_told=3) == 0
