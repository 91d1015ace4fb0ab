"""The import on a node that stays: twice, killed at many moments, with fees, with block times, in wrong places."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import govledger
from govledger.bills.import_plan import ImportPlan
from govledger.cli import main
from govledger.connection import Connection, connect
from govledger.importing.keyring import Keyring
from govledger.importing.run import ImportReport, import_bills
from govledger.index.store import read_store
from govledger.ledger import Ledger
from govledger.tx.keys import save_key
from govledger.tx.signing import PrivateKeySigner
from tests import synthea_files
from tests.integration.conftest import RICH_KEY, ZERO_FEE, Anvil

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "open sesame"
SETTLED = synthea_files.SETTLED
EVENTS_OF_THE_SMALL_IMPORT = {
    "batch_issued": 2,
    "claim_opened": 4,
    "contract_listed": 7,
    "decision_executed": 10,
    "direct_settlement_made": SETTLED,
    "officer_appointed": 11,
    "organisation_admitted": 5,
    "policy_set": 8,
    "range_granted": 2,
    "range_proposed": 2,
}
SENDS = 5 + 11 + 2 + 2 + 2 + SETTLED


@dataclass(frozen=True)
class Town:
    """A deployment on a node, and the directories of one import."""

    connection: Connection
    folder: Path

    @property
    def keys(self) -> Path:
        return self.folder / "keys"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def url(self) -> str:
        assert self.connection.url is not None
        return self.connection.url

    def plan(self) -> ImportPlan:
        return synthea_files.small().plan(self.data)

    def run(self) -> ImportReport:
        store = self.keys / "index.sqlite"
        with (
            closing(Ledger.open(self.folder / "town", self.connection, store=store)) as ledger,
            Keyring.open(self.keys, ledger.deployment) as keyring,
        ):
            return import_bills(ledger, self.plan(), keyring, lambda: PrivateKeySigner(RICH_KEY))

    def killed(self, place: str, count: int) -> bool:
        """A run that is killed; False if it was done before."""
        self.plan()
        arguments = [place, str(count), self.url, str(self.folder), str(self.keys), str(self.data)]
        command = [sys.executable, "-m", "tests.integration.killed_import", *arguments]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode in (0, -signal.SIGKILL), done.stderr
        return done.returncode != 0

    def killed_within(self, seconds: float) -> bool:
        """A run that is killed after so many seconds; False if it was done before."""
        child = os.fork()
        if child == 0:
            self._run_and_exit()
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
        return os.WIFSIGNALED(status)

    def _run_and_exit(self) -> None:
        """The child: never comes back."""
        status = 1
        try:
            with connect(self.url) as connection:
                Town(connection, self.folder).run()
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)

    def height(self) -> int:
        return int(self.connection.request("eth_blockNumber"), 16)

    def events(self) -> dict[str, int]:
        with closing(read_store(self.keys / "index.sqlite")) as store:
            names = [
                name for (name,) in store.rows("SELECT name FROM sqlite_schema WHERE sql LIKE '%log_index%digest%'")
            ]
            counts = {name: next(store.rows(f'SELECT count(*) FROM "{name}"'))[0] for name in names}
        return {name: count for name, count in sorted(counts.items()) if count}

    def content(self) -> list[str]:
        with closing(read_store(self.keys / "index.sqlite")) as store:
            names = [name for (name,) in store.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")]
            return [f"{name} {row}" for name in sorted(names) for row in store.rows(f'SELECT * FROM "{name}"')]


def town_on(connection: Connection, folder: Path) -> Town:
    folder.mkdir(exist_ok=True)
    govledger.deploy(connection, RICH_KEY, name="town", directory=folder).close()
    return Town(connection, folder)


@pytest.fixture
def kills() -> int:
    """How often the import is killed at a random moment."""
    return int(os.environ.get("GOVLEDGER_KILLS", "8"))


@pytest.fixture
def town(free_chain: Anvil, tmp_path: Path) -> Iterator[Town]:
    with free_chain.connect() as connection:
        snapshot = connection.snapshot()
        yield town_on(connection, tmp_path)
        connection.revert(snapshot)


def test_second_import_on_a_node_sends_nothing_and_leaves_index_keys_and_vaults_as_they_are(town: Town) -> None:
    first = town.run()
    assert first.reconciliation.holds and town.events() == EVENTS_OF_THE_SMALL_IMPORT
    height, content, files = town.height(), town.content(), _files(town.keys)
    second = town.run()
    assert second.reconciliation == first.reconciliation
    assert (town.height(), town.content(), _files(town.keys)) == (height, content, files)
    assert second.done == type(second.done)(0, 0, 0, 0)


@pytest.mark.parametrize(
    ("place", "counts"),
    [
        ("before-send", [0, 4, 10]),
        ("after-send", [0, 6, 9]),
        ("before-rename", [0, 5, 3]),
        ("after-rename", [1, 6]),
    ],
)
def test_import_that_is_killed_again_and_again_is_finished_and_doubles_nothing(
    town: Town, place: str, counts: list[int]
) -> None:
    kills = 0
    for count in counts * 6:
        if not town.killed(place, count):
            break
        kills += 1
    assert kills >= len(counts)
    report = town.run()
    assert town.events() == EVENTS_OF_THE_SMALL_IMPORT
    equations = {one.name: (one.files, one.ledger, one.listed) for one in report.reconciliation.equations}
    assert (equations["claims"], equations["reimbursements"]) == ((7, 7, 0), (7, 6, 1))
    assert report.reconciliation.holds and len(report.reconciliation.unsettled) == 1
    height = town.height()
    assert town.run().reconciliation == report.reconciliation and town.height() == height


def test_import_that_is_killed_at_random_moments_goes_on_and_doubles_nothing(
    free_chain: Anvil, tmp_path: Path, kills: int
) -> None:
    """By SIGKILL from outside, in as many lives as it takes; `make kills` does it 200 times."""
    chance = random.Random(kills)
    done = imports = 0
    with free_chain.connect() as connection:
        while done < kills:
            snapshot = connection.snapshot()
            town = town_on(connection, tmp_path / str(imports))
            town.plan()
            while done < kills and town.killed_within(chance.uniform(0.0, 2.5)):
                done += 1
            report = town.run()
            assert town.events() == EVENTS_OF_THE_SMALL_IMPORT, (imports, done)
            assert report.reconciliation.holds and len(report.reconciliation.unsettled) == 1
            connection.revert(snapshot)
            imports += 1
    print(f"killed {done} times in {imports} imports; each ended with the same bills and settlements")


def test_import_that_is_killed_while_its_transactions_wait_is_finished(
    anvil: Callable[..., Anvil], tmp_path: Path
) -> None:
    with anvil(*ZERO_FEE, "--block-time", "1").connect() as connection:
        town = town_on(connection, tmp_path)
        for count in (2, 9, 9, 3):
            assert town.killed("after-send", count)
        report = town.run()
        assert report.reconciliation.holds and town.events() == EVENTS_OF_THE_SMALL_IMPORT


def test_acts_of_several_officers_share_blocks(anvil: Callable[..., Anvil], tmp_path: Path) -> None:
    with anvil(*ZERO_FEE, "--block-time", "1").connect() as connection:
        town = town_on(connection, tmp_path)
        before = town.height()
        assert town.run().reconciliation.holds
        assert town.height() - before < SENDS - 10


def test_import_on_a_chain_with_fees_pays_the_officers_from_the_founders_account(
    fee_chain: Anvil, tmp_path: Path
) -> None:
    with fee_chain.connect() as connection:
        snapshot = connection.snapshot()
        town = town_on(connection, tmp_path)
        assert town.run().reconciliation.holds
        assert town.events() == EVENTS_OF_THE_SMALL_IMPORT
        height = town.height()
        assert town.run().reconciliation.holds and town.height() == height
        connection.revert(snapshot)


# --- the command line -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ended:
    exit_code: int
    stdout: str
    stderr: str

    @property
    def error(self) -> str:
        """The one line that says what is wrong; there is no other."""
        [line] = self.stderr.splitlines()
        assert line.startswith("Error: ") and self.stdout == ""
        return line


Invoke = Callable[..., Ended]


@pytest.fixture
def invoke(town: Town, capsys: pytest.CaptureFixture[str]) -> Invoke:
    """`govledger import synthea` on the town, with options replaced by others (None: left out)."""

    def run(**options: Any) -> Ended:
        town.plan()
        given = {"rpc": town.url, "deployment": "town", "deployments": town.folder, "keys": town.keys} | options
        words = [f"--{name.replace('_', '-')}={value}" for name, value in given.items() if value is not None]
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main.main(args=["import", "synthea", str(town.data), "--json", *words], prog_name="govledger")
        printed = capsys.readouterr()
        return Ended(int(ended.value.code or 0), printed.out, printed.err)

    return run


@pytest.fixture
def founder(tmp_path: Path) -> dict[str, Path]:
    """The founder's keystore and the file with its password, as options."""
    save_key(tmp_path / "founder.json", RICH_KEY, PASSWORD, work_factor=2)
    (tmp_path / "password").write_text(PASSWORD + "\n")
    (tmp_path / "password").chmod(0o600)
    return {"key": tmp_path / "founder.json", "password_file": tmp_path / "password"}


