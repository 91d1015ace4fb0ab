"""What Solidity says once, Python says the same: events, errors, closed lists."""

from __future__ import annotations

import re
from enum import IntEnum
from pathlib import Path

import pytest

from govledger import events, model, refusals
from govledger.artifacts import CONTRACTS, load
from govledger.errors import Refusal
from govledger.events.interface import NEVER_EMITTED
from govledger.privacy.keccak import keccak256

CONTRACT_SOURCES = Path(__file__).parents[2] / "contracts"
NOT_MIRRORED = {"Stage"}
"""Enums that never leave the contracts."""


def own_sources() -> list[Path]:
    """Those of the project: `ape compile` keeps what it imports in a hidden folder beside them."""
    return [path for path in CONTRACT_SOURCES.rglob("*.sol") if ".cache" not in path.parts]


def _enums() -> dict[str, list[str]]:
    found = {}
    for path in own_sources():
        source = re.sub(r"//[^\n]*", "", path.read_text(encoding="utf-8"))
        for name, body in re.findall(r"\benum (\w+) \{(.*?)\}", source, flags=re.S):
            found[name] = [member.strip() for member in body.split(",")]
    return found


def _declared(kind: str) -> set[str]:
    return {
        name
        for path in (CONTRACT_SOURCES / "interfaces").glob("*.sol")
        for name in re.findall(rf"^    {kind} (\w+)\(", path.read_text(encoding="utf-8"), flags=re.M)
    }


@pytest.mark.parametrize("name", sorted(set(_enums()) - NOT_MIRRORED))
def test_closed_list_has_the_same_members_in_the_same_order(name: str) -> None:
    mirrored: type[IntEnum] = getattr(model, name)
    assert [member.name for member in mirrored] == _enums()[name]
    assert [member.value for member in mirrored] == list(range(len(mirrored)))


def test_every_event_of_the_interfaces_has_its_class() -> None:
    assert _declared("event") == set(events.BY_NAME)


def test_every_error_of_the_interfaces_has_its_exception() -> None:
    exceptions = {refusal.__name__ for refusal in refusals.BY_SELECTOR.values()}
    assert _declared("error") <= exceptions
    assert all(issubclass(refusal, Refusal) for refusal in refusals.BY_SELECTOR.values())


@pytest.mark.parametrize("key", sorted(CONTRACTS))
def test_every_error_and_event_of_the_abi_is_known_by_its_hash(key: str) -> None:
    for entry in load(CONTRACTS[key]).abi:
        if entry["type"] not in ("error", "event"):
            continue
        signature = f"{entry['name']}({','.join(_canonical(item) for item in entry['inputs'])})"
        if signature in NEVER_EMITTED:
            continue
        digest = keccak256(signature.encode())
        if entry["type"] == "event":
            assert signature == events.BY_TOPIC[digest].SIGNATURE
        else:
            assert signature == refusals.BY_SELECTOR[digest[:4]].SIGNATURE


def test_error_names_are_unique_in_the_interfaces() -> None:
    names = [
        name
        for path in own_sources()
        for name in re.findall(r"^    error (\w+)\(", path.read_text(encoding="utf-8"), flags=re.M)
    ]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("key", sorted(CONTRACTS))
def test_the_head_stands_in_slot_zero(key: str) -> None:
    storage = load(CONTRACTS[key]).storage_layout["storage"]
    assert (storage[0]["label"], storage[0]["slot"], storage[0]["type"]) == ("_head", "0", "t_bytes32")


@pytest.mark.parametrize("key", sorted(CONTRACTS))
def test_every_event_has_object_and_actor_as_its_only_indexed_parameters(key: str) -> None:
    for entry in load(CONTRACTS[key]).abi:
        if entry["type"] == "event" and f"{entry['name']}()" not in NEVER_EMITTED:
            indexed = [item for item in entry["inputs"] if item["indexed"]]
            assert len(indexed) == 2
            assert (indexed[1]["name"], indexed[1]["type"]) == ("actor", "address")
            assert [item["name"] for item in entry["inputs"][2:5]] == [
                "actingOrganisation",
                "actingRole",
                f"{indexed[0]['name']}Version",
            ]


@pytest.mark.parametrize("key", sorted(CONTRACTS))
def test_every_contract_stays_well_below_the_size_limit(key: str) -> None:
    assert len(load(CONTRACTS[key]).runtime_bytecode) <= 24_576 - 1_500


def _canonical(item: dict[str, object]) -> str:
    kind = str(item["type"])
    if not kind.startswith("tuple"):
        return kind
    components = item["components"]
    assert isinstance(components, list)
    return f"({','.join(_canonical(component) for component in components)}){kind.removeprefix('tuple')}"
