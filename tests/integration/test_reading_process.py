"""The process that reads and checks for an index: the same pieces, and nothing is lost when it is."""

from __future__ import annotations

import fcntl
import importlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import msgspec
import pytest

from govledger import events
from govledger.errors import ConnectionFailed, ReceiptsWrong
from govledger.index.model import Trust
from govledger.index.node import JsonRpcNode
from govledger.index.observer import Silent
from govledger.index.pieces import CheckedPiece, Wanted
from govledger.index.pipeline import PatientNode, Pieces, SpanReader
from govledger.index.plan import Patience, Span
from govledger.index.reading import NodeReader
from govledger.index.reading_process import ReadingProcess, read_beside
from govledger.index.store import open_store
from govledger.index.sync import BACKFILL_BLOCKS, ENGINE, sync
from govledger.index.transport import HttpRpc
from tests.scripted_node import Refused, ScriptedNode
from tests.simulated_chain import ADDRESSES, Failed, SimulatedChain, sample
from tests.store_content import content
from tests.unit.test_index_node import answers_of, in_json

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 30.0
REFUSED = Failed(ADDRESSES["access_grants"], b"\1\2\3\4")
WATCHED = tuple(sorted(ADDRESSES.values()))


@pytest.fixture
def chain() -> SimulatedChain:
    chain = SimulatedChain()
    for number in range(1, 60):
        chain.seal([sample(events.GrantIssued, number)], REFUSED) if number % 3 else chain.seal()
    return chain


@pytest.fixture
def node(chain: SimulatedChain) -> Iterator[ScriptedNode]:
    def logs(criteria: dict[str, Any]) -> Any:
        return in_json(chain.logs(int(criteria["fromBlock"], 16), int(criteria["toBlock"], 16), WATCHED).items)

    def block_by_hash(block_hash: str, full: bool) -> Any:
        [block] = [block for block in chain.blocks if block.header.hash == block_hash]
        return in_json(block.header) | {"transactions": chain.transactions([block.header]).items[0]}

    def storage(address: str, slot: str, number: str) -> Any:
        [word] = chain.storage([(bytes.fromhex(address[2:]), int(slot, 16))], int(number, 16))
        return f"0x{word.hex()}"

    more = {"eth_getLogs": logs, "eth_getBlockByHash": block_by_hash, "eth_getStorageAt": storage}
    more["eth_chainId"] = hex(chain.deployment().chain_id)
    with ScriptedNode(answers_of(chain) | more) as node:
        yield node


def reader_of(node: ScriptedNode, wanted: Wanted) -> NodeReader:
    return NodeReader(JsonRpcNode(HttpRpc(node.url)), wanted, None)


def here(node: ScriptedNode, wanted: Wanted) -> SpanReader[CheckedPiece]:
    patient = PatientNode(JsonRpcNode(HttpRpc(node.url)), Patience(3), Silent(), lambda seconds: None)
    return SpanReader(patient, reader_of(node, wanted))


@contextmanager
def process_of(node: ScriptedNode, wanted: Wanted) -> Iterator[ReadingProcess]:
    with closing(ReadingProcess(lambda: reader_of(node, wanted), 2)) as process:
        yield process


