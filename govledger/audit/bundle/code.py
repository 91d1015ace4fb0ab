"""The code that a contract of a deployment must have, and what the transaction that made it must have said. Pure.

Both follow from the compiled contract and from what the deployment's digest covers: the chain's id, and each contract's
address and constructor arguments. Nothing is taken from a chain, so a proved code hash is held against the hash of
`expected_code`, and a proved transaction against `creation_input`.

The compiler leaves zeros in the runtime code where an immutable stands; the constructor fills them in with

- a constructor argument of the same name (`consortium` of `consortium_`);
- what OpenZeppelin's EIP712 (5.3.0, contracts/utils/cryptography/EIP712.sol) computes from the name and version of the
  domain, the chain's id and the contract's own address;
- what the constructor asks of another contract of the deployment: BillClaims takes `ranges` from MedicalBills.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from govledger.artifacts import Artifact
from govledger.consensus.header import ADDRESS_LENGTH
from govledger.deployments import ArgumentJson
from govledger.errors import ArtifactError, InputError, MalformedData
from govledger.events.abi import WORD, codec, encode_values, members_of
from govledger.events.calls import Argument
from govledger.events.interface import snake_case
from govledger.privacy.consent_terms import CLAIMS_NAME
from govledger.privacy.grant_terms import DOMAIN, DOMAIN_NAME, DOMAIN_VERSION
from govledger.privacy.keccak import keccak256

LONGEST_INTEGER: Final = 78
"""Decimal digits of 2^256 − 1."""


@dataclass(frozen=True, slots=True)
class CreatedContract:
    """What a deployment's digest says of one contract, beside the artifact's hash."""

    address: bytes
    """20 bytes."""
    arguments: tuple[ArgumentJson, ...]
    """The constructor's."""


class _Domain(NamedTuple):
    """What a contract gives to the constructor of EIP712."""

    name: str
    version: str


_DOMAINS: Final[Mapping[str, _Domain]] = {
    "AccessGrants": _Domain(DOMAIN_NAME, DOMAIN_VERSION),
    "BillClaims": _Domain(CLAIMS_NAME.decode(), "1"),
}
"""By contract."""
_ASKED: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {"BillClaims": {"ranges": ("bills", "ranges")}}
"""By contract: an immutable, the immutable with the address of whom the constructor asks, and which of his it takes."""


def expected_code(
    key: str, chain_id: int, contracts: Mapping[str, CreatedContract], artifacts: Mapping[str, Artifact]
) -> bytes:
    """The code that stands at a contract's address after its creation, every immutable filled in.

    Args:
        key: the contract's: `bill_claims`.
        chain_id: of the chain that the deployment is on.
        contracts: all of the deployment, by key.
        artifacts: the compiled contracts, by key.

    Raises:
        InputError: the arguments are not those of the constructor, or name a contract that is not in the deployment.
        ArtifactError: the contract has an immutable of which nothing is known here.
    """
    artifact = artifacts[key]
    words = _immutables(key, chain_id, contracts, artifacts)
    code = bytearray(artifact.runtime_bytecode)
    for reference in artifact.immutable_references:
        if reference.name not in words:
            raise ArtifactError(
                f"{artifact.contract} has the immutable {reference.name}, of which this version of govledger does not "
                "know how it is computed; install one of the version that made the artifact"
            )
        code[reference.start : reference.start + reference.length] = words[reference.name]
    return bytes(code)


def creation_input(artifact: Artifact, arguments: Sequence[ArgumentJson]) -> bytes:
    """The data of the transaction that creates a contract: its creation code, and the arguments' ABI encoding.

    Raises:
        InputError: the arguments are not those of the constructor.
    """
    try:
        return artifact.bytecode + encode_values(*_values(artifact, arguments))
    except MalformedData as error:
        raise InputError(f"these are no arguments of the constructor of {artifact.contract}: {error}") from error


def _immutables(
    key: str, chain_id: int, contracts: Mapping[str, CreatedContract], artifacts: Mapping[str, Artifact]
) -> dict[str, bytes]:
    """The words of all immutables that can be known, by their names in Solidity."""
    artifact, created = artifacts[key], contracts[key]
    words = _given(artifact, created.arguments)
    if artifact.contract in _DOMAINS:
        words |= _domain_words(_DOMAINS[artifact.contract], chain_id, created.address)
    for name, (asked, taken) in _ASKED.get(artifact.contract, {}).items():
        words[name] = _answer(words[asked], taken, contracts, artifacts, f"{asked} of {artifact.contract}")
    return words


