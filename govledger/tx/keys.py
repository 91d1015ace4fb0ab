"""Private keys on disk: keystore files (Web3 Secret Storage, version 3) and the passwords that open them."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

from eth_keyfile.keyfile import create_keyfile_json, decode_keyfile_json

from govledger.errors import KeyFileError
from govledger.tx.signing import PrivateKeySigner

LARGEST_KEYSTORE = 64 * 1024
SCRYPT_WORK_FACTOR = 262_144
"""n of scrypt, as geth has it."""
AES_BLOCK_LENGTH = 16


def load_key(
    keystore: Path | str,
    *,
    password: str | None = None,
    password_file: Path | str | None = None,
    ask: Callable[[str], str] | None = None,
) -> PrivateKeySigner:
    """The signer whose key a keystore file holds.

    The password is the given one; else the first line of `password_file`; else what `ask(prompt)` returns.

    Raises:
        KeyFileError: no such file, no keystore, a file that others can read, or a wrong password.
    """
    return PrivateKeySigner(read_key(keystore, password=password, password_file=password_file, ask=ask))


def read_key(
    keystore: Path | str,
    *,
    password: str | None = None,
    password_file: Path | str | None = None,
    ask: Callable[[str], str] | None = None,
) -> bytes:
    """The private key itself, 32 bytes, for a program that does not read keystores; as `load_key` otherwise.

    Raises:
        KeyFileError: no such file, no keystore, a file that others can read, or a wrong password.
    """
    path = Path(keystore)
    document = _keystore(path)
    if password is None:
        password = _password(path, password_file, ask)
    try:
        return bytes(decode_keyfile_json(document, _utf8(password)))
    except ValueError as error:
        if "MAC" in str(error):
            raise KeyFileError(f"the password does not open {path}; check the password, or name another key") from None
        raise KeyFileError(f"{path} is a damaged keystore ({error}); restore it from a backup") from None
    except (KeyError, TypeError, NotImplementedError, AttributeError) as error:
        raise KeyFileError(
            f"{path} is no complete keystore of version 3 ({type(error).__name__}: {error}); restore it from a backup"
        ) from None


def save_key(
    keystore: Path | str, key: bytes, password: str, *, work_factor: int = SCRYPT_WORK_FACTOR
) -> PrivateKeySigner:
    """Write a private key as a new keystore file that only its owner reads; its signer.

    Args:
        keystore: the file; its folder is made if need be.
        key: 32 bytes.
        password: what opens the file from now on.
        work_factor: n of scrypt, a power of two; each doubling doubles the time to try a password.

    Raises:
        KeyFileError: the file exists (a key is never overwritten) or cannot be written.
    """
    signer = PrivateKeySigner(key)
    document = create_keyfile_json(key, _utf8(password), kdf="scrypt", iterations=work_factor)
    cipher = document["crypto"]["cipherparams"]
    cipher["iv"] = cipher["iv"].zfill(2 * AES_BLOCK_LENGTH)  # eth_keyfile drops leading zeros; geth panics without them
    write_private(keystore, json.dumps(document))
    return signer


def write_private(path: Path | str, text: str) -> None:
    """Write a new file that only its owner reads (0600); its folder is made if need be.

    Raises:
        KeyFileError: the file exists (a key is never overwritten) or cannot be written.
    """
    path = Path(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        if path.exists():
            raise KeyFileError(f"{path} exists; a key is never overwritten, choose another name") from None
        raise KeyFileError(f"{path} cannot be written ({error.strerror}); choose another folder") from None


def read_private(path: Path | str, what: str) -> str:
    """A file's text, if only its owner can read it; `what` names the file in errors: `the password file`.

    Raises:
        KeyFileError: no such file, one that others can read, one that is too long, or no text.
    """
    path = Path(path)
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            content = file.read(LARGEST_KEYSTORE + 1)
    except OSError as error:
        raise KeyFileError(f"{what} {path} cannot be read: {error.strerror}") from None
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeyFileError(
            f"{what} {path} is open to other users (mode {stat.S_IMODE(mode):03o}); close it with chmod 600 {path}"
        )
    if len(content) > LARGEST_KEYSTORE:
        raise KeyFileError(f"{what} {path} is longer than {LARGEST_KEYSTORE} bytes; it is another kind of file")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise KeyFileError(f"{what} {path} is no text; give the right file") from None


def _keystore(path: Path) -> dict[str, object]:
    text = read_private(path, "the keystore")
    try:
        document = json.loads(text)
    except ValueError:
        document = None
    if not isinstance(document, dict) or "crypto" not in {str(key).lower() for key in document}:
        raise KeyFileError(f"{path} is no keystore; give the JSON file (version 3) that the key was made with")
    if document.get("version") != 3:
        raise KeyFileError(f"{path} is a keystore of version {document.get('version')!r}; only version 3 can be read")
    return {key.lower(): value for key, value in document.items()}


def _password(keystore: Path, password_file: Path | str | None, ask: Callable[[str], str] | None) -> str:
    if password_file is not None:
        path = Path(password_file)
        lines = read_private(path, "the password file").splitlines()
        if not lines or not lines[0]:
            raise KeyFileError(f"{path} is empty; its first line is the password of {keystore}")
        return lines[0]
    if ask is None:
        raise KeyFileError(f"the password of {keystore} is missing; give it, or a file whose first line it is")
    return ask(f"Password of {keystore}")


def _utf8(password: str) -> Any:
    """The password's bytes, as other programs take them; eth_keyfile itself would encode text as Latin-1."""
    return password.encode("utf-8")
