"""Folders and files that appear whole or not at all (I/O)."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

UNFINISHED = ".new-"
"""How the name of what is not finished begins; a killed run leaves it behind, and nobody reads it."""


@contextmanager
def new_folder(path: Path, *, mode: int = 0o755) -> Iterator[Path]:
    """A folder to fill, which gets its name when all is in it; if anything fails, it is gone.

    Raises:
        OSError: the name is taken by a file or a folder that is not empty, or the disk refuses.
    """
    path = path.absolute()
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=f"{UNFINISHED}{path.name}-", dir=path.parent))
    try:
        yield unfinished
        unfinished.chmod(mode)
        for folder, _, _ in os.walk(unfinished):
            sync_folder(Path(folder))
        os.rename(unfinished, path)
        sync_folder(path.parent)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


def write_public(path: Path, text: str) -> None:
    """Writes a new file that everybody may read, to the disk.

    Raises:
        OSError: it exists, or the disk refuses.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8") as file:
        os.fchmod(file.fileno(), 0o644)
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def replace_public(path: Path, text: str) -> None:
    """Puts a file in the place of another in one step.

    Raises:
        OSError: the disk refuses.
    """
    unfinished = path.with_name(f"{UNFINISHED}{path.name}")
    unfinished.unlink(missing_ok=True)
    write_public(unfinished, text)
    os.replace(unfinished, path)
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Brings a folder's names to the disk."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
