"""Batches of records: leaves, openings, manifests, and the vault that keeps them."""

from __future__ import annotations

from pathlib import Path

import pytest
from eth_abi import encode

from govledger.errors import (
    AlreadyInVault,
    DocumentUnreadable,
    InputError,
    NotInVault,
    SaltShredded,
    VaultDamaged,
    VaultError,
)
from govledger.model import item_id, split_item
from govledger.privacy.commitments import RECORD, record_leaf
from govledger.privacy.keccak import keccak256
from govledger.privacy.merkle import verify
from govledger.registry.batch import RecordBatch, parse_record_manifest
from govledger.registry.record import SealedRecord, seal_record
from govledger.vault import Vault

COMMITMENTS = [keccak256(bytes([number])) for number in range(5)]


def _records(count: int) -> list[SealedRecord]:
    return [seal_record({0: f"text {number}", 2: number}, keccak256(b"salt%d" % number)) for number in range(count)]


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault.create(tmp_path / "vault", "113300000000000011")


def test_leaf_is_hashed_twice_with_its_tag_and_place() -> None:
    once = keccak256(encode(["bytes32", "uint32", "bytes32"], [RECORD, 7, COMMITMENTS[0]]))
    assert record_leaf(7, COMMITMENTS[0]) == keccak256(once)


@pytest.mark.parametrize(("index", "commitment"), [(-1, bytes(32)), (2**32, bytes(32)), (0, bytes(31))])
def test_leaf_takes_what_the_contract_takes(index: int, commitment: bytes) -> None:
    with pytest.raises(InputError):
        record_leaf(index, commitment)


def test_every_record_opens_the_root_at_its_own_place_alone() -> None:
    batch = RecordBatch(COMMITMENTS)
    for index in range(len(batch)):
        opening = batch.opening(index)
        assert opening.root == batch.root
        assert opening.as_struct() == (COMMITMENTS[index], opening.proof)
        assert not verify(batch.root, record_leaf(index + 1, opening.commitment), opening.proof)
    with pytest.raises(InputError):
        batch.opening(5)


def test_manifest_makes_the_root() -> None:
    batch = RecordBatch(COMMITMENTS)
    assert RecordBatch(parse_record_manifest(batch.manifest)).root == batch.root
    for broken in (b"", batch.manifest[:-1]):
        with pytest.raises(DocumentUnreadable, match="cut short"):
            parse_record_manifest(broken)


def test_batch_has_records() -> None:
    with pytest.raises(InputError):
        RecordBatch([])


def test_id_of_an_item_is_made_of_batch_and_place_and_taken_apart_again() -> None:
    assert item_id(1, 0) == 2**32
    assert item_id(2**31 - 1, 2**32 - 1) == 2**63 - 1
    assert split_item(item_id(77, 5)) == (77, 5)
    assert split_item(2**31 - 1) is None
    for batch, index in ((0, 0), (2**31, 0), (1, -1), (1, 2**32)):
        with pytest.raises(InputError, match="below"):
            item_id(batch, index)


# --- the vault -------------------------------------------------------------------------------------------------


def test_vault_keeps_a_batch_with_its_salts(vault: Vault, tmp_path: Path) -> None:
    records = _records(4)
    batch = vault.save_record_batch(records)
    vault.close()
    with Vault.open(tmp_path / "vault", writing=False) as again:
        assert again.record_batch(batch.root).commitments == batch.commitments
        assert [again.batched_record(batch.root, index) for index in range(4)] == records
        assert again.batched_records(batch.root) == tuple(records)
        with pytest.raises(InputError):
            again.batched_record(batch.root, 4)
        with pytest.raises(VaultError, match="open for reading"):
            again.save_record_batch(_records(1))


def test_vault_saves_a_batch_once(vault: Vault) -> None:
    vault.save_record_batch(_records(2))
    with pytest.raises(AlreadyInVault):
        vault.save_record_batch(_records(2))


def test_shredded_record_of_a_batch_is_gone_and_the_others_are_not(vault: Vault) -> None:
    records = _records(3)
    root = vault.save_record_batch(records).root
    for _ in range(2):
        vault.shred_batched_record(root, 1)
    with pytest.raises(SaltShredded):
        vault.batched_record(root, 1)
    assert vault.batched_records(root) == (records[0], records[2])
    assert vault.record_batch(root).opening(1).root == root
    with pytest.raises(InputError):
        vault.shred_batched_record(root, 3)


def test_unknown_batch_is_not_in_the_vault(vault: Vault) -> None:
    for act in (vault.record_batch, lambda root: vault.shred_batched_record(root, 0)):
        with pytest.raises(NotInVault):
            act(bytes(32))


@pytest.mark.parametrize("name", ["manifest", "salts", "records.jsonl", "batch.json"])
def test_broken_file_of_a_batch_is_found_out(vault: Vault, tmp_path: Path, name: str) -> None:
    root = vault.save_record_batch(_records(2)).root
    path = tmp_path / "vault" / "record_batches" / root.hex() / name
    content = path.read_bytes()
    path.write_bytes(content[:-40] if name != "batch.json" else content.replace(b'"count": 2', b'"count": 3'))
    with pytest.raises(VaultDamaged):
        vault.batched_record(root, 1)
