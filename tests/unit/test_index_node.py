"""What the node edge asks, over HTTP and in this process, and how it reads the answers."""

from __future__ import annotations

import base64
import json
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import msgspec
import pytest

from govledger import events
from govledger.errors import BlockMissing, ConnectionFailed, InputError, NodeRefused, NodeUnusable
from govledger.index.node import BATCH_LENGTH, JsonRpcNode, UntypedRpc
from govledger.index.transport import HttpRpc
from govledger.index.wire import read_bytes, read_quantity
from tests.scripted_node import Refused, ScriptedNode
from tests.simulated_chain import SimulatedChain, sample, shown

ADDRESS = b"\xab" * 20


def in_json(value: Any) -> Any:
    """What a node sends, from a typed answer."""
    return json.loads(msgspec.json.encode(value))


@pytest.fixture
def chain() -> SimulatedChain:
    chain = SimulatedChain()
    for number in range(1, 10):
        chain.seal([sample(events.GrantIssued, number)], [sample(events.BillIssued, number)])
    return chain


def answers_of(chain: SimulatedChain) -> dict[str, Any]:
    """Each method's answer by a simulated chain."""

    def block(number: str, full: bool) -> Any:
        assert full is False
        place = int(number, 16)
        return in_json(chain.blocks[place].header) if place < len(chain.blocks) else None

    def logs(criteria: dict[str, Any]) -> Any:
        assert criteria["address"] == [shown(ADDRESS)]
        return in_json(chain.logs(int(criteria["fromBlock"], 16), int(criteria["toBlock"], 16), []).items)

    def receipts(number: str) -> Any:
        place = int(number, 16)
        return in_json(chain.blocks[place].receipts) if place < len(chain.blocks) else None

    def receipt(transaction: str) -> Any:
        found = [receipt for block in chain.blocks for receipt in block.receipts]
        return next((in_json(one) for one in found if one.transaction_hash == transaction), None)

    return {
        "eth_chainId": "0x7",
        "eth_blockNumber": hex(len(chain.blocks) - 1),
        "eth_getBlockByNumber": block,
        "eth_getLogs": logs,
        "eth_getBlockReceipts": receipts,
        "eth_getTransactionReceipt": receipt,
        "eth_getStorageAt": lambda address, slot, number: slot,
    }


class Untyped:
    """What sends untyped requests, as a `Connection` does."""

    def __init__(self, node: ScriptedNode) -> None:
        self.node = node

    def request(self, method: str, *parameters: Any) -> Any:
        answer = self.node.answer({"id": 0, "method": method, "params": parameters})
        if "error" in answer:
            raise NodeRefused(method, answer["error"]["code"], answer["error"]["message"])
        return answer["result"]

    def request_batch(self, requests: Sequence[tuple[str, Sequence[Any]]]) -> list[Any]:
        found = []
        for method, parameters in requests:
            try:
                found.append(self.request(method, *parameters))
            except NodeRefused as refusal:
                found.append(refusal)
        return found


@pytest.fixture(params=["http", "untyped"])
def scripted(request: pytest.FixtureRequest, chain: SimulatedChain) -> Iterator[tuple[ScriptedNode, JsonRpcNode]]:
    """The same answers over both ways."""
    with ScriptedNode(answers_of(chain)) as node:
        yield node, JsonRpcNode(HttpRpc(node.url) if request.param == "http" else UntypedRpc(Untyped(node)))


Scripted = tuple[ScriptedNode, JsonRpcNode]


def test_numbers_are_read(scripted: Scripted) -> None:
    _, node = scripted
    assert (node.chain_id(), node.latest_number()) == (7, 9)


def test_over_http_two_questions_are_on_their_way_at_once(scripted: Scripted) -> None:
    script, node = scripted
    assert (node.name, node.questions_at_once) in ((script.url, 2), ("the node", 1))


def test_headers_are_asked_for_in_batches(scripted: Scripted, chain: SimulatedChain) -> None:
    script, node = scripted
    for _ in range(BATCH_LENGTH):
        chain.seal()
    found = node.headers(3, BATCH_LENGTH + 5)
    assert found.items == [block.header for block in chain.blocks[3 : BATCH_LENGTH + 6]]
    assert found.size > 100_000
    assert len(script.called("eth_getBlockByNumber")) == BATCH_LENGTH + 3


def test_a_block_that_the_node_does_not_have_is_missing(scripted: Scripted) -> None:
    _, node = scripted
    with pytest.raises(BlockMissing, match="no block 10"):
        node.headers(8, 11)


def test_logs_come_as_they_are(scripted: Scripted, chain: SimulatedChain) -> None:
    _, node = scripted
    found = node.logs(2, 4, [ADDRESS])
    assert found.items == chain.logs(2, 4, []).items
    assert found.size > 1_000


