"""From Solidity sources to the compiler's input, and from its output to artifacts; nothing is read or run."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from govledger.errors import CompilationFailed, ContractTooLarge
from govledger.privacy.keccak import keccak256

SOLC_VERSION = "0.8.37"
EVM_VERSION = "paris"
"""The newest rules that every supported engine has; no PUSH0, no mcopy, no transient storage."""

CODE_SIZE_LIMIT = 24_576
"""EIP-170, in bytes."""

CODE_SIZE_RESERVE = 1_500
"""What every contract must leave free below that limit, in bytes."""


@dataclass(frozen=True, slots=True)
class Optimizer:
    """How a contract is optimized."""

    runs: int = 10_000
    """How often its code is thought to run: fewer runs, smaller code, dearer calls."""
    via_ir: bool = False
    """Through the compiler's intermediate language: slower to compile, cheaper where structs are passed on."""


DEFAULT_OPTIMIZER = Optimizer()
OPTIMIZERS: Mapping[str, Optimizer] = {
    # Claims, consents, reversals and bookings of a bill meet in one contract, and its calls are counted by the second.
    "BillClaims": Optimizer(1_000, via_ir=True),
    # Opens every bill that is claimed.
    "MedicalBills": Optimizer(via_ir=True),
    # Whatever becomes of a number, and the order of payers: 24.0 kB at 10,000 runs.
    "BillRanges": Optimizer(1_000),
    # Everything about members, keys and the directory stands in one contract; what others ask of it in every act
    # (`authorise`) costs little more with few runs.
    "Consortium": Optimizer(1),
    # Three lives (requests, emergencies, windows) whose events carry structs: 24.6 kB at 10,000 runs.
    "DataRequests": Optimizer(1_000),
}
"""The contracts that are not compiled with `DEFAULT_OPTIMIZER`."""

_IMPORT = re.compile(r"""^\s*import\s+(?:[^;"']*?\sfrom\s*)?["']([^"']+)["']""", re.MULTILINE)
_IMMUTABLE = re.compile(r"\bimmutable\b")
_NUMBERED_TYPE = re.compile(r"t_(contract|enum|struct|userDefinedValueType)\(([^()]*)\)(\d+)")

Sources = Mapping[str, str]
"""Source unit name -> text: `contracts/Consortium.sol`, `@openzeppelin/contracts/utils/…`."""


# --- sources -------------------------------------------------------------------------------------------


def imports(name: str, text: str) -> tuple[str, ...]:
    """The source units that a source imports, as the compiler names them."""
    folder = posixpath.dirname(name)
    return tuple(
        posixpath.normpath(posixpath.join(folder, target)) if target.startswith((".", "..")) else target
        for target in _IMPORT.findall(text)
    )


def closure(roots: Sequence[str], read: Callable[[str], str]) -> dict[str, str]:
    """The given source units and all that they import, sorted by name.

    Args:
        roots: names of source units.
        read: gives the text of one; raises `FileNotFoundError` where there is none.

    Raises:
        CompilationFailed: an import leads nowhere.
    """
    found: dict[str, str] = {}
    waiting = [(root, "contracts/") for root in roots]
    while waiting:
        name, importer = waiting.pop()
        if name in found:
            continue
        try:
            found[name] = read(name)
        except FileNotFoundError as error:
            raise CompilationFailed(
                f"{importer} imports {name}, which does not exist; mend the import, or run `make npm`"
            ) from error
        waiting.extend((target, name) for target in imports(name, found[name]))
    return dict(sorted(found.items()))


def source_hash(sources: Sources) -> bytes:
    """keccak256 over the sources sorted by name: of each keccak256(name) ‖ keccak256(text), all in UTF-8."""
    return keccak256(
        b"".join(keccak256(name.encode()) + keccak256(text.encode()) for name, text in sorted(sources.items()))
    )


# --- the compiler's input ------------------------------------------------------------------------------


