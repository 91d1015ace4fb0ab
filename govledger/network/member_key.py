"""A member's key on disk (I/O): the one key with which its node seals blocks and talks to other nodes.

::

    FOLDER/keystore.json     version 3; 0600
    FOLDER/password          opens it; 32 random bytes as hex digits; 0600
"""

from __future__ import annotations

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
    """A key and the password of its keystore; shows neither."""

    key: bytes = field(repr=False)
    """32 bytes."""
    password: str = field(repr=False)

    @property
    def public_key(self) -> bytes:
        """64 bytes."""
        return PrivateKey(self.key).public_key.format(compressed=False)[1:]

    @property
    def address(self) -> bytes:
        """The account, 20 bytes."""
        return address_of(self.public_key)


def make_member_key(folder: Path | str, host: str, port: int) -> tuple[MemberKey, Enode]:
    """A new key in a new folder, which appears whole or not at all; and its public part.

    Raises:
        InputError: no host that another node can call, or no port.
        KeyFileError: the folder holds something, or cannot be written.
    """
    path = Path(folder)
    if (path / KEYSTORE_FILE).exists():
        raise KeyFileError(f"{path} holds a key; a key is never overwritten, choose another folder")
    key = new_member_key()
    enode = public_part(key, host, port)
    try:
        with new_folder(path, mode=0o700) as unfinished:
            write_member_key(key, unfinished / KEYSTORE_FILE, unfinished / PASSWORD_FILE)
    except OSError as error:
        raise KeyFileError(f"{path} cannot be made ({error.strerror}); choose a new or empty folder") from None
    return key, enode


def new_member_key() -> MemberKey:
    """A new key with a new password, in memory only."""
    return MemberKey(PrivateKey().secret, secrets.token_hex(32))


def write_member_key(key: MemberKey, keystore: Path, password: Path) -> None:
    """A key's two files.

    Raises:
        KeyFileError: one is there, or cannot be written.
    """
    save_key(keystore, key.key, key.password, work_factor=WORK_FACTOR)
    write_private(password, key.password + "\n")


def read_member_key(folder: Path | str) -> MemberKey:
    """The key that a folder holds.

    Raises:
        KeyFileError: a file is missing, damaged or open to others, or the password is another key's.
    """
    path = Path(folder)
    password = read_private(path / PASSWORD_FILE, "the password file").partition("\n")[0]
    return MemberKey(read_key(path / KEYSTORE_FILE, password=password), password)


def public_part(key: MemberKey, host: str, port: int) -> Enode:
    """What a member publishes of its key.

    Raises:
        InputError: no host that another node can call, or no port.
    """
    return Enode(key.public_key, host, port)
