from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
import rfc8785
from eth_utils import keccak

from govledger.artifacts import ImmutableReference
from govledger.deployments import (
    Begun,
    DeployedContract,
    Deployment,
    Mined,
    PlannedContract,
    Signed,
    argument_json,
    check_name,
    complete_length,
    is_code_of,
    journal_line,
    read_journal,
)
from govledger.errors import InputError, JournalInvalid, ManifestInvalid
from tests.small_contracts import artifact

A, B = b"\x0a" * 20, b"\x0b" * 20
ONES, TWOS, THREES, FOURS = (bytes((digit,)) * 32 for digit in (1, 2, 3, 4))
FIRST = DeployedContract("consortium", "Consortium", A, ("1", [["2", "0x" + B.hex()]]), ONES, TWOS, THREES, 7, FOURS)
SECOND = DeployedContract("decisions", "Decisions", B, (True,), b"\x05" * 32, TWOS, THREES, 5, FOURS)
DEPLOYMENT = Deployment("town", 1337, b"\x09" * 32, A, 3, (FIRST, SECOND))


def test_manifest_comes_back_as_it_was_written():
    text = DEPLOYMENT.to_json()
    assert Deployment.from_json(text) == DEPLOYMENT
    assert text.endswith(b"}\n") and json.loads(text)["contracts"][0]["artifactHash"] == "0x" + "01" * 32


def test_digest_is_the_hash_of_the_documented_essence_alone():
    essence = {
        "format": 1,
        "chainId": 1337,
        "genesis": "0x" + "09" * 32,
        "contracts": {
            "consortium": {
                "address": "0x" + "0a" * 20,
                "artifactHash": "0x" + "01" * 32,
                "arguments": ["1", [["2", "0x" + "0b" * 20]]],
            },
            "decisions": {"address": "0x" + "0b" * 20, "artifactHash": "0x" + "05" * 32, "arguments": [True]},
        },
    }
    assert DEPLOYMENT.digest() == keccak(rfc8785.dumps(essence))
    elsewhere = tuple(
        replace(c, block_number=99, transaction_hash=b"\x99" * 32) for c in reversed(DEPLOYMENT.contracts)
    )
    assert replace(DEPLOYMENT, name="other", contracts=elsewhere).digest() == DEPLOYMENT.digest()
    assert replace(DEPLOYMENT, chain_id=1).digest() != DEPLOYMENT.digest()


def test_contracts_are_found_by_key_and_by_address():
    assert DEPLOYMENT.contract("decisions") is SECOND and DEPLOYMENT.address("consortium") == A
    assert DEPLOYMENT.addresses == {A: "consortium", B: "decisions"} and DEPLOYMENT.first_block == 5
    with pytest.raises(InputError, match="deployment town has no claims; it has consortium, decisions"):
        DEPLOYMENT.contract("claims")


def changed(**changes: Any) -> bytes:
    manifest = json.loads(DEPLOYMENT.to_json())
    contract = manifest["contracts"][0]
    for name, value in changes.items():
        holder = contract if name in contract else manifest
        if value is None:
            del holder[name]
        else:
            holder[name] = value
    return json.dumps(manifest).encode()


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (b"", "not a manifest"),
        (b"[]", "not a manifest"),
        (b'{"format": 1, "format": 1}', "not a manifest"),
        (changed(format=2), "its format is 2"),
        (changed(more=1), "unknown field"),
        (changed(deployer=None), "deployer"),
        (changed(chainId="1337"), "chainId"),
        (changed(contracts=[]), "no contracts"),
        (changed(address="0x" + "0A" * 20), "address is '0x0A.*lower-case hex"),
        (changed(address="0x" + "0a" * 19), "20 bytes"),
        (changed(genesis="zz"), "genesis is 'zz'"),
        (changed(arguments=[1]), "consortium has the argument 1"),
        (changed(arguments=["2"]), "its digest .* is not that of its content"),
        (changed(chainId=1338), "it was changed"),
        (changed(digest="0x"), "digest 0x is not"),
    ],
)
def test_manifest_that_is_none_or_was_changed_is_refused(text, rule):
    with pytest.raises(ManifestInvalid, match=rule):
        Deployment.from_json(text)


@pytest.mark.parametrize("name", ["town", "a", "2026-pilot_v1.2", "x" * 64])
def test_names_are_good_folder_names(name):
    assert check_name(name) == name


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "/etc", ".hidden", "-x", "x" * 65, "a b", "é"])
def test_name_that_leads_elsewhere_is_refused(name):
    with pytest.raises(InputError, match="is no name for a deployment"):
        check_name(name)


def test_arguments_are_text_booleans_and_lists():
    assert argument_json((7, 2**200, True, b"\x01\xff", "x", [(b"", 0)])) == [
        "7", str(2**200), True, "0x01ff", "x", [["0x", "0"]],
    ]  # fmt: skip


