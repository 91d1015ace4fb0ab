from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from govledger.bills.commitment import SealedBill, seal
from govledger.bills.consent import consent_address
from govledger.bills.document import RedLetterReason
from govledger.bills.files import Place
from govledger.bills.number import bill_key
from govledger.bills.red_letter import red_letter_of
from govledger.errors import (
    AlreadyInVault,
    DuplicateReference,
    InputError,
    NotInVault,
    ProofMismatch,
    SaltShredded,
    VaultDamaged,
    VaultError,
    VaultExposed,
    VaultLocked,
    VaultNotFound,
)
from govledger.privacy.keccak import keccak256
from govledger.privacy.tags import TagKind, tag
from govledger.registry.record import seal_record
from govledger.vault import Vault, private_files
from tests.sample_bills import ISSUED_AT, ISSUER, SALT, sample_bill, sample_sealed

PLACE = Place(chain_id=2026, genesis_hash=keccak256(b"genesis"), medical_bills=bytes(range(20)), batch=3)
FIRST = bill_key(33060126, 1)


def bills(first: int = 1, count: int = 3) -> list[SealedBill]:
    return [sample_sealed(number, salt=keccak256(SALT + bytes([number]))) for number in range(first, first + count)]


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "vault"


@pytest.fixture
def vault(directory: Path) -> Iterator[Vault]:
    with Vault.create(directory, ISSUER) as made:
        yield made


# --- making, opening, permissions, the lock -------------------------------------------------------------


def test_a_new_vault_and_all_in_it_belong_to_its_owner_alone(vault: Vault, directory: Path) -> None:
    vault.save(bills(), range_id=7)
    vault.save_record(seal_record({0: 1}, SALT))
    vault.mark_issued(FIRST, PLACE)
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in [directory, *directory.rglob("*")]}
    assert all(mode == (0o700 if path.is_dir() else 0o600) for path, mode in modes.items())
    assert len(modes) == 15


def test_the_mode_does_not_depend_on_the_umask(directory: Path) -> None:
    before = os.umask(0)
    try:
        with Vault.create(directory, ISSUER) as vault:
            vault.save(bills(), range_id=7)
    finally:
        os.umask(before)
    assert all(path.stat().st_mode & 0o077 == 0 for path in [directory, *directory.rglob("*")])


def test_the_tag_secret_is_made_once(directory: Path) -> None:
    with Vault.create(directory, ISSUER) as vault:
        first = vault.tag(TagKind.BUSINESS, "A1")
    with Vault.open(directory) as vault:
        assert vault.tag(TagKind.BUSINESS, "A1") == first
        assert vault.organisation == ISSUER
    with pytest.raises(AlreadyInVault, match="its tag secret is never made anew"):
        Vault.create(directory, ISSUER)
    secret = bytes.fromhex(json.loads((directory / "organisation.json").read_text())["tag_secret"])
    assert tag(secret, TagKind.BUSINESS, "A1") == first


def test_two_vaults_have_different_secrets(tmp_path: Path) -> None:
    with Vault.create(tmp_path / "a", ISSUER) as one, Vault.create(tmp_path / "b", ISSUER) as other:
        assert one.tag(TagKind.CLAIM, "A1") != other.tag(TagKind.CLAIM, "A1")


@pytest.mark.parametrize("name", [".", "organisation.json"])
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o755])
def test_a_vault_that_others_can_use_is_refused(directory: Path, name: str, mode: int) -> None:
    Vault.create(directory, ISSUER).close()
    (directory / name).chmod(mode | stat.S_IXUSR)
    with pytest.raises(VaultExposed, match=r"others than its owner can use it; .* chmod go-rwx"):
        Vault.open(directory)


def test_an_open_directory_does_not_become_a_vault(directory: Path) -> None:
    directory.mkdir(mode=0o755)
    with pytest.raises(VaultExposed):
        Vault.create(directory, ISSUER)


