"""`govledger doctor` on the command line."""

from __future__ import annotations

import json
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner, Result

from govledger.cli import doctor as command
from govledger.cli import main
from govledger.tx.keys import save_key
from tests.scripted_nodes import METHOD_NOT_FOUND, ScriptedChain, besu, deployment_of, network_of


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["doctor", *map(str, arguments)])


def young() -> ScriptedChain:
    """A chain whose head is young by the machine's clock."""
    return ScriptedChain(head_at=int(time.time()))


def test_one_json_object_says_everything_of_every_check():
    chain = young()
    with besu(chain).serving() as url:
        result = run("--rpc", url, "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.output)
    assert set(found) == {"counts", "checks"} and set(found["counts"]) == {"ok", "warning", "failed", "not applicable"}
    assert sum(found["counts"].values()) == len(found["checks"]) == 15
    for check in found["checks"]:
        assert set(check) == {"subject", "check", "state", "seen", "why", "advice"}
        assert check["subject"] == url and check["why"] and check["seen"]
        assert check["advice"] or check["state"] in ("ok", "not applicable")


def test_table_says_why_and_what_to_do_of_what_is_not_in_order(tmp_path):
    save_key(tmp_path / "key.json", b"\x01" * 32, "open", work_factor=2)
    (tmp_path / "key.json").chmod(0o644)
    with besu(young(), eth_getBlockReceipts=METHOD_NOT_FOUND).serving() as url:
        result = run("--rpc", url, "--key", tmp_path / "key.json", "--keys", tmp_path)
    assert result.exit_code == 1
    text = " ".join(result.output.split())
    assert "ok connection the node answers" in text
    assert "warning block receipts the node has no eth_getBlockReceipts why: receipts carry the logs" in text
    assert "to do: receipts are then asked for one transaction each" in text
    assert "failed key files keystore: open to other users (mode 644) why: who can read a key file" in text
    assert result.output.startswith(url)
    assert result.output.splitlines()[-1].startswith("17 checks: ") and "2 failed" in result.output.splitlines()[-1]


def test_warnings_are_no_failure():
    with besu(young(), eth_getBlockReceipts=METHOD_NOT_FOUND).serving() as url:
        assert run("--rpc", url).exit_code == 0


def test_address_without_a_node_is_a_failed_check_and_the_status_is_1():
    with besu(young()).serving() as url:
        result = run("--rpc", "http://127.0.0.1:1", "--rpc", url, "--timeout", "5", "--json")
    checks = json.loads(result.output)["checks"]
    assert result.exit_code == 1
    assert [check["check"] for check in checks if check["state"] == "failed"] == ["connection"]
    assert len(checks) == 1 + 15 + 1


def test_chain_has_to_be_named():
    result = run()
    assert result.exit_code == 2 and "give the chain: --rpc URL, or --network DIR" in result.output


def test_deployment_that_is_not_there_is_one_clear_error(tmp_path):
    result = run("--rpc", "http://127.0.0.1:1", "--deployment", tmp_path)
    assert result.exit_code == 1 and "has no manifest.json" in result.output and "Error:" in result.output


@pytest.fixture
def network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A network's folder with a founder's key, and what it describes."""
    chain = young()
    save_key(tmp_path / "town" / "founder" / "keystore.json", b"\x01" * 32, "open", work_factor=2)
    opened = SimpleNamespace(folder=tmp_path / "town", description=network_of(chain), chain=chain)
    monkeypatch.setattr(command, "open_network", {tmp_path / "town": opened}.__getitem__)
    return opened


def test_network_says_what_its_nodes_should_be_and_its_keys_are_looked_at(network):
    with besu(network.chain).serving() as url:
        result = run("--network", network.folder, "--rpc", url, "--json")
    checks: dict[str, Any] = {check["check"]: check for check in json.loads(result.output)["checks"]}
    assert checks["chain"]["seen"].endswith("as network.toml says")
    assert checks["key files"]["subject"] == str(network.folder / "founder")
    assert checks["key files"]["seen"] == "1 key file, for the owner alone"


def test_network_without_an_address_asks_for_one(network):
    result = run("--network", network.folder)
    assert result.exit_code == 1 and "without the address of a node; give one with --rpc" in " ".join(
        result.output.split()
    )


def test_manifest_is_compared_with_the_chain(tmp_path):
    chain = young()
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "manifest.json").write_bytes(deployment_of(chain).to_json())
    with besu(chain).serving() as url:
        result = run("--rpc", url, "--deployment", tmp_path / "demo", "--json")
    states = {check["check"]: check["state"] for check in json.loads(result.output)["checks"]}
    assert result.exit_code == 1 and states["chain"] == "ok" and states["contracts"] == "failed"
