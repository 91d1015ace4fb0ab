"""What is generated from interfaces: names, types, documentation, code that works, text as ruff wants it."""

from __future__ import annotations

import importlib
import pickle
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import eth_abi
import pytest

from govledger.artifacts import CONTRACTS, load
from govledger.errors import ArtifactError, MalformedData, MalformedLog
from govledger.events.generator import generate, python_type
from govledger.events.interface import object_kinds, read_events, snake_case

ROOT = Path(__file__).resolve().parent.parent.parent


def argument(name: str, of_type: str, *, indexed: bool = False, components: tuple[Any, ...] = ()) -> dict[str, Any]:
    found: dict[str, Any] = {"name": name, "type": of_type, "indexed": indexed}
    return found | ({"components": list(components)} if components else {})


def event(name: str, *inputs: dict[str, Any], anonymous: bool = False) -> dict[str, Any]:
    return {"type": "event", "name": name, "inputs": list(inputs), "anonymous": anonymous}


def error(name: str, *inputs: dict[str, Any]) -> dict[str, Any]:
    return {"type": "error", "name": name, "inputs": list(inputs)}


def interface(*abi: Mapping[str, Any], userdoc: Any = None, devdoc: Any = None) -> Any:
    return SimpleNamespace(abi=abi, userdoc=userdoc or {}, devdoc=devdoc or {})


LONG = "A very long story about what happened, which goes on and on so that it cannot stand on one line of the file"
EVERY_TYPE = event(
    "EverythingHappened",
    argument("grant", "uint64", indexed=True),
    argument("actor", "address", indexed=True),
    argument("flag", "bool", indexed=True),
    argument("grantVersion", "uint64"),
    argument("parentGrant", "uint64"),
    argument("parentGrantVersion", "uint64"),
    argument("from", "uint40"),
    argument("change", "int32"),
    argument("code", "bytes18"),
    argument("call", "bytes"),
    argument("siblings", "bytes32[2]"),
    argument(
        "terms",
        "tuple",
        components=(
            argument("grant", "uint8"),
            argument("note", "bytes"),
            argument("inner", "tuple", components=(argument("deep", "uint256"),)),
        ),
    ),
    argument("rows", "tuple[]", components=(argument("a", "uint64"), argument("b", "bool"))),
)
EVERY_VALUE: tuple[Any, ...] = (
    *(5, b"\x11" * 20, True, 2, 9, 1, 77, -3, b"A" * 18, b"call me", (b"s" * 32, b"t" * 32)),
    *((4, b"note", (2**200,)), ((1, True), (2, False))),
)
SIGNATURE = (
    "EverythingHappened(uint64,address,bool,uint64,uint64,uint64,uint40,int32,bytes18,bytes,bytes32[2],"
    "(uint8,bytes,(uint256)),(uint64,bool)[])"
)
MANY = tuple(argument(f"aFactWithQuiteALongName{number}", "uint64") for number in range(9))
SAMPLE = {
    "ThingKeeper": interface(
        EVERY_TYPE,
        event("NothingSaid"),
        event("MuchSaid", argument("told", "tuple", components=(*MANY, argument("proof", "bytes32[]")))),
        event("EIP712DomainChanged"),
        error("ThingLost", argument("thingId", "uint64"), argument("", "bytes"), argument("args", "uint8")),
        error("TimeoutError", argument("untilAt", "uint40")),
        error("EmptyHanded"),
        error("ManyFactsTold", *MANY),
        {"type": "function", "name": "keep", "inputs": []},
        userdoc={
            "events": {SIGNATURE: {"notice": f'{LONG}. It has a \\ and """quotes""".'}},
            "errors": {"ThingLost(uint64,bytes,uint8)": [{"notice": "Thing {thingId} is lost; {nobody} knows."}]},
        },
        devdoc={
            "events": {SIGNATURE: {"params": {"from": "When it began.", "code": LONG + " " + LONG}}},
            "errors": {"ThingLost(uint64,bytes,uint8)": [{"params": {"thingId": "Which one."}}]},
        },
    ),
    "Another": interface(error("EmptyHanded")),
}


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    return generate(SAMPLE)


@pytest.fixture(scope="module")
def modules(files: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, ModuleType]:
    folder = tmp_path_factory.mktemp("generated")
    names = {"types": "sample_types", "decoder": "sample_decoder", "refusals": "sample_refusals"}
    for path, text in files.items():
        if (stem := Path(path).stem) in names:
            (folder / f"{names[stem]}.py").write_text(text.replace("govledger.events.types", "sample_types"))
    sys.path.insert(0, str(folder))
    try:
        return {stem: importlib.import_module(name) for stem, name in names.items()}
    finally:
        sys.path.remove(str(folder))


