"""A deployment as a value: its manifest, its digest, and the journal that it grows in. Pure.

`manifest.json` says what stands where; it appears when everything stands. `journal.jsonl` has one JSON object a
line: what is to be deployed, then for each contract the signed transaction before it is sent, and its block after.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeAlias

import msgspec

from govledger.artifacts import Artifact
from govledger.errors import DocumentError, InputError, JournalInvalid, ManifestInvalid
from govledger.events.interface import snake_case
from govledger.privacy.canonical import canonical_bytes, parse_strict
from govledger.privacy.keccak import keccak256

FORMAT = 1
"""Of manifest, journal and digest."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_SIZED_TYPE = re.compile(r"(u?int|bytes)(\d+)")

ArgumentJson: TypeAlias = "str | bool | list[ArgumentJson]"
"""A constructor argument in JSON: integers as decimal text, bytes and addresses as 0x and lower-case hex."""


def check_name(name: str) -> str:
    """The name of a deployment, which is also a folder's.

    Raises:
        InputError: not 1 to 64 letters, digits, dots, dashes and underscores, the first a letter or digit.
    """
    if not _NAME.fullmatch(name):
        raise InputError(
            f"{name!r} is no name for a deployment; use 1 to 64 letters, digits, '.', '-' and '_', "
            "beginning with a letter or digit"
        )
    return name


def argument_json(argument: Any) -> ArgumentJson:
    """A constructor argument as manifests and digests have it."""
    if isinstance(argument, bool | str):
        return argument
    if isinstance(argument, int):
        return str(int(argument))
    if isinstance(argument, bytes):
        return _hex(argument)
    return [argument_json(item) for item in argument]


# --- the manifest --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DeployedContract:
    """One contract that stands on the chain."""

    key: str
    """`access_grants`."""
    contract: str
    """The artifact's name: `AccessGrants`."""
    address: bytes
    arguments: tuple[ArgumentJson, ...]
    """The constructor's."""
    artifact_hash: bytes
    code_hash: bytes
    """keccak256 of the code on the chain, immutables filled in."""
    transaction_hash: bytes
    block_number: int
    block_hash: bytes


@dataclass(frozen=True, slots=True)
class Deployment:
    """Contracts that stand on one chain and belong together."""

    name: str
    chain_id: int
    genesis_hash: bytes
    deployer: bytes
    first_nonce: int
    """The deployer's nonce for the first contract; the others follow without a gap."""
    contracts: tuple[DeployedContract, ...]
    """In the order of their creation."""

    def contract(self, key: str) -> DeployedContract:
        """The contract of that key.

        Raises:
            InputError: the deployment has none.
        """
        for contract in self.contracts:
            if contract.key == key:
                return contract
        raise InputError(f"deployment {self.name} has no {key}; it has {', '.join(c.key for c in self.contracts)}")

    def address(self, key: str) -> bytes:
        """The address of the contract of that key."""
        return self.contract(key).address

    @property
    def addresses(self) -> Mapping[bytes, str]:
        """Every contract's key by its address."""
        return MappingProxyType({contract.address: contract.key for contract in self.contracts})

    @property
    def first_block(self) -> int:
        """The lowest block with one of the contracts in it: nothing happened before."""
        return min(contract.block_number for contract in self.contracts)

    def digest(self) -> bytes:
        """What pins the deployment: keccak256 of its essence, 32 bytes."""
        return keccak256(self.essence())

    def essence(self) -> bytes:
        """What the digest is of: RFC 8785 bytes.

        That is {format, chainId, genesis, contracts: {key: {address, artifactHash, arguments}}}; no transaction and no
        block is in it, so that it is known before the first is sent.
        """
        contracts = {
            contract.key: {
                "address": _hex(contract.address),
                "artifactHash": _hex(contract.artifact_hash),
                "arguments": list(contract.arguments),
            }
            for contract in self.contracts
        }
        essence = {
            "format": FORMAT,
            "chainId": self.chain_id,
            "genesis": _hex(self.genesis_hash),
            "contracts": contracts,
        }
        # The arguments are JSON by their own name for it.
        return canonical_bytes(essence)  # type: ignore[arg-type]

    def to_json(self) -> bytes:
        """The manifest: indented JSON with a line break at its end."""
        manifest = _Manifest(
            format=FORMAT,
            name=self.name,
            chain_id=self.chain_id,
            genesis=_hex(self.genesis_hash),
            deployer=_hex(self.deployer),
            first_nonce=self.first_nonce,
            digest=_hex(self.digest()),
            contracts=[_contract_json(contract) for contract in self.contracts],
        )
        return msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n"

    @classmethod
    def from_json(cls, text: bytes) -> Deployment:
        """The deployment that a manifest describes.

        Raises:
            ManifestInvalid: not a manifest of this format, or one whose digest is not that of its content.
        """
        try:
            manifest = msgspec.convert(parse_strict(text), _Manifest, strict=True)
        except (msgspec.ValidationError, DocumentError) as error:
            raise ManifestInvalid(f"not a manifest of format {FORMAT}: {error}") from None
        if manifest.format != FORMAT:
            raise ManifestInvalid(f"its format is {manifest.format}; this version of govledger reads format {FORMAT}")
        deployment = cls(
            manifest.name,
            manifest.chain_id,
            _from_hex(manifest.genesis, 32, "genesis"),
            _from_hex(manifest.deployer, 20, "deployer"),
            manifest.first_nonce,
            tuple(_contract(entry) for entry in manifest.contracts),
        )
        if not deployment.contracts:
            raise ManifestInvalid("it has no contracts")
        if _hex(deployment.digest()) != manifest.digest:
            raise ManifestInvalid(
                f"its digest {manifest.digest} is not that of its content ({_hex(deployment.digest())}): it was changed"
            )
        return deployment


