"""Nodes that answer by a script over real HTTP: chains made up as they are asked for; Besu, GoQuorum and geth."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import msgspec
from coincurve import PrivateKey

from govledger.consensus import clique, engine, ibft1, ibft2, qbft
from govledger.consensus.bft import ISTANBUL_MIX_HASH
from govledger.consensus.engine import Engine
from govledger.consensus.header import FIELDS, OPTIONAL_FIELDS, SCALAR, Header
from govledger.deployments import DeployedContract, Deployment
from govledger.network.description import NetworkDescription
from govledger.network.genesis import Client
from govledger.privacy.keccak import keccak256
from govledger.secp256k1 import address_of

KEY = PrivateKey(b"\x07" * 32)
SEALER = address_of(KEY.public_key.format(compressed=False)[1:])
"""Who seals the blocks of Clique chains here, whoever may."""
VALIDATORS = tuple(sorted(bytes((n,)) * 20 for n in range(1, 5)))
EMPTY_STATE = bytes.fromhex("56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421")
NO_OMMERS = bytes.fromhex("1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347")


@dataclass(eq=False)
class RpcError(Exception):
    """What a node answers in place of a result."""

    code: int
    message: str


METHOD_NOT_FOUND = RpcError(-32601, "the method does not exist/is not available")
HTTP_ERROR = object()
"""In place of an answer: the request ends in HTTP 500."""
Answer = Any | RpcError | Callable[..., Any]


@dataclass
class ScriptedChain:
    """A chain whose blocks are made when they are asked for; each depends on its number alone."""

    engine: Engine | None = Engine.QBFT
    height: int = 200
    head_at: int = 1_800_000_000
    seconds: int = 5
    chain_id: int = 1337
    base_fee: int | None = None
    prices: Mapping[int, Sequence[int]] = field(default_factory=dict)
    """By number: what each transaction in the block pays for gas."""
    first_accounts: int = 7
    """The first block whose state has accounts."""
    vanity: bytes = bytes(32)
    """Other vanity makes another chain."""
    validators: tuple[bytes, ...] = VALIDATORS
    is_seal_good: bool = True
    """Of IBFT 1: whether a key made the proposer's seal."""

    def timestamp(self, number: int) -> int:
        return self.head_at - (self.height - number) * self.seconds

    def state_node(self, number: int) -> bytes:
        """The root node of a block's state, which a proof begins with."""
        return b"the state of block %d, which is the root node of its trie" % number

    def state_root(self, number: int) -> bytes:
        return EMPTY_STATE if number < self.first_accounts else keccak256(self.state_node(number))

    def header(self, number: int) -> Header:
        bare = Header(
            parent_hash=keccak256(b"parent %d" % number),
            ommers_hash=NO_OMMERS,
            coinbase=self.validators[number % len(self.validators)],
            state_root=self.state_root(number),
            transactions_root=bytes(32),
            receipts_root=bytes(32),
            logs_bloom=bytes(256),
            difficulty=1,
            number=number,
            gas_limit=30_000_000,
            gas_used=0,
            timestamp=self.timestamp(number),
            extra_data=b"",
            mix_hash=bytes(32) if self.engine in (None, Engine.CLIQUE) else ISTANBUL_MIX_HASH,
            nonce=bytes(8),
            base_fee_per_gas=self.base_fee,
        )
        return msgspec.structs.replace(bare, extra_data=self._extra_data(bare))

    def _extra_data(self, bare: Header) -> bytes:
        match self.engine:
            case Engine.CLIQUE:
                signers = self.validators if bare.number == 0 else ()
                extra = clique.ExtraData(signers, self.vanity)
                if bare.number == 0:
                    return extra.encode()
                unsealed = msgspec.structs.replace(bare, extra_data=extra.encode())
                seal = KEY.sign_recoverable(clique.seal_hash(unsealed), hasher=None)
                return clique.ExtraData((), self.vanity, seal).encode()
            case Engine.QBFT:
                return qbft.ExtraData(self.validators, self.vanity, round=1, seals=(bytes(65),)).encode()
            case Engine.IBFT2:
                return ibft2.ExtraData(self.validators, self.vanity, seals=(bytes(65),)).encode()
            case Engine.IBFT1:
                extra_data = ibft1.ExtraData(self.validators, self.vanity).encode()
                proposed = ibft1.proposer_seal_hash(msgspec.structs.replace(bare, extra_data=extra_data))
                seal = KEY.sign_recoverable(proposed, hasher=None) if self.is_seal_good else bytes(65)
                return ibft1.ExtraData(self.validators, self.vanity, seal, (bytes(65),)).encode()
        return self.vanity

    def block_hash(self, number: int) -> bytes:
        header = self.header(number)
        return header.hash() if self.engine is None else engine.block_hash(self.engine, header)

    def block(self, which: str, whole: bool) -> dict[str, Any] | None:
        """As eth_getBlockByNumber answers."""
        number = self.height if which == "latest" else int(which, 16)
        if number > self.height:
            return None
        header = self.header(number)
        values = {field.json_name: (getattr(header, field.name), field.length) for field in (*FIELDS, *OPTIONAL_FIELDS)}
        shown = {
            name: hex(value) if length == SCALAR else "0x" + value.hex()
            for name, (value, length) in values.items()
            if value is not None
        }
        transactions = [
            {"hash": f"0x{keccak256(b'%d %d' % (number, index)).hex()}", "gasPrice": hex(price)}
            for index, price in enumerate(self.prices.get(number, ()))
        ]
        hashes = [transaction["hash"] for transaction in transactions]
        return {
            **shown,
            "hash": f"0x{self.block_hash(number).hex()}",
            "transactions": transactions if whole else hashes,
        }