def test_command_run_twice_on_a_node_prints_the_same_reconciliation(
    town: Town, invoke: Invoke, founder: dict[str, Path]
) -> None:
    first = invoke(**founder)
    assert first.exit_code == 0, first.stderr
    height = town.height()
    second = invoke()
    assert second.exit_code == 0 and town.height() == height
    assert json.loads(second.stdout)["reconciliation"] == json.loads(first.stdout)["reconciliation"]
    assert json.loads(first.stdout)["deployment"] == "town"
    assert town.keys.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o077 for path in town.keys.rglob("*") if "sqlite" not in path.name} == {0}


def test_founders_keystore_in_the_keys_directory_is_used(town: Town, invoke: Invoke, founder: dict[str, Path]) -> None:
    town.keys.mkdir(mode=0o700)
    founder["key"].rename(town.keys / "founder.json")
    assert invoke(password_file=founder["password_file"]).exit_code == 0


def test_missing_founders_keystore_is_named_and_nothing_is_sent(town: Town, invoke: Invoke) -> None:
    height = town.height()
    ended = invoke()
    assert ended.exit_code == 1 and town.height() == height
    assert f"there is no keystore {town.keys / 'founder.json'}; give it with --key" in ended.error


def test_wrong_password_gives_one_line(town: Town, invoke: Invoke, founder: dict[str, Path]) -> None:
    founder["password_file"].write_text("wrong\n")
    height = town.height()
    ended = invoke(**founder)
    assert ended.exit_code == 1 and "the password does not open" in ended.error and town.height() == height


