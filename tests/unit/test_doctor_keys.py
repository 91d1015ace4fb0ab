"""What the doctor says of key files."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from govledger.doctor import State
from govledger.doctor.key_files import look_at_file, look_into_folder
from govledger.doctor.model import KeyFile, KeyFolder, KeyKind
from govledger.doctor.secrecy import MOST_ACCOUNTS, accounts_in, key_file, key_folder
from govledger.tx.keys import LARGEST_KEYSTORE, save_key

KEY = b"\x0b" * 32
MEND = "check name and owner of what cannot be used, or restore it from its backup"


def written(path: Path, content: str | bytes, mode: int = 0o600) -> Path:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    path.chmod(mode)
    return path


@pytest.fixture
def keystore(tmp_path: Path) -> Path:
    save_key(tmp_path / "keystore.json", KEY, "open", work_factor=2)
    return tmp_path / "keystore.json"


# --- one file ------------------------------------------------------------------------------------------


def test_key_files_that_only_the_owner_reads_are_well(tmp_path, keystore):
    raw = written(tmp_path / "nodekey", KEY.hex() + "\n")
    password = written(tmp_path / "password", "open sesame\n")
    for path, seen in (
        (keystore, "keystore, mode 600"),
        (raw, "raw private key, mode 600"),
        (password, "password file, mode 600"),
    ):
        check = key_file(look_at_file(path))
        assert (check.subject, check.state, check.seen) == (str(path), State.OK, seen)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_key_file_that_others_can_read_fails(keystore, mode):
    keystore.chmod(mode)
    check = key_file(look_at_file(keystore))
    assert check.state is State.FAILED
    assert check.seen == f"keystore: open to other users (mode {mode:03o})"
    assert check.advice.startswith(f"chmod 600 {keystore}; if others had time")


def test_hex_in_a_file_called_password_is_a_password(tmp_path):
    assert look_at_file(written(tmp_path / "password", "ab" * 32)).kind is KeyKind.PASSWORD


def test_password_file_with_an_empty_first_line_fails(tmp_path):
    for content in ("", "\nopen sesame"):
        check = key_file(look_at_file(written(tmp_path / "founder.password", content)))
        assert check.state is State.FAILED and check.seen == "password file: its first line, the password, is empty"


def test_keystore_of_another_version_fails(keystore):
    document = json.loads(keystore.read_text())
    written(keystore, json.dumps({**document, "version": 1}))
    check = key_file(look_at_file(keystore))
    assert check.seen == "keystore: it is a keystore of version 1; only version 3 can be read"
    assert (
        check.state is State.FAILED
        and check.advice == "check name and owner of what cannot be used, or restore it from its backup"
    )


@pytest.mark.parametrize(
    ("crypto", "missing"),
    [({"kdf": "scrypt", "kdfparams": {}, "cipher": "", "cipherparams": {}}, "ciphertext, mac"), (7, "cipher, cip")],
)
def test_keystore_that_lacks_a_part_fails(tmp_path, crypto, missing):
    path = written(tmp_path / "key.json", json.dumps({"version": 3, "crypto": crypto}))
    check = key_file(look_at_file(path))
    assert check.state is State.FAILED and f"it is a damaged keystore: {missing}" in check.seen


def test_file_that_is_no_key_file_is_a_warning(tmp_path):
    for content in ("hello", b"\xff\xfe", "[1]", " " * (LARGEST_KEYSTORE + 1)):
        check = key_file(look_at_file(written(tmp_path / "notes", content)))
        assert check.state is State.WARNING and check.seen.startswith("neither a keystore nor")


def test_file_that_is_not_there_fails(tmp_path):
    check = key_file(look_at_file(tmp_path / "gone.json"))
    assert (check.state, check.seen) == (State.FAILED, "file: it cannot be read: No such file or directory")


def test_file_of_another_user_is_a_warning(keystore, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 12_345)
    check = key_file(look_at_file(keystore))
    assert check.state is State.WARNING and check.seen == "keystore, mode 600; it belongs to another user"


def test_account_of_a_keystore_is_told_where_it_says_it(tmp_path, keystore):
    document = json.loads(keystore.read_text())
    found = look_at_file(keystore)
    assert found.address == bytes.fromhex(document["address"].removeprefix("0x"))
    for address in (None, "0x1234", 7):
        assert look_at_file(written(tmp_path / "a.json", json.dumps({**document, "address": address}))).address is None


def test_accounts_are_listed_once_and_not_without_end():
    files = [KeyFile(path=Path("k"), address=n.to_bytes(20, "big")) for n in range(100)]
    folder = KeyFolder(path=Path("d"), files=tuple(files))
    assert accounts_in([*files[:1], KeyFile(path=Path("password"))], []) == (bytes(20),)
    assert accounts_in(files[:2], [folder]) == tuple(n.to_bytes(20, "big") for n in range(MOST_ACCOUNTS))


# --- folders -------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Keys as a network's folder and an import's have them."""
    keys = tmp_path / "keys"
    save_key(keys / "node-1" / "keystore" / "UTC--1", KEY, "open", work_factor=2)
    save_key(keys / "officers" / "1-ADMIN.json", KEY, "open", work_factor=2)
    written(keys / "node-1" / "password", "open\n")
    written(keys / "node-1" / "nodekey", KEY.hex())
    for place in (keys, *(path for path in keys.rglob("*") if path.is_dir())):
        place.chmod(0o700)
    return keys


