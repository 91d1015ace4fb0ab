from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import rlp
from eth_utils import keccak
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from trie import HexaryTrie
from trie.exceptions import BadTrieProof, ValidationError

from govledger.consensus.header import Header
from govledger.consensus.proof import trie_proof, verify_trie_proof
from govledger.consensus.receipt import ConsensusReceipt, receipt_key, receipts_by_key, receipts_root
from govledger.consensus.trie import EMPTY_ROOT, trie_root
from govledger.errors import MalformedReceipt, MalformedRlp, TrieProofInvalid
from govledger.rlp import rlp_encode

keys = st.one_of(
    st.binary(max_size=3),
    st.binary(min_size=32, max_size=32),
    st.lists(st.sampled_from([b"\x00", b"\x01", b"\x10"]), max_size=5).map(b"".join),
)
contents = st.one_of(st.binary(min_size=1, max_size=40), st.just(b"\x05"))
tries = st.dictionaries(keys, contents, max_size=30)
BRANCHES = {b"\x12": b"a", b"\x12\x34": b"value in a branch", b"\x12\x35": b"c", b"\x13": b"d" * 40}


def value_by_py_trie(root: bytes, key: bytes, nodes: tuple[bytes, ...]) -> bytes:
    """Empty where it finds none; of a key that ends within the path of a node it says so by an error of its own."""
    try:
        return HexaryTrie.get_from_proof(root, key, [rlp.decode(node) for node in nodes])
    except ValidationError:
        return b""


def test_of_a_trie_without_anything_nothing_proves_that_every_key_is_absent() -> None:
    assert trie_proof({}, b"key") == ()
    assert verify_trie_proof(EMPTY_ROOT, b"key", ()) is None
    with pytest.raises(TrieProofInvalid, match="neither a branch nor a path"):
        verify_trie_proof(EMPTY_ROOT, b"key", [b"\x80"])


@settings(max_examples=200, deadline=None)
@given(tries, keys)
@example(BRANCHES, b"\x12")
@example(BRANCHES, b"\x12\x36")
@example(BRANCHES, b"\x1f")
@example({b"\x12\x34\x56": b"x" * 40, b"\x12\x34\x57": b"y" * 40}, b"\x12\x44")
@example({b"": b"at the root", b"\x00": b"below"}, b"")
@example({b"\x00\x00": b"at an end", b"\x00\x00\x00": b"below"}, b"\x00")
def test_a_proof_shows_the_value_or_its_absence_to_us_and_to_py_trie(items: dict[bytes, bytes], key: bytes) -> None:
    root = trie_root(items)
    for wanted in {key, *items}:
        nodes = trie_proof(items, wanted)
        assert verify_trie_proof(root, wanted, nodes) == items.get(wanted)
        if items:
            assert value_by_py_trie(root, wanted, nodes) == items.get(wanted, b"")


@settings(max_examples=100, deadline=None)
@given(tries, keys)
@example(BRANCHES, b"\x12\x34")
def test_proofs_that_py_trie_makes_are_ours(items: dict[bytes, bytes], key: bytes) -> None:
    assume(items)
    trie = HexaryTrie({})
    for name, value in items.items():
        trie[name] = value
    theirs = [rlp.encode(node) for node in trie.get_proof(key)]
    # py-trie also lists nodes that stand inside their parents
    assert list(trie_proof(items, key)) == [theirs[0], *(node for node in theirs[1:] if len(node) >= 32)]


