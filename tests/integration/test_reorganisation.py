"""The index on real chains with the real contracts: reorganisations, the running hash, the command."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import govledger
from govledger import Connection, Ledger, Officer, OrganisationKind
from govledger.actions.claims import Claim
from govledger.audit.edits import check
from govledger.audit.output import json_lines
from govledger.cli import main
from govledger.deployer.folder import write_manifest
from govledger.errors import HeadMismatch, LogsMissing, VersionGap
from govledger.index import JsonRpcNode, Reorganisation, UntypedRpc, open_store, read_store, sync
from govledger.index.deployment import indexed
from govledger.index.wire import Answer, Log
from tests.bodies import found, order
from tests.integration.conftest import RICH_KEY, Anvil
from tests.store_content import content


def node_of(chain: Connection) -> JsonRpcNode:
    return JsonRpcNode(UntypedRpc(chain))


def fresh(ledger: Ledger) -> dict[str, list[tuple[Any, ...]]]:
    with open_store(":memory:", indexed(ledger.deployment)) as store:
        sync(node_of(ledger.connection), store)
        return content(store)


def founder_of(ledger: Ledger, key: bytes) -> Officer:
    """The founder, with nonces read anew: after a reorganisation the old ones do not hold."""
    return ledger.acting_as(key)


def admit(founder: Officer, name: str, number: int) -> None:
    founder.decisions.admit_organisation(f"{name}{number:0{18 - len(name)}d}", {OrganisationKind.DEPARTMENT})


@pytest.fixture
def chain() -> Iterator[Connection]:
    with govledger.embedded() as chain:
        yield chain


def test_a_reorganisation_of_several_blocks_gives_the_same_store_as_a_fresh_run(
    chain: Connection, tmp_path: Path
) -> None:
    key = chain.development_keys[0]
    ledger = govledger.deploy(chain)
    admit(founder_of(ledger, key), "FIRST", 1)
    with open_store(tmp_path / "index.db", indexed(ledger.deployment)) as store:
        common = sync(node_of(chain), store).last_block
        for round_number in range(3):
            snapshot = chain.snapshot()
            founder = founder_of(ledger, key)
            for number in range(4 + round_number):
                admit(founder, f"LOST{round_number}", number)
            before = sync(node_of(chain), store)
            assert store.last_block() == before.last_block > common + 3

            chain.revert(snapshot)
            chain.advance_time(60)
            founder = founder_of(ledger, key)
            for number in range(2 + 3 * round_number):
                admit(founder, f"KEPT{round_number}", number)
            report = sync(node_of(chain), store)

            assert report.reorganisations == (Reorganisation(common, before.last_block - common),)
            assert content(store) == fresh(ledger)
            assert list(check(store)) == []
            common = report.last_block


def test_the_running_hash_of_every_contract_is_that_of_its_logs(chain: Connection, tmp_path: Path) -> None:
    bodies = found(chain, tmp_path)
    number_range = bodies.grant_range()
    keys = bodies.hospital.bills.issue_batch(number_range, [order(1), order(2)]).keys
    holder_file = bodies.hospital.bills.holder_file(keys[1])
    until = bodies.ledger.now() + 500
    made = bodies.insurer.claims.reserve(Claim(holder_file, 100, "R"), expires_at=until)
    bodies.insurer.claims.settle(keys[1], made.event.bill_version, 100)

    report = bodies.ledger.sync()

    for key, head in report.heads.items():
        assert head == bytes(bodies.ledger.read(key, "head")), key
    assert sum(head != bytes(32) for head in report.heads.values()) >= 5
    assert list(check(bodies.ledger.store)) == []
    bodies.ledger.close()


class Withholding(JsonRpcNode):
    """A node that leaves out one log."""

    def __init__(self, connection: Connection, withheld: Callable[[Log], bool]) -> None:
        super().__init__(UntypedRpc(connection))
        self.withheld = withheld

    def logs(self, first: int, last: int, addresses: Any) -> Answer[Log]:
        answer = super().logs(first, last, addresses)
        return Answer([log for log in answer.items if not self.withheld(log)], answer.size)


def test_a_node_that_withholds_any_one_log_is_found_out(chain: Connection) -> None:
    ledger = govledger.deploy(chain)
    founder = founder_of(ledger, chain.development_keys[0])
    for number in range(3):
        admit(founder, "SOME", number)
    deployment = indexed(ledger.deployment)
    addresses = [contract.address for contract in deployment.contracts.values()]
    logs = node_of(chain).logs(0, node_of(chain).latest_number(), addresses).items
    assert len(logs) >= 6
    for withheld in logs:
        with open_store(":memory:", deployment) as store:
            with pytest.raises((HeadMismatch, LogsMissing, VersionGap)):
                sync(Withholding(chain, lambda log, gone=withheld: log == gone), store)  # type: ignore[misc]
            assert store.last_block() == deployment.first_block - 1
            sync(node_of(chain), store)


def test_a_node_behind_http_gives_the_same_and_follows_a_reorganisation(
    anvil: Callable[..., Anvil], tmp_path: Path
) -> None:
    node = anvil()
    with node.connect() as chain:
        ledger = govledger.deploy(chain, RICH_KEY, name="demo", directory=tmp_path)
        admit(founder_of(ledger, RICH_KEY), "FIRST", 1)
        snapshot = chain.snapshot()
        for number in range(3):
            admit(founder_of(ledger, RICH_KEY), "LOST", number)

        def index() -> str:
            arguments = ["index", str(tmp_path / "demo"), "--rpc", node.url]
            result = CliRunner().invoke(main, [*arguments, "--store", str(tmp_path / "index.db")])
            assert result.exit_code == 0, result.output
            return result.output

        assert "new events in" in index()
        assert "the running hashes of all 8 contracts are those of their events" in index()
        chain.revert(snapshot)
        assert "the node is 3 blocks behind the index" in index()
        for number in range(4):
            admit(founder_of(ledger, RICH_KEY), "KEPT", number)
        output = index()
        assert "3 blocks were replaced" in output
        with read_store(tmp_path / "index.db") as store:
            assert content(store) == fresh(ledger)
        printed = CliRunner().invoke(main, ["trail", "--store", str(tmp_path / "index.db"), "--format", "jsonl"])
        assert printed.stdout == "".join(json_lines(ledger.trail()))
        ledger.close()


def test_index_says_what_is_wrong_in_one_line(tmp_path: Path) -> None:
    folder = str(tmp_path / "demo")
    arguments = ["index", folder, "--rpc", "http://127.0.0.1:1", "--store", str(tmp_path / "index.db")]
    result = CliRunner().invoke(main, arguments)
    assert (result.exit_code, result.output) == (1, f"Error: {folder} has no manifest.json; check the name\n")
    with govledger.embedded() as chain:
        (tmp_path / "demo").mkdir()
        write_manifest(tmp_path / "demo", govledger.deploy(chain).deployment)
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 1
    waiting, error = result.output.splitlines()
    assert waiting.partition(" ")[2].startswith("waiting: nothing answers at http://127.0.0.1:1")
    assert error.startswith("Error: nothing answers at http://127.0.0.1:1")
    assert [path.name for path in tmp_path.iterdir()] == ["demo"]