def test_folder_of_closed_key_files_is_well(folder):
    check = key_folder(look_into_folder(folder))
    assert (check.subject, check.state) == (str(folder), State.OK)
    assert check.seen == "4 key files, for the owner alone"


def test_open_files_of_a_folder_are_all_named(folder):
    (folder / "node-1" / "password").chmod(0o644)
    (folder / "node-1" / "nodekey").chmod(0o640)
    check = key_folder(look_into_folder(folder))
    assert check.state is State.FAILED
    assert "node-1/nodekey: open to other users (mode 640)" in check.seen
    assert "node-1/password: open to other users (mode 644)" in check.seen
    assert check.advice.startswith(f"chmod 600 {folder}/node-1/nodekey {folder}/node-1/password;")


def test_many_open_files_are_counted(folder):
    for number in range(9):
        written(folder / "more" / f"password-{number}", "open", 0o644)
    (folder / "more").chmod(0o700)
    check = key_folder(look_into_folder(folder))
    assert check.seen.endswith("; and 4 more") and "password-4 …; if others" in check.advice


def test_folder_that_others_can_write_into_fails(folder):
    (folder / "officers").chmod(0o777)
    check = key_folder(look_into_folder(folder))
    assert check.state is State.FAILED and f"others may write into {folder}/officers" in check.seen
    assert check.advice == "chmod 700 the folders that are named"


def test_other_files_are_passed_over(folder):
    written(folder / "config.toml", "port = 1", 0o644)
    written(folder / "data" / "geth" / "password", "", 0o644)
    written(folder / "vaults" / "hospital" / "password", "", 0o644)
    assert key_folder(look_into_folder(folder)).state is State.OK


def test_key_files_of_another_user_are_a_warning(folder, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 12_345)
    check = key_folder(look_into_folder(folder))
    assert check.state is State.WARNING and check.seen.startswith("4 of 4 key files belong to another user")


def test_folder_without_key_files_is_nothing_to_check(tmp_path):
    check = key_folder(look_into_folder(tmp_path))
    assert (check.state, check.seen) == (State.NOT_APPLICABLE, "no key files in this folder")


def test_folder_that_is_not_there_or_cannot_be_read_fails(tmp_path, monkeypatch):
    check = key_folder(look_into_folder(tmp_path / "gone"))
    assert (check.state, check.seen) == (State.FAILED, "there is no such folder")

    def refuse(path: str) -> None:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(os, "scandir", refuse)
    check = key_folder(look_into_folder(tmp_path))
    assert (check.state, check.seen) == (State.FAILED, f"{tmp_path} cannot be read: Permission denied")


def test_file_in_a_folder_that_cannot_be_read_fails(folder, monkeypatch):
    opened = Path.open

    def refuse(path: Path, *arguments: str) -> object:
        if path.name == "nodekey":
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *arguments)

    monkeypatch.setattr(Path, "open", refuse)
    check = key_folder(look_into_folder(folder))
    assert check.state is State.FAILED
    assert "node-1/nodekey: it cannot be read: Permission denied" in check.seen
    assert check.advice == MEND
