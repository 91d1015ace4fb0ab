"""`govledger index` on a real node behind a bad wire: it asks again, asks for less, and ends as on a good one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

import govledger
from govledger import OrganisationKind
from govledger.cli import main
from govledger.index import plan
from govledger.index.store import read_store
from tests.integration.bad_wire import BadWire
from tests.integration.conftest import RICH_KEY, Anvil
from tests.store_content import content


@pytest.mark.parametrize("verify", ["headers", "receipts"])
def test_index_on_a_bad_wire_ends_as_on_a_good_one(
    anvil: Callable[..., Anvil], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, verify: str
) -> None:
    monkeypatch.setattr(plan, "FIRST_SPAN", 4)
    node = anvil()
    with node.connect() as chain:
        ledger = govledger.deploy(chain, RICH_KEY, name="demo", directory=tmp_path)
        founder = ledger.acting_as(RICH_KEY)
        for number in range(6):
            founder.decisions.admit_organisation(f"ORGANISATION{number:06d}", {OrganisationKind.DEPARTMENT})
            chain.request("anvil_mine", "0x5")
        ledger.close()

    def index(url: str, name: str) -> str:
        store = str(tmp_path / name)
        arguments = ["index", str(tmp_path / "demo"), "--rpc", url, "--verify", verify, "--store", store]
        result = CliRunner().invoke(main, arguments)
        assert result.exit_code == 0, result.output
        return result.output

    expected = index(node.url, "good.sqlite").splitlines()
    with BadWire(node.url, seed=7) as wire:
        for number in range(2):
            shown = index(wire.url, f"{number}.sqlite")
            assert expected[-1] in shown
            with read_store(tmp_path / "good.sqlite") as good, read_store(tmp_path / f"{number}.sqlite") as bad:
                assert content(bad) == content(good)
        kinds = {"good", "dropped", "cut", "busy", "error", "slow", "lost"} | (
            {"refused"} if verify == "headers" else set()
        )
        assert kinds <= set(wire.done), wire.done
