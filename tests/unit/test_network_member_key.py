from __future__ import annotations

import os
from pathlib import Path

import pytest
from eth_account import Account

from govledger.errors import InputError, KeyFileError
from govledger.network.member_key import make_member_key, read_member_key
from govledger.tx.keys import load_key


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_new_key_is_read_by_its_owner_only(tmp_path: Path) -> None:
    make_member_key(tmp_path / "key", "192.0.2.1", 30_303)
    assert {path.name: mode(path) for path in (tmp_path / "key").iterdir()} == {
        "keystore.json": 0o600,
        "password": 0o600,
    }
    assert mode(tmp_path / "key") == 0o700
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


def test_public_part_names_the_key_and_where_its_node_listens(tmp_path: Path) -> None:
    key, enode = make_member_key(tmp_path / "key", "192.0.2.1", 30_303)
    assert (enode.host, enode.port, enode.address) == ("192.0.2.1", 30_303, key.address)
    assert Account.from_key(key.key).address.lower() == f"0x{enode.address.hex()}"


def test_password_is_32_random_bytes_and_opens_the_keystore(tmp_path: Path) -> None:
    first, _ = make_member_key(tmp_path / "a", "::1", 1)
    second, _ = make_member_key(tmp_path / "b", "::1", 1)
    assert len(bytes.fromhex(first.password)) == 32
    assert first.password != second.password and first.key != second.key
    signer = load_key(tmp_path / "a" / "keystore.json", password_file=tmp_path / "a" / "password")
    assert signer.address == first.address


def test_key_is_read_as_it_was_made(tmp_path: Path) -> None:
    key, _ = make_member_key(tmp_path / "key", "::1", 1)
    assert read_member_key(tmp_path / "key") == key


def test_key_that_exists_is_never_overwritten(tmp_path: Path) -> None:
    make_member_key(tmp_path / "key", "::1", 1)
    before = (tmp_path / "key" / "keystore.json").read_bytes()
    with pytest.raises(KeyFileError, match="holds a key; a key is never overwritten, choose another folder"):
        make_member_key(tmp_path / "key", "::1", 1)
    assert (tmp_path / "key" / "keystore.json").read_bytes() == before


def test_folder_with_other_things_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(KeyFileError, match=r"cannot be made .*; choose a new or empty folder"):
        make_member_key(tmp_path, "::1", 1)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
    assert [path.name for path in tmp_path.parent.iterdir() if path.name.startswith(".new-")] == []


def test_empty_folder_is_used(tmp_path: Path) -> None:
    make_member_key(tmp_path, "::1", 1)
    assert mode(tmp_path) == 0o700


def test_wrong_host_makes_no_key(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"0\.0\.0\.0 is no address that another node can call"):
        make_member_key(tmp_path / "key", "0.0.0.0", 1)
    assert not (tmp_path / "key").exists()


def test_run_that_is_killed_leaves_no_half_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "rename", killed)
    with pytest.raises(KeyboardInterrupt):
        make_member_key(tmp_path / "key", "::1", 1)
    assert list(tmp_path.iterdir()) == []


def test_key_shows_neither_itself_nor_its_password(tmp_path: Path) -> None:
    key, _ = make_member_key(tmp_path / "key", "::1", 1)
    assert key.key.hex() not in repr(key) and key.password not in repr(key)


def test_key_open_to_others_is_not_read(tmp_path: Path) -> None:
    make_member_key(tmp_path / "key", "::1", 1)
    (tmp_path / "key" / "password").chmod(0o644)
    with pytest.raises(KeyFileError, match=r"the password file .* is open to other users \(mode 644\)"):
        read_member_key(tmp_path / "key")


def test_folder_without_a_key_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError, match=r"the password file .* cannot be read: No such file"):
        read_member_key(tmp_path)
