"""From what a contract reverted with to the exception that says it: by selector, never by text. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from eth_abi.abi import decode
from eth_abi.exceptions import DecodingError

from govledger.errors import Refusal, RequirementFailed, SolidityPanic, UnknownRefusal

SELECTOR_LENGTH = 4


class CallReverted(Exception):
    """A node ran a call and it reverted; never leaves `govledger.tx`, which raises a Refusal instead.

    Attributes:
        data: what the contract reverted with; empty when it gave nothing.
    """

    def __init__(self, data: bytes) -> None:
        self.data = data
        super().__init__(f"reverted with 0x{data.hex()}")


def refusal_of(data: bytes, known: Mapping[bytes, type[Refusal]]) -> Refusal:
    """The refusal that revert data stands for.

    Cases, in this order: one of the known custom errors; Error(string); Panic(uint256); anything else, also data
    of a known selector that does not decode, is UnknownRefusal with the raw data.

    Args:
        data: the revert data.
        known: the custom errors by selector, as `govledger.refusals.BY_SELECTOR`.
    """
    selector, body = data[:SELECTOR_LENGTH], data[SELECTOR_LENGTH:]
    try:
        if selector in known:
            return known[selector].from_data(data)
        if selector == RequirementFailed.SELECTOR:
            return RequirementFailed(decode(["string"], body)[0])
        if selector == SolidityPanic.SELECTOR:
            return SolidityPanic(decode(["uint256"], body)[0])
    except (ValueError, DecodingError, OverflowError):
        pass
    return UnknownRefusal(data)