def settings(optimizer: Optimizer) -> dict[str, Any]:
    """The settings that shape the bytecode.

    The code carries no hash of its metadata: a comment changes no bytecode, and the path of the checkout is nowhere
    in it. What binds code to sources is the artifact's source hash.
    """
    return {
        "evmVersion": EVM_VERSION,
        "metadata": {"bytecodeHash": "none"},
        "optimizer": {"enabled": True, "runs": optimizer.runs},
        "viaIR": optimizer.via_ir,
    }


def standard_json(contracts: Sequence[str], sources: Sources, optimizer: Optimizer) -> dict[str, Any]:
    """The compiler's standard JSON input that asks for these contracts of `contracts/`."""
    wanted = [
        "abi",
        "devdoc",
        "evm.bytecode.linkReferences",
        "evm.bytecode.object",
        "evm.deployedBytecode.immutableReferences",
        "evm.deployedBytecode.object",
        "storageLayout",
        "userdoc",
    ]
    # Syntax trees are large and slow to print: only for the sources whose immutables need their names.
    selection = {name: {"": ["ast"]} for name, text in sources.items() if _IMMUTABLE.search(text)}
    for contract in contracts:
        selection.setdefault(source_path(contract), {})[contract] = wanted
        if interface_path(contract) in sources:
            selection.setdefault(interface_path(contract), {})[f"I{contract}"] = ["devdoc"]
    return {
        "language": "Solidity",
        "sources": {name: {"content": text} for name, text in sorted(sources.items())},
        "settings": {**settings(optimizer), "outputSelection": selection},
    }


def source_path(contract: str) -> str:
    """Where a contract stands: each in the file of its name."""
    return f"contracts/{contract}.sol"


def interface_path(contract: str) -> str:
    """Where its interface stands, if it has one."""
    return f"contracts/interfaces/I{contract}.sol"


# --- its output ----------------------------------------------------------------------------------------


def check_output(output: Mapping[str, Any]) -> tuple[str, ...]:
    """The warnings in the compiler's output.

    Raises:
        CompilationFailed: there are errors in it.
    """
    messages = output.get("errors", [])
    if errors := [message["formattedMessage"] for message in messages if message["severity"] == "error"]:
        raise CompilationFailed("the contracts do not compile:\n" + "\n".join(errors))
    return tuple(message["formattedMessage"] for message in messages if message["severity"] == "warning")


