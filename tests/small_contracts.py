"""Contracts of a few bytes of hand-written EVM code, for tests of what stands around contracts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from govledger.artifacts import Artifact, Compiler, ImmutableReference
from govledger.privacy.keccak import keccak256
from govledger.tx.call import ContractCall

REVERTS = bytes.fromhex("366000600037366000fd")
"""Reverts with the data that it is called with."""
ECHOES = bytes.fromhex("366000600037366000f3")
"""Returns the data that it is called with."""
ONCE = bytes.fromhex("60005415601157366000600037366000fd5b600160005500")
"""The first call goes through; every later one reverts with the data that it is called with."""
BURNS = bytes.fromhex("5b600056")
"""Runs until the gas is gone."""
LOGS = bytes.fromhex("366000600037366000a000")
"""Emits one log without topics, with the data that it is called with."""
FAILS = bytes.fromhex("60006000fd")
"""As creation code: a constructor that reverts with nothing."""


def creation(runtime: bytes) -> bytes:
    """Creation code that puts a runtime code of at most 255 bytes on the chain."""
    return bytes.fromhex("60") + bytes((len(runtime),)) + bytes.fromhex("80600b6000396000f3") + runtime


def artifact(
    name: str,
    runtime: bytes,
    *,
    bytecode: bytes | None = None,
    inputs: tuple[Mapping[str, Any], ...] = (),
    immutables: tuple[ImmutableReference, ...] = (),
) -> Artifact:
    """An artifact around a runtime code, as the compiler would give it."""
    return Artifact(
        contract=name,
        source_path=f"contracts/{name}.sol",
        abi=({"type": "constructor", "inputs": list(inputs)},),
        bytecode=creation(runtime) if bytecode is None else bytecode,
        runtime_bytecode=runtime,
        immutable_references=immutables,
        storage_layout={},
        userdoc={},
        devdoc={},
        compiler=Compiler("0.8.37", {}),
        source_hash=keccak256(name.encode()),
        artifact_hash=keccak256(b"artifact " + name.encode() + runtime),
    )


def call_of(to: bytes, data: bytes) -> ContractCall:
    """A call of any of these contracts; with an empty address, a creation."""
    return ContractCall("small", to, "anything", (), data, lambda answer: answer)
