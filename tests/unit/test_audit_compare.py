"""`govledger audit compare`, as somebody types it, on files of blocks as a node gives them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import rlp
from click.testing import CliRunner, Result

from govledger.cli import main
from govledger.consensus.chain import begin, follow
from govledger.consensus.engine import Engine, sealing
from govledger.consensus.header import Header
from govledger.network.folder import open_network
from tests.bundles import as_file, parts_of, rules_of
from tests.evidence_chain import EvidenceChain, Fail, Other
from tests.sealed_headers import MEMBERS, Scribe

JSON_NAMES = (
    *("parentHash", "sha3Uncles", "miner", "stateRoot", "transactionsRoot", "receiptsRoot", "logsBloom", "difficulty"),
    *("number", "gasLimit", "gasUsed", "timestamp", "extraData", "mixHash", "nonce"),
)
NUMBERS = ("difficulty", "number", "gasLimit", "gasUsed", "timestamp")
Run = Callable[..., Result]
SECTIONS = {"clique": "clique", "qbft": "qbft", "ibft2": "ibft2", "ibft1": "ibft"}


def block(raw: bytes, digest: bytes) -> dict[str, Any]:
    """A header as eth_getBlockByNumber gives it."""
    pairs = zip(JSON_NAMES, rlp.decode(raw), strict=True)
    named = {name: hex(int.from_bytes(item, "big")) if name in NUMBERS else f"0x{item.hex()}" for name, item in pairs}
    return named | {"hash": f"0x{digest.hex()}", "transactions": [], "size": "0x400"}


def blocks(scribe: Scribe) -> list[dict[str, Any]]:
    return [block(raw, digest) for raw, digest in zip(scribe.blocks, scribe.hashes, strict=True)]


def write_lines(path: Path, scribe: Scribe) -> Path:
    path.write_text("".join(f"{json.dumps(one)}\n" for one in blocks(scribe)))
    return path


def pair(engine: str = "qbft", **second: Any) -> tuple[Scribe, Scribe]:
    one, other = Scribe(engine), Scribe(engine)
    for scribe in (one, other):
        scribe.write(MEMBERS[0])
    one.write(MEMBERS[1])
    other.write(MEMBERS[1], **second)
    return one, other


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs the command on two chains, with a genesis file of their engine."""

    def run(one: Scribe | Path, other: Scribe | Path, *words: str, genesis: bytes | None = None) -> Result:
        scribe = one if isinstance(one, Scribe) else Scribe("qbft")
        config = {SECTIONS[scribe.engine]: {"epochlength": 10, "blockperiodseconds": 1}}
        (tmp_path / "genesis.json").write_text(json.dumps({"config": config}))
        files = [
            write_lines(tmp_path / f"{name}.jsonl", chain) if isinstance(chain, Scribe) else chain
            for name, chain in (("one", one), ("other", other))
        ]
        pinned = scribe.hashes[0] if genesis is None else genesis
        terms = ("--genesis", f"0x{pinned.hex()}", "--genesis-file", str(tmp_path / "genesis.json"))
        return CliRunner().invoke(main, ["audit", "compare", *map(str, files), *terms, *words])

    return run


@pytest.mark.parametrize("engine", ["qbft", "ibft2", "ibft1"])
def test_a_fork_of_a_bft_chain_is_evidence_that_anybody_can_check(run: Run, engine: str) -> None:
    one, other = pair(engine, state_root=b"\x77" * 32, committers=MEMBERS[1:4])
    result = run(one, other, "--json")
    assert result.exit_code == 3, result.output
    found = json.loads(result.stdout)
    assert (found["parted"], found["engine"], found["validators"], found["settled_depth"]) == (True, engine, 4, None)
    assert found["common"] == {"number": 1, "hash": f"0x{one.hashes[1].hex()}"}
    assert found["first"]["parted_at"] == found["first"]["last"] == {"number": 2, "hash": f"0x{one.hashes[2].hex()}"}
    assert found["second"]["last"] == {"number": 2, "hash": f"0x{other.hashes[2].hex()}"}
    assert [entry["account"] for entry in found["evidence"]] == [f"0x{member.hex()}" for member in MEMBERS[1:3]]
    for entry in found["evidence"]:
        assert entry["charge"] == ("one_height" if engine == "ibft1" else "one_round")
        assert entry["is_evidence"]
        for side, scribe in (("first", one), ("second", other)):
            header = Header.decode(bytes.fromhex(entry[side]["header"][2:]))
            shown = sealing(Engine(engine), header)
            assert f"0x{shown.hash.hex()}" == entry[side]["hash"] == f"0x{scribe.hashes[2].hex()}"
            assert bytes.fromhex(entry["account"][2:]) in shown.committers