@dataclass
class ScriptedNode:
    """One node: a chain, and what it answers to everything else."""

    chain: ScriptedChain
    client: str
    answers: dict[str, Answer] = field(default_factory=dict)
    """By method: a result, an error, or a function of the parameters; goes before what every node answers."""
    largest_batch: int = 1024
    asked: list[str] = field(default_factory=list)

    def answer(self, method: str, parameters: Sequence[Any]) -> Any:
        self.asked.append(method)
        answer = self.answers.get(method, self._usual(method))
        if callable(answer):
            answer = answer(*parameters)
        if isinstance(answer, RpcError):
            raise answer
        return answer

    def _usual(self, method: str) -> Answer:
        chain = self.chain
        usual: dict[str, Answer] = {
            "eth_chainId": hex(chain.chain_id),
            "web3_clientVersion": self.client,
            "eth_blockNumber": lambda: hex(chain.height),
            "eth_getBlockByNumber": chain.block,
            "eth_gasPrice": "0x0",
            "net_peerCount": hex(len(chain.validators) - 1),
            "eth_syncing": False,
            "eth_getProof": lambda _address, _slots, block: proof(chain, int(block, 16)),
            "eth_getBlockReceipts": lambda block: [{} for _ in chain.prices.get(int(block, 16), ())],
            "eth_getLogs": lambda _criteria: [],
            "eth_getCode": "0x",
            "eth_getBalance": "0x0",
        }
        return usual.get(method, METHOD_NOT_FOUND)

    def reply(self, body: bytes) -> Any:
        request = json.loads(body)
        if isinstance(request, dict):
            return self._response(request)
        if len(request) > self.largest_batch:
            return {
                "jsonrpc": "2.0",
                "id": None,
                "error": {"code": -32005, "message": "Number of requests exceeds max"},
            }
        return [self._response(item) for item in request]

    def _response(self, request: dict[str, Any]) -> dict[str, Any]:
        response = {"jsonrpc": "2.0", "id": request["id"]}
        try:
            return {**response, "result": self.answer(request["method"], request["params"])}
        except RpcError as error:
            return {**response, "error": {"code": error.code, "message": error.message}}

    @contextmanager
    def serving(self) -> Iterator[str]:
        """The node's address, while it runs."""
        node = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True
            wbufsize = -1

            def do_POST(self) -> None:
                found = node.reply(self.rfile.read(int(self.headers["Content-Length"])))
                is_broken = isinstance(found, dict) and found.get("result") is HTTP_ERROR
                reply = b"" if is_broken else json.dumps(found).encode()
                self.send_response(500 if is_broken else 200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(reply)))
                self.end_headers()
                self.wfile.write(reply)

            def log_message(self, *_: object) -> None: ...

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