def spans(last: int = 50) -> Iterator[Span]:
    return (Span(first, first + 4) for first in range(1, last, 5))


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def is_running(process: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except OSError:
        return False


# --- what it reads -------------------------------------------------------------------------------------


@pytest.mark.parametrize("reads_receipts", [False, True])
@pytest.mark.parametrize("keeps_headers", [False, True])
def test_its_pieces_are_those_that_this_process_reads(
    node: ScriptedNode, reads_receipts: bool, keeps_headers: bool
) -> None:
    wanted = Wanted(WATCHED, reads_receipts, keeps_headers)
    expected = [reader_of(node, wanted).piece(span) for span in spans()]
    assert all(bool(piece.failed) == reads_receipts and bool(piece.headers) == keeps_headers for piece in expected)
    with process_of(node, wanted) as process:
        assert list(process.pieces(spans())) == [(piece.span, piece) for piece in expected]


@pytest.mark.parametrize("at_once", [1, 2, 5])
@pytest.mark.parametrize("count", range(0, 12, 2))
def test_any_number_of_spans_is_answered(node: ScriptedNode, count: int, at_once: int) -> None:
    wanted = Wanted(WATCHED, False, False)
    with closing(ReadingProcess(lambda: reader_of(node, wanted), at_once)) as process:
        found = list(process.pieces(Span(number, number) for number in range(1, count + 1)))
    assert [span.first for span, piece in found if piece is not None] == list(range(1, count + 1))


def test_what_it_has_not_answered_when_it_is_killed_is_read_here(node: ScriptedNode) -> None:
    wanted = Wanted(WATCHED, True, False)
    expected = [reader_of(node, wanted).piece(span) for span in spans()]
    found: list[Pieces[CheckedPiece]] = []
    others = children()
    for pieces in read_beside(here(node, wanted), lambda: reader_of(node, wanted), spans(), 2):
        found.append(pieces)
        if len(found) == 2:
            [process] = children() - others
            os.kill(process, signal.SIGKILL)
    assert [piece for pieces in found for piece in pieces.pieces] == expected
    assert children() == others


def children() -> set[int]:
    """The processes that this one has started."""
    found: set[int] = set()
    for thread in Path("/proc/self/task").iterdir():
        with suppress(OSError):  # it has ended
            found |= set(map(int, (thread / "children").read_text().split()))
    return found


def test_where_no_process_can_be_had_all_is_read_here(node: ScriptedNode, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refuse)
    wanted = Wanted(WATCHED, True, False)
    found = list(read_beside(here(node, wanted), lambda: reader_of(node, wanted), spans(), 2))
    assert [piece.span for pieces in found for piece in pieces.pieces] == list(spans())


def test_what_the_node_refuses_there_is_asked_for_here_in_halves(node: ScriptedNode) -> None:
    answer = node.answers["eth_getLogs"]

    def refuse(criteria: dict[str, Any]) -> Any:
        if int(criteria["toBlock"], 16) - int(criteria["fromBlock"], 16) > 2:
            raise Refused("query returns more than 10000 results", -32005)
        return answer(criteria)

    node.answers["eth_getLogs"] = refuse
    wanted = Wanted(WATCHED, False, False)
    found = list(read_beside(here(node, wanted), lambda: reader_of(node, wanted), spans(20), 2))
    assert [pieces.refused for pieces in found] == [[5]] * 4
    assert [len(piece.span) for pieces in found for piece in pieces.pieces] == [3, 2] * 4


def test_a_node_that_is_gone_is_named_here(node: ScriptedNode) -> None:
    wanted = Wanted(WATCHED, False, False)
    results = read_beside(here(node, wanted), lambda: reader_of(node, wanted), spans(), 2)
    next(results)
    node.server.shutdown()
    node.server.server_close()
    with pytest.raises(ConnectionFailed, match=node.url):
        list(results)


def test_a_lie_is_found_here_too(node: ScriptedNode, chain: SimulatedChain) -> None:
    receipts = chain.blocks[4].receipts
    receipts[0] = msgspec.structs.replace(receipts[0], cumulative_gas_used="0x1")
    wanted = Wanted(WATCHED, True, False)
    results = read_beside(here(node, wanted), lambda: reader_of(node, wanted), spans(), 2)
    [piece] = next(results).pieces
    results.close()
    assert isinstance(piece.problem, ReceiptsWrong) and "block 4" in str(piece.problem)


# --- how it ends, and what it holds --------------------------------------------------------------------


def test_it_ends_when_it_is_closed(node: ScriptedNode) -> None:
    with process_of(node, Wanted(WATCHED, False, False)) as process:
        assert is_running(process.number)
    assert not is_running(process.number)


def test_it_ends_with_the_process_that_started_it_and_holds_nothing_that_it_had_opened(
    node: ScriptedNode, tmp_path: Path
) -> None:
    program = (
        "import fcntl, sys, time\n"
        "from govledger.index.reading_process import can_fork\n"
        "from tests.integration.test_reading_process import *\n"
        "lock = open(sys.argv[2], 'w'); fcntl.flock(lock, fcntl.LOCK_EX)\n"
        "assert can_fork()\n"
        "there = lambda: NodeReader(JsonRpcNode(HttpRpc(sys.argv[1])), Wanted(WATCHED, False, False), None)\n"
        "process = ReadingProcess(there, 2)\n"
        "results = process.pieces(spans())\n"
        "next(results)\n"
        "print(process.number, flush=True)\n"
        "time.sleep(60)\n"
    )
    lock = tmp_path / "lock"
    starter = subprocess.Popen(
        [sys.executable, "-c", program, node.url, str(lock)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert starter.stdout is not None
    child = int(starter.stdout.readline())
    held = [os.readlink(entry) for entry in Path(f"/proc/{child}/fd").iterdir()]
    assert held.count(os.devnull) == 3
    assert all(place == os.devnull or place.startswith("socket:") for place in held)
    starter.send_signal(signal.SIGKILL)
    starter.communicate()
    with lock.open() as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    until(lambda: not is_running(child))


def test_an_interrupt_of_the_terminal_is_not_for_it(node: ScriptedNode) -> None:
    wanted = Wanted(WATCHED, False, False)
    with process_of(node, wanted) as process:
        results = process.pieces(spans())
        next(results)
        os.kill(process.number, signal.SIGINT)
        assert all(piece is not None for _, piece in results)


# --- when it is made -----------------------------------------------------------------------------------


def told_by(program: str) -> str:
    """What a process of its own prints."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", f"import os, threading\nfrom govledger.index import reading_process\n{program}"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout


def test_it_is_made_where_there_are_two_processors_and_one_thread() -> None:
    assert told_by("os.cpu_count = lambda: 2\nprint(reading_process.can_fork())") == "True\n"
    assert told_by("os.cpu_count = lambda: 1\nprint(reading_process.can_fork())") == "False\n"
    assert (
        told_by(
            "os.cpu_count = lambda: 2\nthreading.Thread(target=threading.Event().wait, daemon=True).start()\n"
            "print(reading_process.can_fork())"
        )
        == "False\n"
    )


@pytest.mark.parametrize("trust", [Trust.HEADERS, Trust.RECEIPTS])
def test_an_index_that_it_read_for_is_the_same(
    node: ScriptedNode, chain: SimulatedChain, trust: Trust, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(BACKFILL_BLOCKS):
        chain.seal([sample(events.GrantIssued, len(chain.blocks))])
    node.answers["eth_blockNumber"] = hex(len(chain.blocks) - 1)
    monkeypatch.setattr(importlib.import_module("govledger.index.sync"), "can_fork", lambda: True)
    found = []
    for another in (lambda: JsonRpcNode(HttpRpc(node.url)), None):
        with closing(open_store(":memory:", chain.deployment(), trust)) as store:
            report = sync(JsonRpcNode(HttpRpc(node.url)), store, another=another)
            found.append((report, content(store), store.noted(ENGINE)))
    assert found[0] == found[1]
    assert found[0][0].events_added == 40 + BACKFILL_BLOCKS


def test_few_blocks_are_read_without_it(
    node: ScriptedNode, chain: SimulatedChain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.import_module("govledger.index.sync"), "can_fork", lambda: pytest.fail("nobody asks"))
    assert len(chain.blocks) <= BACKFILL_BLOCKS
    with closing(open_store(":memory:", chain.deployment(), Trust.HEADERS)) as store:
        sync(JsonRpcNode(HttpRpc(node.url)), store, another=lambda: JsonRpcNode(HttpRpc(node.url)))
