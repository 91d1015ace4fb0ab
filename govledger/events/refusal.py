"""What every generated class of `govledger.refusals` has in common, and the way from revert data to them. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, ClassVar, Self

from govledger.errors import MalformedData, Refusal, RequirementFailed, SolidityPanic, UnknownRefusal
from govledger.events.abi import decode_error, decode_values, encode_values

SELECTOR_LENGTH = 4

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_TIME_FIELD = re.compile(r"(.*_)?(from|until|by|at|time)")
_LATEST_TIME = 253_402_300_799  # 9999-12-31T23:59:59Z, the last second that datetime knows


class ContractRefusal(Refusal):
    """A contract refused a call with one of its custom errors; the error's arguments are attributes."""

    MESSAGE: ClassVar[str] = ""
    """The contract's NatSpec notice, with the names of fields in braces."""
    FIELDS: ClassVar[tuple[str, ...]] = ()
    """The names of the attributes, in the order of the error's arguments."""
    TYPES: ClassVar[tuple[str, ...]] = ()
    """The canonical ABI types of the arguments."""

    def __init__(self, *values: Any) -> None:
        super().__init__(*values)

    @classmethod
    def from_data(cls, data: bytes) -> Self:
        """The refusal that revert data of this selector encodes.

        Raises:
            MalformedData: the data is not the strict ABI encoding of this error.
        """
        return cls(*decode_error(data, cls.SELECTOR, cls.TYPES, cls.__name__))

    def to_data(self) -> bytes:
        """What the contract reverts with: the selector, and the arguments' ABI encoding."""
        return self.SELECTOR + encode_values(*zip(self.FIELDS, self.TYPES, self.args, strict=True))

    @property
    def facts(self) -> dict[str, Any]:
        """The error's arguments by name."""
        return dict(zip(self.FIELDS, self.args, strict=True))

    def __str__(self) -> str:
        """The message with its facts filled in; those that it does not mention stand behind it."""
        shown = {
            name: _shown(name, abi_type, value)
            for (name, value), abi_type in zip(self.facts.items(), self.TYPES, strict=True)
        }
        mentioned = set(_PLACEHOLDER.findall(self.MESSAGE))
        text = _PLACEHOLDER.sub(lambda found: shown.get(found[1], found[0]), self.MESSAGE)
        rest = ", ".join(f"{name}={value}" for name, value in shown.items() if name not in mentioned)
        return f"{text or type(self).__name__} ({rest})" if rest else text or type(self).__name__


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
            return RequirementFailed(*decode_values(["string"], body, RequirementFailed.SIGNATURE))
        if selector == SolidityPanic.SELECTOR:
            return SolidityPanic(*decode_values(["uint256"], body, SolidityPanic.SIGNATURE))
    except MalformedData:
        pass
    return UnknownRefusal(data)


def _shown(name: str, abi_type: str, value: Any) -> str:
    if isinstance(value, bytes):
        return f"0x{value.hex()}"
    if isinstance(value, tuple):
        return "(" + ", ".join(_shown("", "", item) for item in value) + ")"
    is_time = abi_type in ("uint40", "uint256") and _TIME_FIELD.fullmatch(name) is not None
    if is_time and 0 < value <= _LATEST_TIME:
        return f"{value} ({datetime.fromtimestamp(value, UTC):%Y-%m-%d %H:%M:%S} UTC)"
    return str(value)
