"""The demonstration: organisations that vote and share data, bills, claims, index, trail, on a chain of its own.

The same story can be played on a real chain (`Setting`): the tests on real nodes do.
"""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

from govledger.demo.folder import destination, growing
from govledger.demo.page import page
from govledger.demo.results import DemoResult, Progress, Show
from govledger.demo.setting import Setting, inside_this_process
from govledger.demo.story import tell
from govledger.vault import private_files

__all__ = ["DemoResult", "Progress", "Setting", "Show", "run_demo"]


def run_demo(out: Path | None, show: Show, *, program: str = "govledger", setting: Setting | None = None) -> DemoResult:
    """Plays the demo on a new chain inside this process or on another, and leaves what came of it in a folder.

    The folder has the index, the trail, the bills' documents, three holders' files, the organisations' vaults and the
    page of results. What stands in it under its own name is whole, whenever the process is killed.

    Args:
        out: the folder; None: the first free of `govledger-demo`, `govledger-demo-2` … in the current one.
        show: called with each piece of progress.
        program: how the program is called in the commands to try next.
        setting: another chain than one inside this process.

    Raises:
        InputError: the folder is there already; nothing is overwritten.
        DemonstrationFailed: something was not as the demo is there to show it.
        ConnectionFailed: the extra `embedded` is not installed.
        VaultError: the folder cannot be written.
    """
    directory = destination(out)
    place = inside_this_process() if setting is None else nullcontext(setting)
    with growing(directory) as folder, place as chosen:
        result = tell(chosen, folder, directory, show, program)
        text = "".join(f"{line.plain}\n" for line in page(result))
        private_files.write_new(folder / "results.txt", text.encode())
    return result