def test_a_secret_of_another_user_is_refused(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Vault.create(directory, ISSUER).close()
    owner = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    with pytest.raises(VaultExposed, match=f"belongs to user {owner}, not to you"):
        Vault.open(directory)


def test_a_secret_behind_a_symbolic_link_is_refused(directory: Path) -> None:
    Vault.create(directory, ISSUER).close()
    secret = directory / "organisation.json"
    secret.rename(directory / "elsewhere.json")
    secret.symlink_to(directory / "elsewhere.json")
    with pytest.raises(VaultExposed, match="symbolic link"):
        Vault.open(directory)


def test_a_directory_with_other_things_does_not_become_a_vault(directory: Path) -> None:
    directory.mkdir(mode=0o700)
    (directory / "thesis.txt").write_text("x")
    with pytest.raises(InputError, match=r"holds other things \(thesis.txt\)"):
        Vault.create(directory, ISSUER)


def test_no_vault_is_said_to_be_none(directory: Path) -> None:
    with pytest.raises(VaultNotFound, match=r"holds no vault \(no organisation.json\)"):
        Vault.open(directory)


def test_a_vault_whose_parent_is_missing_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(VaultError, match="No such file or directory; check that"):
        Vault.create(tmp_path / "missing" / "vault", ISSUER)


def test_a_second_writer_is_refused_and_a_reader_is_not(vault: Vault, directory: Path) -> None:
    with pytest.raises(VaultLocked, match=f"process {os.getpid()} writes to it; wait until it ends"):
        Vault.open(directory)
    vault.save(bills(), range_id=7)
    with Vault.open(directory, writing=False) as reader:
        assert reader.bill(FIRST).document == sample_bill()
        with pytest.raises(VaultError, match="open for reading"):
            reader.save(bills(4), range_id=7)


def test_a_writer_in_another_process_is_refused(vault: Vault, directory: Path, project_root: Path) -> None:
    program = f"from govledger.vault import Vault; Vault.open({str(directory)!r})"
    run = subprocess.run([sys.executable, "-c", program], cwd=project_root, capture_output=True, text=True)
    assert run.returncode == 1
    assert f"VaultLocked: {directory} is in use: process {os.getpid()}" in run.stderr
    vault.close()
    assert subprocess.run([sys.executable, "-c", program], cwd=project_root).returncode == 0


def test_a_closed_vault_lets_the_next_writer_in_and_writes_no_more(vault: Vault, directory: Path) -> None:
    vault.close()
    vault.close()
    Vault.open(directory).close()
    for act in (
        lambda: vault.save(bills(), range_id=7),
        lambda: vault.mark_issued(FIRST, PLACE),
        lambda: vault.withdraw(FIRST),
        lambda: vault.shred(FIRST),
        lambda: vault.save_record(seal_record({0: 1}, SALT)),
        lambda: vault.shred_record(bytes(32)),
    ):
        with pytest.raises(VaultError, match="open it for writing"):
            act()


def test_a_lost_secret_is_not_replaced(directory: Path) -> None:
    with Vault.create(directory, ISSUER) as vault:
        vault.save(bills(), range_id=7)
    (directory / "organisation.json").unlink()
    with pytest.raises(VaultDamaged, match=r"has batches but no organisation\.json; restore it"):
        Vault.create(directory, ISSUER)


@pytest.mark.parametrize("secret", ["", "00", "zz" * 32])
def test_a_damaged_secret_is_refused(directory: Path, secret: str) -> None:
    Vault.create(directory, ISSUER).close()
    path = directory / "organisation.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"tag_secret": secret}))
    with pytest.raises(VaultDamaged, match="holds no tag secret of 32 bytes"):
        Vault.open(directory)
    path.write_text("{")
    with pytest.raises(VaultDamaged, match="not JSON"):
        Vault.open(directory)


# --- bills ----------------------------------------------------------------------------------------------


def test_a_saved_batch_reads_back_whole_after_reopening(vault: Vault, directory: Path) -> None:
    saved = bills()
    stored, batch = vault.save(saved, range_id=7)
    assert (stored.first, stored.count, stored.root, stored.range_id) == (FIRST, 3, batch.root, 7)
    assert (stored.alone, stored.issued) == (False, None)
    assert list(stored.keys) == [bill.document.key for bill in saved]
    vault.close()
    with Vault.open(directory) as again:
        assert list(again.batches()) == [stored] == list(again.pending())
        assert [bill.sealed for bill in again.bills(FIRST)] == saved
        bill = again.bill(FIRST + 2)
        assert (bill.key, bill.index, bill.sealed, bill.batch) == (FIRST + 2, 2, saved[2], stored)
        assert bill.row == batch.rows[2]
        assert again.tree(FIRST).root == batch.root


def test_a_bill_is_found_by_its_references(vault: Vault, directory: Path) -> None:
    vault.save(bills(), range_id=7)
    vault.close()
    with Vault.open(directory, writing=False) as again:
        assert again.key_of_reference(TagKind.BUSINESS, "HIS-000002") == FIRST + 1
        assert again.key_of_reference(TagKind.SETTLEMENT, "YB-000003") == FIRST + 2
        assert again.key_of_tag(again.tag(TagKind.BUSINESS, "HIS-000001")) == FIRST
        assert again.key_of_reference(TagKind.BUSINESS, "YB-000003") is None


def test_rows_carry_the_organisations_tags(vault: Vault) -> None:
    _, batch = vault.save(bills(), range_id=7)
    assert batch.rows[0].business_tag == vault.tag(TagKind.BUSINESS, "HIS-000001")
    assert batch.rows[0].settlement_tag == vault.tag(TagKind.SETTLEMENT, "YB-000001")


def test_a_bill_alone_is_a_batch_of_one(vault: Vault) -> None:
    stored, batch = vault.save(bills(count=1), range_id=7, alone=True)
    assert stored.alone
    assert batch.opening(0).proof == ()
    with pytest.raises(InputError, match="2 bills to save"):
        vault.save(bills(2, 2), range_id=7, alone=True)
    with pytest.raises(InputError, match="0 bills to save"):
        vault.save([], range_id=7)


@pytest.mark.parametrize(("first", "count"), [(5, 3), (3, 3), (7, 3), (6, 1), (4, 9)])
def test_a_number_is_used_once(vault: Vault, first: int, count: int) -> None:
    vault.save(bills(5, 3), range_id=7)
    others = [
        sample_sealed(number, salt=SALT, business_number=f"other-{number}") for number in range(first, first + count)
    ]
    with pytest.raises(AlreadyInVault, match="in the batch from 33060126-0000000005"):
        vault.save(others, range_id=7)


def test_numbers_beside_those_in_the_vault_are_free(vault: Vault) -> None:
    vault.save(bills(5, 3), range_id=7)
    vault.save(bills(2, 3), range_id=7)
    vault.save(bills(8, 1), range_id=7)
    assert [stored.first - FIRST for stored in vault.batches()] == [1, 4, 7]


def test_a_reference_is_used_once_across_batches(vault: Vault, directory: Path) -> None:
    vault.save(bills(), range_id=7)
    copy = [sample_sealed(4, business_number="HIS-000002")]
    with pytest.raises(DuplicateReference, match="bill 33060126-0000000002 and row 0 carry the same business tag"):
        vault.save(copy, range_id=7)
    vault.close()
    with Vault.open(directory) as again, pytest.raises(DuplicateReference):
        again.save(copy, range_id=7)


def test_a_reference_is_used_once_within_a_batch(vault: Vault) -> None:
    with pytest.raises(DuplicateReference, match="row 0 and row 1"):
        vault.save([sample_sealed(1), sample_sealed(2, business_number="HIS-000001")], range_id=7)
    assert not vault.pending()


def test_numbers_of_a_batch_follow_one_another(vault: Vault) -> None:
    with pytest.raises(InputError, match="bill 1 of the batch is 33060126-0000000003"):
        vault.save([sample_sealed(1), sample_sealed(3)], range_id=7)


def test_a_vault_keeps_the_bills_of_its_own_organisation(vault: Vault) -> None:
    with pytest.raises(InputError, match=f"is issued by 9{{18}}; this vault is that of {ISSUER}"):
        vault.save([sample_sealed(issuer="9" * 18)], range_id=7)


def test_red_letters_stand_in_the_vault_like_other_bills(vault: Vault) -> None:
    vault.save(bills(count=1), range_id=7)
    draft = red_letter_of(sample_bill(), business_number="RED-1", reason=RedLetterReason.REFUND, cashier="x")
    red = draft.numbered(FIRST + 1, check_code="B00000", issued_at=ISSUED_AT)
    vault.save([seal(red, SALT, claimable_fen=0)], range_id=7, alone=True)
    assert vault.bill(FIRST + 1).row.settlement_tag == bytes(32)


def test_an_issued_batch_is_no_longer_pending(vault: Vault, directory: Path) -> None:
    vault.save(bills(), range_id=7)
    vault.save(bills(4), range_id=7)
    assert vault.mark_issued(FIRST, PLACE).issued == PLACE
    vault.mark_issued(FIRST, PLACE)
    assert [stored.first for stored in vault.pending()] == [FIRST + 3]
    other = Place(1, PLACE.genesis_hash, PLACE.medical_bills, 3)
    with pytest.raises(AlreadyInVault, match="is issued at Place"):
        vault.mark_issued(FIRST, other)
    vault.close()
    with Vault.open(directory) as again:
        assert again.batch(FIRST).issued == PLACE
        assert [stored.first for stored in again.pending()] == [FIRST + 3]
        again.withdraw(FIRST + 3)
        assert again.pending() == ()


def test_a_withdrawn_batch_frees_numbers_and_references_and_is_kept(vault: Vault, directory: Path) -> None:
    for _ in range(2):
        vault.save(bills(), range_id=7)
        vault.withdraw(FIRST)
    with pytest.raises(NotInVault):
        vault.bill(FIRST)
    assert {path.name for path in (directory / "withdrawn").iterdir()} == {f"{FIRST:018d}-1", f"{FIRST:018d}-2"}
    vault.save(bills(), range_id=7)
    vault.mark_issued(FIRST, PLACE)
    with pytest.raises(VaultError, match="is issued; take its bills back by red letters"):
        vault.withdraw(FIRST)


@pytest.mark.parametrize("key", [FIRST + 10**10, FIRST + 3, FIRST - 10**11])
def test_what_the_vault_does_not_hold_is_said_to_be_missing(vault: Vault, key: int) -> None:
    vault.save(bills(), range_id=7)
    with pytest.raises(NotInVault, match="has no bill"):
        vault.bill(key)
    with pytest.raises(NotInVault, match="no batch that begins with bill 33060126-0000000002"):
        vault.batch(FIRST + 1)


def test_an_empty_vault_holds_no_bill(vault: Vault) -> None:
    with pytest.raises(NotInVault):
        vault.bill(FIRST)
    assert vault.key_of_reference(TagKind.BUSINESS, "HIS-000001") is None


def test_the_holders_file_verifies_and_carries_the_consent_secret(vault: Vault) -> None:
    secret = keccak256(b"consent")
    bill = seal(sample_bill(), SALT, claimable_fen=100, consent_key=consent_address(secret))
    _, batch = vault.save([bill, sample_sealed(2)], range_id=7)
    pending = vault.holder_file(FIRST)
    assert (pending.place, pending.consent_secret) == (None, None)
    vault.mark_issued(FIRST, PLACE)
    file = vault.holder_file(FIRST, secret)
    assert (file.bill, file.place, file.consent_secret) == (bill, PLACE, secret)
    file.verify_against(batch.root)
    with pytest.raises(ProofMismatch, match="does not belong to the address"):
        vault.holder_file(FIRST, keccak256(secret))


def test_the_consent_secret_is_nowhere_in_the_vault(vault: Vault, directory: Path) -> None:
    secret = keccak256(b"consent")
    vault.save([sample_sealed()], range_id=7)
    files = [path for path in directory.rglob("*") if path.is_file()]
    assert len(files) == 6
    for path in files:
        assert secret not in path.read_bytes()
        assert secret.hex().encode() not in path.read_bytes()


def test_shredding_destroys_one_salt_and_nothing_else(vault: Vault, directory: Path) -> None:
    saved = bills()
    _, batch = vault.save(saved, range_id=7)
    vault.shred(FIRST + 1)
    vault.shred(FIRST + 1)
    bill = vault.bill(FIRST + 1)
    assert (bill.root_salt, bill.document) == (None, saved[1].document)
    with pytest.raises(SaltShredded, match="the root salt of bill 33060126-0000000002 was destroyed"):
        bill.sealed  # noqa: B018
    with pytest.raises(SaltShredded):
        vault.holder_file(FIRST + 1)
    vault.holder_file(FIRST).verify_against(batch.root)
    vault.holder_file(FIRST + 2).verify_against(batch.root)
    for path in directory.rglob("*"):
        assert path.is_dir() or saved[1].root_salt not in path.read_bytes()
    with pytest.raises(NotInVault):
        vault.shred(FIRST + 3)


def test_salts_do_not_show_when_a_stored_bill_is_printed(vault: Vault) -> None:
    vault.save(bills(), range_id=7)
    bill = vault.bill(FIRST)
    assert repr(bill.root_salt) not in repr(bill)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def replace_in(path: Path, old: bytes, new: bytes) -> None:
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new))


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda path: cut(path / "manifest"), "it is cut short"),
        (lambda path: cut(path / "salts"), "has not 3 bills in each file"),
        (lambda path: cut(path / "bills.jsonl"), None),
        (lambda path: replace_in(path / "bills.jsonl", b"HIS-000001", b"HIS-000009"), "do not belong together"),
        (lambda path: replace_in(path / "bills.jsonl", b'"claimable_fen":2235', b'"claimable_fen":-1'), "bill 0"),
        (lambda path: replace_in(path / "bills.jsonl", b'{"document"', b'{"documents"'), "bill 0"),
        (lambda path: replace_in(path / "salts", keccak256(SALT + b"\x01"), bytes([1]) * 32), "do not belong"),
        (lambda path: replace_in(path / "batch.json", b'"count": 3', b'"count": 2'), "has not 2 bills in each"),
        (lambda path: cut(path / "batch.json"), None),
        (lambda path: replace_in(path / "batch.json", b"-0000000001", b"-0000000002"), "holds the batch from 33060126"),
        (lambda path: (path / "batch.json").write_text("{"), "not JSON"),
        (lambda path: (path / "batch.json").write_text("{}"), "missing required field"),
        (lambda path: (path / "salts").unlink(), "No such file"),
    ],
)
def test_a_damaged_batch_is_never_read_as_if_whole(
    vault: Vault, directory: Path, damage: Callable[[Path], Any], words: str | None
) -> None:
    saved = bills()
    vault.save(saved, range_id=7)
    damage(directory / "batches" / f"{FIRST:018d}")
    if words is None:
        assert [bill.sealed for bill in vault.bills(FIRST)] == saved
    else:
        with pytest.raises(VaultError, match=words):
            vault.bills(FIRST)


