"""The folder that a run of the demo leaves: what stands in it under its own name is whole (I/O).

Everything grows in the hidden folder `.new-run` inside it, and gets its name by a renaming when all is done, the page
of results last. A run that was killed leaves `.new-run`, by which the next run knows that what is there may be removed.
Nothing else is ever removed or overwritten.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

from govledger.errors import InputError, VaultError
from govledger.vault import private_files

DEFAULT_NAME = "govledger-demo"
RUN = f"{private_files.NEW}run"
LOCK = "lock"
CONTENT = ("bills", "holders", "vaults", "index.sqlite", "manifest.json", "trail.jsonl", "trail.csv", "results.txt")
"""What a run leaves, in the order in which it appears."""


def destination(out: Path | None) -> Path:
    """Where a run puts its folder: what was asked for, or the first free name from `DEFAULT_NAME` on.

    Raises:
        InputError: something is there already that no unfinished run left.
    """
    if out is None:
        names = (DEFAULT_NAME if number == 1 else f"{DEFAULT_NAME}-{number}" for number in count(1))
        return next(path for path in map(Path, names) if _is_free(path))
    _require_free(out)
    return out


@contextmanager
def growing(final: Path) -> Iterator[Path]:
    """A hidden folder to put the content into; the content gets its place when all is done.

    If something fails, all is removed that this run made.

    Raises:
        InputError: the destination holds other things.
        VaultLocked: another run with this destination is going on.
        VaultError: the folder cannot be made or written.
    """
    run = final / RUN
    made = not final.exists()
    with private_files.disk_errors(final):
        final.mkdir(mode=0o700, parents=True, exist_ok=True)
        run.mkdir(mode=0o700, exist_ok=True)
    lock = private_files.WriterLock(run / LOCK)
    try:
        _require_free(final)
    except InputError:
        lock.close()
        raise
    try:
        _clear(final)
        yield run
        with private_files.disk_errors(final):
            for name in CONTENT:
                os.rename(run / name, final / name)
            private_files.sync_directory(final)
    except BaseException:
        with suppress(VaultError):  # what went wrong before is what is to be told
            _clear(final)
        raise
    finally:
        shutil.rmtree(run, ignore_errors=True)
        lock.close()
        if made:
            with suppress(OSError):  # it is not empty: all went well
                final.rmdir()


def _is_free(path: Path) -> bool:
    """Whether nothing is there, or an empty folder, or what a killed run left."""
    if not path.is_dir():
        return not os.path.lexists(path)
    names = {entry.name for entry in path.iterdir()}
    return not names or (RUN in names and names <= {RUN, *CONTENT})


def _require_free(path: Path) -> None:
    with private_files.disk_errors(path):
        free = _is_free(path)
    if not free:
        raise InputError(f"{path} is there already, and nothing is overwritten; give another folder with --out")


def _clear(final: Path) -> None:
    """Removes what a killed run left."""
    with private_files.disk_errors(final):
        for path in (*final.iterdir(), *(final / RUN).iterdir()):
            if path.name == RUN or path == final / RUN / LOCK:
                continue
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