def test_people_are_told_who_did_what_on_which_chain(run: Run, tmp_path: Path) -> None:
    one, other = pair(state_root=b"\x77" * 32, committers=MEMBERS[1:4])
    result = run(one, other)
    assert result.exit_code == 3
    first, second = tmp_path / "one.jsonl", tmp_path / "other.jsonl"
    assert result.stdout.splitlines() == [
        f"both have block 1 0x{one.hashes[1].hex()}",
        f"{first} goes on with block 2 0x{one.hashes[2].hex()}, up to block 2 0x{one.hashes[2].hex()}",
        f"{second} goes on with block 2 0x{other.hashes[2].hex()}, up to block 2 0x{other.hashes[2].hex()}",
        "2 accounts signed both sides; 4 validators could seal the block after the common one",
        *(
            line
            for member in MEMBERS[1:3]
            for line in (
                "",
                f"0x{member.hex()} committed to two blocks of one height in one round, which no honest validator does",
                f"  {first}: block 2 0x{one.hashes[2].hex()}",
                f"  {second}: block 2 0x{other.hashes[2].hex()}",
            )
        ),
    ]


def test_a_reorganisation_of_a_clique_chain_is_no_evidence(run: Run) -> None:
    one, other = Scribe("clique"), Scribe("clique")
    one.write(MEMBERS[1])
    other.write(MEMBERS[1], state_root=b"\x77" * 32)
    result = run(one, other, "--json")
    assert result.exit_code == 4, result.output
    found = json.loads(result.stdout)
    assert [(entry["charge"], entry["is_evidence"]) for entry in found["evidence"]] == [("reorganised", False)]
    assert found["settled_depth"] == 3


def test_a_parting_that_nobody_signed_twice_is_no_evidence(run: Run) -> None:
    one, other = Scribe("clique"), Scribe("clique")
    one.write(MEMBERS[1])
    other.write(MEMBERS[2])
    result = run(one, other)
    assert result.exit_code == 4
    assert "no account signed both sides; 4 validators could seal" in result.stdout


@pytest.mark.parametrize("longer", ["one", "other"])
def test_a_chain_that_is_the_beginning_of_the_other_is_no_evidence(run: Run, tmp_path: Path, longer: str) -> None:
    one, other = pair()
    {"one": one, "other": other}[longer].write(MEMBERS[2])
    result = run(one, other)
    assert result.exit_code == 0
    shorter = {"one": "other", "other": "one"}[longer]
    assert result.stdout.splitlines() == [
        f"both have block 2 0x{one.hashes[2].hex()}",
        f"{tmp_path / shorter}.jsonl is the beginning of {tmp_path / longer}.jsonl: nobody signed two chains",
    ]
    found = json.loads(run(one, other, "--json").stdout)
    assert (found["parted"], found["first"]["parted_at"], found["evidence"]) == (False, None, [])


# --- which chain ---------------------------------------------------------------------------------------


def test_a_chain_of_another_genesis_is_refused(run: Run) -> None:
    one, other = pair()[0], Scribe("qbft", timestamp=1_600_000_000)
    for order in ((one, other), (other, one)):
        result = run(*order, genesis=one.hashes[0])
        assert result.exit_code == 1
        assert "block 0 is refused" in result.output and "the chain begins with the genesis that was pinned" in (
            result.output
        )


