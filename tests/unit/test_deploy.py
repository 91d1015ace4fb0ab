from __future__ import annotations

import errno
import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from govledger.artifacts import CONTRACTS, Artifact
from govledger.artifacts import load as load_standard
from govledger.cli.deploy import deploy_command
from govledger.connection import embedded
from govledger.deployer.checking import check
from govledger.deployer.deploying import deploy, deploy_to
from govledger.deployer.folder import open_deployment
from govledger.deployer.run import CERTAIN
from govledger.deployments import Deployment
from govledger.errors import (
    ChainMismatch,
    CodeMismatch,
    DeploymentBusy,
    DeploymentChanged,
    DeploymentError,
    DeploymentNotFound,
    DeploymentReverted,
    FeeLimitReached,
    InputError,
    JournalInvalid,
    ManifestInvalid,
    NodeRefused,
    NonceTaken,
    TransactionPending,
)
from govledger.plan import AddressOf, DeploymentPlan, Step, create_address
from govledger.privacy.keccak import keccak256
from govledger.tx.endpoint import Web3Endpoint
from govledger.tx.fees import FREE
from govledger.tx.keys import save_key
from govledger.tx.sending import Waiting
from govledger.tx.signing import PrivateKeySigner
from tests.faulty_endpoint import FaultyEndpoint
from tests.small_contracts import ECHOES, FAILS, LOGS, REVERTS, artifact

SMALL = {
    "Echoes": artifact("Echoes", ECHOES, inputs=({"name": "next_", "type": "address"},)),
    "Logs": artifact("Logs", LOGS),
    "Reverts": artifact("Reverts", REVERTS, inputs=({"name": "firstId", "type": "uint64"},)),
    "Fails": artifact("Fails", ECHOES, bytecode=FAILS),
}
PLAN = DeploymentPlan((
    Step("echoes", "Echoes", (AddressOf("logs"),)),
    Step("logs", "Logs"),
    Step("reverts", "Reverts", (1,)),
))  # fmt: skip
KEYS = ("echoes", "logs", "reverts")
OTHER = (6).to_bytes(32, "big")


class Stopped(Exception):
    """What a test stops a run with."""


class Place:
    """A chain, a deployer, a folder, and a node between them that fails on demand."""

    def __init__(self, folder: Path) -> None:
        self.chain = embedded(started_at=1_700_000_000)
        self.signer = PrivateKeySigner((5).to_bytes(32, "big"))
        self.node = FaultyEndpoint(Web3Endpoint(self.chain))
        self.folder = folder / "town"

    def run(self, plan: DeploymentPlan = PLAN, **options: Any) -> Deployment:
        options = {"load": SMALL.__getitem__, "folder": self.folder, "signer": self.signer, **options}
        signer = options.pop("signer")
        waiting = Waiting(timeout_seconds=0.05, sleep=lambda _seconds: None)
        return deploy_to(self.node, signer, plan, name="town", waiting=waiting, **options)

    def stopped_run(self, **faults: list[Any]) -> None:
        self.node.faults = faults
        with pytest.raises(Stopped):
            self.run()
        self.node.faults = {}

    def journal(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in (self.folder / "journal.jsonl").read_text().splitlines()]

    def sent(self) -> int:
        return self.node.node.nonce(self.signer.address)

    def somebody_else_sends(self) -> None:
        foreign = FREE.transaction(
            chain_id=self.chain.chain_id(), nonce=self.sent(), gas=50_000, to=b"\x77" * 20, data=b""
        )
        assert self.node.node.send([self.signer.sign(foreign)]) == [None]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def passes(method: str, times: int) -> list[Any]:
    """Answers that let the node behind answer, for as many calls."""
    return [lambda node, *arguments: getattr(node, method)(*arguments)] * times


# --- a run from start to end ---------------------------------------------------------------------------


