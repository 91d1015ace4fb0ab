from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from eth_account import Account
from eth_utils import keccak
from rlp import encode as rlp_encode

from govledger.connection import Connection, connect, embedded
from govledger.errors import ChainMismatch, ConnectionFailed, DevelopmentOnly, InputError, NodeRefused
from govledger.tx.signing import DynamicFeeTransaction, LegacyTransaction, PrivateKeySigner
from tests.small_contracts import BURNS, ECHOES, LOGS, REVERTS, creation

GENESIS_TIME = 4_000_000_000
"""Far ahead of the machine's clock, so that the chain's time does not follow it."""


# --- the chain in this process -------------------------------------------------------------------------


@pytest.fixture(params=["free", "with fees"])
def chain(request: pytest.FixtureRequest) -> Connection:
    return embedded(zero_fee=request.param == "free", started_at=GENESIS_TIME)


@pytest.fixture
def free() -> Connection:
    return embedded(started_at=GENESIS_TIME)


class Account_:
    """Signs one transaction after the other; money comes from the first development key."""

    def __init__(self, chain: Connection) -> None:
        self.chain = chain
        self.signer = PrivateKeySigner(chain.development_keys[0])
        self.price = int(chain.request("eth_gasPrice"), 16) * 2

    def raw(self, to: bytes, data: bytes, *, nonce: int | None = None, gas: int = 1_000_000) -> str:
        if nonce is None:
            nonce = int(self.chain.request("eth_getTransactionCount", "0x" + self.signer.address.hex(), "latest"), 16)
        transaction = LegacyTransaction(
            chain_id=self.chain.chain_id(), nonce=nonce, gas_price=self.price, gas=gas, to=to, data=data
        )
        return "0x" + self.signer.sign(transaction).hex()

    def send(self, to: bytes, data: bytes) -> dict[str, Any]:
        return self.chain.request(
            "eth_getTransactionReceipt", self.chain.request("eth_sendRawTransaction", self.raw(to, data))
        )

    def create(self, runtime: bytes) -> bytes:
        return bytes.fromhex(self.send(b"", creation(runtime))["contractAddress"][2:])


def test_created_contract_stands_at_the_receipts_address(chain):
    account = Account_(chain)
    address = account.create(ECHOES)
    assert chain.request("eth_getCode", "0x" + address.hex(), "latest") == "0x" + ECHOES.hex()
    assert chain.web3.eth.get_code(chain.web3.to_checksum_address(address)) == ECHOES
    assert chain.request("eth_getStorageAt", "0x" + address.hex(), "0x0", "0x1") == "0x" + bytes(32).hex()
    assert chain.request("eth_call", {"to": "0x" + address.hex(), "data": "0x1234"}, "0x1") == "0x1234"


def test_account_without_money_acts_on_a_free_chain_and_not_on_one_with_fees():
    for zero_fee, works in ((True, True), (False, False)):
        chain = embedded(zero_fee=zero_fee)
        account = Account_(chain)
        account.signer = PrivateKeySigner((99).to_bytes(32, "big"))
        if works:
            assert account.send(b"", creation(ECHOES))["status"] == "0x1"
        else:
            with pytest.raises(NodeRefused, match="afford"):
                account.send(b"", creation(ECHOES))


def test_reverted_call_answers_as_a_node_does(chain):
    address = Account_(chain).create(REVERTS)
    request = {"to": "0x" + address.hex(), "data": "0xdeadbeef", "from": "0x" + bytes(20).hex()}
    for method in ("eth_call", "eth_estimateGas"):
        with pytest.raises(NodeRefused) as caught:
            chain.request(method, request, "latest")
        assert (caught.value.code, caught.value.data) == (3, "0xdeadbeef")


def test_call_that_runs_out_of_gas_is_no_revert(free):
    address = Account_(free).create(BURNS)
    with pytest.raises(NodeRefused, match="OutOfGas") as caught:
        free.request("eth_call", {"to": "0x" + address.hex(), "gas": "0xffff"}, "latest")
    assert caught.value.code == -32000 and caught.value.data is None


def test_estimate_is_enough(chain):
    account = Account_(chain)
    estimate = int(chain.request("eth_estimateGas", {"data": "0x" + creation(LOGS).hex()}), 16)
    hash_ = chain.request("eth_sendRawTransaction", account.raw(b"", creation(LOGS), gas=estimate))
    assert chain.request("eth_getTransactionReceipt", hash_)["status"] == "0x1"