class _Contract(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    key: str
    contract: str
    address: str
    arguments: list[Any]
    artifact_hash: str
    code_hash: str
    transaction_hash: str
    block_number: int
    block_hash: str


class _Manifest(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    format: int
    name: str
    chain_id: int
    genesis: str
    deployer: str
    first_nonce: int
    digest: str
    contracts: list[_Contract]


def _contract_json(contract: DeployedContract) -> _Contract:
    return _Contract(
        key=contract.key,
        contract=contract.contract,
        address=_hex(contract.address),
        arguments=list(contract.arguments),
        artifact_hash=_hex(contract.artifact_hash),
        code_hash=_hex(contract.code_hash),
        transaction_hash=_hex(contract.transaction_hash),
        block_number=contract.block_number,
        block_hash=_hex(contract.block_hash),
    )


def _contract(entry: _Contract) -> DeployedContract:
    for argument in entry.arguments:
        _check_argument(argument, entry.key)
    return DeployedContract(
        entry.key,
        entry.contract,
        _from_hex(entry.address, 20, "address"),
        tuple(entry.arguments),
        _from_hex(entry.artifact_hash, 32, "artifactHash"),
        _from_hex(entry.code_hash, 32, "codeHash"),
        _from_hex(entry.transaction_hash, 32, "transactionHash"),
        entry.block_number,
        _from_hex(entry.block_hash, 32, "blockHash"),
    )


def _check_argument(argument: object, key: str) -> None:
    if isinstance(argument, list):
        for item in argument:
            _check_argument(item, key)
    elif not isinstance(argument, str | bool):
        raise ManifestInvalid(f"{key} has the argument {argument!r}; arguments are text, booleans and lists of these")


# --- the code on the chain -----------------------------------------------------------------------------


def is_code_of(artifact: Artifact, arguments: Sequence[ArgumentJson], code: bytes) -> bool:
    """Whether code on the chain is what an artifact becomes with these constructor arguments.

    An immutable with the name of a constructor parameter (`consortium` of `consortium_`) must hold its argument;
    another one may hold anything, but the same in all its places.
    """
    if not artifact.is_code_of(code):
        return False
    known = _immutables(artifact, arguments)
    for reference in artifact.immutable_references:
        found = code[reference.start : reference.start + reference.length]
        if known.setdefault(snake_case(reference.name), found) != found:
            return False
    return True


def _immutables(artifact: Artifact, arguments: Sequence[ArgumentJson]) -> dict[str, bytes]:
    """The words that immutables must hold, by name, as far as constructor arguments say it."""
    constructor: Mapping[str, Any] = next((e for e in artifact.abi if e["type"] == "constructor"), {"inputs": ()})
    words = {
        snake_case(parameter["name"]): _word(parameter["type"], argument)
        for parameter, argument in zip(constructor["inputs"], arguments, strict=False)
    }
    return {name: word for name, word in words.items() if word is not None}


def _word(abi_type: str, argument: ArgumentJson) -> bytes | None:
    """A value type's 32 bytes; None for the other types, which are never immutable."""
    if abi_type == "bool":
        return int(bool(argument)).to_bytes(32, "big")
    if not isinstance(argument, str):
        return None
    if abi_type == "address":
        return bytes.fromhex(argument[2:]).rjust(32, b"\0")
    sized = _SIZED_TYPE.fullmatch(abi_type)
    if sized is None:
        return None
    if sized[1] == "bytes":
        return bytes.fromhex(argument[2:]).ljust(32, b"\0")
    return int(argument).to_bytes(32, "big", signed=sized[1] == "int")


# --- the journal ---------------------------------------------------------------------------------------


class PlannedContract(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """One contract that a run is to create."""

    key: str
    contract: str
    address: str
    artifact_hash: str
    arguments: list[Any]


class Begun(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel", tag_field="line", tag="begun"):
    """The journal's first line: what is to be deployed, where, and by whom."""

    format: int
    chain_id: int
    genesis: str
    deployer: str
    first_nonce: int
    plan: list[PlannedContract]


class Signed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel", tag_field="line", tag="signed"):
    """On disk before the transaction is sent. A step signed anew with a higher fee has several."""

    step: int
    nonce: int
    address: str
    transaction: str
    """The raw transaction."""
    hash: str

    @property
    def raw(self) -> bytes:
        """The signed transaction's bytes."""
        return bytes.fromhex(self.transaction[2:])


class Mined(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel", tag_field="line", tag="mined"):
    """The transaction's receipt, as it was first seen."""

    step: int
    hash: str
    block_number: int
    block_hash: str
    succeeded: bool


JournalLine: TypeAlias = Begun | Signed | Mined


def journal_line(line: JournalLine) -> bytes:
    """The line's bytes, with its line break."""
    return msgspec.json.encode(line) + b"\n"


def complete_length(content: bytes) -> int:
    """How much of a journal's file is whole lines; a crash may leave a piece of one at the end."""
    return content.rfind(b"\n") + 1


def read_journal(content: bytes) -> tuple[JournalLine, ...]:
    """The whole lines of a journal; a piece of a line at its end is left out.

    Raises:
        JournalInvalid: a whole line is none of the three kinds, or they are not in an order that a run writes.
    """
    decoder = msgspec.json.Decoder(JournalLine, strict=True)
    lines: list[JournalLine] = []
    for number, text in enumerate(content[: complete_length(content)].splitlines(), start=1):
        try:
            line = decoder.decode(text)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise JournalInvalid(f"line {number} is damaged: {error}") from None
        _check_order(lines, line, number)
        lines.append(line)
    return tuple(lines)


def _check_order(before: Sequence[JournalLine], line: JournalLine, number: int) -> None:
    if isinstance(line, Begun) == bool(before):
        raise JournalInvalid(f"line {number} is out of place: the first line, and no other, says what was begun")
    if isinstance(line, Begun):
        if line.format != FORMAT:
            raise JournalInvalid(f"its format is {line.format}; this version of govledger reads format {FORMAT}")
        return
    begun = before[0]
    assert isinstance(begun, Begun)
    if not 0 <= line.step < len(begun.plan):
        raise JournalInvalid(f"line {number} is about step {line.step}, of {len(begun.plan)} steps")
    if isinstance(line, Signed):
        if line.nonce != begun.first_nonce + line.step or line.address != begun.plan[line.step].address:
            raise JournalInvalid(f"line {number} has another nonce or address than its step")
        if _hash_of(line.transaction) != line.hash:
            raise JournalInvalid(f"line {number} has a transaction that is not of its hash")


def _hash_of(transaction: str) -> str | None:
    try:
        return _hex(keccak256(bytes.fromhex(transaction.removeprefix("0x"))))
    except ValueError:
        return None


def _hex(value: bytes) -> str:
    return "0x" + value.hex()


def _from_hex(text: str, length: int, what: str) -> bytes:
    try:
        value = bytes.fromhex(text.removeprefix("0x"))
    except ValueError:
        value = b""
    if text != _hex(value) or len(value) != length:
        raise ManifestInvalid(f"{what} is {text!r}; it is 0x and {length} bytes in lower-case hex")
    return value