def test_contracts_stand_at_the_addresses_known_before(place):
    deployment = place.run()
    assert [contract.key for contract in deployment.contracts] == list(KEYS)
    for index, contract in enumerate(deployment.contracts):
        assert contract.address == create_address(place.signer.address, index)
        code = place.node.code(contract.address)
        assert code == SMALL[contract.contract].runtime_bytecode and contract.code_hash == keccak256(code)
        assert contract.artifact_hash == SMALL[contract.contract].artifact_hash
        [receipt] = place.node.receipts([contract.transaction_hash])
        assert (receipt.block_number, receipt.block_hash) == (contract.block_number, contract.block_hash)
    assert deployment.contracts[0].arguments == ("0x" + deployment.address("logs").hex(),)
    assert (deployment.chain_id, deployment.genesis_hash) == (place.node.chain_id(), place.node.block_hash(0))
    assert (deployment.deployer, deployment.first_nonce, deployment.name) == (place.signer.address, 0, "town")


def test_manifest_and_journal_say_what_was_done(place):
    deployment = place.run()
    assert open_deployment(place.folder) == deployment
    assert [line["line"] for line in place.journal()] == ["begun", *["signed", "mined"] * 3]
    assert sorted(path.name for path in place.folder.iterdir()) == ["journal.jsonl", "manifest.json"]


def test_signed_transaction_is_on_disk_before_it_is_sent(place):
    seen = []

    def look(node: Web3Endpoint, raws: list[bytes]) -> Any:
        seen.append(place.journal()[-1]["transaction"] == "0x" + raws[0].hex())
        return node.send(raws)

    place.node.faults = {"send": [look] * 3}
    place.run()
    assert seen == [True, True, True]


def test_each_line_is_synced_before_the_next_step(place, monkeypatch):
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.append(descriptor))
    place.node.faults = {"send": [lambda node, raws: (synced.append(-1), node.send(raws))[1]] * 3}
    place.run()
    for position in (index for index, one in enumerate(synced) if one == -1):
        assert synced[position - 1] >= 0
    assert synced.count(-1) == 3


def test_first_nonce_is_the_deployers_next(place):
    place.somebody_else_sends()
    deployment = place.run()
    assert deployment.first_nonce == 1
    assert deployment.address("echoes") == create_address(place.signer.address, 1)


def test_steps_are_reported_as_they_are_done(place):
    reported = []
    place.run(report=lambda step, receipt: reported.append((step.key, receipt.block_number)))
    assert reported == [("echoes", 1), ("logs", 2), ("reverts", 3)]


def test_finished_deployment_is_checked_and_given_again(place):
    deployment = place.run()
    assert place.run() == deployment and place.sent() == 3


def test_nothing_is_written_without_a_folder(place, tmp_path):
    deployment = place.run(folder=None)
    assert deployment.contracts and list(tmp_path.iterdir()) == []


def test_standard_contracts_deploy_on_the_embedded_chain_and_are_checked(tmp_path):
    chain = embedded()
    deployment = deploy(chain, PrivateKeySigner(chain.development_keys[0]), name="town", directory=tmp_path)
    assert {contract.key: contract.contract for contract in deployment.contracts} == dict(CONTRACTS)
    check(deployment, Web3Endpoint(chain))
    assert list(tmp_path.iterdir()) == [] and deployment.name == "town"


def test_fee_chain_takes_the_deployment_too():
    chain = embedded(zero_fee=False)
    deployment = deploy(chain, PrivateKeySigner(chain.development_keys[0]))
    check(deployment, Web3Endpoint(chain))
    with pytest.raises(FeeLimitReached, match="above the limit of 1"):
        deploy(chain, PrivateKeySigner(chain.development_keys[0]), fee_limit=1)


# --- runs that were cut short --------------------------------------------------------------------------


@pytest.mark.parametrize("done", [0, 1, 2])
@pytest.mark.parametrize("sent", [False, True])
def test_run_stopped_while_sending_goes_on_with_the_same_addresses(place, done, sent):
    def stop(node: Web3Endpoint, raws: list[bytes]) -> None:
        if sent:
            node.send(raws)
        raise Stopped

    place.stopped_run(send=[*passes("send", done), stop])
    assert not (place.folder / "manifest.json").exists() and place.sent() == done + sent
    recorded = [line["transaction"] for line in place.journal() if line["line"] == "signed"]
    deployment = place.run()
    assert [contract.address for contract in deployment.contracts] == [
        create_address(place.signer.address, index) for index in range(3)
    ]
    assert place.sent() == 3
    signed = [line["transaction"] for line in place.journal() if line["line"] == "signed"]
    assert signed[: len(recorded)] == recorded and len(signed) == 3