def test_header_has_everything_that_its_hash_covers(chain):
    Account_(chain).send(b"", creation(LOGS))
    block = chain.request("eth_getBlockByNumber", "latest", True)
    names = ["parentHash", "sha3Uncles", "miner", "stateRoot", "transactionsRoot", "receiptsRoot", "logsBloom"]
    fields = [bytes.fromhex(block[name][2:]) for name in names]
    for name in ("difficulty", "number", "gasLimit", "gasUsed", "timestamp"):
        fields.append(scalar(block[name]))
    fields += [bytes.fromhex(block[name][2:]) for name in ("extraData", "mixHash", "nonce")]
    if "baseFeePerGas" in block:
        fields.append(scalar(block["baseFeePerGas"]))
    assert keccak(rlp_encode(fields)).hex() == block["hash"][2:]


def scalar(quantity: str) -> bytes:
    number = int(quantity, 16)
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


def test_transactions_that_arrive_together_are_carried_out_in_order_a_block_each(chain):
    account = Account_(chain)
    address = account.create(LOGS)
    raws = [account.raw(address, bytes((index,)), nonce=1 + index) for index in range(3)]
    answers = chain.request_batch([*(("eth_sendRawTransaction", [raw]) for raw in raws), ("eth_blockNumber", [])])
    assert answers[3] == "0x4"
    receipts = [chain.request("eth_getTransactionReceipt", answer) for answer in answers[:3]]
    assert [receipt["blockNumber"] for receipt in receipts] == ["0x2", "0x3", "0x4"]
    assert [receipt["logs"][0]["data"] for receipt in receipts] == ["0x00", "0x01", "0x02"]


def test_transaction_that_cannot_be_taken_is_refused_and_the_others_are_not(chain):
    account = Account_(chain)
    raws = [
        account.raw(b"", creation(ECHOES), nonce=0),
        account.raw(b"", creation(ECHOES), nonce=0),
        account.raw(b"", creation(ECHOES), nonce=7),
        account.raw(b"", creation(ECHOES), nonce=1, gas=70_000_000),
        account.raw(b"", creation(ECHOES), nonce=1, gas=21_000),
        "0xc0",
        account.raw(b"", creation(ECHOES), nonce=1),
    ]
    answers = chain.request_batch([("eth_sendRawTransaction", [raw]) for raw in raws])
    reasons = [answer.reason if isinstance(answer, NodeRefused) else "" for answer in answers]
    for reason, rule in zip(
        reasons,
        ["", "Expected 1, but got 0", "Expected 1, but got 7", "gas limit", "gas", "Deserialization", ""],
        strict=True,
    ):
        assert rule in reason and bool(rule) == bool(reason)
    assert chain.request("eth_blockNumber") == "0x2"


def test_dynamic_fee_transaction_pays_base_fee_and_tip():
    chain = embedded(zero_fee=False)
    signer = PrivateKeySigner(chain.development_keys[0])
    raw = signer.sign(
        DynamicFeeTransaction(
            chain_id=chain.chain_id(),
            nonce=0,
            max_priority_fee_per_gas=5,
            max_fee_per_gas=10**10,
            gas=100_000,
            to=b"",
            data=creation(ECHOES),
        )
    )
    hash_ = chain.request("eth_sendRawTransaction", "0x" + raw.hex())
    transaction = chain.request("eth_getTransactionByHash", hash_)
    base_fee = int(chain.request("eth_getBlockByNumber", "latest", False)["baseFeePerGas"], 16)
    assert transaction["type"] == "0x2" and int(transaction["gasPrice"], 16) == base_fee + 5
    assert transaction["from"].lower() == "0x" + signer.address.hex() and transaction["to"] is None
    assert int(chain.request("eth_maxPriorityFeePerGas"), 16) == 10**9


def test_transaction_is_found_by_its_hash_as_it_was_signed(free):
    account = Account_(free)
    raw = account.raw(b"\x22" * 20, b"\x01")
    found = free.request("eth_getTransactionByHash", free.request("eth_sendRawTransaction", raw))
    assert found["input"] == "0x01" and found["to"] == "0x" + "22" * 20 and found["nonce"] == "0x0"
    assert found == free.request("eth_getBlockByNumber", "latest", True)["transactions"][0]
    assert bytes.fromhex(Account.recover_transaction(raw)[2:]) == account.signer.address


