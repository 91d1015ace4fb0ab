"""Looking at key files: their mode, their owner, and whether they are what they should be (I/O)."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from govledger.doctor.model import KeyFile, KeyFolder, KeyKind
from govledger.doctor.secrecy import OTHERS_WRITE, address_in, kind_of, problem_of
from govledger.tx.keys import LARGEST_KEYSTORE

NOT_ENTERED: Final = frozenset({"vaults", "data"})
"""Folders without key files and with many others: vaults, which check themselves, and nodes' databases."""


def look_at_file(path: Path) -> KeyFile:
    """A file that was named as a key's."""
    try:
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            content = file.read(LARGEST_KEYSTORE + 1)
    except OSError as error:
        return KeyFile(path=path, problem=f"it cannot be read: {error.strerror}")
    mode, is_own = stat.S_IMODE(status.st_mode), status.st_uid == os.geteuid()
    kind = kind_of(path.name, content) if len(content) <= LARGEST_KEYSTORE else KeyKind.UNKNOWN
    if kind is KeyKind.UNKNOWN:
        return KeyFile(path=path, mode=mode, is_own=is_own)
    address = address_in(content) if kind is KeyKind.KEYSTORE else None
    return KeyFile(path=path, kind=kind, mode=mode, is_own=is_own, problem=problem_of(kind, content), address=address)


def look_into_folder(folder: Path) -> KeyFolder:
    """The key files in a folder and below it; other files are passed over."""
    if not folder.is_dir():
        return KeyFolder(path=folder, problem="there is no such folder")
    problems: list[OSError] = []
    seen = [look_at_file(path) for path in _files(folder, problems)]
    files = [file for file in seen if file.kind is not KeyKind.UNKNOWN or file.problem]
    if problems:
        return KeyFolder(path=folder, problem=f"{problems[0].filename} cannot be read: {problems[0].strerror}")
    folders = sorted({file.path.parent for file in files})
    opened = tuple(path for path in folders if stat.S_IMODE(path.stat().st_mode) & OTHERS_WRITE)
    return KeyFolder(path=folder, open_folders=opened, files=tuple(files))


def _files(folder: Path, problems: list[OSError]) -> Iterator[Path]:
    for place, folders, names in os.walk(folder, onerror=problems.append):
        folders[:] = sorted(name for name in folders if name not in NOT_ENTERED)
        yield from (Path(place) / name for name in sorted(names) if (Path(place) / name).is_file())