@pytest.mark.parametrize("after", ["chain_id", "latest", "estimate_gas", "receipts", "code"])
def test_run_stopped_at_any_question_goes_on(place, after):
    for done in range(3):
        try:
            place.node.faults = {after: [*passes(after, done), Stopped()]}
            place.run()
        except Stopped:
            continue
    place.node.faults = {}
    assert len(place.run().contracts) == 3 and place.sent() == 3


def test_run_stopped_before_the_manifest_appears_leaves_none_and_goes_on(place, monkeypatch):
    def stop(*_paths: object) -> None:
        raise Stopped

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", stop)
        place.stopped_run()
    assert not (place.folder / "manifest.json").exists()
    assert open_deployment_error(place.folder) is DeploymentNotFound
    assert place.run() == open_deployment(place.folder) and place.sent() == 3


def open_deployment_error(folder: Path) -> type[Exception]:
    with pytest.raises(DeploymentNotFound, match="cut short: run the same deploy command again") as caught:
        open_deployment(folder)
    return caught.type


@pytest.mark.parametrize("cut", [1, 20])
@pytest.mark.parametrize(("last", "stop"), [("begun", "estimate_gas"), ("signed", "send"), ("mined", "latest")])
def test_journal_whose_last_line_was_torn_goes_on(place, last, stop, cut):
    """A piece of a line can only be one whose transaction was not sent yet, or a receipt's."""
    place.stopped_run(**{stop: [*passes(stop, 0 if last == "begun" else 1), Stopped()]})
    assert place.journal()[-1]["line"] == last
    journal = place.folder / "journal.jsonl"
    journal.write_bytes(journal.read_bytes()[:-cut])
    place.run()
    assert place.sent() == 3 and open_deployment(place.folder).first_nonce == 0
    assert [line["line"] for line in place.journal()] == ["begun", *["signed", "mined"] * 3]


def test_block_that_was_reorganised_away_is_made_again_from_the_journal(place):
    snapshot = place.chain.snapshot()
    place.stopped_run(send=[*passes("send", 2), Stopped()])
    place.chain.revert(snapshot)
    place.chain.advance_time(60)
    deployment = place.run()
    assert place.sent() == 3 and deployment.contracts[0].block_number == 2
    assert len([line for line in place.journal() if line["line"] == "signed"]) == 3
    assert open_deployment(place.folder) == deployment


def test_transaction_in_no_block_is_pending_and_the_same_command_goes_on(place):
    place.node.faults = {
        "send": [lambda _node, raws: [None for _ in raws]],
        "receipts": [lambda _node, hashes: [None for _ in hashes]] * 10_000,
    }
    with pytest.raises(TransactionPending):
        place.run()
    place.node.faults = {}
    assert len(place.run().contracts) == 3 and place.sent() == 3


def test_node_that_refuses_is_an_error_and_the_same_command_goes_on(place):
    poor = NodeRefused("eth_sendRawTransaction", -32000, "insufficient funds")
    place.node.faults = {"send": [lambda _node, _raws: [poor]] * CERTAIN}
    with pytest.raises(NodeRefused, match="insufficient funds"):
        place.run()
    assert len(place.run().contracts) == 3


# --- runs that must not go on --------------------------------------------------------------------------


def test_nonce_that_somebody_else_used_stops_the_run_with_the_way_out(place):
    place.stopped_run(send=[*passes("send", 1), Stopped()])
    place.somebody_else_sends()
    with pytest.raises(NonceTaken, match=r"nonce 1 of 0x.*, which Logs was to be created with.*under another name"):
        place.run()
    assert not (place.folder / "manifest.json").exists()


def test_nonce_that_was_used_between_two_steps_stops_the_run(place):
    place.stopped_run(latest=[*passes("latest", 1), Stopped()])
    place.somebody_else_sends()
    with pytest.raises(NonceTaken, match="which Logs was to be created with"):
        place.run()