def test_an_event_with_every_type_is_decoded_and_encoded(modules: dict[str, ModuleType]) -> None:
    types, decoder = modules["types"], modules["decoder"]
    indexed, body = EVERY_TYPE["inputs"][:3], EVERY_TYPE["inputs"][3:]
    body_types = SIGNATURE.removeprefix("EverythingHappened(uint64,address,bool,").removesuffix(")")
    topics = [eth_abi.encode([item["type"]], [v]) for item, v in zip(indexed, EVERY_VALUE[:3], strict=True)]
    assert len(body) == 10
    data = eth_abi.encode([f"({body_types})"], [EVERY_VALUE[3:]])[32:]

    found = decoder.decode([types.EverythingHappened.TOPIC, *topics], data)

    assert found == types.EverythingHappened(
        grant=5,
        actor=b"\x11" * 20,
        flag=True,
        grant_version=2,
        parent_grant=9,
        parent_grant_version=1,
        from_=77,
        change=-3,
        code=b"A" * 18,
        call=b"call me",
        siblings=(b"s" * 32, b"t" * 32),
        terms_grant=4,
        note=b"note",
        deep=2**200,
        rows=((1, True), (2, False)),
    )
    assert decoder.encode(found) == ((types.EverythingHappened.TOPIC, *topics), data)
    for position in range(len(data)):
        changed = data[:position] + bytes([data[position] ^ 0x80]) + data[position + 1 :]
        try:
            assert decoder.encode(decoder.decode([found.TOPIC, *topics], changed))[1] == changed
        except MalformedLog:
            continue
    with pytest.raises(MalformedLog, match="takes"):
        decoder.decode([found.TOPIC, *topics], data + bytes(32))


def test_a_bool_in_a_topic_is_0_or_1(modules: dict[str, ModuleType]) -> None:
    found = modules["types"].EverythingHappened(
        *(1, bytes(20), False, 0, 0, 0, 0, 0, bytes(18), b"", (bytes(32),) * 2, 0, b"", 0, ())
    )
    topics, data = modules["decoder"].encode(found)
    assert modules["decoder"].decode(topics, data) == found
    with pytest.raises(MalformedLog, match="flag is a bool that is neither 0 nor 1"):
        modules["decoder"].decode((*topics[:3], b"\x02" * 32), data)


def test_an_event_without_arguments_has_a_topic_and_no_data(modules: dict[str, ModuleType]) -> None:
    nothing = modules["types"].NothingSaid()
    assert modules["decoder"].encode(nothing) == ((nothing.TOPIC,), b"")
    assert modules["decoder"].decode([nothing.TOPIC], b"") == nothing


def test_a_struct_with_many_members_is_taken_apart_and_put_together(modules: dict[str, ModuleType]) -> None:
    much = modules["types"].MuchSaid(*range(9), (b"p" * 32, b"q" * 32))
    topics, data = modules["decoder"].encode(much)
    types = ["uint64"] * 9 + ["bytes32[]"]
    assert data == eth_abi.encode([f"({','.join(types)})"], [(*range(9), [b"p" * 32, b"q" * 32])])
    assert modules["decoder"].decode(topics, data) == much


def test_values_that_a_type_does_not_have_are_not_encoded(modules: dict[str, ModuleType]) -> None:
    good = (1, bytes(20), False, 0, 0, 0, 0, 0, bytes(18), b"", (bytes(32),) * 2, 0, b"", 0, ())
    bad: dict[int, Any] = {
        **{0: 2**64, 1: b"short", 2: 1, 3: -1, 4: "7", 5: True, 6: None, 7: 2**31, 8: b"A", 9: "text"},
        **{10: (bytes(32),), 11: 256, 12: 0, 13: b"", 14: ((1,),)},
    }
    for position, value in bad.items():
        values = (*good[:position], value, *good[position + 1 :])
        with pytest.raises(MalformedData, match=r"EverythingHappened\."):
            modules["decoder"].encode(modules["types"].EverythingHappened(*values))


def test_an_event_says_what_it_is(modules: dict[str, ModuleType]) -> None:
    found = modules["types"].EverythingHappened
    assert found.CONTRACT == "thing_keeper"
    assert found.SIGNATURE == SIGNATURE
    assert found.NOTICE.startswith(LONG)
    fields = {field.name: field for field in found.FIELDS}
    assert fields["from_"].documentation == "When it began."
    assert fields["grant"].indexed and not fields["call"].indexed
    assert fields["rows"].type == "(uint64,bool)[]"
    assert [(o.kind, o.id_field) for o in found.OBJECTS] == [("grant", "grant"), ("grant", "parent_grant")]
    assert found in modules["types"].EVENTS
    assert modules["types"].BY_NAME["NothingSaid"] is modules["types"].NothingSaid


def test_events_that_only_a_base_declares_are_left_out(modules: dict[str, ModuleType]) -> None:
    assert "EIP712DomainChanged" not in modules["types"].BY_NAME


def test_a_refusal_fills_its_facts_into_the_notice(modules: dict[str, ModuleType]) -> None:
    lost = modules["refusals"].ThingLost(7, b"\xab", 3)
    assert lost.SIGNATURE == "ThingLost(uint64,bytes,uint8)"
    assert (lost.thing_id, lost.argument1, lost.args_) == (7, b"\xab", 3)
    assert str(lost) == "Thing 7 is lost; {nobody} knows. (argument1=0xab, args_=3)"
    assert pickle.loads(pickle.dumps(lost)).facts == lost.facts
    assert (
        type(lost).from_data(lost.SELECTOR + eth_abi.encode(["uint64", "bytes", "uint8"], [7, b"\xab", 3])) is not None
    )
    with pytest.raises(MalformedData, match="begins with 0x00000000"):
        type(lost).from_data(bytes(4))


