"""Chains of headers out of files, each header checked as it is read (I/O).

A file holds the blocks of a chain from block 0 on, as a node gives them (`eth_getBlockByNumber`): one JSON object a
line, or one JSON array, which is read whole; or it is an evidence bundle, whose BFT headers mostly have no seals.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Final

from govledger.audit.bundle.files import is_bundle
from govledger.audit.bundle.source import bundled_chain
from govledger.consensus.chain import SealedBlock, begin, follow, header_from_json
from govledger.consensus.checkpoint import ChainRules, Checkpoint
from govledger.errors import DocumentUnreadable, InputError
from govledger.privacy.canonical import parse_strict

LONGEST_LINE: Final = 16 * 1024 * 1024
"""Bytes of a block in JSON; one with 30 million gas of transactions has at most a tenth of it."""
LONGEST_ARRAY: Final = 64 * 1024 * 1024
"""Bytes of a file that is read whole."""


def read_chain(path: Path, rules: ChainRules) -> tuple[Checkpoint, Iterator[SealedBlock]]:
    """The chain that a file holds: the checkpoint of its genesis, and the blocks after it, checked as they are taken.

    Raises:
        InputError: the file cannot be read.
        DocumentUnreadable: it does not hold blocks in JSON.
        MalformedData, HeaderRefused, ConsensusUnsupported: a block breaks a rule, now or when it is taken; the genesis
            is not the one of the rules.
        BundleRefused: the same, of a bundle.
    """
    if is_bundle(path):
        return bundled_chain(path, rules)
    blocks = _blocks(path)
    first = next(blocks, None)
    if first is None:
        raise DocumentUnreadable(f"{path} holds no block; it is to hold a chain's blocks from block 0 on, one a line")
    start = begin(rules, header_from_json(rules.engine, first))
    return start, follow(start, (header_from_json(rules.engine, block) for block in blocks))


def _blocks(path: Path) -> Iterator[Mapping[str, Any]]:
    try:
        with path.open("rb") as file:
            begins = file.read(1)
            file.seek(0)
            yield from _array(file, path) if begins == b"[" else _lines(file, path)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from error


def _array(file: BinaryIO, path: Path) -> Iterator[Mapping[str, Any]]:
    content = file.read(LONGEST_ARRAY + 1)
    if len(content) > LONGEST_ARRAY:
        raise DocumentUnreadable(f"{path} is an array of more than {LONGEST_ARRAY} bytes; write one block a line")
    what = f"{path} is no array of blocks"
    for block in _decoded(content, what):
        yield _object(block, what)


def _lines(file: BinaryIO, path: Path) -> Iterator[Mapping[str, Any]]:
    number = 0
    while line := file.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE:
            raise DocumentUnreadable(f"line {number} of {path} has more than {LONGEST_LINE} bytes: it is no block")
        what = f"line {number} of {path} is no block"
        yield _object(_decoded(line, what), what)


def _decoded(content: bytes, what: str) -> Any:
    """A value in JSON, read so that no depth of it ends the program."""
    try:
        return parse_strict(content)
    except DocumentUnreadable as error:
        raise DocumentUnreadable(f"{what}: {error}") from None


def _object(value: Any, what: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise DocumentUnreadable(f"{what}: it is no object; write blocks as eth_getBlockByNumber gives them")
    return value