def test_the_folder_of_a_network_says_the_rules_as_well(tmp_path: Path) -> None:
    runner, folder = CliRunner(), tmp_path / "network"
    terms = ("--engine", "qbft", "--client", "besu", "--chain-id", "20261", "--zero-fee", "--validators", "4")
    assert runner.invoke(main, ["network", "new", str(folder), *terms]).exit_code == 0
    genesis = open_network(folder).genesis.header
    (tmp_path / "own").write_text(json.dumps(block(genesis.encode(), genesis.hash())))
    foreign = write_lines(tmp_path / "foreign", pair()[0])
    own = runner.invoke(main, ["audit", "compare", *[str(tmp_path / "own")] * 2, "--network", str(folder)])
    assert (own.exit_code, own.stdout.splitlines()[0]) == (0, f"both have block 0 0x{genesis.hash().hex()}")
    other = runner.invoke(main, ["audit", "compare", *[str(foreign)] * 2, "--network", str(folder)])
    assert other.exit_code == 1 and "block 0 is refused" in other.output


@pytest.mark.parametrize("given", [(), ("--genesis", "0x" + "11" * 32), ("--network", "there")])
def test_the_chain_is_given_in_one_way(tmp_path: Path, given: tuple[str, ...]) -> None:
    file = write_lines(tmp_path / "one", Scribe("qbft"))
    (tmp_path / "genesis.json").write_text("{}")
    more = ("--genesis-file", str(tmp_path / "genesis.json")) if "--network" in given else ()
    result = CliRunner().invoke(main, ["audit", "compare", str(file), str(file), *given, *more])
    assert result.exit_code == 2
    assert "give the chain: --genesis HASH with --genesis-file FILE, or --network DIR" in result.output


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "genesis.json is no JSON (not JSON at line 1"),
        ("[]", "genesis.json is no genesis file; take it from a member of the network"),
    ],
)
def test_a_genesis_file_that_is_none_is_refused(tmp_path: Path, content: str, said: str) -> None:
    file = write_lines(tmp_path / "one", Scribe("qbft"))
    (tmp_path / "genesis.json").write_text(content)
    words = ("--genesis", "0x" + "11" * 32, "--genesis-file", str(tmp_path / "genesis.json"))
    result = CliRunner().invoke(main, ["audit", "compare", str(file), str(file), *words])
    assert result.exit_code == 1
    assert said in result.output


# --- files ---------------------------------------------------------------------------------------------