def test_what_is_not_there_is_null(free):
    nothing = "0x" + "11" * 32
    assert free.request("eth_getTransactionByHash", nothing) is None
    assert free.request("eth_getTransactionReceipt", nothing) is None
    assert free.request("eth_getBlockByHash", nothing, False) is None
    assert free.request("eth_getBlockByNumber", "0x9", False) is None
    assert free.request("eth_getBlockByNumber", "earliest", False)["number"] == "0x0"


def test_logs_are_found_by_block_range_address_and_topics(free):
    account = Account_(free)
    one, other = account.create(LOGS), account.create(LOGS)
    for index, address in enumerate((one, other, one)):
        account.send(address, bytes((index,)))
    find = lambda **wanted: [log["data"] for log in free.request("eth_getLogs", wanted)]  # noqa: E731
    assert find(fromBlock="0x0", toBlock="latest") == ["0x00", "0x01", "0x02"]
    assert find(fromBlock="0x0", toBlock="0x5", address="0x" + one.hex()) == ["0x00", "0x02"]
    assert find(fromBlock="0x4", toBlock="0x4", address=["0x" + one.hex(), "0x" + other.hex()]) == ["0x01"]
    assert find(fromBlock="earliest", toBlock="earliest") == []
    assert find(fromBlock="0x0", topics=["0x" + "00" * 32]) == []
    assert find(fromBlock="0x0", topics=[]) == ["0x00", "0x01", "0x02"]
    latest = free.request("eth_getBlockByNumber", "latest", False)["hash"]
    assert find() == ["0x02"]
    for wanted in ({"blockHash": latest}, {"fromBlock": "0x0", "toBlock": "0x63"}):
        with pytest.raises(NodeRefused):
            find(**wanted)


def test_logs_are_filtered_by_topic_position(free):
    account = Account_(free)
    log2 = bytes.fromhex("60016002600060006000a2".replace("6000a2", "a2"))
    account.send(account.create(log2), b"")
    one, two = (hex(number)[2:].rjust(64, "0") for number in (1, 2))
    found = free.request("eth_getLogs", {"fromBlock": "0x0", "topics": [None, ["0x" + one, "0x" + two]]})
    assert len(found) == 1 and len(found[0]["topics"]) == 2
    assert free.request("eth_getLogs", {"fromBlock": "0x0", "topics": ["0x" + "33" * 32]}) == []


def test_time_moves_when_told_and_a_second_with_each_block_otherwise(chain):
    assert chain.now() == GENESIS_TIME
    chain.advance_time(3600)
    assert chain.now() == GENESIS_TIME + 3600
    Account_(chain).send(b"", creation(ECHOES))
    assert chain.now() == GENESIS_TIME + 3601
    with pytest.raises(InputError, match="moves forward"):
        chain.advance_time(0)


def test_revert_goes_back_to_the_snapshot(chain):
    account = Account_(chain)
    account.create(ECHOES)
    snapshot, height = chain.snapshot(), chain.request("eth_blockNumber")
    gone = account.send(b"", creation(LOGS))
    chain.revert(snapshot)
    assert chain.request("eth_blockNumber") == height
    assert chain.request("eth_getTransactionByHash", gone["transactionHash"]) is None
    assert chain.request("eth_getBlockByHash", gone["blockHash"], False) is None
    assert chain.request("eth_getCode", gone["contractAddress"], "latest") == "0x"
    again = account.send(b"", creation(REVERTS))
    assert again["blockNumber"] == gone["blockNumber"] and again["blockHash"] != gone["blockHash"]
    assert chain.request("eth_getTransactionReceipt", gone["transactionHash"]) is None


def test_revert_goes_back_to_the_genesis(free):
    snapshot = free.snapshot()
    Account_(free).create(ECHOES)
    free.revert(snapshot)
    assert free.request("eth_blockNumber") == "0x0"
    assert Account_(free).send(b"", creation(ECHOES))["status"] == "0x1"


def test_unknown_snapshot_is_refused(free):
    with pytest.raises(InputError, match="snapshot '0x63' is unknown"):
        free.revert("0x63")


def test_blocks_follow_the_machines_clock_when_the_chain_is_behind_it():
    chain, before = embedded(started_at=1_700_000_000), int(time.time())
    assert chain.now() == 1_700_000_000
    chain.advance_time(1)
    assert before <= chain.now() <= int(time.time()) + 1


@pytest.mark.parametrize("method", ["eth_getBlockReceipts", "eth_getProof", "debug_traceTransaction"])
def test_what_eth_tester_cannot_tell_is_an_unknown_method(free, method):
    with pytest.raises(NodeRefused) as caught:
        free.request(method, "0x0")
    assert caught.value.code == -32601


