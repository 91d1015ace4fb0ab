"""New blocks are learned of by announcement where a node announces them, and else by asking after a short time."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from govledger.errors import InputError
from govledger.index import new_blocks as module
from govledger.index.new_blocks import NewBlocks, websocket_address
from tests.announcing_node import AnnouncingNode

NOBODY = "http://127.0.0.1:1"


@pytest.fixture
def node() -> Iterator[AnnouncingNode]:
    with AnnouncingNode() as node:
        yield node


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "POLL_SECONDS", 0.01)
    monkeypatch.setattr(module, "SLICE_SECONDS", 0.01)


def listening(*addresses: str) -> tuple[NewBlocks, list[str]]:
    told: list[str] = []
    blocks = NewBlocks(addresses, threading.Event(), told.append)
    blocks.listen()
    return blocks, told


def test_a_wait_ends_when_a_block_is_announced(node: AnnouncingNode) -> None:
    blocks, told = listening(NOBODY, node.url)
    assert told == [f"new blocks are announced by {blocks.announced_by}"]
    assert blocks.announced_by == node.url.replace("http", "ws")
    threading.Timer(0.05, node.announce, (7,)).start()
    begun = time.monotonic()
    blocks.wait()
    assert 0.03 < time.monotonic() - begun < 5
    blocks.close()
    assert blocks.announced_by is None


def test_announcements_that_came_meanwhile_end_one_wait_alone(
    node: AnnouncingNode, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocks, told = listening(node.url)
    for number in range(3):
        node.announce(number)
    assert blocks._connection is not None and blocks._connection.ping().wait(30), "all have come before the answer"
    blocks.wait()
    monkeypatch.setattr(module, "QUIET_SECONDS", 0.1)
    begun = time.monotonic()
    blocks.wait()
    assert time.monotonic() - begun >= 0.1, "silence is trusted for a while, and no longer"
    assert len(told) == 1
    blocks.close()


def test_a_wait_ends_when_it_is_told_to_stop(node: AnnouncingNode) -> None:
    stopping = threading.Event()
    blocks = NewBlocks([node.url], stopping)
    blocks.listen()
    threading.Timer(0.05, stopping.set).start()
    begun = time.monotonic()
    blocks.wait()
    assert time.monotonic() - begun < 5
    blocks.close()


def test_a_node_that_hangs_up_is_asked_from_then_on_and_listened_to_again_later(
    node: AnnouncingNode, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocks, told = listening(node.url)
    node.hang_up()
    blocks.wait()
    assert told[1:] == [f"{node.url.replace('http', 'ws')} announces no more blocks: asking every 0.01 s"]
    blocks.listen()
    assert blocks.announced_by is None, "it is left in peace for a while"
    blocks.wait()
    monkeypatch.setattr(module, "AGAIN_SECONDS", 0.0)
    blocks.listen()
    assert blocks.announced_by is not None
    blocks.listen()
    assert len(told) == 3
    blocks.close()


@pytest.mark.parametrize("answer", [{"id": 1, "error": {"code": -32601, "message": "no such method"}}, "no JSON", "1"])
def test_a_node_that_takes_no_subscription_is_asked(answer: dict[str, object] | str) -> None:
    with AnnouncingNode(answer) as node:
        blocks, told = listening(node.url)
        assert told == ["no node announces new blocks over WebSocket: asking every 0.01 s"]
        assert blocks.announced_by is None
        blocks.wait()
        blocks.close()


def test_an_address_is_that_of_the_nodes_websocket() -> None:
    assert websocket_address("http://node:8545/rpc") == "ws://node:8545/rpc"
    assert websocket_address("https://node") == "wss://node"
    assert websocket_address("ws://node:8546") == "ws://node:8546"
    for wrong in ("node:8545", "ftp://node", "ws://"):
        with pytest.raises(InputError, match="is no node's address"):
            websocket_address(wrong)