def test_other_chain_is_refused(place, tmp_path):
    place.stopped_run(send=[*passes("send", 1), Stopped()])
    elsewhere = Place(tmp_path)
    elsewhere.chain = embedded(started_at=1_800_000_000)
    elsewhere.node = FaultyEndpoint(Web3Endpoint(elsewhere.chain))
    with pytest.raises(ChainMismatch, match="another chain with the same id"):
        elsewhere.run()
    place.run()
    with pytest.raises(ChainMismatch, match="another chain with the same id"):
        elsewhere.run()
    elsewhere.node.faults = {"chain_id": [lambda _node: 5] * 3}
    with pytest.raises(ChainMismatch, match="is on chain 131277322940537, and the node serves chain 5"):
        elsewhere.run()


def load_changed(name: str) -> Artifact:
    return replace(SMALL[name], artifact_hash=b"\x99" * 32) if name == "Reverts" else SMALL[name]


CHANGES = [
    ({"signer": PrivateKeySigner(OTHER)}, "was begun by 0x.*, and the key given is"),
    ({"plan": DeploymentPlan(PLAN.steps[1:])}, "was begun with the contracts echoes, logs, reverts, and the plan has"),
    ({"load": load_changed}, "was begun with Reverts of artifact 0x.*carries Reverts of 0x9999"),
    (
        {"plan": DeploymentPlan((*PLAN.steps[:2], Step("reverts", "Reverts", (2,))))},
        "other arguments for Reverts: .'1'., and the plan has .'2'.",
    ),
]


@pytest.mark.parametrize(("change", "rule"), CHANGES, ids=["key", "contracts", "artifact", "arguments"])
@pytest.mark.parametrize("finished", [False, True])
def test_other_key_plan_or_artifacts_are_refused(place, change, rule, finished):
    if finished:
        place.run()
    else:
        place.stopped_run(send=[*passes("send", 1), Stopped()])
    sent = place.sent()
    with pytest.raises(DeploymentChanged, match=rule):
        place.run(**change)
    assert place.sent() == sent


def test_two_runs_at_once_are_refused(place):
    inner: list[type[Exception]] = []

    def try_another(_step: object, _receipt: object) -> None:
        with pytest.raises(DeploymentBusy, match="another run holds") as caught:
            place.run()
        inner.append(caught.type)

    place.run(report=try_another)
    assert inner == [DeploymentBusy] * 3 and len(place.run().contracts) == 3


def test_constructor_that_refuses_is_found_before_anything_is_sent(place):
    plan = DeploymentPlan((Step("logs", "Logs"), Step("fails", "Fails")))
    with pytest.raises(DeploymentReverted, match=r"constructor of Fails refuses its arguments: .*no revert data"):
        place.run(plan)
    assert place.sent() == 1


def test_constructor_that_fails_on_the_chain_ends_the_run_for_good(place):
    plan = DeploymentPlan((Step("fails", "Fails"),))
    for faults in ({"estimate_gas": [lambda _node, _request: 100_000]}, {}):
        place.node.faults = faults
        with pytest.raises(DeploymentReverted, match=r"constructor of Fails failed in transaction 0x.*another name"):
            place.run(plan)
        assert place.sent() == 1


def test_damaged_journal_is_refused_with_its_place(place):
    place.stopped_run(send=[*passes("send", 1), Stopped()])
    journal = place.folder / "journal.jsonl"
    journal.write_text(journal.read_text().replace('"signed"', '"sinned"', 1))
    with pytest.raises(JournalInvalid, match=r"journal\.jsonl: line 2 is damaged.*restore it from a backup"):
        place.run()


def test_folder_that_cannot_be_written_is_one_clear_error(place):
    place.folder.parent.joinpath("town").write_text("a file")
    with pytest.raises(DeploymentError, match=r"journal\.jsonl cannot be written: File exists; choose another folder"):
        place.run()


