from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from eth_account import Account

from govledger.errors import KeyFileError
from govledger.tx.keys import load_key, save_key

KEY = (77).to_bytes(32, "big")
PASSWORD = "zhōng 中"
WEAK = 2
"""scrypt's n in tests: opening a file takes no time."""


@pytest.fixture
def keystore(tmp_path: Path) -> Path:
    path = tmp_path / "keys" / "officer.json"
    save_key(path, KEY, PASSWORD, work_factor=WEAK)
    return path


def private_file(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    path.chmod(0o600)
    return path


def test_saved_key_opens_with_its_password(keystore):
    assert load_key(keystore, password=PASSWORD).address == bytes.fromhex(Account.from_key(KEY).address[2:])


def test_initialisation_vector_is_written_whole_since_geth_takes_no_shorter_one(tmp_path, monkeypatch):
    monkeypatch.setattr("eth_keyfile.keyfile.Random.get_random_bytes", lambda size: bytes(2) + bytes([7]) * (size - 2))
    save_key(tmp_path / "key.json", KEY, PASSWORD, work_factor=WEAK)
    document = json.loads((tmp_path / "key.json").read_text())
    assert document["crypto"]["cipherparams"]["iv"] == "0000" + "07" * 14
    assert load_key(tmp_path / "key.json", password=PASSWORD).address.hex() == document["address"].lower()


def test_saved_key_is_read_by_its_owner_only(keystore):
    assert keystore.stat().st_mode & 0o777 == 0o600
    assert KEY.hex() not in keystore.read_text()


def test_keystores_of_eth_account_open_and_ours_open_there(keystore, tmp_path):
    assert bytes(Account.decrypt(keystore.read_text(), PASSWORD)) == KEY
    theirs = Account.encrypt(KEY, PASSWORD, kdf="pbkdf2", iterations=2)
    path = private_file(tmp_path / "theirs.json", json.dumps(theirs).replace('"crypto"', '"Crypto"'))
    assert load_key(path, password=PASSWORD).address == load_key(keystore, password=PASSWORD).address


def test_existing_key_is_never_overwritten(keystore):
    before = keystore.read_bytes()
    with pytest.raises(KeyFileError, match="exists; a key is never overwritten"):
        save_key(keystore, KEY, PASSWORD, work_factor=WEAK)
    assert keystore.read_bytes() == before


def test_folder_that_cannot_be_made_is_one_clear_error(tmp_path):
    private_file(tmp_path / "file", "")
    with pytest.raises(KeyFileError, match="cannot be written"):
        save_key(tmp_path / "file" / "key.json", KEY, PASSWORD, work_factor=WEAK)


def test_password_is_the_first_line_of_its_file(keystore, tmp_path):
    path = private_file(tmp_path / "password", f"{PASSWORD}\nsecond line\n")
    assert load_key(keystore, password_file=path).address == load_key(keystore, password=PASSWORD).address


def test_password_is_asked_for_when_no_file_has_it(keystore):
    asked = []
    load_key(keystore, ask=lambda prompt: asked.append(prompt) or PASSWORD)
    assert asked == [f"Password of {keystore}"]


def test_wrong_password_is_one_clear_error(keystore):
    with pytest.raises(KeyFileError, match="password does not open"):
        load_key(keystore, password="another")


def test_missing_password_is_refused(keystore, tmp_path):
    with pytest.raises(KeyFileError, match=r"password of .* is missing"):
        load_key(keystore)
    with pytest.raises(KeyFileError, match="is empty"):
        load_key(keystore, password_file=private_file(tmp_path / "empty", ""))


def test_keystore_open_to_others_is_refused_with_the_way_out(keystore):
    keystore.chmod(0o640)
    with pytest.raises(KeyFileError, match=r"open to other users \(mode 640\); close it with chmod 600"):
        load_key(keystore, password=PASSWORD)


def test_password_file_open_to_others_is_refused(keystore, tmp_path):
    path = private_file(tmp_path / "password", PASSWORD)
    path.chmod(0o604)
    with pytest.raises(KeyFileError, match=r"the password file .* is open to other users"):
        load_key(keystore, password_file=path)


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ("not json", "is no keystore"),
        ("[]", "is no keystore"),
        ('{"address": "00"}', "is no keystore"),
        ('{"crypto": {}, "version": 1}', "version 1"),
        ('{"crypto": {}, "version": 3}', "no complete keystore"),
        (b"\xff\xfe", "is no text"),
        (b" " * 70_000, "longer than 65536 bytes"),
    ],
    ids=["text", "list", "no crypto", "version 1", "empty crypto", "binary", "long"],
)
def test_file_that_is_no_keystore_is_one_clear_error(tmp_path, content, rule):
    with pytest.raises(KeyFileError, match=rule):
        load_key(private_file(tmp_path / "key.json", content), password=PASSWORD)


def test_damaged_keystore_is_one_clear_error(keystore):
    document = json.loads(keystore.read_text())
    document["crypto"]["kdfparams"]["n"] = 3
    keystore.write_text(json.dumps(document))
    with pytest.raises(KeyFileError, match=r"damaged keystore|no complete keystore"):
        load_key(keystore, password=PASSWORD)


def test_missing_file_is_one_clear_error(tmp_path):
    with pytest.raises(KeyFileError, match=r"the keystore .* cannot be read: No such file"):
        load_key(tmp_path / "none.json", password=PASSWORD)


def test_errors_hold_neither_key_nor_password(keystore):
    with pytest.raises(KeyFileError) as caught:
        load_key(keystore, password="s3cret-guess")
    assert "s3cret-guess" not in str(caught.value) and os.fspath(keystore) in str(caught.value)