def test_transaction_that_was_reverted_away_has_no_receipt_though_its_place_is_taken(free):
    account, snapshot = Account_(free), free.snapshot()
    gone = account.send(b"", creation(LOGS))
    free.revert(snapshot)
    assert account.send(b"", creation(ECHOES))["blockNumber"] == gone["blockNumber"]
    assert free.request("eth_getTransactionReceipt", gone["transactionHash"]) is None


def test_method_that_is_missing_and_arguments_that_are_wrong_are_errors_of_the_node(free):
    with pytest.raises(NodeRefused, match="Unknown RPC Endpoint: eth_mining") as caught:
        free.request("eth_mining")
    assert caught.value.code == -32601
    for method, arguments in (
        ("eth_getBalance", ["zz"]), ("eth_getBalance", []), ("eth_getCode", ["0x", "0x63"]),
    ):  # fmt: skip
        with pytest.raises(NodeRefused):
            free.request(method, *arguments)


def test_development_keys_have_money_and_are_not_shown():
    chain = embedded(zero_fee=False)
    assert len(chain.development_keys) == 10
    accounts = [PrivateKeySigner(key).address for key in chain.development_keys]
    assert [account.lower() for account in chain.web3.eth.accounts] == ["0x" + account.hex() for account in accounts]
    for account in accounts:
        assert int(chain.request("eth_getBalance", "0x" + account.hex(), "latest"), 16) > 10**18
    assert chain.development_keys[0].hex() not in repr(chain)


def test_embedded_chain_is_a_chain_to_web3(free):
    assert free.web3.is_connected() and free.web3.eth.chain_id == free.chain_id()
    assert free.web3.eth.syncing is False and int(free.web3.net.version) > 0
    assert free.web3.client_version.startswith("EthereumTester/") and free.web3.eth.gas_price == 0
    with free as chain:
        assert chain.embedded and chain.url is None


def test_missing_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "eth_tester", None)
    monkeypatch.delitem(sys.modules, "govledger.embedded_chain", raising=False)
    with pytest.raises(ConnectionFailed, match=r"needs the package eth_tester: .*govledger\[embedded\]"):
        embedded()


# --- a node behind HTTP --------------------------------------------------------------------------------


@contextmanager
def serving(*answers: Any, status: int = 200, pause: float = 0) -> Iterator[str]:
    """A server that gives these bodies in turn, the last one for ever; bytes as they are, else as a JSON-RPC result."""
    left = list(answers)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            answer = left.pop(0) if len(left) > 1 else left[0]
            body = (
                answer
                if isinstance(answer, bytes)
                else json.dumps({"jsonrpc": "2.0", "id": identity(request), "result": answer}).encode()
            )
            stop.wait(pause)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    stop = threading.Event()
    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        stop.set()
        server.shutdown()
        thread.join()
        server.server_close()


class Node:
    """A node of a chain: it knows its chain id and its first block, says its name, and can be silent."""

    def __init__(self, name: str, *, chain_id: int = 7, genesis: str = "0x" + "aa" * 32) -> None:
        self.asked: list[str] = []
        self.status = 200
        node = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                requests = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                answers = [
                    {"jsonrpc": "2.0", "id": one["id"], "result": node.answer(one)}
                    for one in (requests if isinstance(requests, list) else [requests])
                ]
                body = json.dumps(answers if isinstance(requests, list) else answers[0]).encode()
                self.send_response(node.status)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None: ...

        self.answers = {
            "eth_chainId": hex(chain_id),
            "eth_getBlockByNumber": {"hash": genesis},
            "web3_clientVersion": name,
        }
        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()

    def answer(self, request: dict[str, Any]) -> Any:
        self.asked.append(request["method"])
        return self.answers.get(request["method"])

    def stop(self) -> None:
        if self.thread.is_alive():
            self.server.shutdown()
            self.thread.join()
            self.server.server_close()


@pytest.fixture
def node() -> Iterator[Callable[..., Node]]:
    nodes: list[Node] = []

    def start(name: str, **options: Any) -> Node:
        nodes.append(Node(name, **options))
        return nodes[-1]

    yield start
    for one in nodes:
        one.stop()


def identity(request: Any) -> Any:
    return request["id"] if isinstance(request, dict) else 0