def test_receipts_come_by_block(scripted: Scripted, chain: SimulatedChain) -> None:
    script, node = scripted
    found = node.receipts([chain.blocks[number].header for number in (2, 5)])
    assert found.items == [chain.blocks[2].receipts, chain.blocks[5].receipts]
    assert script.called("eth_getTransactionReceipt") == []


def test_receipts_of_a_block_that_the_node_does_not_have_are_missing(scripted: Scripted, chain: SimulatedChain) -> None:
    _, node = scripted
    with pytest.raises(BlockMissing, match="no block 255"):
        node.receipts([msgspec.structs.replace(chain.blocks[2].header, number="0xff")])


def test_a_node_without_receipts_of_blocks_is_asked_for_each(scripted: Scripted, chain: SimulatedChain) -> None:
    script, node = scripted
    del script.answers["eth_getBlockReceipts"]
    headers = [chain.blocks[number].header for number in (2, 0, 5)]
    for _ in range(2):
        assert node.receipts(headers).items == [chain.blocks[2].receipts, [], chain.blocks[5].receipts]
    assert len(script.called("eth_getBlockReceipts")) in (1, len(headers))
    assert len(script.called("eth_getTransactionReceipt")) == 8


def test_a_receipt_that_the_node_does_not_have_is_missing(scripted: Scripted, chain: SimulatedChain) -> None:
    script, node = scripted
    del script.answers["eth_getBlockReceipts"]
    script.answers["eth_getTransactionReceipt"] = None
    with pytest.raises(BlockMissing, match="no block 2, or not all of it"):
        node.receipts([chain.blocks[2].header])


def test_a_refusal_of_receipts_that_is_no_missing_method_goes_to_the_caller(
    scripted: Scripted, chain: SimulatedChain
) -> None:
    script, node = scripted

    def refuse(number: str) -> Any:
        raise Refused("too many requests", -32005)

    script.answers["eth_getBlockReceipts"] = refuse
    with pytest.raises(NodeRefused, match="too many requests"):
        node.receipts([chain.blocks[2].header])


def test_words_of_storage_have_32_bytes(scripted: Scripted) -> None:
    _, node = scripted
    words = node.storage([(ADDRESS, 0x12), (ADDRESS, 0x1234)], 5)
    assert words == [bytes(31) + b"\x12", bytes(30) + b"\x12\x34"]


def test_a_node_without_old_state_is_named_as_such(scripted: Scripted) -> None:
    script, node = scripted

    def refuse(*of_word: Any) -> Any:
        raise Refused("missing trie node", -32000)

    script.answers["eth_getStorageAt"] = refuse
    with pytest.raises(NodeUnusable, match=r"no state at block 5 .*archive node"):
        node.storage([(ADDRESS, 0)], 5)


@pytest.mark.parametrize(
    ("method", "answer"),
    [
        ("eth_chainId", "7"),
        ("eth_chainId", "0x07"),
        ("eth_chainId", 7),
        ("eth_blockNumber", None),
        ("eth_getBlockByNumber", {"number": "0x1"}),
        ("eth_getLogs", {}),
        ("eth_getLogs", [{"address": "0x"}]),
        ("eth_getBlockReceipts", [{"status": "0x1"}]),
        ("eth_getStorageAt", "12"),
        ("eth_getStorageAt", "0x123"),
    ],
)
def test_an_answer_of_another_shape_is_named(
    scripted: Scripted, chain: SimulatedChain, method: str, answer: object
) -> None:
    script, node = scripted
    script.answers[method] = answer
    ask: dict[str, Callable[[], Any]] = {
        "eth_chainId": node.chain_id,
        "eth_blockNumber": node.latest_number,
        "eth_getBlockByNumber": lambda: node.headers(1, 1),
        "eth_getLogs": lambda: node.logs(1, 1, [ADDRESS]),
        "eth_getBlockReceipts": lambda: node.receipts([chain.blocks[1].header]),
        "eth_getStorageAt": lambda: node.storage([(ADDRESS, 0)], 1),
    }
    with pytest.raises(NodeUnusable, match=f"answers {method} with something else"):
        ask[method]()


# --- HTTP ----------------------------------------------------------------------------------------------


@contextmanager
def serving(body: bytes, status: int = 200) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """A server that answers everything with these bytes, and the headers of the requests that came."""
    seen: list[dict[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            seen.append(dict(self.headers))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}", seen
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"<html>", "is no JSON"),
        (b'{"jsonrpc":"2.0","id":0,"resu', "cut short"),
        (b'{"hello":1}', "none of JSON-RPC"),
    ],
)
def test_what_is_no_json_rpc_is_a_failed_connection(body: bytes, message: str) -> None:
    with serving(body) as (place, _), pytest.raises(ConnectionFailed, match=message):
        JsonRpcNode(HttpRpc(f"http://{place}")).chain_id()