def test_full_disk_at_the_manifest_is_one_clear_error_and_the_same_command_goes_on(place, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", full)
        with pytest.raises(DeploymentError, match=r"everything is deployed, but .*No space left"):
            place.run()
    assert place.run().contracts and place.sent() == 3


def test_code_that_is_not_the_artifacts_stops_the_run(place):
    wrong = artifact("Logs", b"\xfe", bytecode=SMALL["Logs"].bytecode)
    with pytest.raises(CodeMismatch, match=r"Logs at 0x.* has other code than its artifact"):
        place.run(load=lambda name: wrong if name == "Logs" else SMALL[name])
    assert not (place.folder / "manifest.json").exists()


# --- opening -------------------------------------------------------------------------------------------


def test_deployment_that_is_not_there_is_one_clear_error(tmp_path):
    with pytest.raises(DeploymentNotFound, match=r"town has no manifest\.json; check the name"):
        open_deployment(tmp_path / "town")
    (tmp_path / "manifest.json").mkdir()
    with pytest.raises(DeploymentNotFound, match="cannot be read"):
        open_deployment(tmp_path)


def test_manifest_that_was_changed_is_refused_with_its_place(place):
    place.run()
    manifest = place.folder / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"chainId": 1', '"chainId": 2'))
    with pytest.raises(ManifestInvalid, match=r"manifest\.json: its digest .*take it from a backup"):
        open_deployment(place.folder)


def test_check_finds_another_chain_other_artifacts_and_other_code(place):
    deployment = place.run()
    check(deployment, place.node, load=SMALL.__getitem__)
    with pytest.raises(ChainMismatch, match="deployment town is on chain"):
        check(replace(deployment, chain_id=1), place.node, load=SMALL.__getitem__)
    with pytest.raises(ChainMismatch, match="another chain with the same id"):
        check(replace(deployment, genesis_hash=bytes(32)), place.node, load=SMALL.__getitem__)
    place.node.faults = {"block_hash": [lambda _node, _number: None]}
    with pytest.raises(ChainMismatch, match="the node's is none"):
        check(deployment, place.node, load=SMALL.__getitem__)
    with pytest.raises(DeploymentChanged, match="Reverts of deployment town was made from the artifact"):
        check(deployment, place.node, load=load_changed)
    moved = replace(deployment.contracts[1], address=b"\x42" * 20)
    with pytest.raises(CodeMismatch, match=r"Logs at 0x4242.* has no code"):
        check(replace(deployment, contracts=(moved,)), place.node, load=SMALL.__getitem__)
    forged = replace(deployment.contracts[1], address=deployment.address("echoes"))
    with pytest.raises(CodeMismatch, match="has other code than its artifact"):
        check(replace(deployment, contracts=(forged,)), place.node, load=SMALL.__getitem__)
    forged = replace(forged, code_hash=deployment.contracts[0].code_hash)
    with pytest.raises(CodeMismatch, match="has other code than its artifact"):
        check(replace(deployment, contracts=(forged,)), place.node, load=SMALL.__getitem__)


def test_immutable_with_another_value_than_its_argument_is_found_out():
    chain = embedded()
    deployment = deploy(chain, PrivateKeySigner(chain.development_keys[0]))
    grants = deployment.contract("access_grants")
    forged = replace(grants, arguments=("0x" + "11" * 20, *grants.arguments[1:]))
    with pytest.raises(CodeMismatch, match="AccessGrants"):
        check(replace(deployment, contracts=(forged,)), Web3Endpoint(chain), load=load_standard)


# --- the command ---------------------------------------------------------------------------------------


def test_command_refuses_a_founder_or_guardian_that_is_no_address(tmp_path):
    keystore = tmp_path / "key.json"
    save_key(keystore, OTHER, "secret", work_factor=2)
    arguments = ["--rpc", "http://127.0.0.1:1", "--key", str(keystore), "--name", "town", "--founder", "0x12"]
    result = CliRunner().invoke(deploy_command, arguments, input="secret\n")
    assert isinstance(result.exception, InputError) and "--founder 0x12 is no address" in str(result.exception)
    result = CliRunner().invoke(deploy_command, [*arguments[:-1], "nonsense"], input="secret\n")
    assert "--founder nonsense is no address" in str(result.exception)
    result = CliRunner().invoke(deploy_command, [*arguments[:-2], "--guardian", "0x34"], input="secret\n")
    assert "--guardian 0x34 is no address" in str(result.exception)