def test_node_is_asked_for_its_chain_on_connecting():
    with serving("0x539") as url, connect(url, chain_id=1337) as connection:
        assert connection.chain_id() == 1337
        assert (connection.url, connection.embedded, connection.development_keys) == (url, False, ())


def test_wrong_chain_is_refused_on_connecting():
    with serving("0x539") as url, pytest.raises(ChainMismatch, match="serves chain 1337, not 5"):
        connect(url, chain_id=5)


@pytest.mark.parametrize("url", ["127.0.0.1:8545", "ftp://host", "http://", "ws://127.0.0.1:1", ""])
def test_address_that_is_no_http_url_is_refused(url):
    with pytest.raises(InputError, match="is no RPC address"):
        connect(url)


def test_address_where_nothing_answers_is_one_clear_error():
    with serving("0x1") as url:
        pass
    with pytest.raises(ConnectionFailed, match=f"nothing answers at {url}"):
        connect(url)


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        (b"<html>hello</html>", "but not in JSON-RPC"),
        (b"[1, 2]", "not in JSON-RPC"),
        (b'{"hello": 1}', "in JSON, but not in JSON-RPC"),
        (b'{"id": 0, "error": {"code": -32601, "message": "no such method"}}', "does not serve eth_chainId"),
        (b'{"id": 0, "error": "go away"}', "does not serve eth_chainId .go away"),
        (b'{"id": 0, "result": "pong"}', "which is no number"),
        (b'{"id": 0, "result": null}', "which is no number"),
    ],
)
def test_server_that_is_no_node_is_one_clear_error(body, rule):
    with serving(body) as url, pytest.raises(ConnectionFailed, match=rule):
        connect(url)


def test_http_error_is_named():
    with serving(b"", status=404) as url, pytest.raises(ConnectionFailed, match="HTTP 404"):
        connect(url)


def test_node_that_does_not_answer_in_time_is_named():
    with serving("0x1", pause=5) as url, pytest.raises(ConnectionFailed, match="did not answer eth_chainId in time"):
        connect(url, timeout_seconds=0.2)


def test_password_in_the_address_is_never_shown():
    with serving("0x1") as url:
        secret = url.replace("http://", "http://user:s3cret@")
        with connect(secret) as connection:
            assert "s3cret" not in repr(connection.url)
    with pytest.raises(ConnectionFailed) as caught:
        connect(secret)
    assert "s3cret" not in str(caught.value) and "user:…@" in str(caught.value)


def test_real_chain_does_not_go_back_or_move_its_clock():
    with serving("0x1", "Geth/v1.13.15") as url, connect(url) as connection:
        for act in (lambda: connection.advance_time(1), connection.snapshot, lambda: connection.revert("0x1")):
            with pytest.raises(DevelopmentOnly, match=r"runs Geth/v1\.13\.15; only development chains"):
                act()


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        (
            b'{"id": null, "error": {"code": -32600, "message": "no batches"}}',
            "does not answer 2 requests in one batch",
        ),
        (b'[{"id": 0, "result": 1}]', "does not answer 2 requests"),
        (b'{"x": 1}', "not in JSON-RPC"),
        (b'[{"id": 0}, {"id": 1}]', "not in JSON-RPC"),
    ],
)
def test_batch_that_is_not_answered_one_by_one_is_an_error(body, rule):
    with serving("0x1", body) as url, connect(url) as connection, pytest.raises(ConnectionFailed, match=rule):
        connection.request_batch([("eth_chainId", []), ("eth_blockNumber", [])])


def test_empty_batch_asks_nothing():
    with serving("0x1") as url, connect(url) as connection:
        pass
    assert connection.request_batch([]) == []


# --- several nodes -------------------------------------------------------------------------------------


def client(connection: Connection) -> str:
    return connection.request("web3_clientVersion")


def test_first_node_that_answers_is_used(node):
    first, second = node("first"), node("second")
    with connect(first.url, second.url) as connection:
        assert client(connection) == "first"
        assert (connection.url, connection.urls) == (first.url, (first.url, second.url))
    first.stop()
    with connect(first.url, second.url) as connection:
        assert client(connection) == "second" and connection.url == second.url


def test_next_node_takes_over_when_one_falls_silent_and_stays(node):
    first, second, third = (node(name) for name in ("first", "second", "third"))
    with connect(first.url, second.url, third.url) as connection:
        first.status = 503
        assert client(connection) == "second"
        first.status = 200
        assert connection.request_batch([("web3_clientVersion", [])] * 2) == ["second"] * 2
        second.stop()
        assert connection.request_batch([("web3_clientVersion", [])] * 2) == ["third"] * 2
        third.stop()
        assert client(connection) == "first" and connection.web3.client_version == "first"
        assert connection.web3.is_connected()


