"""A compiled contract as a value, and the JSON document it is kept in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import rfc8785

from govledger.errors import ArtifactError
from govledger.privacy.keccak import keccak256


@dataclass(frozen=True, slots=True)
class ImmutableReference:
    """Where the runtime code holds the value of an immutable; the compiler leaves zeros there."""

    name: str
    """The Solidity variable; one variable has as many references as the code has uses."""

    start: int
    """Offset in the runtime code, in bytes."""

    length: int
    """Bytes that the value takes; 32."""


@dataclass(frozen=True, slots=True)
class Compiler:
    """What made the bytecode: the same version, settings and sources give the same bytes."""

    version: str
    """For instance `0.8.37+commit.f401782d`."""

    settings: Mapping[str, Any]
    """The settings of the compiler's standard JSON, without what it was asked to print."""


@dataclass(frozen=True, slots=True)
class Artifact:
    """One compiled contract."""

    contract: str
    """The contract's name in Solidity: `Consortium`."""

    source_path: str
    """From the project's root: `contracts/Consortium.sol`."""

    abi: tuple[Mapping[str, Any], ...]
    """Functions, events and errors; also the errors that it passes on from what it uses."""

    bytecode: bytes
    """Creation code, without the constructor's arguments."""

    runtime_bytecode: bytes
    """What stands on the chain, with zeros in the places of the immutables."""

    immutable_references: tuple[ImmutableReference, ...]
    """In the order of the code."""

    storage_layout: Mapping[str, Any]
    """As the compiler says it, without the numbers that it gives to its syntax tree."""

    userdoc: Mapping[str, Any]
    devdoc: Mapping[str, Any]
    compiler: Compiler

    source_hash: bytes
    """Over every source that the contract includes: see `govledger.artifacts.solidity.source_hash`."""

    artifact_hash: bytes
    """keccak256 of the RFC 8785 bytes of the JSON document; it does not depend on how the file is laid out."""

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """The artifact that a JSON document holds.

        Raises:
            ArtifactError: the text is not such a document.
        """
        try:
            document = json.loads(text)
            return cls(
                contract=document["contract"],
                source_path=document["sourcePath"],
                abi=tuple(document["abi"]),
                bytecode=_from_hex(document["bytecode"]),
                runtime_bytecode=_from_hex(document["runtimeBytecode"]),
                immutable_references=_references(document["immutableReferences"]),
                storage_layout=document["storageLayout"],
                userdoc=document["userdoc"],
                devdoc=document["devdoc"],
                compiler=Compiler(document["compiler"]["version"], document["compiler"]["settings"]),
                source_hash=_from_hex(document["sourceHash"]),
                artifact_hash=document_hash(document),
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ArtifactError(
                f"not the JSON of a compiled contract ({type(error).__name__}: {error}); "
                "install govledger anew, or run `govledger compile` in its source tree"
            ) from error

    @property
    def head_slot(self) -> int:
        """The storage slot of the running hash over the contract's events (contracts/audit/EventChain.sol).

        Raises:
            ArtifactError: the contract has no running hash.
        """
        for variable in self.storage_layout["storage"]:
            if variable["label"] == "_head":
                return int(variable["slot"])
        raise ArtifactError(f"{self.contract} keeps no running hash: its storage layout has no _head")

    def is_code_of(self, code: bytes) -> bool:
        """Whether runtime code on a chain is this contract's, whatever its immutables are."""
        return len(code) == len(self.runtime_bytecode) and self._masked(code) == self._masked(self.runtime_bytecode)

    def _masked(self, code: bytes) -> bytes:
        masked = bytearray(code)
        for reference in self.immutable_references:
            masked[reference.start : reference.start + reference.length] = bytes(reference.length)
        return bytes(masked)


def document_hash(document: Mapping[str, Any]) -> bytes:
    """keccak256 of the RFC 8785 bytes of an artifact's JSON document."""
    return keccak256(rfc8785.dumps(dict(document)))


def _from_hex(text: str) -> bytes:
    if not text.startswith("0x"):
        raise ValueError(f"hex begins with 0x, not with {text[:2]!r}")
    return bytes.fromhex(text[2:])


def _references(references: Mapping[str, list[Mapping[str, int]]]) -> tuple[ImmutableReference, ...]:
    flat = [
        ImmutableReference(name, place["start"], place["length"])
        for name, places in references.items()
        for place in places
    ]
    return tuple(sorted(flat, key=lambda reference: reference.start))
