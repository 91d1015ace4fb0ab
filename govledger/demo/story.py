"""The demo from beginning to end, chapter by chapter, through the library (I/O)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import perf_counter

from govledger.demo.billing import Billing
from govledger.demo.cast import Cast, assembled
from govledger.demo.claiming import Claiming
from govledger.demo.emergency import break_glass
from govledger.demo.inspecting import inspect
from govledger.demo.results import Chapter, DemoResult, Progress, Refused, Show, Timing
from govledger.demo.setting import Setting
from govledger.demo.sharing import Sharing
from govledger.demo.voting import Voting


class _Chapters:
    """Numbers the chapters, takes their time, and remembers what was refused."""

    def __init__(self, show: Show) -> None:
        self._show = show
        self.timings: list[Timing] = []
        self.refusals: list[Refused] = []

    def show(self, progress: Progress) -> None:
        """Passes on what the chapters tell."""
        if isinstance(progress, Refused):
            self.refusals.append(progress)
        self._show(progress)

    @contextmanager
    def chapter(self, title: str) -> Iterator[None]:
        """One chapter; whatever is done in it is timed."""
        self._show(Chapter(len(self.timings) + 1, title))
        began = perf_counter()
        yield
        self.timings.append(Timing(title, perf_counter() - began))


def tell(setting: Setting, folder: Path, directory: Path, show: Show, program: str) -> DemoResult:
    """Plays the demo.

    Args:
        setting: the chain.
        folder: where everything is put; empty.
        directory: where it will stand when all is done.
        show: told what was done.
        program: how the program is called in the commands to try next.

    Raises:
        DemonstrationFailed: something was not as the demo is there to show it.
        GovledgerError: something went wrong.
    """
    chapters = _Chapters(show)
    with ExitStack() as stack:
        with chapters.chapter("A consortium of six organisations"):
            cast: Cast = stack.enter_context(assembled(setting, folder, chapters.show))
        voting = Voting(cast, chapters.show)
        with chapters.chapter("A decision by votes, after its delay"):
            voting.hand_over()
            voting.admit_auditor()
        sharing = Sharing(cast, chapters.show)
        with chapters.chapter("Data under grants, in four modes"):
            sharing.catalogue()
            sharing.four_modes()
        with chapters.chapter("A grant that expires"):
            sharing.expiry()
        with chapters.chapter("An emergency, and a sealed access"):
            glass = break_glass(cast, sharing, chapters.show)
            sealed = sharing.sealed()
        billing = Billing(cast, folder, chapters.show)
        with chapters.chapter("Medical e-bills"):
            billing.number_range()
            billing.issue()
            found, forgery = billing.verify()
            red_letter = billing.take_back()
        claiming = Claiming(cast, billing.claimed, chapters.show)
        with chapters.chapter("Two payers, one bill"):
            claim = claiming.claim()
            billing.too_late()
            bills = billing.outcome(found, forgery, red_letter)
        with chapters.chapter("Index, trail, and their checks"):
            inspection = inspect(cast, folder, claim.bill, glass, sealed, chapters.show)
    return DemoResult(
        directory=directory,
        members=tuple(cast.members.values()),
        voted=tuple(voting.voted),
        shared=tuple(sharing.shared),
        glass=glass,
        sealed=sealed,
        bills=bills,
        claim=claim,
        refusals=tuple(chapters.refusals),
        inspection=inspection,
        timings=tuple(chapters.timings),
        revoked_grant=sharing.revoked_grant,
        program=program,
    )
