"""Proofs of running hashes: taken when they are due, checked against the header, kept with their block."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec
import pytest
import rlp
from eth_utils import keccak
from trie import HexaryTrie

from govledger import events
from govledger.consensus.header import Header
from govledger.consensus.state_proof import proven_word
from govledger.errors import ConnectionFailed, HeadProofWrong, NodeRefused, NodeUnusable, TrieProofInvalid
from govledger.index import Store, open_store, schema, sync
from govledger.index.head_proofs import HeadProofs, RpcProver, StateProof
from govledger.index.model import HeadProof
from govledger.rlp import rlp_decode
from tests.simulated_chain import ADDRESSES, CONTRACTS, SimulatedChain, sample, shown
from tests.store_places import StorePlace

MISSING = NodeRefused("eth_getProof", -32601, "the method eth_getProof does not exist")


@pytest.fixture
def chain() -> SimulatedChain:
    chain = SimulatedChain()
    grow(chain, 3)
    return chain


def grow(chain: SimulatedChain, blocks: int) -> None:
    for _ in range(blocks):
        number = len(chain.blocks)
        chain.seal([sample(events.GrantIssued, number, grant=number, grant_version=1)])


@pytest.fixture
def store(chain: SimulatedChain, place: StorePlace) -> Iterator[Store]:
    with open_store(place.url, chain.deployment()) as store:
        sync(chain, store)
        yield store


def taken(store: Store) -> list[int]:
    return [number for (number,) in store.rows("SELECT block_number FROM proof_headers ORDER BY block_number")]


def test_proofs_of_all_contracts_are_kept_with_the_header(chain: SimulatedChain, store: Store) -> None:
    assert HeadProofs(chain, chain, store, 10, pytest.fail).take()
    [(number, encoded)] = store.rows("SELECT block_number, header FROM proof_headers")
    header = Header.decode(encoded)
    assert (number, header.hash()) == (3, chain.blocks[3].stored.hash)
    rows = list(store.rows(f"{schema.select_query(schema.HEAD_PROOFS)} ORDER BY contract"))
    assert [row[:2] for row in rows] == [(3, contract) for contract in CONTRACTS]
    for _, contract, account, storage in rows:
        nodes: Any = (rlp_decode(account), rlp_decode(storage))
        word = proven_word(header.state_root, ADDRESSES[contract], 0, *nodes)
        assert word == chain.blocks[3].heads[contract]
    assert store.heads()["access_grants"].head != bytes(32) == store.heads()["decisions"].head


def test_proofs_are_taken_so_many_blocks_apart(chain: SimulatedChain, store: Store) -> None:
    proofs = HeadProofs(chain, chain, store, 4, pytest.fail)
    for _ in range(12):
        proofs.take()
        assert not proofs.take()
        grow(chain, 1)
        sync(chain, store)
    assert taken(store) == [3, 7, 11]


def test_proofs_go_out_with_their_block(chain: SimulatedChain, store: Store) -> None:
    proofs = HeadProofs(chain, chain, store, 1, pytest.fail)
    assert proofs.take()
    other = chain.branch(1)
    grow(other, 4)
    chain.become(other)
    sync(chain, store)
    assert taken(store) == [] and list(store.rows("SELECT * FROM head_proofs")) == []
    assert proofs.take()
    assert taken(store) == [5]


def test_an_empty_store_has_nothing_to_prove(chain: SimulatedChain) -> None:
    with open_store(":memory:", chain.deployment()) as store:
        assert not HeadProofs(chain, chain, store, 1, pytest.fail).take()


@pytest.mark.parametrize("problem", [MISSING, NodeUnusable("no such state")])
def test_a_node_that_gives_none_is_told_of_once(chain: SimulatedChain, store: Store, problem: Exception) -> None:
    def refuse(question: str) -> None:
        if question.startswith("proofs"):
            raise problem

    said: list[str] = []
    chain.before_answer = refuse
    proofs = HeadProofs(chain, chain, store, 1, said.append)
    for _ in range(3):
        assert not proofs.take()
    assert said == [f"no proofs of the running hashes are kept: {problem}"]
    chain.before_answer = lambda question: None
    assert proofs.take()


def test_silence_is_for_the_caller(chain: SimulatedChain, store: Store) -> None:
    def silent(question: str) -> None:
        raise ConnectionFailed("nobody there")

    chain.before_answer = silent
    with pytest.raises(ConnectionFailed):
        HeadProofs(chain, chain, store, 1, pytest.fail).take()


def test_a_block_that_the_node_does_not_have_any_more_is_not_proved(chain: SimulatedChain, store: Store) -> None:
    other = chain.branch(1)
    grow(other, 4)
    chain.become(other)
    assert not HeadProofs(chain, chain, store, 1, pytest.fail).take()


Lie = Callable[[StateProof], StateProof]
LIES: dict[str, Lie] = {
    "no nodes": lambda proof: StateProof((), ()),
    "no account": lambda proof: StateProof(proof.account_proof[:-1], proof.storage_proof),
    "no word": lambda proof: StateProof(proof.account_proof, ()),
    "another node": lambda proof: StateProof((*proof.account_proof[:-1], b"\xc0"), proof.storage_proof),
}


class Lying:
    """A prover that lies about one contract."""

    def __init__(self, chain: SimulatedChain, lie: Lie) -> None:
        self.chain, self.lie = chain, lie

    def proofs(self, slots: Sequence[tuple[bytes, int]], block: int) -> list[StateProof]:
        first, *rest = self.chain.proofs(slots, block)
        return [self.lie(first), *rest]


@pytest.mark.parametrize("lie", LIES)
def test_what_is_no_proof_is_refused_and_nothing_is_kept(chain: SimulatedChain, store: Store, lie: str) -> None:
    with pytest.raises(HeadProofWrong, match="the node's proof of access_grants at block 3 is none"):
        HeadProofs(Lying(chain, LIES[lie]), chain, store, 1, pytest.fail).take()
    assert taken(store) == []


def test_a_proof_of_another_running_hash_is_an_alarm(chain: SimulatedChain, store: Store) -> None:
    [proof] = chain.proofs([(ADDRESSES["access_grants"], 0)], 3)
    proofs = HeadProofs(chain, chain, store, 1, pytest.fail)
    store.rollback(2)
    with pytest.raises(HeadProofWrong, match=r"access_grants keeps the running hash 0x.* at block 3, by a proof"):
        proofs._check(
            chain.blocks[3].header.read(), HeadProof("access_grants", proof.account_proof, proof.storage_proof)
        )


# --- what nodes answer ---------------------------------------------------------------------------------


class ProvingRpc:
    """Answers `eth_getProof`."""

    name = "the proving node"
    requests_at_once = 1

    def __init__(self, answers: list[dict[str, Any]] | Exception) -> None:
        self.answers = answers
        self.asked: list[Any] = []

    def ask(self, method: str, parameters: Sequence[Any], kind: Any) -> tuple[Any, int]:
        raise AssertionError(method)

    def ask_each(self, method: str, each: Sequence[Sequence[Any]], kind: Any) -> tuple[list[Any], int]:
        assert method == "eth_getProof"
        self.asked = list(each)
        if isinstance(self.answers, Exception):
            raise self.answers
        return [msgspec.convert(answer, kind) for answer in self.answers], 100


def answered(account: list[str], *storage: list[str]) -> dict[str, Any]:
    return {
        **{"address": "0x", "balance": "0x0", "accountProof": account},
        "storageProof": [{"key": "0x0", "value": "0x0", "proof": nodes} for nodes in storage],
    }


def test_a_node_is_asked_for_each_contract_in_one_batch() -> None:
    rpc = ProvingRpc([answered(["0x01"], ["0x02", "0x03"]), answered(["0x04"], ["0x80"])])
    assert RpcProver([rpc]).proofs([(b"\xaa" * 20, 0), (b"\xbb" * 20, 5)], 7) == [
        StateProof((b"\x01",), (b"\x02", b"\x03")),
        StateProof((b"\x04",), ()),
    ]
    slot = "0x" + "0" * 63
    assert rpc.asked == [(shown(b"\xaa" * 20), [slot + "0"], "0x7"), (shown(b"\xbb" * 20), [slot + "5"], "0x7")]


def test_the_next_node_is_asked_where_one_refuses() -> None:
    rpc = ProvingRpc([answered(["0x01"], [])])
    assert RpcProver([ProvingRpc(MISSING), rpc]).proofs([(b"\xaa" * 20, 0)], 7) == [StateProof((b"\x01",), ())]
    with pytest.raises(NodeRefused):
        RpcProver([rpc, ProvingRpc(MISSING)][::-1][:1]).proofs([(b"\xaa" * 20, 0)], 7)


@pytest.mark.parametrize("answer", [answered(["zz"], []), answered(["0x01"])])
def test_an_answer_that_is_no_proof_is_refused(answer: dict[str, Any]) -> None:
    with pytest.raises(NodeUnusable, match="the proving node answers eth_getProof with something else"):
        RpcProver([ProvingRpc([answer])]).proofs([(b"\xaa" * 20, 0)], 7)


# --- a word of a state, against py-trie ----------------------------------------------------------------


def tries(accounts: dict[bytes, bytes]) -> HexaryTrie:
    trie = HexaryTrie({})
    for key, value in accounts.items():
        trie[keccak(key)] = value
    return trie


def nodes_of(trie: HexaryTrie, key: bytes) -> list[bytes]:
    return [rlp.encode(node) for node in trie.get_proof(keccak(key))]


SLOT = (5).to_bytes(32, "big")
STORAGE = tries({SLOT: rlp.encode(0xABCD), bytes(32): rlp.encode(7), b"\x01" * 32: rlp.encode(8)})
OWN, OTHER = b"\xaa" * 20, b"\xbb" * 20
STATE = tries(
    {OWN: rlp.encode([1, 0, STORAGE.root_hash, bytes(32)]), OTHER: rlp.encode([0, 9, STORAGE.root_hash, b""])}
)


def test_a_word_is_proved_by_the_nodes_of_py_trie() -> None:
    nodes = nodes_of(STATE, OWN), nodes_of(STORAGE, SLOT)
    assert proven_word(STATE.root_hash, OWN, 5, *nodes) == (0xABCD).to_bytes(32, "big")


def test_a_word_that_was_never_written_and_an_account_that_is_not_there_are_proved_to_be_zero() -> None:
    absent = (6).to_bytes(32, "big")
    assert proven_word(STATE.root_hash, OWN, 6, nodes_of(STATE, OWN), nodes_of(STORAGE, absent)) == bytes(32)
    nobody = b"\xcc" * 20
    assert proven_word(STATE.root_hash, nobody, 5, nodes_of(STATE, nobody), []) == bytes(32)


@pytest.mark.parametrize(
    ("account", "rule"),
    [
        (rlp.encode([1, 0, b"\x01", b""]), "something else than an account"),
        (rlp.encode([1, 0, STORAGE.root_hash]), "something else than an account"),
        (rlp.encode(b"x" * 40), "something else than an account"),
        (b"\xc1" + b"x" * 40, "no RLP"),
    ],
)
def test_a_value_that_is_no_account_proves_nothing(account: bytes, rule: str) -> None:
    state = tries({OWN: account})
    with pytest.raises(TrieProofInvalid, match=rule):
        proven_word(state.root_hash, OWN, 5, nodes_of(state, OWN), nodes_of(STORAGE, SLOT))


@pytest.mark.parametrize("word", [rlp.encode([b"a"]), rlp.encode(b"\0\1"), rlp.encode(b"x" * 33), rlp.encode(b"")])
def test_a_value_that_is_no_word_proves_nothing(word: bytes) -> None:
    storage = tries({SLOT: word})
    state = tries({OWN: rlp.encode([1, 0, storage.root_hash, b""])})
    with pytest.raises(TrieProofInvalid, match="something else than a word"):
        proven_word(state.root_hash, OWN, 5, nodes_of(state, OWN), nodes_of(storage, SLOT))
