"""What the compiled contracts' interfaces say about events and errors: ABI and NatSpec, read into a model. Pure."""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from govledger.errors import ArtifactError
from govledger.privacy.keccak import keccak256

NEVER_EMITTED = frozenset({"EIP712DomainChanged()"})
"""Events that stand in an ABI because a base of OpenZeppelin declares them, and that no contract of ours emits."""

VERSION_TYPE = "uint64"
_OBJECT_ID_TYPES = frozenset({"uint32", "uint64", "address", "bytes32"})
"""Codes and keys of bills, counters; contracts; what is known by a hash (the terms of a grant, a signature)."""
_RESERVED_FIELDS = frozenset({"add_note", "args", "cls", "int", "len", "self", "transaction", "with_traceback"})
_RESERVED_ERRORS = frozenset({"Refusal", "ClassVar", *dir(builtins)})
_WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


class CompiledInterface(Protocol):
    """What the generator reads of a compiled contract; `govledger.artifacts.Artifact` has it."""

    @property
    def abi(self) -> Sequence[Mapping[str, Any]]:
        """The ABI's entries."""

    @property
    def userdoc(self) -> Mapping[str, Any]:
        """NatSpec notices."""

    @property
    def devdoc(self) -> Mapping[str, Any]:
        """NatSpec documentation of parameters."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an event or error."""

    name: str
    """As in Solidity; empty if it has none."""
    field: str
    """The Python attribute; empty for a struct parameter of an event, whose members are fields of their own."""
    type: str
    """The canonical ABI type; a struct is a tuple of its members' types."""
    indexed: bool
    members: tuple[Parameter, ...]
    """The members of a struct parameter of an event, else empty."""
    documentation: str

    def leaves(self) -> Iterator[Parameter]:
        """The parameters that are fields: itself, or its members' leaves in order."""
        if not self.members:
            yield self
        for member in self.members:
            yield from member.leaves()


@dataclass(frozen=True, slots=True)
class EventInterface:
    """One event of one contract."""

    contract: str
    """The contract's name in Solidity."""
    name: str
    signature: str
    notice: str
    parameters: tuple[Parameter, ...]

    @property
    def topic(self) -> bytes:
        """The first topic of its logs."""
        return _keccak(self.signature)

    @property
    def fields(self) -> tuple[Parameter, ...]:
        """The event's fields in order, struct parameters flattened."""
        return tuple(leaf for parameter in self.parameters for leaf in parameter.leaves())


@dataclass(frozen=True, slots=True)
class ErrorInterface:
    """One custom error; several contracts may share it."""

    name: str
    class_name: str
    signature: str
    notice: str
    parameters: tuple[Parameter, ...]
    contracts: tuple[str, ...]

    @property
    def selector(self) -> bytes:
        """The first four bytes of its revert data."""
        return _keccak(self.signature)[:4]


def snake_case(name: str) -> str:
    """`validFrom` → `valid_from`, `DataRegistry` → `data_registry`."""
    return _WORD_START.sub("_", name.strip("_")).lower()


def object_kinds(events: Iterable[EventInterface]) -> frozenset[str]:
    """The kinds of object that events are about: parameters that have a version, without a qualifying word.

    `replacedListing` with `replacedListingVersion` is about a `listing`, because there are listings by that name.
    """
    names = {name for event in events for name, _ in versioned_fields(event)}
    return frozenset(name for name in names if _base_kind(name, names) == name)


def versioned_fields(event: EventInterface) -> list[tuple[str, str]]:
    """The (id field, version field) pairs of an event: uint64 `<kind>Version` belongs to `<kind>`."""
    fields = {field.field: field for field in event.fields}
    return [
        (name, f"{name}_version")
        for name, field in fields.items()
        if field.type in _OBJECT_ID_TYPES
        and f"{name}_version" in fields
        and fields[f"{name}_version"].type == VERSION_TYPE
    ]


def kind_of(id_field: str, kinds: frozenset[str]) -> str:
    """The kind of object that an id field names: `red_bill` → `bill`."""
    return _base_kind(id_field, kinds)


def read_events(artifacts: Mapping[str, CompiledInterface]) -> tuple[EventInterface, ...]:
    """All events of all contracts, by contract and name.

    Raises:
        ArtifactError: a name that two contracts share, an anonymous event, or an indexed argument that is no value.
    """
    events = [
        event
        for contract in sorted(artifacts)
        for event in sorted(_events_of(contract, artifacts[contract]), key=lambda event: event.name)
    ]
    by_name: dict[str, EventInterface] = {}
    for event in events:
        if (other := by_name.setdefault(event.name, event)) is not event:
            raise ArtifactError(
                f"{other.contract} and {event.contract} both have an event {event.name}; "
                "rename one: a log is known by its event's name"
            )
    return tuple(events)


