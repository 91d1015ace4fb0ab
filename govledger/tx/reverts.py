"""What a node says of a call that reverted. Pure."""

from __future__ import annotations


class CallReverted(Exception):
    """A node ran a call and it reverted; never leaves `govledger.tx`, which raises a Refusal instead.

    Attributes:
        data: what the contract reverted with; empty when it gave nothing.
    """

    def __init__(self, data: bytes) -> None:
        self.data = data
        super().__init__(f"reverted with 0x{data.hex()}")