def test_a_refusal_shows_times_that_a_person_can_read(modules: dict[str, ModuleType]) -> None:
    late = modules["refusals"].TimeoutErrorRefusal
    assert str(late(1_795_367_380)) == "TimeoutErrorRefusal (until_at=1795367380 (2026-11-22 17:09:40 UTC))"
    assert str(late(2**40 - 1)) == f"TimeoutErrorRefusal (until_at={2**40 - 1})"


def test_a_refusal_with_many_facts_keeps_their_order(modules: dict[str, ModuleType]) -> None:
    assert list(modules["refusals"].ManyFactsTold(*range(9)).facts.values()) == list(range(9))


def test_a_refusal_without_notice_and_facts_has_its_name(modules: dict[str, ModuleType]) -> None:
    refusals = modules["refusals"]
    assert str(refusals.EmptyHanded()) == "EmptyHanded"
    assert "Another, ThingKeeper" in (refusals.EmptyHanded.__doc__ or "")
    assert refusals.BY_SELECTOR[refusals.EmptyHanded.SELECTOR] is refusals.EmptyHanded


def test_a_tuple_in_a_refusal_is_shown_member_by_member() -> None:
    from govledger.events.refusal import ContractRefusal

    class Sample(ContractRefusal):
        MESSAGE = "{rows} are wrong."
        FIELDS = ("rows",)
        TYPES = ("(uint64,bytes2)",)

    assert str(Sample((1, b"ab"))) == "(1, 0x6162) are wrong."


def test_what_is_generated_is_as_ruff_wants_it(files: dict[str, str], tmp_path: Path) -> None:
    programs = Path(sys.executable).parent
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    targets = [str(tmp_path / path) for path in files]
    config = ["--config", str(ROOT / "pyproject.toml"), "--no-cache"]
    for command in (
        [str(programs / "ruff"), "format", "--diff", *config, *targets],
        [str(programs / "ruff"), "check", *config, "--ignore=I001,F401", *targets],
    ):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_generated_modules_are_those_of_the_artifacts() -> None:
    for path, text in generate({name: load(name) for name in CONTRACTS.values()}).items():
        assert (ROOT / path).read_text() == text, f"{path} is out of date; run govledger compile"


def test_generating_does_not_depend_on_the_order_of_artifacts() -> None:
    assert generate(SAMPLE) == generate(dict(reversed(SAMPLE.items())))


def test_no_contract_at_all_gives_modules_that_work() -> None:
    for path, text in generate({}).items():
        compile(text, path, "exec")


@pytest.mark.parametrize(
    ("artifacts", "message"),
    [
        ({"A": interface(event("X")), "B": interface(event("X"))}, "both have an event X"),
        ({"A": interface(event("X", anonymous=True))}, "is anonymous"),
        ({"A": interface(event("X", argument("name", "bytes", indexed=True)))}, "indexed and no value type"),
        ({"A": interface(error("E", argument("a", "bool"))), "B": interface(error("E"))}, "share a name"),
        # two signatures whose selectors are equal: 0x42966c68, found by search and well known
        (
            {
                "A": interface(
                    error("burn", argument("a", "uint256")),
                    error("collate_propagate_storage", argument("b", "bytes16")),
                )
            },
            "share a selector",
        ),
    ],
)
def test_interfaces_that_cannot_be_told_apart_are_refused(artifacts: Mapping[str, Any], message: str) -> None:
    with pytest.raises(ArtifactError, match=message):
        generate(artifacts)


def test_names_become_words() -> None:
    names = {"validFrom": "valid_from", "DataRegistry": "data_registry", "URI": "uri", "rootHTTPUrl": "root_http_url"}
    assert {name: snake_case(name) for name in names} == names
    assert snake_case("_listing") == "listing"


def test_a_parameter_is_an_object_only_if_it_has_a_version_of_64_bits() -> None:
    odd = event(
        "Odd",
        argument("schema", "bytes16"),
        argument("schemaVersion", "uint64"),
        argument("rule", "uint64"),
        argument("ruleVersion", "uint32"),
    )
    assert object_kinds(read_events({"A": interface(odd)})) == frozenset()


def test_what_is_known_by_a_hash_is_an_object_if_it_has_a_version() -> None:
    approved = event("Approved", argument("draft", "bytes32"), argument("draftVersion", "uint64"))
    assert object_kinds(read_events({"A": interface(approved)})) == {"draft"}


def test_python_types_follow_the_abi() -> None:
    types = {
        "uint64": "int",
        "int8": "int",
        "bool": "bool",
        "address": "bytes",
        "string": "str",
        "(uint64,(bool,bytes))[]": "tuple[tuple[int, tuple[bool, bytes]], ...]",
        "bytes32[2][]": "tuple[tuple[bytes, ...], ...]",
    }
    assert {abi_type: python_type(abi_type) for abi_type in types} == types
