"""A deployment's folder: the journal that one run at a time holds, and the manifest that appears whole."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import TypeVar

from govledger.deployments import Begun, Deployment, JournalLine, Mined, Signed, complete_length, journal_line
from govledger.deployments import read_journal as parse_journal
from govledger.errors import DeploymentBusy, DeploymentError, DeploymentNotFound, JournalInvalid, ManifestInvalid

DEPLOYMENTS = Path("deployments")
"""Where deployments are, unless somebody says otherwise; a folder for each."""
MANIFEST = "manifest.json"
JOURNAL = "journal.jsonl"

Line = TypeVar("Line", Signed, Mined)


class Journal:
    """The journal's lines, in memory and (with a folder) in a file that one run at a time holds."""

    def __init__(self, folder: Path | None) -> None:
        """Nothing is opened yet; used as a context manager."""
        self._folder = folder
        self._descriptor: int | None = None
        self.lines: tuple[JournalLine, ...] = ()

    def __enter__(self) -> Journal:
        if self._folder is None:
            return self
        path = self._folder / JOURNAL
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o644)
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.__exit__()
            raise DeploymentBusy(
                f"another run holds {path}; wait until it ends, or end it: this command then goes on from there"
            ) from None
        except OSError as error:
            self.__exit__()
            raise DeploymentError(f"{path} cannot be written: {error.strerror}; choose another folder") from None
        try:
            self.lines = self._read(path, self._descriptor)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    @property
    def begun(self) -> Begun | None:
        """The first line, or None in a new journal."""
        first = self.lines[0] if self.lines else None
        assert first is None or isinstance(first, Begun)
        return first

    def append(self, line: JournalLine) -> None:
        """Add a line; it is on disk when this returns.

        Raises:
            DeploymentError: the disk does not take it. Nothing that it speaks of was done.
        """
        if self._descriptor is not None:
            assert self._folder is not None
            before = os.fstat(self._descriptor).st_size
            try:
                write_all(self._descriptor, journal_line(line))
            except OSError as error:
                os.ftruncate(self._descriptor, before)
                raise DeploymentError(
                    f"{self._folder / JOURNAL} takes no more lines ({error.strerror}); make room, and run the same "
                    "command again"
                ) from None
        self.lines = (*self.lines, line)

    def of(self, kind: type[Line], step: int) -> list[Line]:
        """The lines of one kind about one step, oldest first."""
        return [line for line in self.lines if isinstance(line, kind) and line.step == step]

    def _read(self, path: Path, descriptor: int) -> tuple[JournalLine, ...]:
        """The whole lines; a piece of one, which a crash left at the end, is cut off."""
        content = path.read_bytes()
        try:
            lines = parse_journal(content)
        except JournalInvalid as error:
            raise JournalInvalid(
                f"{path}: {error}; restore it from a backup, or deploy under another name (what was deployed stays "
                "on the chain, unused)"
            ) from None
        os.ftruncate(descriptor, complete_length(content))
        os.fsync(descriptor)
        _sync_folder(path.parent)
        return lines


def folder_of(deployment: str) -> Path:
    """The folder of a deployment that is named, or given as a folder."""
    folder = Path(deployment)
    return folder if folder.is_dir() or len(folder.parts) > 1 else DEPLOYMENTS / deployment


def open_deployment(folder: Path | str) -> Deployment:
    """The deployment whose manifest stands in a folder. Nothing is checked against a chain: see `check`.

    Raises:
        DeploymentNotFound: there is no manifest; says so if a run was cut short there.
        ManifestInvalid: the manifest is damaged, changed, or of another format.
    """
    path = Path(folder) / MANIFEST
    try:
        return Deployment.from_json(path.read_bytes())
    except FileNotFoundError:
        begun = (Path(folder) / JOURNAL).exists()
        way_out = "its deployment was cut short: run the same deploy command again" if begun else "check the name"
        raise DeploymentNotFound(f"{folder} has no {MANIFEST}; {way_out}") from None
    except OSError as error:
        raise DeploymentNotFound(f"{path} cannot be read: {error.strerror}") from None
    except ManifestInvalid as error:
        raise ManifestInvalid(f"{path}: {error}; take it from a backup, or from another member") from None


def write_manifest(folder: Path, deployment: Deployment) -> None:
    """Let the manifest appear whole, or not at all; one that is there is replaced."""
    path, draft = folder / MANIFEST, folder / f"{MANIFEST}.tmp"
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o644)
        try:
            write_all(descriptor, deployment.to_json())
        finally:
            os.close(descriptor)
        os.replace(draft, path)
        _sync_folder(folder)
    except OSError as error:
        raise DeploymentError(
            f"everything is deployed, but {path} cannot be written ({error.strerror}); make room, and run the same "
            "command again"
        ) from None


def write_all(descriptor: int, content: bytes) -> None:
    """Write the bytes to a file, and wait until the disk has them."""
    while content:
        content = content[os.write(descriptor, content) :]
    os.fsync(descriptor)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
