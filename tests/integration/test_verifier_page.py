"""The page of the second verifier, opened from the disk in a headless browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from govledger.audit.bundle.parts import Subject
from govledger.cli import main
from govledger.consensus.engine import Engine
from govledger.events import BillIssued, GrantIssued, GrantRevoked
from tests.browser import NARROW, WIDE, in_browser, listener
from tests.bundles import as_file, parts_of, pins_of
from tests.evidence_chain import Emit, EvidenceChain, Fail
from tests.javascript_verifier import with_digest
from tests.simulated_chain import sample


@pytest.fixture(scope="module")
def listening() -> Iterator[tuple[str, list[str]]]:
    """The address of a server on loopback, and what it was asked."""
    with listener() as found:
        yield found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page as the command writes it, three bundles, and one of them changed."""
    folder = tmp_path_factory.mktemp("page")
    written = CliRunner().invoke(main, ["audit", "page", "--out", str(folder / "verifier.html")])
    assert written.exit_code == 0, written.output
    for engine in (Engine.CLIQUE, Engine.QBFT):
        as_file(folder / f"{engine}.bundle", parts_of(chain_of(engine)))
    as_file(folder / "life.bundle", parts_of(chain_of(Engine.QBFT), subjects=[Subject("grant", b"\7")]))
    changed = bytearray((folder / "qbft.bundle").read_bytes())
    changed[-200] ^= 1
    (folder / "changed.bundle").write_bytes(with_digest(bytes(changed)))
    return folder


def chain_of(engine: Engine) -> EvidenceChain:
    chain = EvidenceChain(engine)
    chain.create_all()
    chain.seal(Emit((sample(GrantIssued, grant=7, grant_version=1), sample(BillIssued, bill=9, bill_version=1))))
    chain.seal(Fail("access_grants"))
    chain.seal(Emit((sample(GrantRevoked, grant=7, grant_version=2),)))
    chain.seal_empty(4)
    return chain


@pytest.fixture(scope="module")
def answers(folder: Path, listening: tuple[str, list[str]]) -> dict[str, Any]:
    """What the browser saw of each bundle, by a name."""
    pins = {engine: pins_of(chain_of(engine)) for engine in (Engine.CLIQUE, Engine.QBFT)}

    def visit(name: str, bundle: str, engine: Engine, width: int, scheme: str, **more: str) -> dict[str, Any]:
        form = {
            "bundle": str(folder / bundle),
            "genesis": f"0x{pins[engine].genesis_hash.hex()}",
            "deployment": f" 0x{pins[engine].deployment_digest.hex().upper()} ",
        }
        page = str(folder / "verifier.html")
        return {"name": name, "page": page, "form": form | more, "width": width, "scheme": scheme}

    visits = [
        visit("clique", "clique.bundle", Engine.CLIQUE, WIDE, "light"),
        visit("qbft", "qbft.bundle", Engine.QBFT, NARROW, "dark"),
        visit("life", "life.bundle", Engine.QBFT, WIDE, "dark"),
        visit("changed", "changed.bundle", Engine.QBFT, NARROW, "light"),
        visit("elsewhere", "qbft.bundle", Engine.QBFT, WIDE, "dark", genesis="0x" + "ab" * 32),
        visit("too early", "qbft.bundle", Engine.QBFT, WIDE, "light", until="1000"),
    ]
    return in_browser(visits, listening[0])


def test_page_proves_a_log_and_lists_its_events_by_contract(answers: dict[str, Any]) -> None:
    for name in ("clique", "qbft"):
        answer = answers[name]
        assert answer["verdicts"] == ["Proved"]
        assert answer["tables"] == [
            "Contracts",
            "Events of access_grants: 2",
            "Events of medical_bills: 1",
            "Failed calls: 1",
        ]
        assert "1: every direct call that failed" in answer["text"]


def test_page_proves_the_life_of_an_object(answers: dict[str, Any]) -> None:
    answer = answers["life"]
    assert (answer["verdicts"], answer["tables"][0]) == (["Proved"], "Lives")
    assert "The life of one object" in answer["text"] and "grant 7" in answer["text"]


def test_page_refuses_with_the_rule_and_the_place(answers: dict[str, Any]) -> None:
    expected = {"changed": "STATE (", "elsewhere": "GENESIS (", "too early": "UNTIL ("}
    for name, rule in expected.items():
        answer = answers[name]
        assert answer["verdicts"] == ["Refused"]
        assert rule in answer["text"] and "the part at byte" in answer["text"]
        assert answer["tables"] == []


def test_page_asks_for_nothing_but_itself_and_could_not_reach_anything(
    answers: dict[str, Any], listening: tuple[str, list[str]], folder: Path
) -> None:
    for answer in answers.values():
        assert answer["requests"] == [(folder / "verifier.html").as_uri()]
        assert (answer["problems"], answer["reached"]) == ([], "refused")
    assert listening[1] == []


def test_page_is_accessible_at_both_widths_in_light_and_dark_and_scrolls_in_its_tables_alone(
    answers: dict[str, Any],
) -> None:
    for answer in answers.values():
        assert answer["violations"] == []
        assert (answer["fits"], answer["focused"]) == (True, "result")
