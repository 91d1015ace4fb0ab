"""Bundles on disk: written and read part by part, so that memory does not grow with them (I/O)."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from govledger.audit.bundle.parts import MAGIC, MAX_PART, EndPart, Part, decode_part, encode_part
from govledger.audit.bundle.rule import BundleRule
from govledger.errors import BundleRefused, BundleUnwritable, InputError, MalformedRlp
from govledger.rlp import rlp_length

LONGEST_PREFIX = 9


def write_bundle(path: Path, parts: Iterable[Part]) -> int:
    """Writes a bundle; it takes its name when it is whole. How many bytes it has.

    Args:
        path: of the file; one that is there is replaced.
        parts: all but the last, which has the digest.

    Raises:
        BundleUnwritable: there is no room, or no right to write there.
    """
    unfinished = path.with_name(f"{path.name}.unfinished")
    try:
        try:
            with open(unfinished, "wb") as file:
                size = _write(file, parts)
                file.flush()
                os.fsync(file.fileno())
            os.replace(unfinished, path)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise BundleUnwritable(path, error.strerror or str(error)) from error
    return size


def read_bundle(path: Path) -> Iterator[Part]:
    """The parts of a bundle, one by one; after the last one it is known that nothing was damaged.

    Raises:
        BundleRefused: it is none, was cut short or goes on after its end (FORMAT), or has another digest (DIGEST).
        InputError: there is no such file, or it cannot be read.
    """
    try:
        with open(path, "rb") as file:
            yield from _read(file)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}; name a bundle") from error


def is_bundle(path: Path) -> bool:
    """Whether a file begins as bundles do, of this version or another."""
    try:
        with open(path, "rb") as file:
            return file.read(len(MAGIC)).startswith(MAGIC.rsplit(b" ", 1)[0])
    except OSError:
        return False


def file_digest(path: Path) -> bytes:
    """SHA-256 of a file: what is filed, signed and time-stamped.

    Raises:
        InputError: there is no such file, or it cannot be read.
    """
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}") from error


def _write(file: BinaryIO, parts: Iterable[Part]) -> int:
    digest = hashlib.sha256(MAGIC)
    size = file.write(MAGIC)
    for part in parts:
        encoded = encode_part(part)
        digest.update(encoded)
        size += file.write(encoded)
    return size + file.write(encode_part(EndPart(digest.digest())))


def _read(file: BinaryIO) -> Iterator[Part]:
    digest = hashlib.sha256()
    if (magic := file.read(len(MAGIC))) != MAGIC:
        raise BundleRefused(BundleRule.FORMAT, f"it begins with 0x{magic.hex()}; version 1 begins with {MAGIC!r}")
    digest.update(magic)
    while encoded := _next(file):
        part = decode_part(encoded)
        if isinstance(part, EndPart):
            if part.digest != digest.digest():
                raise BundleRefused(BundleRule.DIGEST, "the file was damaged, or changed by somebody careless")
            if file.read(1):
                raise BundleRefused(BundleRule.FORMAT, "it goes on after its last part")
        digest.update(encoded)
        yield part


def _next(file: BinaryIO) -> bytes:
    """The bytes of the next part; none at the end of the file."""
    start = file.read(LONGEST_PREFIX)
    if not start:
        return b""
    try:
        length = rlp_length(start)
    except MalformedRlp as problem:
        raise BundleRefused(BundleRule.FORMAT, str(problem)) from None
    if length > MAX_PART:
        raise BundleRefused(BundleRule.FORMAT, f"a part says that it has {length} bytes; {MAX_PART} are the most")
    if length < len(start):
        file.seek(length - len(start), os.SEEK_CUR)
        return start[:length]
    encoded = start + file.read(length - len(start))
    if len(encoded) < length:
        raise BundleRefused(BundleRule.FORMAT, f"it ends {length - len(encoded)} bytes before its part does")
    return encoded
