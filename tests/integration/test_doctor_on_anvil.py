"""The doctor at a development node and a deployment on it."""

from __future__ import annotations

from pathlib import Path

from govledger.deployer.deploying import deploy
from govledger.doctor import State, examine
from govledger.tx.keys import save_key
from govledger.tx.signing import PrivateKeySigner
from tests.integration.conftest import RICH_KEY, ZERO_FEE


def test_development_node_with_a_deployment_is_seen_as_it_is(anvil, tmp_path: Path):
    node = anvil(*ZERO_FEE)
    with node.connect() as chain:
        deployment = deploy(chain, PrivateKeySigner(RICH_KEY), name="town", directory=tmp_path)
    found = examine([node.url], deployment=deployment)
    checks = {check.name: check for check in found.checks}
    assert not found.has_failed
    assert checks["client"].state is State.WARNING and "a development node" in checks["client"].seen
    assert {name for name, check in checks.items() if check.state is State.NOT_APPLICABLE} == {
        "engine",
        "clock",
        "blocks",
        "sealers",
        "peers",
    }
    assert checks["contracts"].seen == "8 contracts with the code of the manifest"
    assert checks["chain"].seen.endswith("as the manifest of town says")
    assert checks["fees"].state is State.OK and "accounts need no money; block " in checks["fees"].seen
    assert checks["block receipts"].seen.startswith("1 receipt for 1 transaction of block ")
    assert checks["old state"].seen.startswith(f"eth_getProof answers at block {deployment.first_block}, ")
    head = max(contract.block_number for contract in deployment.contracts)
    assert checks["log ranges"].seen == f"eth_getLogs answers for the whole chain, {head + 1} blocks, at once"
    assert checks["batches"].seen == "batches of 100 and 1000 requests are answered"


def test_deployment_of_another_chain_fails(anvil, tmp_path: Path):
    one, other = anvil(*ZERO_FEE), anvil(*ZERO_FEE, "--timestamp", "1700000000")
    with one.connect() as chain:
        deployment = deploy(chain, PrivateKeySigner(RICH_KEY), name="town", directory=tmp_path)
    found = examine([one.url, other.url], deployment=deployment)
    failed = [(check.name, check.subject) for check in found.checks if check.state is State.FAILED]
    assert failed == [("chain", other.url), ("contracts", other.url), ("agreement", "all nodes")]


def test_account_without_money_on_a_chain_with_fees_is_named(anvil, tmp_path: Path):
    node = anvil()
    poor = save_key(tmp_path / "poor.json", b"\x0c" * 32, "open", work_factor=2)
    save_key(tmp_path / "rich.json", RICH_KEY, "open", work_factor=2)
    found = examine([node.url], key_folders=[tmp_path])
    [fees] = [check for check in found.checks if check.name == "fees"]
    assert fees.state is State.WARNING and fees.seen.endswith(f"; 0x{poor.address.hex()} has no money")