def read_errors(artifacts: Mapping[str, CompiledInterface]) -> tuple[ErrorInterface, ...]:
    """All custom errors of all contracts, by name; those that contracts share once.

    A name that Python itself has (`TimeoutError`) gets `Refusal` behind it.

    Raises:
        ArtifactError: two errors of one name with different parameters, or two that share a selector.
    """
    found: dict[str, ErrorInterface] = {}
    selectors: dict[bytes, str] = {}
    for contract in sorted(artifacts):
        for error in _errors_of(contract, artifacts[contract]):
            known = found.get(error.name)
            if known is not None and known.signature != error.signature:
                raise ArtifactError(f"{known.signature} and {error.signature} share a name; rename one")
            contracts = (*known.contracts, contract) if known else (contract,)
            notice = (known.notice if known else "") or error.notice
            merged = ErrorInterface(error.name, error.class_name, error.signature, notice, error.parameters, contracts)
            if selectors.setdefault(error.selector, error.signature) != error.signature:
                raise ArtifactError(f"{selectors[error.selector]} and {error.signature} share a selector")
            found[error.name] = merged
    return tuple(found[name] for name in sorted(found))


def _events_of(contract: str, artifact: CompiledInterface) -> Iterator[EventInterface]:
    for entry in artifact.abi:
        if entry["type"] != "event" or (signature := _signature(entry)) in NEVER_EMITTED:
            continue
        if entry.get("anonymous"):
            raise ArtifactError(f"{contract}.{signature} is anonymous; its logs could not be told from others")
        notice = artifact.userdoc.get("events", {}).get(signature, {}).get("notice", "")
        documentation = artifact.devdoc.get("events", {}).get(signature, {}).get("params", {})
        parameters = _parameters(entry["inputs"], documentation, flatten=True)
        for parameter in parameters:
            if parameter.indexed and (parameter.members or not _is_value_type(parameter.type)):
                raise ArtifactError(f"{contract}.{signature}: {parameter.name} is indexed and no value type")
        yield EventInterface(contract, entry["name"], signature, _prose(notice), parameters)


def _errors_of(contract: str, artifact: CompiledInterface) -> Iterator[ErrorInterface]:
    for entry in artifact.abi:
        if entry["type"] != "error":
            continue
        signature, name = _signature(entry), entry["name"]
        notices = artifact.userdoc.get("errors", {}).get(signature, [])
        details = artifact.devdoc.get("errors", {}).get(signature, [])
        notice = next((found["notice"] for found in notices if "notice" in found), "")
        documentation: Mapping[str, str] = next((found["params"] for found in details if "params" in found), {})
        yield ErrorInterface(
            name=name,
            class_name=f"{name}Refusal" if name in _RESERVED_ERRORS else name,
            signature=signature,
            notice=_prose(notice),
            parameters=_parameters(entry["inputs"], documentation, flatten=False),
            contracts=(contract,),
        )


def _parameters(
    inputs: Sequence[Mapping[str, Any]], documentation: Mapping[str, str], *, flatten: bool
) -> tuple[Parameter, ...]:
    """The parameters of one event or error; a member whose name is taken gets its struct's name before it."""
    taken: set[str] = {_field(entry, i) for i, entry in enumerate(inputs) if not _is_struct(entry, flatten)}
    return tuple(_parameter(entry, i, documentation, taken, flatten) for i, entry in enumerate(inputs))


def _parameter(
    entry: Mapping[str, Any], position: int, documentation: Mapping[str, str], taken: set[str], flatten: bool
) -> Parameter:
    name, indexed = entry["name"], bool(entry.get("indexed"))
    prose = _prose(documentation.get(name, ""))
    if not _is_struct(entry, flatten):
        return Parameter(name, _field(entry, position), _canonical_type(entry), indexed, (), prose)
    members = []
    for i, member in enumerate(entry["components"]):
        inner = dict(member)
        if not _is_struct(member, flatten):
            if _field(member, i) in taken:
                inner["name"] = f"{name or f'argument{position}'}_{member['name'] or i}"
            taken.add(_field(inner, i))
        members.append(_parameter(inner, i, {}, taken, flatten))
    return Parameter(name, "", _canonical_type(entry), indexed, tuple(members), prose)


def _is_struct(entry: Mapping[str, Any], flatten: bool) -> bool:
    return flatten and entry["type"] == "tuple"


def _field(entry: Mapping[str, Any], position: int) -> str:
    name = snake_case(entry["name"]) or f"argument{position}"
    return f"{name}_" if keyword.iskeyword(name) or name in _RESERVED_FIELDS else name


def _canonical_type(entry: Mapping[str, Any]) -> str:
    abi_type: str = entry["type"]
    if abi_type.startswith("tuple"):
        members = ",".join(_canonical_type(component) for component in entry["components"])
        return f"({members}){abi_type.removeprefix('tuple')}"
    return abi_type


def _signature(entry: Mapping[str, Any]) -> str:
    return f"{entry['name']}({','.join(_canonical_type(item) for item in entry['inputs'])})"


def _is_value_type(abi_type: str) -> bool:
    return re.fullmatch(r"address|bool|u?int[0-9]+|bytes[0-9]+", abi_type) is not None


def _base_kind(name: str, names: Iterable[str]) -> str:
    bases = [other for other in names if name.endswith(f"_{other}")]
    return min(bases, key=len, default=name)


def _prose(text: str) -> str:
    return " ".join(text.split())


def _keccak(text: str) -> bytes:
    return keccak256(text.encode("ascii"))