def test_a_manifest_that_does_not_make_the_root_is_refused(vault: Vault, directory: Path) -> None:
    vault.save(bills(), range_id=7)
    path = directory / "batches" / f"{FIRST:018d}" / "manifest"
    path.write_bytes(path.read_bytes()[:-96])
    with pytest.raises(VaultDamaged, match=r"does not make the root in batch\.json"):
        vault.tree(FIRST)


def test_a_salts_file_that_is_too_short_is_not_shredded_beyond_its_end(tmp_path: Path) -> None:
    (tmp_path / "salts").write_bytes(bytes(40))
    with pytest.raises(VaultError, match="is shorter than 64 bytes"):
        private_files.overwrite(tmp_path / "salts", 32, bytes(32))


# --- records --------------------------------------------------------------------------------------------


def test_a_record_reads_back_and_can_be_shredded(vault: Vault, directory: Path) -> None:
    record = seal_record({3: "杭州", 0: [1, None], 12: {"b": 1}}, SALT)
    vault.save_record(record)
    with pytest.raises(AlreadyInVault, match="each has its own root salt"):
        vault.save_record(record)
    assert vault.record(record.commitment) == record
    vault.shred_record(record.commitment)
    vault.shred_record(record.commitment)
    with pytest.raises(SaltShredded, match=f"record 0x{record.commitment.hex()} was destroyed"):
        vault.record(record.commitment)
    assert all(path.is_dir() or SALT not in path.read_bytes() for path in directory.rglob("*"))