def test_wrong_founders_key_gives_one_line(
    town: Town, invoke: Invoke, founder: dict[str, Path], tmp_path: Path
) -> None:
    save_key(tmp_path / "other.json", bytes([9] * 32), PASSWORD, work_factor=2)
    height = town.height()
    ended = invoke(**founder | {"key": tmp_path / "other.json"})
    assert ended.exit_code == 1 and "give the founder's keystore" in ended.error and town.height() == height


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"rpc": "http://127.0.0.1:1"}, "nothing answers at http://127.0.0.1:1"),
        ({"rpc": "ftp://127.0.0.1"}, "is no RPC address"),
        ({"deployment": "village"}, "village"),
        ({"deployment": "../town"}, "is no name for a deployment"),
    ],
)
def test_wrong_place_gives_one_line_and_makes_no_keys(
    town: Town, invoke: Invoke, options: dict[str, str], words: str
) -> None:
    ended = invoke(**options)
    assert ended.exit_code == 1 and words in ended.error
    assert not town.keys.exists()


def test_wrong_chain_gives_one_line_and_makes_no_keys(town: Town, invoke: Invoke, anvil: Callable[..., Anvil]) -> None:
    other = anvil(*ZERO_FEE, "--chain-id", "4242")
    ended = invoke(rpc=other.url)
    assert ended.exit_code == 1 and "chain" in ended.error
    assert not town.keys.exists()


def test_keys_of_another_deployment_are_refused(
    town: Town, invoke: Invoke, founder: dict[str, Path], tmp_path: Path
) -> None:
    assert invoke(**founder).exit_code == 0
    govledger.deploy(town.connection, RICH_KEY, name="village", directory=town.folder).close()
    height = town.height()
    ended = invoke(deployment="village", store=tmp_path / "village.sqlite", **founder)
    assert ended.exit_code == 1 and "holds the keys and vaults of deployment town" in ended.error
    assert town.height() == height


def test_keys_that_others_can_read_are_refused(town: Town, invoke: Invoke, founder: dict[str, Path]) -> None:
    town.keys.mkdir(mode=0o755)
    town.keys.chmod(0o755)
    ended = invoke(**founder)
    assert ended.exit_code == 1 and "has mode 0755" in ended.error


def _files(directory: Path) -> dict[str, bytes]:
    """All files but the locks and the index's own, whose content is compared by rows."""
    return {
        str(path.relative_to(directory)): path.read_bytes()
        for path in directory.rglob("*")
        if path.is_file() and path.name != "lock" and "sqlite" not in path.name
    }
