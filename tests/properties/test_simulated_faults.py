"""The index on a node that reorganises, lies, fails and falls back: what it holds is true, or it gives the right alarm.

`make simulate` runs 100,000 schedules; here run 2,000. A simulator that finds nothing shows nothing: planted defects
are found.
"""

from __future__ import annotations

import importlib
import os
import random
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from govledger.consensus.chain import SealedBlock, follow_one
from govledger.consensus.checkpoint import Checkpoint
from govledger.consensus.engine import block_hash
from govledger.consensus.header import Header
from govledger.consensus.receipt import ConsensusReceipt, ReceiptLog, receipts_root
from govledger.consensus.seal import Sealing
from govledger.errors import ChainMismatch, HeaderRefused, IndexingError
from govledger.index import checks, pieces, seals
from govledger.index.model import Trust
from govledger.index.sync import Indexer
from tests.simulator import lies
from tests.simulator.__main__ import tried
from tests.simulator.chain import a_world
from tests.simulator.lies import HEADER_LIES, LOG_LIES, RECEIPT_LIES, STORAGE_LIES, TRANSACTION_LIES
from tests.simulator.node import Faults, SimulatedNode
from tests.simulator.sealing import FORGINGS
from tests.simulator.trial import INDEXED, PATIENCE, Failure, run
from tests.simulator.truth import content_of, new_store, remember, truth, world_of

sync = importlib.import_module("govledger.index.sync")  # the package has the function of that name
ROOT = Path(__file__).resolve().parents[2]
SCHEDULES = 2_000
ENOUGH = 80
"""So many schedules find each planted defect."""
ALL_LIES = {**HEADER_LIES, **LOG_LIES, **RECEIPT_LIES, **TRANSACTION_LIES, **STORAGE_LIES}


def test_what_is_indexed_is_true_whatever_the_node_does() -> None:
    found = tried(0, SCHEDULES)
    assert found.startswith(f"{SCHEDULES:,} schedules in")


def test_no_block_is_left_for_itself() -> None:
    """Made-up blocks were shown where the fork was looked for, and the stored ones when their seals were followed."""
    assert run(53_538).ended == INDEXED


def test_a_chain_that_parts_before_what_is_kept_is_followed_by_the_rules_that_are_kept() -> None:
    """A header was changed where the fork was looked for, in a run to which nobody gave the rules again."""
    assert run(67_613).ended == INDEXED


def test_a_schedule_is_the_same_every_time() -> None:
    for seed in (3, 19, 133):
        assert run(seed).node.diary == run(seed).node.diary


def test_every_lie_is_told_and_every_alarm_given() -> None:
    trials = [run(seed) for seed in range(1_000)]
    told = {line.removeprefix("  a lie: ") for one in trials for line in one.node.diary if line.startswith("  a lie")}
    assert told == {*ALL_LIES, *FORGINGS}
    alarms = {alarm for one in trials for alarm in one.alarms}
    assert {"BlockHashWrong", "HeadMismatch", "LinkBroken", "LogMisplaced", "LogsMissing", "MalformedLog"} <= alarms
    assert {"ReceiptsWrong", "ReorganisationTooDeep", "TransactionsWrong", "UnknownLog", "VersionGap"} <= alarms
    assert "HeaderRefused" in alarms


def _followed_by_anybody(checkpoint: Checkpoint, header: Header) -> SealedBlock:
    """As `follow_one`, but that a header which breaks a rule is taken as one that somebody sealed without a vote."""
    try:
        return follow_one(checkpoint, header)
    except HeaderRefused:
        digest = block_hash(checkpoint.rules.engine, header)
        after = replace(checkpoint, number=header.number, hash=digest, timestamp=header.timestamp)
        return SealedBlock(header, Sealing(digest, digest, b"", (), (), None), checkpoint.validators, after)


@pytest.mark.parametrize(
    ("first", "module", "name", "defect"),
    [
        (0, pieces, "place_logs", lambda blocks, logs, watched: [[] for _ in blocks]),
        (
            240,
            sync.Indexer,
            "_compared_heads",
            lambda self, heads, block: {key: one.head for key, one in heads.items()},
        ),
        (0, sync, "is_too_deep", lambda replaced, depth: False),
        (
            0,
            sync.Indexer,
            "_leave_replaced_blocks",
            lambda self, done, latest: self.store.header(self.store.last_block()),
        ),
        (0, checks, "trie_root", lambda items: b"".join(())),
        (0, seals, "follow_one", _followed_by_anybody),
        (500, sync.Indexer, "_require_sealed", lambda self, seals, branch, latest: None),
    ],
    ids=[
        *("lost logs", "no heads compared", "no depth too deep", "no reorganisation seen", "no root right"),
        *("nobody's seals", "blocks left for nobody's"),
    ],
)
def test_a_planted_defect_is_found(
    monkeypatch: pytest.MonkeyPatch, first: int, module: Any, name: str, defect: Any
) -> None:
    remember(ENOUGH)
    monkeypatch.setattr(module, name, defect)
    with pytest.raises(Failure, match=r"seed \d+: "):
        tried(first, ENOUGH)