def test_an_array_of_blocks_is_read_as_well(run: Run, tmp_path: Path) -> None:
    one, other = pair(state_root=b"\x77" * 32)
    (tmp_path / "array").write_text(json.dumps(blocks(other)))
    assert run(one, tmp_path / "array").exit_code == 3


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "holds no block"),
        ("[]", "holds no block"),
        ("[1]", "is no array of blocks"),
        ("{}\n{", "header field parentHash"),
        ("7", "line 1 of {} is no block: it is no object"),
        ("not JSON", "line 1 of {} is no block"),
        ("[" * 100_000, "is no array of blocks"),
        ('{"a":' * 100_000, "line 1 of {} is no block"),
        (" " * 17_000_000, "line 1 of {} has more than 16777216 bytes: it is no block"),
        ("[" + " " * 68_000_000, "is an array of more than 67108864 bytes; write one block a line"),
    ],
    ids=[
        "empty",
        "no blocks",
        "no block",
        "half",
        "number",
        "text",
        "deep array",
        "deep line",
        "long line",
        "long array",
    ],
)
def test_a_file_that_holds_no_blocks_is_refused(run: Run, tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "damaged"
    path.write_text(content)
    result = run(Scribe("qbft"), path)
    assert result.exit_code == 1
    assert said.format(path) in result.output


def test_a_line_after_the_first_is_named(run: Run, tmp_path: Path) -> None:
    path = write_lines(tmp_path / "damaged", pair()[0])
    path.write_text(path.read_text() + "{")
    result = run(Scribe("qbft"), path)
    assert f"line 4 of {path} is no block" in result.output


def test_a_file_that_is_not_there_is_named(run: Run, tmp_path: Path) -> None:
    result = run(Scribe("qbft"), tmp_path / "nothing")
    assert result.exit_code == 1
    assert f"{tmp_path / 'nothing'} cannot be read: No such file or directory" in result.output


def test_a_block_whose_hash_is_another_is_refused(run: Run, tmp_path: Path) -> None:
    one = pair()[0]
    lines = blocks(one)
    lines[2]["gasUsed"] = "0x1"
    (tmp_path / "edited").write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    result = run(one, tmp_path / "edited")
    assert result.exit_code == 1
    assert "block 2 is refused" in result.output


# --- bundles -------------------------------------------------------------------------------------------


def evidence(engine: Engine, *sent: Other | Fail, more: int = 0) -> EvidenceChain:
    """A chain with all contracts, and what else is sent, and so many empty blocks."""
    chain = EvidenceChain(engine)
    chain.create_all()
    chain.seal(*sent)
    chain.seal_empty(more)
    return chain


def bundled(path: Path, chain: EvidenceChain) -> Path:
    return as_file(path, parts_of(chain))


def compared(tmp_path: Path, chain: EvidenceChain, first: Path, second: Path) -> Result:
    config = {SECTIONS[chain.engine.value]: {"epochlength": 30_000}}
    (tmp_path / "genesis.json").write_text(json.dumps({"config": config}))
    terms = ("--genesis", f"0x{chain.blocks[0].hash.hex()}", "--genesis-file", str(tmp_path / "genesis.json"))
    return CliRunner().invoke(main, ["audit", "compare", str(first), str(second), *terms, "--json"])


@pytest.mark.parametrize("more", [0, 2])
def test_two_bundles_of_a_bft_chain_charge_those_who_sealed_both_ends(tmp_path: Path, more: int) -> None:
    """Nothing but their last headers is sealed: where these are at different heights, the charge is of both sides."""
    one, other = evidence(Engine.QBFT, Fail("consortium")), evidence(Engine.QBFT, more=more)
    result = compared(tmp_path, one, bundled(tmp_path / "one", one), bundled(tmp_path / "other", other))
    assert result.exit_code == 3, result.output
    found = json.loads(result.stdout)
    assert (found["common"]["number"], found["first"]["parted_at"]["number"]) == (8, 9)
    charged = {(entry["account"], entry["charge"]) for entry in found["evidence"]}
    assert charged == {(f"0x{member.hex()}", "both_sides" if more else "one_round") for member in MEMBERS[:3]}
    assert {entry["second"]["number"] for entry in found["evidence"]} == {9 + more}


def test_two_bundles_of_a_clique_chain_charge_those_who_sealed_below_the_settled_depth(tmp_path: Path) -> None:
    one, other = evidence(Engine.CLIQUE, Fail("consortium"), more=6), evidence(Engine.CLIQUE, more=6)
    result = compared(tmp_path, one, bundled(tmp_path / "one", one), bundled(tmp_path / "other", other))
    assert result.exit_code == 3, result.output
    found = json.loads(result.stdout)
    assert {entry["charge"] for entry in found["evidence"]} == {"below_settled"}
    assert len(found["evidence"]) == 4


@pytest.mark.parametrize("engine", Engine)
def test_a_bundle_and_the_blocks_of_its_chain_do_not_part(tmp_path: Path, engine: Engine) -> None:
    chain = evidence(engine, more=4)
    blocks_of = write_lines(tmp_path / "blocks", chain.scribe)
    result = compared(tmp_path, chain, bundled(tmp_path / "bundle", chain), blocks_of)
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert found["first"]["last"] == found["second"]["last"] == found["common"]


def test_a_bundle_that_begins_with_a_checkpoint_cannot_be_compared(tmp_path: Path) -> None:
    chain = evidence(Engine.QBFT, more=4)
    start = begin(rules_of(chain), chain.blocks[0].header)
    *_, last = follow(start, [block.header for block in chain.blocks[1:4]])
    path = as_file(tmp_path / "bundle", parts_of(chain, first=4, checkpoint=last.after))
    result = compared(tmp_path, chain, path, path)
    assert result.exit_code == 1
    assert f"{path} does not begin with the genesis; have a bundle from there" in result.output