@settings(max_examples=200, deadline=None)
@given(tries, st.data())
def test_a_changed_proof_proves_nothing(items: dict[bytes, bytes], data: st.DataObject) -> None:
    assume(items)
    key = data.draw(st.sampled_from(sorted(items)))
    nodes = list(trie_proof(items, key))
    place = data.draw(st.integers(0, len(nodes) - 1))
    changed = bytearray(nodes[place])
    changed[data.draw(st.integers(0, len(changed) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(TrieProofInvalid, match=f"has a node {place} that is not the one named above it"):
        verify_trie_proof(trie_root(items), key, [*nodes[:place], bytes(changed), *nodes[place + 1 :]])


def test_a_proof_that_is_cut_short_or_too_long_or_of_another_root_is_refused() -> None:
    root, nodes = trie_root(BRANCHES), trie_proof(BRANCHES, b"\x13")
    with pytest.raises(TrieProofInvalid, match="ends after 0 nodes, before the key does") as caught:
        verify_trie_proof(root, b"\x13", ())
    assert (caught.value.root, caught.value.key) == (root, b"\x13")
    with pytest.raises(TrieProofInvalid, match=f"has {len(nodes) + 1} nodes, and {len(nodes)} lead to the key"):
        verify_trie_proof(root, b"\x13", [*nodes, nodes[0]])
    with pytest.raises(TrieProofInvalid, match="has a node 0 that is not"):
        verify_trie_proof(bytes(32), b"\x13", nodes)


@pytest.mark.parametrize(
    ("node", "rule"),
    [
        (b"\xb8\x01a", "that is no RLP"),
        (rlp_encode(b"x" * 40), "neither a branch nor a path"),
        (rlp_encode([b"x" * 40]), "neither a branch nor a path"),
        (rlp_encode([b"\x45", b"v" * 40]), "a path that is not encoded as one"),
        (rlp_encode([b"\x05\x23", b"v" * 40]), "a path that is not encoded as one"),
        (rlp_encode([b"", b"v" * 40]), "a path that is not encoded as one"),
        (rlp_encode([[b"\x20"], b"v" * 40]), "a path that is not encoded as one"),
        (rlp_encode([b"\x20\x12", [b"v"]]), "ends in a list, which is no value"),
        (rlp_encode([b"\x00\x12", b"short"]), "ends after 1 nodes"),
    ],
)
def test_a_node_that_no_trie_has_is_refused(node: bytes, rule: str) -> None:
    with pytest.raises(TrieProofInvalid, match=rule):
        verify_trie_proof(keccak(node), b"\x12", [node])


def test_py_trie_refuses_what_we_refuse_as_cut_short() -> None:
    nodes = trie_proof(BRANCHES, b"\x13")
    with pytest.raises(BadTrieProof):
        value_by_py_trie(trie_root(BRANCHES), b"\x13", nodes[:-1])


# --- receipts ------------------------------------------------------------------------------------------


def by_rlp(receipt: dict[str, Any]) -> bytes:
    """A node's receipt in its consensus encoding, by the `rlp` package, its bloom filter as the node says."""

    def raw(value: object) -> bytes:
        return bytes.fromhex(str(value)[2:])

    logs = [[raw(log["address"]), [raw(topic) for topic in log["topics"]], raw(log["data"])] for log in receipt["logs"]]
    fields = [
        int(str(receipt["status"]), 16),
        int(str(receipt["cumulativeGasUsed"]), 16),
        raw(receipt["logsBloom"]),
        logs,
    ]
    kind = int(str(receipt.get("type", "0x0")), 16)
    return (bytes([kind]) if kind else b"") + bytes(rlp.encode(fields))


@dataclass(frozen=True)
class Recorded:
    """Blocks of a real node with their receipts."""

    headers: dict[int, Header]
    receipts: dict[int, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def recorded(shared: Path) -> Recorded:
    content = json.loads((shared / "fixtures" / "qbft-goquorum.json").read_bytes())
    headers = {int(block["number"], 16): Header.from_json(block) for block in content["blocks"]}
    return Recorded(headers, {int(number): receipts for number, receipts in content["receipts"].items()})


@pytest.mark.shared
def test_receipts_of_a_real_node_make_the_roots_of_its_headers(recorded: Recorded) -> None:
    assert max(map(len, recorded.receipts.values())) > 128
    for number, receipts in recorded.receipts.items():
        read = [ConsensusReceipt.from_json(receipt) for receipt in receipts]
        assert receipts_root(read) == recorded.headers[number].receipts_root
        assert [receipt.encode() for receipt in read] == [by_rlp(receipt) for receipt in receipts]


@pytest.mark.shared
def test_every_receipt_of_a_real_block_is_proved_under_its_header(recorded: Recorded) -> None:
    for number, receipts in recorded.receipts.items():
        header = recorded.headers[number]
        items = receipts_by_key(map(ConsensusReceipt.from_json, receipts))
        for index in {0, 1, 127, 128, len(receipts) - 1} & set(range(len(receipts))):
            nodes = trie_proof(items, receipt_key(index))
            value = verify_trie_proof(header.receipts_root, receipt_key(index), nodes)
            assert value is not None
            assert value == value_by_py_trie(header.receipts_root, receipt_key(index), nodes)
            assert ConsensusReceipt.decode(value) == ConsensusReceipt.from_json(receipts[index])
        absent = receipt_key(len(receipts))
        assert verify_trie_proof(header.receipts_root, absent, trie_proof(items, absent)) is None


words = st.binary(min_size=32, max_size=32)
receipts = st.builds(
    lambda kind, succeeded, gas, logs: ConsensusReceipt.from_json(
        {
            "type": hex(kind),
            "status": hex(succeeded),
            "cumulativeGasUsed": hex(gas),
            "logs": [
                {
                    "address": "0x" + address.hex(),
                    "topics": ["0x" + topic.hex() for topic in topics],
                    "data": "0x" + data.hex(),
                }
                for address, topics, data in logs
            ],
        }
    ),
    st.integers(0, 127),
    st.booleans(),
    st.integers(0, 2**64),
    st.lists(
        st.tuples(st.binary(min_size=20, max_size=20), st.lists(words, max_size=4), st.binary(max_size=80)), max_size=4
    ),
)


@settings(max_examples=150, deadline=None)
@given(receipts)
def test_any_receipt_reads_back(receipt: ConsensusReceipt) -> None:
    assert ConsensusReceipt.decode(receipt.encode()) == receipt


def test_a_receipt_of_a_node_that_names_no_type_is_of_the_first() -> None:
    found = ConsensusReceipt.from_json({"status": "0x1", "cumulativeGasUsed": "0x5208", "logs": []})
    assert (found.type, found.encode()[:1]) == (0, b"\xf9")


GOOD: dict[str, Any] = {
    "status": "0x1",
    "cumulativeGasUsed": "0x5208",
    "type": "0x2",
    "logs": [{"address": "0x" + "11" * 20, "topics": ["0x" + "22" * 32], "data": "0x"}],
}


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"status": None}, "status in a receipt is 'None', no hex"),
        ({"status": "0x2"}, "receipt's status is 2, neither 0 nor 1"),
        ({"cumulativeGasUsed": 5}, "cumulativeGasUsed in a receipt is '5', no hex"),
        ({"type": "0x80"}, "receipt's type is 128; types go to 127"),
        ({"logs": None}, "receipt's logs are no list"),
        ({"logs": ["x"]}, "receipt's logs are no list"),
        ({"logs": [{"topics": []}]}, "address in a receipt is 'None'"),
        ({"logs": [GOOD["logs"][0] | {"address": "0x11"}]}, "log's address has not 20 bytes"),
        ({"logs": [GOOD["logs"][0] | {"topics": "0x"}]}, "log's topics are no list"),
        ({"logs": [GOOD["logs"][0] | {"topics": ["0x11"]}]}, "log's topics are not 32 bytes each"),
        ({"logs": [GOOD["logs"][0] | {"topics": [None]}]}, "log's topics are not 32 bytes each"),
        ({"logs": [GOOD["logs"][0] | {"topics": ["0x" + "22" * 32] * 5}]}, "not a list of at most 4"),
    ],
)
def test_a_nodes_receipt_with_a_broken_field_is_refused(change: dict[str, Any], rule: str) -> None:
    with pytest.raises(MalformedReceipt, match=rule):
        ConsensusReceipt.from_json(GOOD | change)


