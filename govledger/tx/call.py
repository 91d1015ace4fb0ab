"""Calls of contracts as values: arguments in, ABI bytes out, and results back. Pure."""

from __future__ import annotations

import dataclasses
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from eth_abi.codec import ABIDecoder
from eth_abi.exceptions import DecodingError, EncodingError
from eth_abi.registry import registry

from govledger.errors import InputError
from govledger.events.interface import snake_case
from govledger.privacy.keccak import keccak256

_DECODER = ABIDecoder(registry)

ADDRESS_LENGTH = 20


@dataclass(frozen=True, slots=True)
class ContractCall:
    """One call of one function of one contract, encoded."""

    contract: str
    """The contract's key, for instance `access_grants`."""
    to: bytes
    """The contract's address."""
    function: str
    arguments: tuple[Any, ...]
    """As the caller gave them, in the function's order."""
    data: bytes = field(repr=False)
    """Selector and encoded arguments."""
    decode_result: Callable[[bytes], Any] = field(repr=False, compare=False)
    """From the bytes that the function returns to its value: see `Function.decode_result`."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a function, a constructor or a result; a struct has its members."""

    name: str
    """In snake_case; empty if the contract gives it none."""
    type: str
    """The canonical ABI type: `uint64`, `(uint64,address)[]` …"""
    members: tuple[Parameter, ...] = ()
    depth: int = 0
    """Array dimensions around a struct."""
    record: Callable[..., Any] = field(default=tuple, compare=False, repr=False)
    """What a struct is decoded to: a named tuple."""

    @classmethod
    def from_abi(cls, entry: Mapping[str, Any]) -> Parameter:
        """The parameter that an entry of `inputs`, `outputs` or `components` describes."""
        name = snake_case(entry.get("name", ""))
        if not entry["type"].startswith("tuple"):
            return cls(name, entry["type"])
        members = tuple(cls.from_abi(component) for component in entry["components"])
        suffix = entry["type"].removeprefix("tuple")
        kind = f"({','.join(member.type for member in members)}){suffix}"
        label = entry.get("internalType", "struct Result").split(" ")[-1].split(".")[-1].partition("[")[0]
        record = namedtuple(label, [member.name for member in members], rename=True)  # type: ignore[misc]
        return cls(name, kind, members, suffix.count("["), record)

    def plain(self, value: Any, path: str) -> Any:
        """The value as eth_abi wants it: structs as tuples, in order.

        Raises:
            InputError: a struct with a missing, unknown or surplus member, or an array that is none.
        """
        if not self.members:
            return bytes(value) if isinstance(value, bytearray | memoryview) else value
        return self._plain(value, path, self.depth)

    def _plain(self, value: Any, path: str, depth: int) -> Any:
        if depth:
            if not isinstance(value, Sequence) or isinstance(value, str | bytes):
                raise InputError(f"{path} is {value!r}; it takes a list of structs")
            return [self._plain(item, f"{path}[{index}]", depth - 1) for index, item in enumerate(value)]
        parts = _in_order(self.members, value, path)
        return tuple(
            member.plain(part, f"{path}.{member.name}") for member, part in zip(self.members, parts, strict=True)
        )

    def native(self, value: Any) -> Any:
        """A decoded value as the library has it: addresses as 20 bytes, structs as named tuples."""
        if self.members:
            return self._native(value, self.depth)
        if self.type == "address":
            return bytes.fromhex(value[2:])
        if self.type.startswith("address["):
            return _addresses(value)
        return value

    def _native(self, value: Any, depth: int) -> Any:
        if depth:
            return tuple(self._native(item, depth - 1) for item in value)
        return self.record(*(member.native(part) for member, part in zip(self.members, value, strict=True)))


def _addresses(value: Any) -> Any:
    return bytes.fromhex(value[2:]) if isinstance(value, str) else tuple(_addresses(item) for item in value)


