"""From sources to the compiler's input, and from its output to artifacts."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from govledger.artifacts import solidity
from govledger.errors import CompilationFailed, ContractTooLarge
from govledger.privacy.keccak import keccak256

SOURCES = {
    "@oz/Address.sol": "library Address {}",
    "contracts/Vault.sol": 'import {Owned} from "./base/Owned.sol";\ncontract Vault is Owned {}',
    "contracts/base/Owned.sol": 'import "@oz/Address.sol";\nabstract contract Owned { address immutable owner; }',
}


FEW = solidity.Optimizer(200)


def output_of(contract: str = "Vault", **evm: Any) -> dict[str, Any]:
    """What the compiler answers for `SOURCES`."""
    return {
        "contracts": {
            solidity.source_path(contract): {
                contract: {
                    "abi": [],
                    "userdoc": {},
                    "devdoc": {},
                    "storageLayout": {"storage": [], "types": None},
                    "evm": {
                        "bytecode": {"object": "6001", "linkReferences": {}},
                        "deployedBytecode": {"object": "60", "immutableReferences": {}},
                    }
                    | evm,
                }
            }
        },
        "sources": {
            "@oz/Address.sol": {},
            "contracts/Vault.sol": {
                "ast": {"nodes": [{"id": 7, "name": "Vault", "nodes": [{"id": 6, "name": "cap"}]}]}
            },
            "contracts/base/Owned.sol": {
                "ast": {"nodes": [{}, {"id": 3, "name": "Owned", "nodes": [{"id": 2, "name": "owner"}]}]}
            },
        },
    }


def document_of(output: dict[str, Any]) -> dict[str, Any]:
    return solidity.artifact_document("Vault", output, SOURCES, optimizer=FEW, compiler_version="0.8.37+commit.0")


# --- sources -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "unit"),
    [
        ('import "./A.sol";', "contracts/base/A.sol"),
        ("import '../A.sol';", "contracts/A.sol"),
        ('import {X} from "../../lib/A.sol";', "lib/A.sol"),
        ('import {\n    X,\n    Y as Z\n} from "./A.sol";', "contracts/base/A.sol"),
        ('import * as A from "@oz/A.sol";', "@oz/A.sol"),
    ],
)
def test_import_is_named_as_the_compiler_names_it(statement: str, unit: str) -> None:
    assert solidity.imports("contracts/base/B.sol", f"pragma solidity 0.8.37;\n{statement}\n") == (unit,)


def test_word_import_in_other_places_imports_nothing() -> None:
    text = '// import "./A.sol";\n/// What is important: "x"\nstring constant a = "import";\n'

    assert solidity.imports("contracts/B.sol", text) == ()


def test_closure_holds_all_that_is_imported_and_nothing_else() -> None:
    more = SOURCES | {"contracts/Other.sol": "contract Other {}"}

    assert solidity.closure(["contracts/Vault.sol"], more.__getitem__) == SOURCES
    assert list(solidity.closure(["contracts/base/Owned.sol"], more.__getitem__)) == [
        "@oz/Address.sol",
        "contracts/base/Owned.sol",
    ]


def test_sources_that_import_each_other_are_each_read_once() -> None:
    sources = {"a.sol": 'import "b.sol";', "b.sol": 'import "a.sol";'}
    reads: list[str] = []

    def read(name: str) -> str:
        reads.append(name)
        return sources[name]

    assert solidity.closure(["a.sol", "b.sol"], read) == sources
    assert sorted(reads) == ["a.sol", "b.sol"]


def test_import_that_leads_nowhere_is_named_with_its_importer() -> None:
    def read(name: str) -> str:
        if name not in SOURCES or name.startswith("@oz"):
            raise FileNotFoundError(name)
        return SOURCES[name]

    with pytest.raises(CompilationFailed, match=r"contracts/base/Owned\.sol imports @oz/Address\.sol, which does not"):
        solidity.closure(["contracts/Vault.sol"], read)


def test_source_hash_is_over_names_and_texts_sorted_by_name() -> None:
    expected = keccak256(keccak256(b"a.sol") + keccak256(b"x") + keccak256(b"b.sol") + keccak256(b"y"))

    assert solidity.source_hash({"b.sol": "y", "a.sol": "x"}) == expected
    assert solidity.source_hash({"b.sol": "x", "a.sol": "y"}) != expected


# --- the compiler's input ------------------------------------------------------------------------------


def test_input_asks_for_the_contracts_and_for_the_syntax_of_sources_with_immutables() -> None:
    asked = solidity.standard_json(["Vault"], SOURCES, FEW)

    assert asked["sources"]["@oz/Address.sol"] == {"content": "library Address {}"}
    assert asked["settings"]["optimizer"] == {"enabled": True, "runs": 200}
    assert asked["settings"]["evmVersion"] == "paris"
    assert asked["settings"]["viaIR"] is False
    assert solidity.settings(solidity.Optimizer(via_ir=True))["viaIR"] is True
    selection = asked["settings"]["outputSelection"]
    assert set(selection) == {"contracts/Vault.sol", "contracts/base/Owned.sol"}
    assert selection["contracts/base/Owned.sol"] == {"": ["ast"]}
    assert "evm.bytecode.object" in selection["contracts/Vault.sol"]["Vault"]


def test_custom_tags_of_the_interface_stand_beside_what_the_contract_inherits_of_it() -> None:
    sources = SOURCES | {"contracts/interfaces/IVault.sol": "interface IVault {}"}
    asked = solidity.standard_json(["Vault"], sources, FEW)["settings"]["outputSelection"]
    assert asked["contracts/interfaces/IVault.sol"] == {"IVault": ["devdoc"]}

    output = output_of()
    vault = output["contracts"][solidity.source_path("Vault")]["Vault"]
    vault["devdoc"] = {"title": "Vault", "methods": {"open()": {"params": {"by": "Who."}}}}
    output["contracts"]["contracts/interfaces/IVault.sol"] = {
        "IVault": {"devdoc": {"methods": {"open()": {"custom:caller": "its owner", "details": "Slow."}}}}
    }
    assert document_of(output)["devdoc"] == {
        "title": "Vault",
        "methods": {"open()": {"params": {"by": "Who."}, "custom:caller": "its owner"}},
    }


def test_contracts_that_are_optimized_alike_are_dealt_out_into_parts_and_what_takes_long_comes_first() -> None:
    slow = solidity.Optimizer(via_ir=True)
    assert list(solidity.batches(["E", "D", "C", "B", "A"], {"B": FEW, "D": slow}, parts=2)) == [
        (slow, ("D",)),
        (FEW, ("B",)),
        (solidity.DEFAULT_OPTIMIZER, ("A", "E")),
        (solidity.DEFAULT_OPTIMIZER, ("C",)),
    ]


# --- its output ----------------------------------------------------------------------------------------


def test_errors_of_the_compiler_end_the_compilation_and_warnings_do_not() -> None:
    warning = {"severity": "warning", "formattedMessage": "shadowed"}
    note = {"severity": "info", "formattedMessage": "noted"}
    error = {"severity": "error", "formattedMessage": "ParserError: line 3"}

    assert solidity.check_output({}) == ()
    assert solidity.check_output({"errors": [warning, note]}) == ("shadowed",)
    with pytest.raises(CompilationFailed, match="do not compile:\nParserError: line 3"):
        solidity.check_output({"errors": [warning, error]})


def test_document_carries_code_settings_and_source_hash() -> None:
    document = document_of(output_of())

    assert (document["contract"], document["sourcePath"]) == ("Vault", "contracts/Vault.sol")
    assert (document["bytecode"], document["runtimeBytecode"]) == ("0x6001", "0x60")
    assert document["compiler"] == {"version": "0.8.37+commit.0", "settings": solidity.settings(FEW)}
    assert document["sourceHash"] == "0x" + solidity.source_hash(SOURCES).hex()
    assert document["storageLayout"] == {"storage": [], "types": {}}


@pytest.mark.parametrize("contract", ["Vaults", "Vault"])
def test_file_without_a_contract_of_its_name_that_can_be_deployed_is_refused(contract: str) -> None:
    output = output_of(contract, bytecode={"object": "", "linkReferences": {}})

    with pytest.raises(CompilationFailed, match=r"contracts/Vault\.sol has no contract Vault that can be deployed"):
        document_of(output)


def test_contract_that_needs_a_library_on_the_chain_is_refused() -> None:
    output = output_of(bytecode={"object": "60", "linkReferences": {"@oz/Address.sol": {"Address": []}}})

    with pytest.raises(CompilationFailed, match=r"Vault needs the addresses of \['@oz/Address\.sol'\]"):
        document_of(output)


def test_contract_may_leave_1500_bytes_to_the_limit_and_not_one_less() -> None:
    solidity.check_size("Vault", 23_076)
    with pytest.raises(ContractTooLarge, match=r"Vault has 23,077 bytes of code and must have at most 23,076"):
        solidity.check_size("Vault", 23_077)
    solidity.check_size("Vault", 24_576, reserve=0)
    with pytest.raises(ContractTooLarge, match="must have at most 24,576"):
        solidity.check_size("Vault", 24_577, reserve=0)


def test_immutables_are_known_by_their_names() -> None:
    places = [{"start": 4, "length": 32}]
    references = {"2": places, "6": [{"start": 0, "length": 32}]}
    output = output_of(deployedBytecode={"object": "60", "immutableReferences": references})

    assert document_of(output)["immutableReferences"] == {"cap": [{"start": 0, "length": 32}], "owner": places}


def test_immutables_of_one_name_are_told_apart_by_their_contracts() -> None:
    references: dict[str, Any] = {"2": [], "6": []}
    output = deepcopy(output_of(deployedBytecode={"object": "60", "immutableReferences": references}))
    output["sources"]["contracts/Vault.sol"]["ast"]["nodes"][0]["nodes"][0]["name"] = "owner"

    assert list(document_of(output)["immutableReferences"]) == ["Owned.owner", "Vault.owner"]


def test_storage_layout_does_not_depend_on_the_numbers_of_the_syntax_tree() -> None:
    def layout(first: int, second: int) -> dict[str, Any]:
        struct = f"t_struct(Entry){first}_storage"
        return {
            "storage": [
                {"astId": first, "label": "_entries", "slot": "1", "type": f"t_mapping(t_enum(Role){second},{struct})"}
            ],
            "types": {
                struct: {"label": "struct Entry", "members": [{"astId": second, "type": "t_array(t_uint8)3_storage"}]}
            },
        }

    assert solidity.normal_layout(layout(5, 6)) == solidity.normal_layout(layout(105, 77))
    assert solidity.normal_layout(layout(5, 6)) == {
        "storage": [{"label": "_entries", "slot": "1", "type": "t_mapping(t_enum(Role),t_struct(Entry)_storage)"}],
        "types": {
            "t_struct(Entry)_storage": {"label": "struct Entry", "members": [{"type": "t_array(t_uint8)3_storage"}]}
        },
    }


def test_two_types_of_one_name_stay_apart_in_the_storage_layout() -> None:
    layout = {
        "storage": [{"type": "t_struct(Entry)9_storage"}, {"type": "t_struct(Entry)4_storage"}],
        "types": {"t_struct(Entry)9_storage": {}, "t_struct(Entry)4_storage": {}},
    }

    assert solidity.normal_layout(layout) == {
        "storage": [{"type": "t_struct(Entry)_storage"}, {"type": "t_struct(Entry~2)_storage"}],
        "types": {"t_struct(Entry)_storage": {}, "t_struct(Entry~2)_storage": {}},
    }
