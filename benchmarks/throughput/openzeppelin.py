"""The library's Merkle trees beside those of OpenZeppelin's JavaScript library: every root, every node, many proofs."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from random import Random

from govledger.bills.batch import ManifestRow
from govledger.privacy.keccak import keccak256
from govledger.privacy.merkle import MerkleTree

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(__file__).with_name("openzeppelin.cjs")
ASKED = 512
"""Proofs that are compared one by one. All others are made of the nodes, which are compared as a whole."""


class TreesDiffer(Exception):
    """Both libraries make other trees of the same leaves."""


@dataclass(frozen=True, slots=True)
class Trees:
    """What is compared of the trees over leaves that were cut into pieces."""

    roots: list[bytes]
    nodes: bytes
    """SHA-256 over all nodes of all trees, the root of each first."""
    proofs: list[tuple[bytes, ...]]
    """Of the leaves that were asked for, ascending."""


def require_equal(count: int, batch: int) -> None:
    """The same roots, nodes and proofs of so many bills, in one tree and in batches; JavaScript makes both at once.

    Raises:
        TreesDiffer: names what differs, and in which trees.
    """
    asked = chosen(count)
    with ThreadPoolExecutor(2) as pool:
        for size, outcome in [(size, pool.submit(compare, count, size, asked)) for size in (count, batch)]:
            differing = outcome.result()
            if differing:
                raise TreesDiffer(f"{', '.join(differing)} of {count:,} bills, {size:,} in a tree")


def compare(count: int, size: int, asked: Sequence[int]) -> list[str]:
    """What differs of the trees over `count` bills, `size` in a tree: nothing, if all is well."""
    own = list(leaves(count, size))
    theirs = openzeppelins(own, size, asked)
    ours = library(own, size, asked)
    return [part for part in ("roots", "nodes", "proofs") if getattr(ours, part) != getattr(theirs, part)]


def leaves(count: int, size: int) -> Iterator[bytes]:
    """The leaves of bills in batches of `size`; tags and inner hashes are hashes of the bill's number."""
    for number in range(count):
        word = number.to_bytes(8)
        row = ManifestRow(keccak256(b"business" + word), keccak256(b"settlement" + word), keccak256(b"inner" + word))
        yield row.leaf(number % size)


def chosen(count: int) -> list[int]:
    """First and last leaf and as many others as are asked for, the same every time; ascending."""
    others = Random(count).sample(range(count), min(count, ASKED))
    return sorted({0, count - 1, *others})


def library(leaves: Sequence[bytes], size: int, asked: Sequence[int]) -> Trees:
    """The trees as this library makes them."""
    trees = [MerkleTree(leaves[first : first + size]) for first in range(0, len(leaves), size)]
    nodes = sha256()
    for tree in trees:
        nodes.update(b"".join(tree.nodes))
    proofs = [trees[index // size].proof(index % size) for index in asked]
    return Trees([tree.root for tree in trees], nodes.digest(), proofs)


def openzeppelins(leaves: Sequence[bytes], size: int, asked: Sequence[int]) -> Trees:
    """The trees as OpenZeppelin's library makes them, in Node."""
    request = json.dumps({"size": size, "asked": list(asked)})
    command = ["node", "--max-old-space-size=8192", str(PROGRAM), request]
    done = subprocess.run(command, cwd=ROOT, input=b"".join(leaves), capture_output=True, check=True)
    answer = json.loads(done.stdout)
    return Trees(
        list(map(_bytes, answer["roots"])),
        _bytes(answer["nodes"]),
        [tuple(map(_bytes, proof)) for proof in answer["proofs"]],
    )


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.removeprefix("0x"))