# --- code ----------------------------------------------------------------------------------------------

INPUTS = (
    {"name": "owner_", "type": "address"},
    {"name": "limit", "type": "uint64"},
    {"name": "delta_", "type": "int8"},
    {"name": "open_", "type": "bool"},
    {"name": "tag_", "type": "bytes4"},
    {"name": "names_", "type": "string[]"},
    {"name": "title_", "type": "string"},
)
NAMES = ("owner", "limit", "delta", "open", "tag", "names", "other", "title")
WITH_IMMUTABLES = artifact(
    "Held",
    bytes(32 * 9) + b"\xfe",
    bytecode=b"\x00",
    inputs=INPUTS,
    immutables=(
        *(ImmutableReference(name, index * 32, 32) for index, name in enumerate(NAMES)),
        ImmutableReference("other", 8 * 32, 32),
    ),
)
ARGUMENTS = ("0x" + "0a" * 20, "9", "-1", True, "0xaabbccdd", ["n"], "title")
WORDS = (
    bytes(12) + A,
    (9).to_bytes(32, "big"),
    b"\xff" * 32,
    (1).to_bytes(32, "big"),
    bytes.fromhex("aabbccdd") + bytes(28),
    b"\x11" * 32,
    b"\x22" * 32,
    b"\x33" * 32,
    b"\x22" * 32,
)


def test_code_with_the_immutables_of_its_arguments_is_the_artifacts():
    assert is_code_of(WITH_IMMUTABLES, ARGUMENTS, b"".join(WORDS) + b"\xfe")


@pytest.mark.parametrize("index", [0, 1, 2, 3, 4, 8])
def test_immutable_with_another_value_is_found_out(index):
    words = list(WORDS)
    words[index] = b"\x77" * 32
    assert not is_code_of(WITH_IMMUTABLES, ARGUMENTS, b"".join(words) + b"\xfe")


def test_code_that_differs_elsewhere_is_found_out():
    assert not is_code_of(WITH_IMMUTABLES, ARGUMENTS, b"".join(WORDS) + b"\xfd")
    assert not is_code_of(WITH_IMMUTABLES, ARGUMENTS, b"".join(WORDS))
    assert not is_code_of(WITH_IMMUTABLES, ARGUMENTS, b"")
    assert is_code_of(replace(WITH_IMMUTABLES, abi=(), immutable_references=(), runtime_bytecode=b"\x01"), (), b"\x01")


# --- the journal ---------------------------------------------------------------------------------------

RAW = b"\x02raw"
BEGUN = Begun(1, 1337, "0x09", "0x0a", 3, [PlannedContract(k, k, f"0x{k}", "0x01", ["1"]) for k in ("a", "b")])
SIGNED = Signed(1, 4, "0xb", "0x" + RAW.hex(), "0x" + keccak(RAW).hex())
MINED = Mined(1, "0x" + keccak(RAW).hex(), 9, "0x08", True)


def written(*lines: Any) -> bytes:
    return b"".join(journal_line(line) for line in lines)


def test_journal_comes_back_as_it_was_written():
    lines = (BEGUN, SIGNED, MINED)
    assert read_journal(written(*lines)) == lines and SIGNED.raw == RAW
    assert read_journal(b"") == ()


@pytest.mark.parametrize("cut", range(1, 12))
def test_piece_of_a_last_line_is_left_out(cut):
    whole = written(BEGUN, SIGNED)
    torn = whole + written(MINED)[:-cut]
    assert read_journal(torn) == (BEGUN, SIGNED) and complete_length(torn) == len(whole)


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (written(SIGNED), "line 1 is out of place"),
        (written(BEGUN, BEGUN), "line 2 is out of place"),
        (b"{}\n", "line 1 is damaged"),
        (written(BEGUN) + b"\xff\n", "line 2 is damaged"),
        (written(BEGUN) + b'{"line":"mined"}\n' + written(SIGNED), "line 2 is damaged"),
        (written(Begun(2, 1, "", "", 0, [])), "its format is 2"),
        (written(BEGUN, Mined(2, "", 0, "", True)), "about step 2, of 2 steps"),
        (written(BEGUN, Signed(1, 5, "0xb", SIGNED.transaction, SIGNED.hash)), "another nonce or address"),
        (written(BEGUN, Signed(1, 4, "0xc", SIGNED.transaction, SIGNED.hash)), "another nonce or address"),
        (written(BEGUN, Signed(1, 4, "0xb", "0x00", SIGNED.hash)), "not of its hash"),
        (written(BEGUN, Signed(1, 4, "0xb", "0xzz", SIGNED.hash)), "not of its hash"),
    ],
)
def test_journal_damaged_before_its_last_line_is_refused(content, rule):
    with pytest.raises(JournalInvalid, match=rule):
        read_journal(content)
