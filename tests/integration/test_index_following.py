"""`govledger index --follow` as a process beside a real node with the real contracts, on both kinds of stores."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import govledger
from govledger import Connection, Ledger, OrganisationKind
from govledger.cli import main
from govledger.index.store import read_store
from tests.integration.conftest import RICH_KEY, Anvil, free_port
from tests.integration.index_process import IndexProcess, stands_at, tip_of
from tests.network.relays import Relays
from tests.store_content import content
from tests.store_places import StorePlace


@pytest.fixture
def node(anvil: Callable[..., Anvil]) -> Anvil:
    return anvil()


@pytest.fixture
def chain(node: Anvil) -> Iterator[Connection]:
    with node.connect() as chain:
        yield chain


@pytest.fixture
def ledger(chain: Connection, tmp_path: Path) -> Iterator[Ledger]:
    ledger = govledger.deploy(chain, RICH_KEY, name="demo", directory=tmp_path)
    yield ledger
    ledger.close()


def admit(ledger: Ledger, name: str, count: int) -> None:
    """Organisations, each in a block of its own; the nonces are read anew, since a reorganisation takes them back."""
    founder = ledger.acting_as(RICH_KEY)
    for number in range(count):
        founder.decisions.admit_organisation(f"{name}{number:0{18 - len(name)}d}", {OrganisationKind.DEPARTMENT})


def content_of(store: str) -> dict[str, list[tuple[Any, ...]]]:
    with read_store(store) as reader:
        return content(reader)


def fresh(node: Anvil, tmp_path: Path, verify: str) -> dict[str, list[tuple[Any, ...]]]:
    """A fresh index of the chain as it is."""
    store = str(tmp_path / "fresh.sqlite")
    status, _, errors = IndexProcess(tmp_path / "demo", store, "--rpc", node.url, "--verify", verify).ended()
    assert status == 0, errors
    return content_of(store)


@pytest.mark.parametrize("verify", ["headers", "receipts"])
def test_reorganisations_are_followed_while_it_runs_on_both_kinds_of_stores(
    ledger: Ledger, chain: Connection, node: Anvil, place: StorePlace, tmp_path: Path, verify: str
) -> None:
    admit(ledger, "FIRST", 2)
    index = IndexProcess(tmp_path / "demo", place.url, "--rpc", node.url, "--follow", "--verify", verify)
    index.until_at(*tip_of(chain))
    for round_number in range(2):
        snapshot = chain.snapshot()
        admit(ledger, f"LOST{round_number}", 3)
        index.until_at(*tip_of(chain))
        chain.revert(snapshot)
        chain.advance_time(60)
        admit(ledger, f"KEPT{round_number}", 4)
        index.until_at(*tip_of(chain))
    status, output, errors = index.stop()
    assert status == 0, errors
    assert output == f"stopped; the index stands at block {tip_of(chain)[0]}\n"
    assert "new blocks are announced by ws://127.0.0.1" in errors
    assert errors.count("the chain changed after block") >= 2
    assert rows(content_of(place.url)) == rows(fresh(node, tmp_path, verify))


def rows(tables: dict[str, list[tuple[Any, ...]]]) -> dict[str, list[str]]:
    """Rows as text, so that those of one kind of store compare with those of the other."""
    return {name: sorted(map(str, found)) for name, found in tables.items() if found}


def test_a_node_that_is_away_is_waited_for_and_followed_again(
    ledger: Ledger, chain: Connection, node: Anvil, tmp_path: Path
) -> None:
    store, metrics = str(tmp_path / "index.sqlite"), free_port()
    with Relays({"index": 0, "node": int(node.url.rpartition(":")[2])}) as relays:
        wire = [("index", "node")]
        url = f"http://127.0.0.1:{relays.port(wire[0])}"
        arguments = ("--rpc", url, "--follow", "--log", "json", "--metrics", str(metrics))
        index = IndexProcess(tmp_path / "demo", store, *arguments)
        index.until_at(*tip_of(chain))
        index.until(lambda: figures_at(metrics)["caught_up_timestamp_seconds"] > 0, "the heads' comparison")
        assert figures_at(metrics)["block"] == tip_of(chain)[0] and figures_at(metrics)["waiting"] == 0

        relays.refuse(wire)
        relays.break_wires(wire)
        admit(ledger, "MEANWHILE", 2)
        index.until(lambda: figures_at(metrics)["waiting"] == 1, "the wait")
        assert figures_at(metrics)["waits_total"] > 0
        relays.allow(wire)
        index.until_at(*tip_of(chain))
        index.until(lambda: figures_at(metrics)["waiting"] == 0, "the end of the wait")
        status, _, errors = index.stop()
    lines = [json.loads(line) for line in errors.splitlines()]
    assert status == 0
    assert {"said", "waiting", "stored"} <= {line["kind"] for line in lines}


def figures_at(port: int) -> dict[str, float]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
        lines = [line for line in answer.read().decode().splitlines() if line.startswith("govledger_index_")]
    return {line.partition("{")[0].removeprefix("govledger_index_"): float(line.rpartition(" ")[2]) for line in lines}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly_and_the_next_run_goes_on(
    ledger: Ledger, chain: Connection, node: Anvil, tmp_path: Path, number: signal.Signals
) -> None:
    store = str(tmp_path / "index.sqlite")
    index = IndexProcess(tmp_path / "demo", store, "--rpc", node.url, "--follow")
    index.until_at(*tip_of(chain))
    status, output, errors = index.stop(number)
    assert (status, output) == (0, f"stopped; the index stands at block {tip_of(chain)[0]}\n"), errors
    admit(ledger, "LATER", 2)
    status, output, errors = IndexProcess(tmp_path / "demo", store, "--rpc", node.url).ended()
    assert status == 0, errors
    assert output.startswith("4 new events in 2 new blocks") and stands_at(store) == tip_of(chain)


def test_two_nodes_must_agree_where_a_quorum_is_asked_for(
    ledger: Ledger, chain: Connection, node: Anvil, anvil: Callable[..., Anvil], tmp_path: Path
) -> None:
    store = str(tmp_path / "index.sqlite")
    urls = ("--rpc", node.url, "--rpc", node.url.replace("127.0.0.1", "localhost"))
    status, _, errors = IndexProcess(tmp_path / "demo", store, *urls, "--quorum", "2").ended()
    assert status == 0, errors
    assert stands_at(store) == tip_of(chain)
    status, _, errors = IndexProcess(tmp_path / "demo", store, *urls, "--quorum", "3").ended()
    assert (status, errors) == (1, "Error: a quorum of 3 needs as many nodes, and 2 are given; add --rpc\n")


def test_following_in_this_process_ends_with_a_signal(ledger: Ledger, node: Anvil, tmp_path: Path) -> None:
    store = str(tmp_path / "index.sqlite")

    def stop_when_there() -> None:
        while stands_at(store) is None:
            time.sleep(0.02)
        os.kill(os.getpid(), signal.SIGTERM)

    thread = threading.Thread(target=stop_when_there)
    thread.start()
    dead = ("--rpc", f"http://127.0.0.1:{free_port()}")
    arguments = ["index", str(tmp_path / "demo"), *dead, "--rpc", node.url, "--ws", node.url.replace("http", "ws")]
    result = CliRunner().invoke(main, [*arguments, "--store", store, "--follow", "--log", "json"])
    thread.join()
    assert result.exit_code == 0, result.output
    assert "stopped; the index stands at block" in result.stdout
