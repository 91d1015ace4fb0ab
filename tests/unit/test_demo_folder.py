"""The folder that the demo leaves: whole or not there, and nobody else's files are touched."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from govledger.demo import folder
from govledger.demo.folder import CONTENT, DEFAULT_NAME, RUN, destination, growing
from govledger.errors import InputError, VaultError, VaultLocked
from govledger.vault.private_files import WriterLock


def fill(run: Path, text: str = "whole") -> None:
    """Every content of a run; folders and files alike."""
    for name in CONTENT:
        if "." in name:
            (run / name).write_text(text)
        else:
            (run / name).mkdir()
            (run / name / "inside").write_text(text)


def names(path: Path) -> set[str]:
    return {entry.name for entry in path.iterdir()}


def test_default_is_the_first_free_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert destination(None) == Path(DEFAULT_NAME)
    (tmp_path / DEFAULT_NAME).mkdir()
    assert destination(None) == Path(DEFAULT_NAME)
    (tmp_path / DEFAULT_NAME / "notes").touch()
    (tmp_path / f"{DEFAULT_NAME}-2").touch()
    assert destination(None) == Path(f"{DEFAULT_NAME}-3")


def test_folder_with_anything_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes").touch()
    with pytest.raises(InputError, match="nothing is overwritten"):
        destination(tmp_path)


def test_results_of_an_earlier_run_are_refused(tmp_path: Path) -> None:
    with growing(tmp_path / "out") as run:
        fill(run)
    with pytest.raises(InputError, match="is there already"):
        destination(tmp_path / "out")


def test_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputError):
        destination(tmp_path / "file")


def test_folder_appears_with_everything_and_nothing_else(tmp_path: Path) -> None:
    final = tmp_path / "deep" / "out"
    with growing(final) as run:
        fill(run)
        assert names(final) == {RUN}
    assert names(final) == set(CONTENT)
    assert final.stat().st_mode & 0o077 == 0


def test_empty_folder_that_is_there_is_used(tmp_path: Path) -> None:
    with growing(tmp_path) as run:
        fill(run)
    assert names(tmp_path) == set(CONTENT)


def test_failure_leaves_nothing_of_the_run(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), growing(tmp_path / "out") as run:
        fill(run)
        raise KeyboardInterrupt
    assert names(tmp_path) == set()


def test_failure_leaves_a_folder_that_was_there(tmp_path: Path) -> None:
    with pytest.raises(VaultError), growing(tmp_path):
        pass  # nothing was made, so that nothing can get its name
    assert names(tmp_path) == set()


def test_what_failed_is_told_even_if_cleaning_up_fails_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cleared = []

    def fails_the_second_time(final: Path) -> None:
        cleared.append(final)
        if len(cleared) == 2:
            raise VaultError("no")

    monkeypatch.setattr(folder, "_clear", fails_the_second_time)
    with pytest.raises(ZeroDivisionError), growing(tmp_path / "out"):
        raise ZeroDivisionError


def test_two_runs_do_not_share_a_folder(tmp_path: Path) -> None:
    (tmp_path / RUN).mkdir()
    first = WriterLock(tmp_path / RUN / "lock")
    with pytest.raises(VaultLocked), growing(tmp_path):
        pytest.fail("it must not begin")
    first.close()
    assert names(tmp_path) == {RUN}


def test_other_files_are_never_removed(tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("mine")
    with pytest.raises(InputError), growing(tmp_path):
        pytest.fail("it must not begin")
    assert (tmp_path / "notes").read_text() == "mine"


@pytest.mark.parametrize("renamed", range(len(CONTENT) + 1))
def test_killed_between_any_two_renamings_every_file_is_whole_and_the_next_run_goes_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, renamed: int
) -> None:
    final = tmp_path / "out"
    child = os.fork()
    if child == 0:
        _killed_after(final, renamed)
    _, status = os.waitpid(child, 0)

    assert os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    assert names(final) == {RUN, *CONTENT[:renamed]}
    for name in CONTENT[:renamed]:
        whole = final / name if "." in name else final / name / "inside"
        assert whole.read_text() == "whole"
    assert destination(final) == final
    with growing(final) as run:
        fill(run, "anew")
    assert names(final) == set(CONTENT)
    assert (final / "results.txt").read_text() == "anew"


def _killed_after(final: Path, renamed: int) -> None:
    """Goes on until so many contents have their names, and is killed then; for a child process."""
    left = [renamed]
    rename, sync = os.rename, folder.private_files.sync_directory

    def dying(source: Path, target: Path) -> None:
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left[0] -= 1
        rename(source, target)

    def dying_at_the_end(path: Path) -> None:
        os.kill(os.getpid(), signal.SIGKILL)
        sync(path)

    os.rename = dying  # type: ignore[assignment]
    folder.private_files.sync_directory = dying_at_the_end
    try:
        with growing(final) as run:
            fill(run)
    finally:
        os._exit(1)