def test_a_failure_says_how_to_run_its_schedule_alone() -> None:
    program = (
        "import sys; from tests.simulator.__main__ import main\n"
        "sys.modules['govledger.index.sync'].is_too_deep = lambda replaced, depth: True\n"
        "sys.argv[1:] = ['--schedules', '50']; sys.exit(main())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    seed = done.stdout.split("again alone: python -m tests.simulator --seed ")[1].strip()
    assert done.stdout.startswith(f"seed {seed}: ") and "ReorganisationTooDeep" in done.stdout


@pytest.mark.parametrize("number", [9, 10, 11], ids=["plain", "clique", "qbft"])
def test_the_simulated_chain_is_true_to_the_byte(number: int) -> None:
    """Its headers have their hashes and their receipts' roots by way of JSON, as a real node's have."""
    world = a_world(number)
    for chain in world.chains:
        parent = None
        for block in chain:
            header = Header.from_json(
                {one.encode_name: getattr(block.shown, one.name) for one in msgspec.structs.fields(block.shown)}
            )
            digest = header.hash() if world.rules is None else block_hash(world.rules.engine, header)
            assert header == block.header and f"0x{digest.hex()}" == block.shown.hash
            assert parent is None or header.parent_hash == parent
            parent = digest
            receipts = [
                ConsensusReceipt(
                    int(one.type or "0x0", 16),
                    one.status == "0x1",
                    int(one.cumulative_gas_used, 16),
                    tuple(
                        ReceiptLog(
                            bytes.fromhex(log.address[2:]),
                            tuple(bytes.fromhex(topic[2:]) for topic in log.topics),
                            bytes.fromhex(log.data[2:]),
                        )
                        for log in one.logs
                    ),
                )
                for one in block.shown_receipts
            ]
            assert receipts_root(receipts) == header.receipts_root


def test_lies_change_what_they_are_about() -> None:
    chance = random.Random(5)
    assert {lies.other_digit(chance, "0xab") for _ in range(50)} >= {"0x1b", "0xa1"}
    assert lies.other_digit(chance, "0x") == "0x01"
    assert not lies.is_told([1, 2], (1, 2)) and lies.is_told([1], [2])


# --- the table of docs/audit.md -------------------------------------------------------------------------


def documented() -> dict[str, dict[Trust, str]]:
    """What the table says of each lie, for each level."""
    section = (ROOT / "docs" / "audit.md").read_text().split("## Which lie is caught by what")[1].split("\n## ")[0]
    table = section.split("| lie |")[1].split("\n\n")[0]
    rows = [row.strip("| ").split(" | ") for row in table.splitlines() if row.startswith("| ")][1:]
    return {lie: dict(zip(Trust, said, strict=True)) for names, *said in rows for lie in names.split(", ")}


def told_always(lie: str, trust: Trust, number: int) -> tuple[str, bool]:
    """How an index ends whose node tells a lie in every answer, and whether it told it at all."""
    world = world_of(number)
    chain = world.chains[0]
    node = SimulatedNode(
        *(world, random.Random(number), Faults(0.0, 0.0, 1.0)),
        chain=chain,
        height=len(chain) - 1,
        telling=frozenset([lie]),
    )
    with new_store(world.deployment, trust) as store:
        try:
            begin = world.rules if trust is Trust.SEALS else None
            Indexer(node, store, checked_from=begin, patience=PATIENCE, pause=lambda seconds: None).catch_up()
        except (IndexingError, ChainMismatch, HeaderRefused) as error:
            return type(error).__name__, True
        header = store.header(store.last_block())
        assert content_of(store) == truth(number, header, trust)
    return INDEXED, bool(node.lies)


def test_the_table_of_lies_names_each_of_them() -> None:
    assert sorted(documented()) == sorted(ALL_LIES)


@pytest.mark.parametrize("trust", Trust)
@pytest.mark.parametrize("lie", ALL_LIES)
def test_each_lie_ends_as_the_table_says(lie: str, trust: Trust) -> None:
    said = documented()[lie][trust]
    named = set(re.findall(r"`(\w+)`", said))
    worlds = [number for number in range(24) if trust is not Trust.SEALS or world_of(number).rules is not None]
    ends = [told_always(lie, trust, number) for number in worlds[:16]]
    assert {end for end, _ in ends} - {INDEXED} <= named
    if named:
        assert any(end in named for end, _ in ends), "the lie was never told"
    else:
        assert said.startswith("harmless") == any(told for _, told in ends)