def test_a_record_that_was_not_saved_is_missing(vault: Vault) -> None:
    for act in (vault.record, vault.shred_record):
        with pytest.raises(NotInVault, match="no record with the commitment"):
            act(bytes(32))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('{"0":2}', "makes the commitment"),
        ("{", "is no record: not JSON"),
        ("[]", "is no record"),
        ('{"a":1}', "is no"),
    ],
)
def test_a_damaged_record_is_refused(vault: Vault, directory: Path, content: str, words: str) -> None:
    record = seal_record({0: 1}, SALT)
    vault.save_record(record)
    (directory / "records" / record.commitment.hex() / "fields.json").write_text(content)
    with pytest.raises(VaultDamaged, match=words):
        vault.record(record.commitment)


# --- crashes --------------------------------------------------------------------------------------------

STEPS = ("open", "fsync", "rename", "replace", "pwrite", "fchmod", "mkdir", "ftruncate")


def killed_at(step: int, act: Callable[[], object]) -> bool:
    """Runs `act` in a child that is killed (SIGKILL) before its `step`-th call of the disk; whether it was killed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        left = step

        def counted(call: Callable[..., Any]) -> Callable[..., Any]:
            def stepped(*arguments: Any, **named: Any) -> Any:
                nonlocal left
                left -= 1
                if left < 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                return call(*arguments, **named)

            return stepped

        for name in STEPS:
            setattr(os, name, counted(getattr(os, name)))
        try:
            act()
        except BaseException:
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return True
    assert os.WEXITSTATUS(status) == 0
    return False


def test_a_vault_that_was_killed_while_made_can_be_made(tmp_path: Path) -> None:
    for step in range(200):
        directory = tmp_path / str(step)
        if not killed_at(step, lambda directory=directory: Vault.create(directory, ISSUER)):
            break
        if (directory / "organisation.json").exists():
            Vault.open(directory).close()
        else:
            with pytest.raises(VaultNotFound):
                Vault.open(directory)
            Vault.create(directory, ISSUER).close()
        assert not list(directory.rglob(f"{private_files.NEW}*"))
    assert step > 8


def test_a_batch_that_was_killed_while_saved_is_whole_or_absent(tmp_path: Path) -> None:
    saved = bills()
    outcomes = set()
    for step in range(200):
        directory = tmp_path / str(step)
        Vault.create(directory, ISSUER).close()

        def act(directory: Path = directory) -> None:
            Vault.open(directory).save(saved, range_id=7)

        killed = killed_at(step, act)
        with Vault.open(directory) as vault:
            assert not list(directory.rglob(f"{private_files.NEW}*"))
            pending = vault.pending()
            outcomes.add(len(pending))
            if not pending:
                vault.save(saved, range_id=7)
            assert [bill.sealed for bill in vault.bills(FIRST)] == saved
        if not killed:
            break
    assert step > 15
    assert outcomes == {0, 1}


def test_marking_and_shredding_that_were_killed_are_done_or_not(tmp_path: Path) -> None:
    outcomes = set()
    for step in range(200):
        directory = tmp_path / str(step)
        with Vault.create(directory, ISSUER) as vault:
            vault.save(bills(), range_id=7)

        def act(directory: Path = directory) -> None:
            with Vault.open(directory) as vault:
                vault.mark_issued(FIRST, PLACE)
                vault.shred(FIRST)

        killed = killed_at(step, act)
        with Vault.open(directory) as vault:
            bill = vault.bill(FIRST)
            outcomes.add((vault.batch(FIRST).issued, bill.root_salt is None))
            vault.mark_issued(FIRST, PLACE)
            vault.shred(FIRST)
            assert vault.bill(FIRST).root_salt is None
        if not killed:
            break
    assert outcomes == {(None, False), (PLACE, False), (PLACE, True)}


def test_what_a_killed_writer_left_is_removed_by_the_next(directory: Path) -> None:
    with Vault.create(directory, ISSUER) as vault:
        (directory / "batches" / f"{private_files.NEW}x").mkdir()
        (directory / "batches" / f"{private_files.NEW}x" / "salts").write_bytes(SALT)
        (directory / f"{private_files.NEW}organisation.json").write_text("x")
        vault.save(bills(), range_id=7)
    Vault.open(directory, writing=False).close()
    assert list(directory.rglob(f"{private_files.NEW}*"))
    Vault.open(directory).close()
    assert not list(directory.rglob(f"{private_files.NEW}*"))


def test_a_disk_that_refuses_is_a_clear_error(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(VaultError, match="No space left on device; check that the disk has room"):
        vault.save(bills(), range_id=7)
    monkeypatch.undo()
    vault.save(bills(), range_id=7)