BLOOM = ConsensusReceipt(0, True, 0, ()).logs_bloom()
LOG = [b"\x11" * 20, [b"\x22" * 32], b""]


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"\x00" + rlp_encode([1, 5, BLOOM, []]), "begins with the type 0"),
        (rlp_encode(b"x" * 60), "is not a list of status, gas"),
        (rlp_encode([1, 5, BLOOM]), "is not a list of status, gas"),
        (rlp_encode([2, 5, BLOOM, []]), "neither 0 nor 1"),
        (rlp_encode([b"\x11" * 32, 5, BLOOM, []]), "neither 0 nor 1; state roots were there before Byzantium"),
        (rlp_encode([1, b"\x00\x05", BLOOM, []]), "no minimal integer"),
        (rlp_encode([1, b"\x05" * 33, BLOOM, []]), "no minimal integer"),
        (rlp_encode([1, [], BLOOM, []]), "no minimal integer"),
        (rlp_encode([1, 5, BLOOM, b"x"]), "logs are no list"),
        (rlp_encode([1, 5, BLOOM, [LOG]]), "bloom filter is not that of its logs"),
        (rlp_encode([1, 5, BLOOM, [b"x"]]), "log is not a list of address, topics and data"),
        (rlp_encode([1, 5, BLOOM, [LOG[:2]]]), "log is not a list of address, topics and data"),
        (rlp_encode([1, 5, BLOOM, [[b"x", [], b""]]]), "log's address has not 20 bytes"),
        (rlp_encode([1, 5, BLOOM, [[LOG[0], b"", b""]]]), "log's topics are not a list"),
        (rlp_encode([1, 5, BLOOM, [[LOG[0], [], []]]]), "log's data is a list"),
    ],
)
def test_bytes_that_no_block_holds_are_no_receipt(data: bytes, rule: str) -> None:
    with pytest.raises(MalformedReceipt, match=rule):
        ConsensusReceipt.decode(data)


@pytest.mark.parametrize("data", [b"", b"\x02", b"\x02\xc0\x00"])
def test_bytes_that_are_no_rlp_are_no_receipt(data: bytes) -> None:
    with pytest.raises(MalformedRlp):
        ConsensusReceipt.decode(data)