def _answer(
    asked: bytes,
    name: str,
    contracts: Mapping[str, CreatedContract],
    artifacts: Mapping[str, Artifact],
    what: str,
) -> bytes:
    """What another contract of the deployment answers: an immutable that is an argument of its constructor."""
    address = asked[-ADDRESS_LENGTH:]
    answers = [
        _given(artifacts[key], created.arguments).get(name)
        for key, created in contracts.items()
        if created.address == address
    ]
    if len(answers) != 1 or answers[0] is None:
        raise InputError(f"{what} is 0x{address.hex()}, where the deployment has no contract with {name}")
    return answers[0]


def _given(artifact: Artifact, arguments: Sequence[ArgumentJson]) -> dict[str, bytes]:
    """The words of the immutables that constructor arguments say."""
    creation_input(artifact, arguments)  # every argument is one, also of a type that no immutable has
    values = {name: (kind, value) for name, kind, value in _values(artifact, arguments)}
    names = {reference.name: snake_case(reference.name) for reference in artifact.immutable_references}
    found = {name: values[given] for name, given in names.items() if given in values}
    return {name: codec(kind).encode(value, name) for name, (kind, value) in found.items()}


def _domain_words(domain: _Domain, chain_id: int, address: bytes) -> dict[str, bytes]:
    """The immutables of OpenZeppelin's EIP712."""
    name, version = keccak256(domain.name.encode()), keccak256(domain.version.encode())
    chain, this = chain_id.to_bytes(WORD, "big"), address.rjust(WORD, b"\0")
    return {
        "_cachedDomainSeparator": keccak256(DOMAIN + name + version + chain + this),
        "_cachedChainId": chain,
        "_cachedThis": this,
        "_hashedName": name,
        "_hashedVersion": version,
        "_name": _short_string(domain.name),
        "_version": _short_string(domain.version),
    }


def _short_string(text: str) -> bytes:
    """A text of at most 31 bytes in one word, its length in the last byte (OpenZeppelin's ShortStrings)."""
    data = text.encode()
    return data.ljust(WORD - 1, b"\0") + bytes((len(data),))


def _values(artifact: Artifact, arguments: Sequence[ArgumentJson]) -> list[tuple[str, str, Any]]:
    """Each argument's name, canonical ABI type, and value as the ABI encoder takes it."""
    constructor: Mapping[str, Any] = next((e for e in artifact.abi if e["type"] == "constructor"), {"inputs": ()})
    parameters = [Argument.from_abi(entry) for entry in constructor["inputs"]]
    if len(parameters) != len(arguments):
        raise InputError(
            f"the constructor of {artifact.contract} takes {len(parameters)} arguments, and {len(arguments)} are given"
        )
    return [
        (parameter.name, parameter.type, _value(parameter.type, argument, f"{parameter.name} of {artifact.contract}"))
        for parameter, argument in zip(parameters, arguments, strict=True)
    ]


def _value(abi_type: str, argument: object, what: str) -> Any:
    """A JSON argument as the ABI encoder takes it; an argument has one form in JSON alone."""
    if isinstance(argument, list):
        if abi_type.endswith("[]"):
            return tuple(_value(abi_type[:-2], one, what) for one in argument)
        members = members_of(abi_type) if abi_type.startswith("(") else []
        if len(members) == len(argument):
            return tuple(_value(member, one, what) for member, one in zip(members, argument, strict=True))
    elif isinstance(argument, str):
        if abi_type.startswith(("bytes", "address")):
            return _hex_bytes(argument, what)
        if abi_type == "string":
            return argument
        digits = argument.removeprefix("-")
        is_number = digits.isascii() and digits.isdecimal() and len(digits) <= LONGEST_INTEGER
        if abi_type.startswith(("uint", "int")) and is_number and str(int(argument)) == argument:
            return int(argument)
    elif isinstance(argument, bool) and abi_type == "bool":
        return argument
    raise InputError(f"{what} is {argument!r}, which is no {abi_type} as manifests have it")


def _hex_bytes(text: str, what: str) -> bytes:
    try:
        data = bytes.fromhex(text.removeprefix("0x"))
    except ValueError:
        data = b""
    if text != "0x" + data.hex():
        raise InputError(f"{what} is {text!r}; bytes are written as 0x and lower-case hex digits")
    return data
