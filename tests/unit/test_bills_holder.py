from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from eth_account import Account

from govledger.bills.batch import Batch
from govledger.bills.commitment import seal
from govledger.bills.consent import consent_address
from govledger.bills.files import Place
from govledger.bills.holder import HolderFile
from govledger.errors import DocumentUnreadable, InputError, ProofMismatch, RootMismatch
from govledger.privacy.keccak import keccak256
from govledger.privacy.tags import TagKind, tag
from tests.sample_bills import SALT, sample_bill

SECRET = bytes([7]) * 32
CONSENT_SECRET = keccak256(b"consent")
PLACE = Place(chain_id=2026, genesis_hash=keccak256(b"genesis"), medical_bills=bytes(range(20)), batch=3)


def batch_and_files(count: int = 5) -> tuple[Batch, list[HolderFile]]:
    bills = [
        seal(
            sample_bill(number),
            keccak256(SALT + bytes([number])),
            claimable_fen=2_235,
            consent_key=consent_address(CONSENT_SECRET),
        )
        for number in range(1, count + 1)
    ]
    batch = Batch(
        bill.row(
            tag(SECRET, TagKind.BUSINESS, bill.document.header.business_number),
            tag(SECRET, TagKind.SETTLEMENT, bill.document.visit.settlement_number),
        )
        for bill in bills
    )
    return batch, [HolderFile(bill, batch.opening(index), PLACE, CONSENT_SECRET) for index, bill in enumerate(bills)]


def as_json(file: HolderFile) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(file.to_json())
    return read


def test_a_holders_file_verifies_against_the_root_of_its_batch() -> None:
    batch, files = batch_and_files()
    for index, file in enumerate(files):
        assert HolderFile.from_json(file.to_json()) == file
        assert file.verify_against(batch.root) == batch.opening(index)


def test_a_bill_issued_alone_verifies_against_its_leaf() -> None:
    batch, (file,) = batch_and_files(1)
    assert file.verify_against(batch.opening(0).leaf).proof == ()


def test_a_file_without_place_and_consent_secret_reads_back() -> None:
    _, (file, *_) = batch_and_files()
    bare = HolderFile(file.bill, file.opening)
    assert HolderFile.from_json(bare.to_json()) == bare


def test_a_file_does_not_verify_against_another_root() -> None:
    _, files = batch_and_files()
    with pytest.raises(
        RootMismatch, match=r"33060126-0000000002 leads to the root 0x.*, the chain holds 0x00"
    ) as caught:
        files[1].verify_against(bytes(32))
    assert (caught.value.bill, caught.value.expected) == ("33060126-0000000002", bytes(32))


def change(path: list[Any], value: object) -> Callable[[dict[str, Any]], None]:
    def apply(content: dict[str, Any]) -> None:
        for step in path[:-1]:
            content = content[step]
        content[path[-1]] = value

    return apply


@pytest.mark.parametrize(
    "alter",
    [
        change(["document", "header", "total_fen"], 15_236),
        change(["document", "lines", 0, "name"], "x"),
        change(["claimable_fen"], 2_234),
        change(["root_salt"], "0x" + "11" * 32),
        change(["consent_key"], "0x" + "11" * 20),
        change(["consent_secret"], "0x" + "11" * 32),
        change(["opening", "inner"], "0x" + "11" * 32),
    ],
)
def test_a_file_whose_parts_do_not_belong_together_is_refused(alter: Callable[[dict[str, Any]], None]) -> None:
    _, (file, *_) = batch_and_files()
    content = as_json(file)
    alter(content)
    with pytest.raises(ProofMismatch):
        HolderFile.from_json(json.dumps(content))


@pytest.mark.parametrize(
    "alter",
    [
        change(["opening", "index"], 1),
        change(["opening", "business_tag"], "0x" + "11" * 32),
        change(["opening", "settlement_tag"], "0x" + "11" * 32),
        change(["opening", "proof"], []),
        change(["opening", "proof", 0], "0x" + "11" * 32),
    ],
)
def test_an_altered_place_in_the_batch_does_not_verify(alter: Callable[[dict[str, Any]], None]) -> None:
    batch, (file, *_) = batch_and_files()
    content = as_json(file)
    alter(content)
    with pytest.raises(RootMismatch, match="it is not the bill that was issued there"):
        HolderFile.from_json(json.dumps(content)).verify_against(batch.root)


@pytest.mark.parametrize(
    ("alter", "words"),
    [
        (change(["root_salt"], "11"), "root_salt is not 0x and 64 lower-case"),
        (change(["root_salt"], "0x" + "00" * 32), "the root salt is all zero"),
        (change(["consent_key"], "0x" + "AA" * 20), "consent_key is not 0x and 40"),
        (change(["claimable_fen"], -1), "claimable_fen"),
        (change(["claimable_fen"], 2**48), "claimable_fen"),
        (change(["opening", "index"], 2**32), r"\$\.opening\.index"),
        (change(["opening", "proof", 0], "0x"), "proof is not 0x"),
        (change(["place", "genesis_hash"], "0x00"), "genesis_hash is not 0x"),
        (change(["place", "genesis"], 1), "unknown field `genesis`"),
        (change(["format"], "govledger.holder.v2"), "not a file of format govledger.holder.v1"),
        (change(["document", "format"], "x"), "not a file of format govledger.holder.v1"),
    ],
)
def test_a_file_of_another_shape_is_refused(alter: Callable[[dict[str, Any]], None], words: str) -> None:
    _, (file, *_) = batch_and_files()
    content = as_json(file)
    alter(content)
    with pytest.raises(DocumentUnreadable, match=words):
        HolderFile.from_json(json.dumps(content))


def test_salt_and_consent_secret_do_not_show_when_printed() -> None:
    _, (file, *_) = batch_and_files()
    for secret in (file.bill.root_salt, CONSENT_SECRET):
        assert repr(secret) not in repr(file)


def test_the_address_of_a_consent_key_is_ethereums() -> None:
    assert "0x" + consent_address(CONSENT_SECRET).hex() == Account.from_key(CONSENT_SECRET).address.lower()


@pytest.mark.parametrize("secret", [b"", bytes(32), b"\xff" * 32])
def test_a_consent_key_is_a_key(secret: bytes) -> None:
    with pytest.raises(InputError, match="consent key"):
        consent_address(secret)