def artifact_document(
    contract: str,
    output: Mapping[str, Any],
    sources: Sources,
    *,
    optimizer: Optimizer,
    compiler_version: str,
    reserve: int = CODE_SIZE_RESERVE,
) -> dict[str, Any]:
    """The JSON document of one contract's artifact.

    Args:
        contract: its name.
        output: the compiler's output for `standard_json` with this contract.
        sources: those that this contract includes, and no others.
        optimizer: how it was optimized.
        compiler_version: with the commit, without the platform.
        reserve: what it must leave free below the limit of EIP-170, in bytes.

    Raises:
        CompilationFailed: the file holds no such contract, or it is abstract, or it needs a library's address.
        ContractTooLarge: it leaves too little room below the limit of EIP-170.
    """
    path = source_path(contract)
    compiled = output["contracts"].get(path, {}).get(contract)
    if compiled is None or not compiled["evm"]["bytecode"]["object"]:
        raise CompilationFailed(
            f"{path} has no contract {contract} that can be deployed; name the file after its contract"
        )
    if libraries := compiled["evm"]["bytecode"]["linkReferences"]:
        raise CompilationFailed(f"{contract} needs the addresses of {sorted(libraries)}; make their functions internal")
    runtime = compiled["evm"]["deployedBytecode"]
    check_size(contract, len(runtime["object"]) // 2, reserve)
    return {
        "contract": contract,
        "sourcePath": path,
        "abi": compiled["abi"],
        "bytecode": "0x" + compiled["evm"]["bytecode"]["object"],
        "runtimeBytecode": "0x" + runtime["object"],
        "immutableReferences": _named_references(runtime["immutableReferences"], output["sources"]),
        "storageLayout": normal_layout(compiled["storageLayout"]),
        "userdoc": compiled["userdoc"],
        "devdoc": _with_custom_tags(compiled["devdoc"], output["contracts"].get(interface_path(contract), {})),
        "compiler": {"version": compiler_version, "settings": settings(optimizer)},
        "sourceHash": "0x" + source_hash(sources).hex(),
    }


def _with_custom_tags(devdoc: Mapping[str, Any], interfaces: Mapping[str, Any]) -> dict[str, Any]:
    """A contract's developer documentation with the custom tags of its interface's functions.

    The compiler inherits all that an interface says of a function but these.
    """
    methods = {signature: dict(said) for signature, said in devdoc.get("methods", {}).items()}
    for interface in interfaces.values():
        for signature, said in interface.get("devdoc", {}).get("methods", {}).items():
            if tags := {tag: text for tag, text in said.items() if tag.startswith("custom:")}:
                methods[signature] = methods.get(signature, {}) | tags
    return {**devdoc, "methods": methods} if methods else dict(devdoc)


def check_size(contract: str, size: int, reserve: int = CODE_SIZE_RESERVE) -> None:
    """Holds a contract to the limit of EIP-170 less the reserve.

    Raises:
        ContractTooLarge: it is larger.
    """
    limit = CODE_SIZE_LIMIT - reserve
    if size > limit:
        raise ContractTooLarge(
            f"{contract} has {size:,} bytes of code and must have at most {limit:,} ({CODE_SIZE_LIMIT:,} by EIP-170, "
            f"less {reserve:,} in reserve); give it fewer optimizer runs in OPTIMIZERS, or split it"
        )


def normal_layout(layout: Mapping[str, Any]) -> dict[str, Any]:
    """A storage layout without the numbers of the compiler's syntax tree, which change with unrelated sources.

    Two types of one name stay apart: the second is called `Name~2`, in the order in which they appear.
    """
    numbers: dict[tuple[str, str], list[str]] = {}

    def rename(match: re.Match[str]) -> str:
        kind, name, number = match.groups()
        known = numbers.setdefault((kind, name), [])
        if number not in known:
            known.append(number)
        place = known.index(number)
        return f"t_{kind}({name})" if place == 0 else f"t_{kind}({name}~{place + 1})"

    def clean(value: Any) -> Any:
        if isinstance(value, dict):
            return {clean(key): clean(item) for key, item in value.items() if key != "astId"}
        if isinstance(value, list):
            return [clean(item) for item in value]
        return _NUMBERED_TYPE.sub(rename, value) if isinstance(value, str) else value

    return {"storage": clean(layout["storage"]), "types": clean(layout["types"] or {})}


def _named_references(references: Mapping[str, Any], sources: Mapping[str, Any]) -> dict[str, Any]:
    """Immutables by their variable's name; by `Contract.name` where two have the same."""
    if not references:
        return {}
    declared = {
        str(node["id"]): (contract["name"], node["name"])
        for source in sources.values()
        if "ast" in source
        for contract in source["ast"]["nodes"]
        for node in contract.get("nodes", [])
        if str(node.get("id")) in references
    }
    names = [declared[number][1] for number in references]
    named = {
        name if names.count(name) == 1 else ".".join(declared[number]): references[number]
        for number, name in zip(references, names, strict=True)
    }
    return dict(sorted(named.items()))


def batches(
    contracts: Sequence[str], optimizers: Mapping[str, Optimizer] = OPTIMIZERS, parts: int = 2
) -> Iterator[tuple[Optimizer, tuple[str, ...]]]:
    """Contracts that one start of the compiler makes, with how they are optimized; what takes long comes first.

    Contracts that are optimized alike are dealt out into `parts`, which can be compiled at the same time; how they are
    dealt out changes nothing in the artifacts.
    """
    chosen = {contract: optimizers.get(contract, DEFAULT_OPTIMIZER) for contract in sorted(contracts)}
    for optimizer in sorted(set(chosen.values()), key=lambda one: (not one.via_ir, one.runs)):
        group = tuple(contract for contract, its in chosen.items() if its == optimizer)
        for part in range(min(parts, len(group))):
            yield optimizer, group[part::parts]
