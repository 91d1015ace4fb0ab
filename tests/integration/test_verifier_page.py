"""The page of the second verifier, opened from the disk in a headless browser."""

from __future__ import annotations

import json
import os
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from govledger.audit.bundle.parts import Subject
from govledger.cli import main
from govledger.consensus.engine import Engine
from govledger.events import BillIssued, GrantIssued, GrantRevoked
from tests.bundles import as_file, parts_of, pins_of
from tests.evidence_chain import Emit, EvidenceChain, Fail
from tests.javascript_verifier import with_digest
from tests.simulated_chain import sample

WIDE, NARROW = 1280, 390


@pytest.fixture(scope="module")
def listener() -> Iterator[tuple[str, list[str]]]:
    """The address of a server on loopback, and what it was asked."""
    asked: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(204)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    server = HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", asked
    server.shutdown()
    server.server_close()


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
def answers(folder: Path, listener: tuple[str, list[str]], project_root: Path) -> dict[str, Any]:
    """What the browser saw of each bundle, by a name."""
    pins = {engine: pins_of(chain_of(engine)) for engine in (Engine.CLIQUE, Engine.QBFT)}

    def visit(name: str, bundle: str, engine: Engine, width: int, scheme: str, **more: str) -> dict[str, Any]:
        told = {
            "genesis": f"0x{pins[engine].genesis_hash.hex()}",
            "deployment": f" 0x{pins[engine].deployment_digest.hex().upper()} ",
        }
        visited = {"name": name, "bundle": str(folder / bundle), "width": width, "scheme": scheme}
        return told | visited | more

    visits = [
        visit("clique", "clique.bundle", Engine.CLIQUE, WIDE, "light"),
        visit("qbft", "qbft.bundle", Engine.QBFT, NARROW, "dark"),
        visit("life", "life.bundle", Engine.QBFT, WIDE, "dark"),
        visit("changed", "changed.bundle", Engine.QBFT, NARROW, "light"),
        visit("elsewhere", "qbft.bundle", Engine.QBFT, WIDE, "dark", genesis="0x" + "ab" * 32),
        visit("too early", "qbft.bundle", Engine.QBFT, WIDE, "light", until="1000"),
    ]
    unpacked = project_root / ".build" / "browser"
    unpacked.mkdir(parents=True, exist_ok=True)
    # Said to be on Amazon's machines, the npm package brings the browser's libraries and fonts along with the browser.
    environment = os.environ | {"TMPDIR": str(unpacked), "AWS_EXECUTION_ENV": "AWS_Lambda_nodejs20.x"}
    task = {"page": str(folder / "verifier.html"), "forbidden": listener[0], "visits": visits}
    run = subprocess.run(
        ["node", "tests/browser.mjs"],
        cwd=project_root,
        env=environment,
        input=json.dumps(task),
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    return {visit["name"]: answer for visit, answer in zip(visits, json.loads(run.stdout), strict=True)}


@pytest.fixture(scope="module")
def project_root() -> Path:
    return Path(__file__).resolve().parents[2]


def test_page_proves_a_log_and_lists_its_events_by_contract(answers: dict[str, Any]) -> None:
    for name in ("clique", "qbft"):
        answer = answers[name]
        assert answer["verdict"] == "Proved"
        assert answer["tables"] == [
            "Contracts",
            "Events of access_grants: 2",
            "Events of medical_bills: 1",
            "Failed calls: 1",
        ]
        assert "1: every direct call that failed" in answer["text"]


def test_page_proves_the_life_of_an_object(answers: dict[str, Any]) -> None:
    answer = answers["life"]
    assert (answer["verdict"], answer["tables"][0]) == ("Proved", "Lives")
    assert "The life of one object" in answer["text"] and "grant 7" in answer["text"]


def test_page_refuses_with_the_rule_and_the_place(answers: dict[str, Any]) -> None:
    expected = {"changed": "STATE (", "elsewhere": "GENESIS (", "too early": "UNTIL ("}
    for name, rule in expected.items():
        answer = answers[name]
        assert answer["verdict"] == "Refused"
        assert rule in answer["text"] and "the part at byte" in answer["text"]
        assert answer["tables"] == []


def test_page_asks_for_nothing_but_itself_and_could_not_reach_anything(
    answers: dict[str, Any], listener: tuple[str, list[str]], folder: Path
) -> None:
    for answer in answers.values():
        assert answer["requests"] == [(folder / "verifier.html").as_uri()]
        assert (answer["problems"], answer["reached"]) == ([], "refused")
    assert listener[1] == []


def test_page_is_accessible_at_both_widths_in_light_and_dark_and_scrolls_in_its_tables_alone(
    answers: dict[str, Any],
) -> None:
    for answer in answers.values():
        assert answer["violations"] == []
        assert (answer["fits"], answer["focused"]) == (True, "result")