def _in_order(members: tuple[Parameter, ...], value: Any, path: str) -> Sequence[Any]:
    """A struct's parts in the order of its members, from a tuple, mapping, dataclass or msgspec struct."""
    names = [member.name for member in members]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        given: Mapping[str, Any] = {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
    elif isinstance(value, msgspec.Struct):
        given = {name: getattr(value, name) for name in value.__struct_fields__}
    elif isinstance(value, Mapping):
        given = {snake_case(name): part for name, part in value.items()}
    elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
        if len(value) != len(names):
            raise InputError(f"{path} has {len(value)} parts; its struct has {len(names)}: {', '.join(names)}")
        return value
    else:
        raise InputError(f"{path} is {value!r}; it takes a struct of {', '.join(names)}")
    missing = [name for name in names if name not in given]
    unknown = [name for name in given if name not in names]
    if missing or unknown:
        wrong = "; ".join(
            f"{what} {', '.join(which)}" for what, which in (("without", missing), ("unknown", unknown)) if which
        )
        raise InputError(f"{path} does not fit its struct ({wrong}); its members are {', '.join(names)}")
    return [given[name] for name in names]


class Function:
    """One function of a contract, or its constructor."""

    def __init__(self, entry: Mapping[str, Any]) -> None:
        self.name: str = entry.get("name", "constructor")
        self.inputs = tuple(Parameter.from_abi(item) for item in entry.get("inputs", ()))
        self.outputs = tuple(Parameter.from_abi(item) for item in entry.get("outputs", ()))
        self.signature = f"{self.name}({','.join(parameter.type for parameter in self.inputs)})"
        """As in Solidity: `revokeGrant(uint64,uint64)`."""
        self.selector = b"" if self.name == "constructor" else keccak256(self.signature.encode())[:4]
        types = ",".join(parameter.type for parameter in self.inputs)
        self._encoder = registry.get_encoder(f"({types})") if types else lambda _values: b""
        self._result_types = [parameter.type for parameter in self.outputs]

    def encode(self, arguments: Sequence[Any], named: Mapping[str, Any] | None = None) -> bytes:
        """Selector and arguments; arguments by position first, then by name (snake_case or as in Solidity).

        Raises:
            InputError: a missing, surplus or unknown argument, or a value that its type does not hold.
        """
        values = self._bind(arguments, named or {})
        plain = tuple(
            parameter.plain(value, f"{self.name}: {parameter.name or index}")
            for index, (parameter, value) in enumerate(zip(self.inputs, values, strict=True))
        )
        try:
            encoded: bytes = self._encoder(plain)
        except (EncodingError, TypeError, ValueError) as error:
            raise InputError(f"{self.signature}: {error}; give the values that these types hold") from error
        return self.selector + encoded

    def bind(self, arguments: Sequence[Any], named: Mapping[str, Any]) -> tuple[Any, ...]:
        """All arguments in the function's order."""
        return tuple(self._bind(arguments, named))

    def _bind(self, arguments: Sequence[Any], named: Mapping[str, Any]) -> list[Any]:
        if len(arguments) > len(self.inputs):
            raise InputError(f"{self.signature} takes {len(self.inputs)} arguments, not {len(arguments)}")
        rest = {snake_case(name): value for name, value in named.items()}
        values = list(arguments)
        for parameter in self.inputs[len(arguments) :]:
            if parameter.name not in rest:
                raise InputError(f"{self.signature} needs {parameter.name}")
            values.append(rest.pop(parameter.name))
        if rest:
            raise InputError(f"{self.signature} has no other argument {', '.join(rest)}")
        return values

    def decode_arguments(self, data: bytes) -> dict[str, Any]:
        """The arguments that follow the selector, by their names in snake_case; values as in results.

        Raises:
            InputError: the bytes are not this function's arguments.
        """
        types = [parameter.type for parameter in self.inputs]
        try:
            values = _DECODER.decode(types, data)
        except (DecodingError, OverflowError) as error:
            raise InputError(f"{len(data)} bytes are not the arguments of {self.signature}") from error
        return {parameter.name: parameter.native(value) for parameter, value in zip(self.inputs, values, strict=True)}

    def decode_result(self, data: bytes) -> Any:
        """What the function returns: None, one value, or a tuple of several.

        Addresses are 20 bytes, structs named tuples with snake_case names, arrays tuples.

        Raises:
            InputError: the bytes are not this function's result; as when no contract stands at the address.
        """
        try:
            values = _DECODER.decode(self._result_types, data)
        except (DecodingError, OverflowError) as error:
            raise InputError(
                f"{self.signature} answered {len(data)} bytes that are not its result; "
                "check that the contract at this address is the one that is meant"
            ) from error
        native = tuple(output.native(value) for output, value in zip(self.outputs, values, strict=True))
        return native[0] if len(native) == 1 else native or None


class ContractInterface:
    """One contract's functions, from its ABI: makes calls and reads results."""

    def __init__(self, contract: str, abi: Sequence[Mapping[str, Any]]) -> None:
        self.contract = contract
        """The contract's key."""
        self._entries: dict[str, list[Mapping[str, Any]]] = {}
        for entry in abi:
            if entry["type"] == "function":
                self._entries.setdefault(entry["name"], []).append(entry)
        self._constructor = next((entry for entry in abi if entry["type"] == "constructor"), None)
        self._functions: dict[str, Function] = {}

    def function(self, name: str) -> Function:
        """The function of that name; of an overloaded one by its signature, `name(uint64)`.

        Raises:
            InputError: there is no such function, or several.
        """
        if name not in self._functions:
            self._functions[name] = self._find(name)
        return self._functions[name]

    def _find(self, name: str) -> Function:
        bare, parenthesis, _ = name.partition("(")
        candidates = [Function(entry) for entry in self._entries.get(bare, ())]
        if parenthesis:
            candidates = [function for function in candidates if function.signature == name]
        if not candidates:
            raise InputError(f"{self.contract} has no function {name}; it has {', '.join(sorted(self._entries))}")
        if len(candidates) > 1:
            signatures = ", ".join(function.signature for function in candidates)
            raise InputError(f"{self.contract} has several functions {name}; name one by its signature: {signatures}")
        return candidates[0]

    def decode_call(self, data: bytes) -> tuple[str, dict[str, Any]]:
        """The function that a call's bytes name, and its arguments by their names in snake_case.

        Raises:
            InputError: no function has the selector, or the bytes behind it are not its arguments.
        """
        for entry in (entry for entries in self._entries.values() for entry in entries):
            function = Function(entry)
            if function.selector == data[:4]:
                return function.name, function.decode_arguments(data[4:])
        raise InputError(f"{self.contract} has no function with the selector 0x{data[:4].hex()}")

    def constructor(self) -> Function:
        """The constructor; its `encode` gives the arguments that follow the creation code."""
        return Function({"inputs": self._constructor["inputs"] if self._constructor else ()})

    def call(self, to: bytes, name: str, /, *arguments: Any, **named: Any) -> ContractCall:
        """A call of a function of the contract at an address.

        Structs may be tuples, mappings, dataclasses or msgspec structs; addresses are 20 bytes.

        Raises:
            InputError: no such function, or arguments that do not fit it.
        """
        if len(to) != ADDRESS_LENGTH:
            raise InputError(f"the address {to.hex()} has {len(to)} bytes; an address has {ADDRESS_LENGTH}")
        function = self.function(name)
        bound = function.bind(arguments, named)
        return ContractCall(self.contract, to, function.name, bound, function.encode(bound), function.decode_result)