def proof(chain: ScriptedChain, number: int) -> dict[str, Any]:
    """As eth_getProof answers where the state is there."""
    nodes = [] if chain.state_root(number) == EMPTY_STATE else [f"0x{chain.state_node(number).hex()}"]
    return {"accountProof": nodes, "storageProof": []}


def _shown(addresses: Sequence[bytes]) -> list[str]:
    return [f"0x{address.hex()}" for address in addresses]


def besu(chain: ScriptedChain, **answers: Answer) -> ScriptedNode:
    """Besu with its defaults: Bonsai keeps the state of 512 blocks, eth_getLogs takes 5,000."""

    def get_proof(_address: str, _slots: list[str], block: str) -> Any:
        if int(block, 16) < chain.height - 512:
            return RpcError(-32000, "World state unavailable")
        return proof(chain, int(block, 16))

    def get_logs(criteria: dict[str, Any]) -> Any:
        if int(criteria["toBlock"], 16) - int(criteria["fromBlock"], 16) > 5000:
            return RpcError(-32005, "Requested range exceeds maximum range limit")
        return []

    return ScriptedNode(
        chain,
        "besu/v26.8.0/linux-x86_64/openjdk-java-21",
        {
            "qbft_getValidatorsByBlockNumber": _shown(chain.validators),
            "clique_getSigners": RpcError(-32604, "Method not enabled"),
            "eth_getProof": get_proof,
            "eth_getLogs": get_logs,
            "txpool_status": RpcError(-32604, "Method not enabled"),
            **answers,
        },
    )


def goquorum(chain: ScriptedChain, **answers: Answer) -> ScriptedNode:
    """GoQuorum: a geth of 2021, without eth_getBlockReceipts, and no price but 0."""

    def get_proof(_address: str, _slots: list[str], block: str) -> Any:
        if int(block, 16) < chain.height - 128:
            return RpcError(-32000, "missing trie node 56e8…b421 (path )")
        return proof(chain, int(block, 16))

    return ScriptedNode(
        chain,
        "Geth/validator-0/v1.10.3-stable-af752518(quorum-v24.4.1)/linux-amd64/go1.19",
        {
            "istanbul_getValidators": _shown(chain.validators),
            "eth_getBlockReceipts": METHOD_NOT_FOUND,
            "eth_getProof": get_proof,
            "txpool_status": {"pending": "0x0", "queued": "0x0"},
            **answers,
        },
    )


def geth(chain: ScriptedChain, **answers: Answer) -> ScriptedNode:
    """geth 1.13.15, an archive node."""
    return ScriptedNode(
        chain,
        "Geth/v1.13.15-stable-c5ba367e/linux-amd64/go1.21.6",
        {
            "clique_getSigners": _shown(chain.validators),
            "txpool_status": {"pending": "0x0", "queued": "0x0"},
            "eth_gasPrice": hex(10**9),
            **answers,
        },
        largest_batch=1000,
    )


# --- what is known of such chains ----------------------------------------------------------------------


def network_of(chain: ScriptedChain, client: Client = Client.BESU, **changes: Any) -> NetworkDescription:
    assert chain.engine is not None
    description = NetworkDescription(
        name="town",
        engine=chain.engine,
        client=client,
        chain_id=chain.chain_id,
        block_seconds=chain.seconds,
        epoch_blocks=30_000,
        zero_fee=True,
        genesis_hash=chain.block_hash(0),
        validators=(),
    )
    return replace(description, **changes)


def deployment_of(chain: ScriptedChain, block: int = 9) -> Deployment:
    contract = DeployedContract(
        "consortium", "Consortium", b"\x55" * 20, (), bytes(32), bytes(32), bytes(32), block, chain.block_hash(block)
    )
    return Deployment("demo", chain.chain_id, chain.block_hash(0), b"\x44" * 20, 0, (contract,))
