"""What a run of the index tells while it goes: to a terminal, a log, metrics, or nobody. Pure."""

from __future__ import annotations

from typing import Protocol

from govledger.index.model import Reorganisation


class Observer(Protocol):
    """Is told what happens, in the thread that writes the store; must not take long.

    What it raises ends the run, with the store as after the last batch: that is how somebody tells a run to stop, once
    a batch is committed, or while it waits for the node.
    """

    def stored(self, last_block: int, wanted: int, blocks: int, events: int) -> None:
        """A batch was committed.

        Args:
            last_block: the block up to which the index now stands.
            wanted: the block up to which this pass reads.
            blocks: how many blocks the batch held.
            events: how many events it held.
        """

    def followed(self, last_block: int, wanted: int, headers: int) -> None:
        """Headers were followed whose blocks are not taken in: those before the deployment, or that are there already.

        Args:
            last_block: the last of them so far.
            wanted: up to where they are followed.
            headers: how many since this was told last.
        """

    def reorganised(self, reorganisation: Reorganisation) -> None:
        """Blocks that the chain no longer holds were taken out."""

    def waiting(self, reason: str, seconds: float) -> None:
        """A node did not answer as it should; it is asked again after so many seconds."""

    def caught_up(self, last_block: int) -> None:
        """The index stands at the node's latest block, or the one that was wanted; its heads were compared."""


class Silent:
    """Tells nobody."""

    def stored(self, last_block: int, wanted: int, blocks: int, events: int) -> None:
        """Nothing."""

    def followed(self, last_block: int, wanted: int, headers: int) -> None:
        """Nothing."""

    def reorganised(self, reorganisation: Reorganisation) -> None:
        """Nothing."""

    def waiting(self, reason: str, seconds: float) -> None:
        """Nothing."""

    def caught_up(self, last_block: int) -> None:
        """Nothing."""
