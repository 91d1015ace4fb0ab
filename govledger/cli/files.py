"""Files that commands read and write: what is written is new and its owner's alone, but for what anybody may have."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import click

from govledger.errors import InputError

READ = click.Path(dir_okay=False, path_type=Path)
"""The type of an option or argument that names a file."""


def read_file(path: Path) -> bytes:
    """The content of a file.

    Raises:
        InputError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from error


def file_digest(path: Path) -> bytes:
    """The SHA-256 of a file, however long it is: 32 bytes.

    Raises:
        InputError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from error


def read_secret(path: Path) -> bytes:
    """The content of a file that holds a secret. The error does not repeat the name: it may be the secret itself.

    Raises:
        InputError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            f"the file with the secret cannot be read: {error.strerror}; give the name of a file, not what is in it"
        ) from None


def write_new(path: Path, content: bytes) -> None:
    """Writes a new file that nobody but its owner reads (0600): it is about somebody's illness.

    Raises:
        InputError: it cannot be written, or is there already.
    """
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}; name a new file") from error


def write_whole(path: Path, content: bytes) -> None:
    """Writes a file that anybody may read, in the place of an earlier one: whole, or not at all.

    Raises:
        InputError: it cannot be written.
    """
    unfinished = path.with_name(f"{path.name}.unfinished")
    try:
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}; name another file") from error
