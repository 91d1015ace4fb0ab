"""From the bytes of a call to the function and its arguments, strictly: a call has one encoding. Pure.

Driven by a contract's ABI; the encoding is read by `govledger.events.abi`, as that of events and refusals.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from govledger.errors import MalformedData
from govledger.events.abi import decode_values
from govledger.events.interface import snake_case
from govledger.privacy.keccak import keccak256

SELECTOR_LENGTH = 4


class Argument(msgspec.Struct, frozen=True):
    """A parameter of a function; a struct has members, and so has a list of structs."""

    name: str
    """In snake_case."""
    type: str
    """The canonical ABI type: `uint64`, `(uint64,bytes32)[]` …"""
    members: tuple[Argument, ...] = ()
    enumeration: str = ""
    """The name of the closed list that a number is of: the contract takes its members alone."""

    @classmethod
    def from_abi(cls, entry: Mapping[str, Any]) -> Argument:
        """The parameter that an entry of `inputs` or `components` describes."""
        members = tuple(map(cls.from_abi, entry.get("components", ())))
        kind: str = entry["type"]
        if members:
            kind = f"({','.join(member.type for member in members)}){kind.removeprefix('tuple')}"
        declared, _, name = entry.get("internalType", "").partition(" ")
        return cls(snake_case(entry["name"]), kind, members, name.rpartition(".")[2] if declared == "enum" else "")

    def named(self, value: Any) -> Any:
        """A value with the structs in it as mappings by the names of their members."""
        if not self.members:
            return value
        if self.type.endswith("]"):
            return tuple(self._struct(one) for one in value)
        return self._struct(value)

    def _struct(self, value: Any) -> Mapping[str, Any]:
        return {member.name: member.named(part) for member, part in zip(self.members, value, strict=True)}


class CalledFunction(msgspec.Struct, frozen=True):
    """A function that can be called in a transaction."""

    name: str
    """As in Solidity: `revokeGrant`."""
    arguments: tuple[Argument, ...]
    view: bool
    """Whether it changes nothing."""

    @property
    def signature(self) -> str:
        """As hashed for the selector: `revokeGrant(uint64,uint64,uint8)`."""
        return f"{self.name}({','.join(argument.type for argument in self.arguments)})"

    @property
    def selector(self) -> bytes:
        """The first four bytes of a call of it."""
        return keccak256(self.signature.encode("ascii"))[:SELECTOR_LENGTH]


class Call(msgspec.Struct, frozen=True):
    """A call that was read."""

    function: CalledFunction | None = None
    """None where the contract has none of that selector."""
    values: tuple[Any, ...] | None = None
    """The arguments in order, structs as tuples; None where the bytes are not their strict encoding."""

    @property
    def name(self) -> str:
        """The function's name; empty where the contract has none."""
        return self.function.name if self.function else ""

    @property
    def arguments(self) -> Mapping[str, Any] | None:
        """The values by name, structs as mappings."""
        if self.function is None or self.values is None:
            return None
        pairs = zip(self.function.arguments, self.values, strict=True)
        return {argument.name: argument.named(value) for argument, value in pairs}


class CallReader:
    """Reads the calls of one contract."""

    def __init__(self, abi: Sequence[Mapping[str, Any]]) -> None:
        """Takes the functions of an ABI, views too: somebody may have sent a transaction to one."""
        functions = [
            CalledFunction(
                entry["name"],
                tuple(map(Argument.from_abi, entry["inputs"])),
                view=entry["stateMutability"] in ("view", "pure"),
            )
            for entry in abi
            if entry["type"] == "function"
        ]
        self.functions: Mapping[bytes, CalledFunction] = {function.selector: function for function in functions}
        """By selector."""

    def read(self, data: bytes) -> Call:
        """The call that bytes make; what they do not say strictly is left open, since anybody may send anything.

        Args:
            data: a transaction's data.
        """
        function = self.functions.get(data[:SELECTOR_LENGTH])
        if function is None:
            return Call()
        types = [argument.type for argument in function.arguments]
        try:
            return Call(function, decode_values(types, data[SELECTOR_LENGTH:], function.name))
        except MalformedData:
            return Call(function)
