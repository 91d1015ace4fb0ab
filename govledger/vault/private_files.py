"""Files that only their owner reads, and that are whole or absent after any crash (I/O).

A file appears under its name by a rename after its content is on the disk; a directory likewise, with all that is in
it. Between these steps there are only names that begin with `.new-`, which nobody reads and the next writer removes.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from govledger.errors import VaultError, VaultExposed, VaultLocked

NEW = ".new-"
"""How the name of what is not finished begins."""


@contextmanager
def disk_errors(path: Path) -> Iterator[None]:
    """Turns what the operating system says about a path into a VaultError."""
    try:
        yield
    except OSError as error:
        raise VaultError(
            f"{path}: {error.strerror or error}; check that the disk has room and that you own it"
        ) from error


def make_private_directory(path: Path) -> None:
    """Makes a directory that only its owner enters (0700), and its name durable. Its parent must exist."""
    with disk_errors(path):
        path.mkdir(mode=0o700)
        path.chmod(0o700)
        sync_directory(path.parent)


def require_private(path: Path) -> None:
    """Refuses a file or directory that others than the present user can read or write.

    Raises:
        VaultExposed: says its mode, or its owner, and what to do.
    """
    with disk_errors(path):
        found = path.stat(follow_symlinks=False)
    if stat.S_ISLNK(found.st_mode):
        raise VaultExposed(f"{path} is a symbolic link; a vault holds its files itself: put the file in its place")
    if found.st_uid != os.geteuid():
        raise VaultExposed(f"{path} belongs to user {found.st_uid}, not to you ({os.geteuid()}); use your own vault")
    if found.st_mode & 0o077:
        mode = stat.S_IMODE(found.st_mode)
        raise VaultExposed(
            f"{path} has mode {mode:04o}: others than its owner can use it; find out who read it, then chmod go-rwx "
            f"{path}"
        )


def write_new(path: Path, content: bytes) -> None:
    """Writes a new file (0600) to the disk; it must not exist. Its name is durable once its directory is synced."""
    with disk_errors(path):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(descriptor, 0o600)
            file.write(content)
            file.flush()
            os.fsync(descriptor)


def write_whole(path: Path, content: bytes) -> None:
    """Puts a file (0600) under its name in one step, whatever was there before."""
    unfinished = path.with_name(NEW + path.name)
    with disk_errors(path):
        unfinished.unlink(missing_ok=True)
        write_new(unfinished, content)
        os.replace(unfinished, path)
        sync_directory(path.parent)


def write_directory(path: Path, files: Mapping[str, bytes]) -> None:
    """Puts a directory (0700) with these files (0600) under its name in one step; it must not exist."""
    unfinished = path.with_name(NEW + path.name)
    with disk_errors(path):
        if unfinished.exists():
            shutil.rmtree(unfinished)
        unfinished.mkdir(mode=0o700)
        for name, content in files.items():
            write_new(unfinished / name, content)
        sync_directory(unfinished)
        os.rename(unfinished, path)
        sync_directory(path.parent)


def move(path: Path, destination: Path) -> None:
    """Gives a file or directory another name in one step."""
    with disk_errors(path):
        os.rename(path, destination)
        sync_directory(destination.parent)
        sync_directory(path.parent)


def overwrite(path: Path, offset: int, content: bytes) -> None:
    """Overwrites a part of a file where it stands, so that what was there is gone from it."""
    with disk_errors(path):
        descriptor = os.open(path, os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            if offset + len(content) > os.fstat(descriptor).st_size:
                raise VaultError(f"{path} is shorter than {offset + len(content)} bytes; restore it from its copy")
            os.pwrite(descriptor, content, offset)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def append(path: Path, content: bytes) -> int:
    """Adds to the end of a file (0600), which is made if need be; on the disk when it returns, or not there at all.

    Returns:
        Where it begins.
    """
    with disk_errors(path):
        is_new = not path.exists()
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            start = os.lseek(descriptor, 0, os.SEEK_END)
            try:
                written = 0
                while written < len(content):
                    written += os.write(descriptor, content[written:])
                os.fsync(descriptor)
            except OSError:
                os.ftruncate(descriptor, start)
                raise
        finally:
            os.close(descriptor)
        if is_new:
            sync_directory(path.parent)
        return start


def cut(path: Path, length: int) -> None:
    """Takes away what stands in a file behind its first bytes."""
    with disk_errors(path):
        descriptor = os.open(path, os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            os.ftruncate(descriptor, length)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def remove(path: Path) -> None:
    """Removes a file."""
    with disk_errors(path):
        path.unlink()
        sync_directory(path.parent)


def read(path: Path) -> bytes:
    """A file's content."""
    with disk_errors(path):
        return path.read_bytes()


def remove_unfinished(directory: Path) -> None:
    """Removes what a writer left that was killed."""
    with disk_errors(directory):
        for path in directory.glob(f"{NEW}*"):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()


def sync_directory(path: Path) -> None:
    """Brings a directory's names to the disk."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class WriterLock:
    """One writer at a time, for as long as its process lives or until it is closed.

    Raises:
        VaultLocked: another one has it.
    """

    __slots__ = ("_descriptor",)

    def __init__(self, path: Path) -> None:
        with disk_errors(path):
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(self._descriptor, 32, 0).decode("ascii", "replace").strip() or "unknown"
            os.close(self._descriptor)
            raise VaultLocked(
                f"{path.parent} is in use: process {holder} writes to it; wait until it ends, or open it for reading"
            ) from None
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, f"{os.getpid()}\n".encode(), 0)

    def close(self) -> None:
        """Gives the lock back."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