def test_all_nodes_silent_names_each(node):
    first, second = node("first"), node("second")
    with connect(first.url, second.url) as connection:
        first.stop()
        second.stop()
        with pytest.raises(ConnectionFailed, match="none of the 2 nodes answers") as caught:
            client(connection)
        assert f"nothing answers at {first.url}" in str(caught.value) and second.url in str(caught.value)
        assert not connection.web3.is_connected()
        with pytest.raises(ConnectionFailed):
            connection.web3.is_connected(show_traceback=True)
    with pytest.raises(ConnectionFailed, match="none of the 2 nodes answers"):
        connect(first.url, second.url)


def test_refusal_by_a_node_is_its_answer_and_no_reason_to_ask_another(node):
    second = node("second")
    refusing = (b'{"id": 0, "result": "0x7"}', b'{"id": 0, "result": {"hash": "0x' + b"aa" * 32 + b'"}}')
    with (
        serving(*refusing, b'{"id": 0, "error": {"code": -32000, "message": "no"}}') as url,
        connect(url, second.url) as connection,
        pytest.raises(NodeRefused, match="no"),
    ):
        client(connection)
    assert "web3_clientVersion" not in second.asked


def test_nodes_of_different_chains_are_refused_at_once(node):
    first, other_id = node("first"), node("other", chain_id=8)
    with pytest.raises(ChainMismatch, match=f"serves chain 8, not 7 as {first.url}"):
        connect(first.url, other_id.url)
    same_id = node("same id", genesis="0x" + "bb" * 32)
    with pytest.raises(ChainMismatch, match="another chain of the same id 7"):
        connect(first.url, same_id.url)


def test_node_of_another_chain_does_not_take_over(node):
    first, second = node("first"), node("second", genesis="0x" + "bb" * 32)
    second.status = 503
    with connect(first.url, second.url) as connection:
        second.status = 200
        first.stop()
        with pytest.raises(ChainMismatch, match="with genesis 0xbbbb"):
            client(connection)


def test_expected_genesis_is_compared_also_with_one_node(node):
    only = node("only")
    with connect(only.url, genesis_hash=bytes.fromhex("aa" * 32)) as connection:
        assert connection.chain_id() == 7
    with pytest.raises(ChainMismatch, match=f"with genesis 0x{'aa' * 32}, not 0x{'bb' * 32}"):
        connect(only.url, genesis_hash=bytes.fromhex("bb" * 32))


@pytest.mark.parametrize("answer", [None, {}, {"hash": "0x12"}, {"hash": None}])
def test_node_without_a_first_block_is_no_node(node, answer):
    only = node("only")
    only.answers["eth_getBlockByNumber"] = answer
    with pytest.raises(ConnectionFailed, match="does not say the hash of its first block"):
        connect(only.url, genesis_hash=bytes(32))


def test_what_does_something_twice_is_not_asked_elsewhere(node):
    first, second = node("Anvil/1"), node("Anvil/2")
    with connect(first.url, second.url) as connection:
        first.stop()
        with pytest.raises(ConnectionFailed, match=f"nothing answers at {first.url}"):
            connection.request("evm_mine")
        assert "evm_mine" not in second.asked


def test_threads_share_what_one_of_them_found_out(node):
    dead, second, third = (node(name) for name in ("dead", "second", "third"))
    with connect(dead.url, second.url, third.url) as connection:
        dead.stop()
        names: list[str] = []
        threads = [threading.Thread(target=lambda: names.append(client(connection))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert names == ["second"] * 8 and connection.url == second.url


def test_no_address_and_one_address_twice_are_refused():
    with pytest.raises(InputError, match="no RPC address"):
        connect()
    with pytest.raises(InputError, match="is there twice"):
        connect("http://127.0.0.1:1", "http://127.0.0.1:1")


def test_web3_asks_the_nodes_in_batches_too(node):
    first, second = node("first"), node("second")
    with connect(first.url, second.url) as connection:
        first.stop()
        answers = connection.web3.provider.make_batch_request([("web3_clientVersion", [])] * 2)
        assert [answer["result"] for answer in answers] == ["second"] * 2


def test_embedded_chain_has_no_addresses(free):
    assert free.url is None and free.urls == ()
