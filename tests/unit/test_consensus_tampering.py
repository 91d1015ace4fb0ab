"""Every byte of every header of recorded chains is changed in turn, and each change is refused by the rule it breaks.

One change of each byte takes half a minute; with GOVLEDGER_TAMPERING=bits (`make tampering`) it is every bit.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import rlp

from govledger.consensus.chain import begin, follow, follow_one
from govledger.consensus.checkpoint import ChainRules, Checkpoint
from govledger.consensus.engine import Engine
from govledger.consensus.header import FIELDS, Header
from govledger.consensus.rule import Rule
from govledger.errors import HeaderRefused, MalformedData
from tests.conftest import ROOT

EVERY_BIT = os.environ.get("GOVLEDGER_TAMPERING") == "bits"
PARTS = 8
"""The headers of a chain are shared out to so many tests, which run side by side."""
STRICT = "the strict encoding"
"""What is broken where bytes are no header at all."""
ALIKE = {
    "parentHash": {Rule.PARENT},
    "sha3Uncles": {Rule.OMMERS},
    "number": {Rule.NUMBER},
    "mixHash": {Rule.MIX_HASH},
    "nonce": {Rule.NONCE},
}
BROKEN_BY = {
    Engine.QBFT: ALIKE
    | {
        "miner": {Rule.PROPOSER},
        "difficulty": {Rule.DIFFICULTY},
        "gasLimit": {Rule.SEALER, Rule.GAS},
        "gasUsed": {Rule.SEALER, Rule.GAS},
        "timestamp": {Rule.SEALER, Rule.TIME},
        "extraData": {Rule.SEALER, Rule.SEAL, Rule.EXTRA_DATA, Rule.VALIDATORS},
    },
    Engine.CLIQUE: ALIKE
    | {
        "miner": {Rule.PROPOSER, Rule.EPOCH_VOTE},
        "gasLimit": {Rule.PROPOSER, Rule.GAS},
        "gasUsed": {Rule.PROPOSER, Rule.GAS},
        "timestamp": {Rule.PROPOSER, Rule.TIME},
        "extraData": {Rule.PROPOSER, Rule.SEAL, Rule.VALIDATORS},
    },
}
"""The rules that a change of a field breaks."""
SEALED = {Engine.QBFT: {Rule.SEALER}, Engine.CLIQUE: {Rule.PROPOSER}}
"""Of the other fields, which nothing but the seals cover: these come out as somebody else's."""


def fields_of(raw: bytes) -> list[str]:
    """For each byte of a header, the field that it belongs to; the list's prefix has none."""
    items = rlp.decode(raw)
    lengths = [len(rlp.encode(item)) for item in items]
    names = [field.json_name for field in FIELDS] + ["baseFeePerGas"] * (len(items) - len(FIELDS))
    named = [name for name, length in zip(names, lengths, strict=True) for _ in range(length)]
    return [""] * (len(raw) - len(named)) + named


def changes(raw: bytes) -> Iterator[tuple[int, bytes]]:
    """The place of a change, and the changed bytes."""
    for place in range(len(raw)):
        bits = [1 << bit for bit in range(8)] if EVERY_BIT else [1 + (place * 97 + raw[place]) % 255]
        for bit in bits:
            changed = bytearray(raw)
            changed[place] ^= bit
            yield place, bytes(changed)


def shifts(header: Header, changed: bytes) -> bool:
    """Whether a changed length moves bytes from one field to others: then the rule of any of these is broken."""
    fields, others = header.fields(), Header.decode(changed).fields()
    return len(fields) != len(others) or sum(one != other for one, other in zip(fields, others, strict=True)) > 1


def broken(parent: Checkpoint, raw: bytes) -> str:
    """The rule that a header breaks."""
    try:
        follow_one(parent, Header.decode(raw))
    except HeaderRefused as error:
        return error.rule
    except MalformedData:
        return STRICT
    return "none"


def all_headers(engine: Engine, content: Path) -> tuple[ChainRules, list[Header]]:
    recorded = json.loads(content.read_bytes())
    headers = [Header.from_json(block) for block in recorded["blocks"]]
    return ChainRules(engine, headers[0].hash(), 20, 1), headers


def check_part(engine: Engine, content: Path, part: int) -> None:
    rules, headers = all_headers(engine, content)
    checkpoints = [begin(rules, headers[0]), *(block.after for block in follow(begin(rules, headers[0]), headers[1:]))]
    seen: Counter[str] = Counter()
    for parent, header in list(zip(checkpoints, headers[1:], strict=False))[part::PARTS]:
        raw = header.encode()
        fields = fields_of(raw)
        for place, changed in changes(raw):
            rule, field = broken(parent, changed), fields[place]
            expected = BROKEN_BY[engine].get(field, SEALED[engine])
            refused_by_name = rule == STRICT or rule in expected or (rule in {*Rule} and shifts(header, changed))
            assert refused_by_name, (header.number, place, field, rule)
            seen[rule] += 1
    assert len(seen) > 8 and seen[STRICT] < sum(seen.values()) // 5


@pytest.mark.shared
@pytest.mark.parametrize("part", range(PARTS))
def test_every_changed_byte_of_a_qbft_chain_is_refused_by_its_rule(shared: Path, part: int) -> None:
    check_part(Engine.QBFT, shared / "fixtures" / "qbft-goquorum.json", part)


@pytest.mark.parametrize("part", range(PARTS))
def test_every_changed_byte_of_a_clique_chain_is_refused_by_its_rule(part: int) -> None:
    check_part(Engine.CLIQUE, ROOT / "tests" / "data" / "clique-geth.json", part)


def test_every_changed_byte_of_a_genesis_is_refused() -> None:
    rules, headers = all_headers(Engine.CLIQUE, ROOT / "tests" / "data" / "clique-geth.json")
    for _, changed in changes(headers[0].encode()):
        with pytest.raises((HeaderRefused, MalformedData), match=r"genesis that was pinned|RLP|header"):
            begin(rules, Header.decode(changed))