@pytest.mark.parametrize(
    "body",
    [
        b'[{"id":0,"result":null}]',
        b'[{"id":0,"result":null},{"id":0,"result":null}]',
        b'[{"id":0,"result":null},{"id":1,"result":null},{"id":2,"result":null}]',
        b'{"id":0,"result":null}',
        b"[]",
    ],
)
def test_a_batch_that_is_not_answered_one_by_one_is_a_failed_connection(body: bytes) -> None:
    with serving(body) as (place, _), pytest.raises(ConnectionFailed, match="to a batch of 2 eth_getBlockByNumber"):
        JsonRpcNode(HttpRpc(f"http://{place}")).headers(1, 2)


@pytest.mark.parametrize(
    "body",
    [
        b'{"error":{"code":-32600,"message":"batch too large"}}',
        b'[{"error":{"code":-32600,"message":"batch too large"}}]',
        b'[{"id":0,"result":null},{"id":1,"error":{"code":-32600,"message":"batch too large","data":"0x"}}]',
    ],
)
def test_an_error_in_the_place_of_a_batch_or_in_it_is_a_refusal(body: bytes) -> None:
    with serving(body) as (place, _), pytest.raises(NodeRefused, match="batch too large") as refused:
        JsonRpcNode(HttpRpc(f"http://{place}")).headers(1, 2)
    assert (refused.value.code, refused.value.method) == (-32600, "eth_getBlockByNumber")


def test_answers_of_a_batch_are_put_in_order(chain: SimulatedChain) -> None:
    answers = [
        {"id": 1, "result": in_json(chain.blocks[2].header)},
        {"id": 0, "result": in_json(chain.blocks[1].header)},
    ]
    with serving(json.dumps(answers).encode()) as (place, _):
        found = JsonRpcNode(HttpRpc(f"http://{place}")).headers(1, 2)
    assert found.items == [chain.blocks[1].header, chain.blocks[2].header]


@pytest.mark.parametrize("status", [401, 404, 429, 500, 503])
def test_another_status_is_a_failed_connection(status: int) -> None:
    with serving(b"{}", status) as (place, _), pytest.raises(ConnectionFailed, match=f"HTTP {status}"):
        JsonRpcNode(HttpRpc(f"http://{place}")).chain_id()


def test_an_answer_that_is_too_large_is_a_refusal() -> None:
    with serving(b"", 413) as (place, _), pytest.raises(NodeRefused, match="too large"):
        JsonRpcNode(HttpRpc(f"http://{place}")).logs(1, 2, [ADDRESS])


def test_a_connection_is_kept_and_a_name_with_its_password_goes_into_the_header_alone() -> None:
    with serving(b'{"id":0,"result":"0x7"}') as (place, seen):
        rpc = HttpRpc(f"http://reader:se%20cret@{place}/rpc")
        node = JsonRpcNode(rpc)
        assert (node.chain_id(), node.name) == (7, f"http://reader:…@{place}/rpc")
        rpc.close()
    expected = base64.b64encode(b"reader:se cret").decode()
    assert seen[0]["Authorization" if "Authorization" in seen[0] else "authorization"] == f"Basic {expected}"


def test_nobody_at_an_address_is_a_failed_connection() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(ConnectionFailed, match=f"nothing answers at http://127.0.0.1:{port}"):
        JsonRpcNode(HttpRpc(f"http://127.0.0.1:{port}")).chain_id()


def test_silence_is_a_failed_connection() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        rpc = HttpRpc(f"http://127.0.0.1:{silent.getsockname()[1]}", timeout_seconds=0.1)
        with pytest.raises(ConnectionFailed, match="did not answer eth_chainId in time"):
            JsonRpcNode(rpc).chain_id()


def test_what_is_no_http_address_is_refused() -> None:
    with pytest.raises(InputError, match="no RPC address"):
        HttpRpc("ws://127.0.0.1:1")


# --- hexadecimal ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["0x", "0x00", "10", "0X1", "0x1_0", "-0x1", "", "0xg"])
def test_what_is_no_quantity_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_quantity(text)


@pytest.mark.parametrize("text", ["", "0", "0x1", "1234", "0x 12", "0xzz"])
def test_what_is_not_bytes_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_bytes(text)


def test_bytes_of_another_length_are_refused() -> None:
    assert read_bytes("0x1234", 2) == b"\x12\x34"
    with pytest.raises(ValueError, match="has not 32 bytes"):
        read_bytes("0x1234", 32)
