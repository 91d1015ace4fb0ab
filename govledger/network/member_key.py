"""A member's key on disk (I/O): the one key with which its node seals blocks and talks to other nodes.

::

    FOLDER/keystore.json     version 3; 0600
    FOLDER/password          opens it; 32 random bytes as hex digits; 0600
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from coincurve import PrivateKey

from govledger.errors import KeyFileError
from govledger.network.enode import Enode
from govledger.network.new_folder import new_folder
from govledger.network.node_folder import KEYSTORE_FILE, PASSWORD_FILE
from govledger.secp256k1 import address_of
from govledger.tx.keys import read_key, read_private, save_key, write_private

WORK_FACTOR = 4_096
"""n of scrypt. The password is 32 random bytes in a file beside the keystore: nobody tries passwords."""


@dataclass(frozen=True, slots=True)
class MemberKey:
    """A key that was read, with what its files hold."""

    key: bytes = field(repr=False)
    """32 bytes."""
    keystore: str = field(repr=False)
    """The keystore's text."""
    password: str = field(repr=False)

    @property
    def public_key(self) -> bytes:
        """64 bytes."""
        return PrivateKey(self.key).public_key.format(compressed=False)[1:]

    @property
    def address(self) -> bytes:
        """The account, 20 bytes."""
        return address_of(self.public_key)


def make_member_key(folder: Path | str) -> MemberKey:
    """A new key in a new folder, which appears whole or not at all.

    Raises:
        KeyFileError: the folder holds something, or cannot be written.
    """
    path = Path(folder)
    if (path / KEYSTORE_FILE).exists():
        raise KeyFileError(f"{path} holds a key; a key is never overwritten, choose another folder")
    try:
        with new_folder(path, mode=0o700) as unfinished:
            key = write_member_key(unfinished)
    except OSError as error:
        raise KeyFileError(f"{path} cannot be made ({error.strerror}); choose a new or empty folder") from None
    return key


def write_member_key(folder: Path) -> MemberKey:
    """A new key's files in a folder that has none.

    Raises:
        KeyFileError: they are there, or cannot be written.
    """
    key, password = _random_key(), secrets.token_hex(32)
    save_key(folder / KEYSTORE_FILE, key, password, work_factor=WORK_FACTOR)
    write_private(folder / PASSWORD_FILE, password + "\n")
    return MemberKey(key, (folder / KEYSTORE_FILE).read_text(encoding="utf-8"), password)


def read_member_key(folder: Path | str) -> MemberKey:
    """The key that a folder holds.

    Raises:
        KeyFileError: a file is missing, damaged or open to others, or the password is another key's.
    """
    path = Path(folder)
    password = read_private(path / PASSWORD_FILE, "the password file").partition("\n")[0]
    keystore = read_private(path / KEYSTORE_FILE, "the keystore")
    return MemberKey(read_key(path / KEYSTORE_FILE, password=password), keystore, password)


def public_part(key: MemberKey, host: str, port: int) -> Enode:
    """What a member publishes of its key.

    Raises:
        InputError: no host that another node can call, or no port.
    """
    return Enode(key.public_key, host, port)


def _random_key() -> bytes:
    """32 random bytes that are a private key; all but one in 2^128 are."""
    return PrivateKey(os.urandom(32)).secret
