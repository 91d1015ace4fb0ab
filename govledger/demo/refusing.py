"""What is tried in the demo in order to be refused, and what has to hold. Pure but for the attempt itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from govledger.demo.results import Refused, Show
from govledger.errors import DemonstrationFailed, GovledgerError

Error = TypeVar("Error", bound=GovledgerError)


def refuse(show: Show, attempt: str, expected: type[Error], act: Callable[[], object]) -> Error:
    """Shows and returns the typed error with which an attempt ends.

    Args:
        show: told of it.
        attempt: what is tried, in words.
        expected: the error that it has to end with.
        act: the attempt.

    Raises:
        DemonstrationFailed: nothing refused it.
        GovledgerError: it failed for another reason.
    """
    try:
        act()
    except expected as error:
        show(Refused(attempt, error))
        return error
    raise DemonstrationFailed(f"{attempt}: nothing refused it, {expected.__name__} should have; please report it")


def require(holds: bool, rule: str) -> None:
    """Stops the demo where something is not as it should be.

    Raises:
        DemonstrationFailed: it is not.
    """
    if not holds:
        raise DemonstrationFailed(f"{rule}: this should hold and does not; please report it")
