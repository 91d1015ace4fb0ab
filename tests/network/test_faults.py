"""Nodes that die, wires that are cut, validators that change, while we deploy, import and index.

After each fault the running hashes of chain and index agree, nothing is lost or doubled, and of no bill is more settled
and reserved than can be claimed. The demo's story is played on the same chain meanwhile, by nodes that stay.
"""

from __future__ import annotations

import threading
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

import govledger
from govledger.connection import Connection
from govledger.consensus.checkpoint import Checkpoint
from govledger.deployer.checking import check
from govledger.deployer.deploying import deploy as run_deployment
from govledger.importing.keyring import Keyring
from govledger.importing.run import ImportReport, Stage, import_bills
from govledger.index.model import Reorganisation, Trust
from govledger.index.store import read_store
from govledger.ledger import Ledger, Officer
from govledger.tx.endpoint import Web3Endpoint
from govledger.tx.signing import PrivateKeySigner
from tests import synthea_files
from tests.integration.test_import_on_anvil import EVENTS_OF_THE_SMALL_IMPORT
from tests.network.agreement import events_of, require_agreement, require_bills_hold
from tests.network.figures import Figures
from tests.network.flow import (
    administrator_of_a_new_organisation,
    admissions,
    appointments,
    flowing,
    require_once_each,
)
from tests.network.nodes import LiveNetwork, wait_until
from tests.network.place import new_founder
from tests.network.programs import govledger as program

pytestmark = [pytest.mark.nodes, pytest.mark.usefixtures("story")]

DEEPEST = 2
"""Blocks that two of five validators can seal by themselves: each waits for two others' blocks between its own."""


# --- a validator dies -----------------------------------------------------------------------------------


def timed_restart(network: LiveNetwork, name: str, figures: Figures) -> None:
    figures.note("restart until the node follows, seconds", round(network.restart(name), 1))


def test_deployment_goes_on_when_the_node_that_it_talks_to_is_killed_and_restarted(
    network: LiveNetwork, tmp_path: Path, figures: Figures
) -> None:
    victim, other = network.names[4], network.names[3]
    signer, seen = new_founder(), []
    restarting = threading.Thread(
        target=lambda: figures.note("node restarted, seconds", round(network.restart(victim), 1))
    )

    def kill_and_restart(step: object, _receipt: object) -> None:
        seen.append(step)
        if len(seen) == 2:
            network.kill(victim)
            figures.fault("validator killed")
        if len(seen) == 5:
            restarting.start()

    with network.connect(victim, other) as connection, figures.time("deployment with a killed node"):
        deployment = run_deployment(connection, signer, name="town", directory=tmp_path, report=kill_and_restart)
        assert connection.url == network.url(other)
    restarting.join(120)
    for name in network.names:
        with network.connect(name) as connection:
            wait_until(lambda c=connection: Web3Endpoint(c).nonce(signer.address) == 8, "the deployment is everywhere")
            check(deployment, Web3Endpoint(connection))
    with network.connect(victim) as connection, closing(Ledger(deployment, connection)) as ledger:
        require_agreement(ledger)


def test_import_goes_on_when_the_node_that_it_talks_to_is_killed_and_restarted(
    network: LiveNetwork, tmp_path: Path, figures: Figures
) -> None:
    victim, other = network.names[4], network.names[3]
    founder = new_founder()
    with network.connect(other) as connection:
        govledger.deploy(connection, founder, name="town", directory=tmp_path).close()
    killed: list[Stage] = []
    restarting = threading.Thread(target=timed_restart, args=(network, victim, figures))

    def kill_and_restart(stage: Stage, _done: int, _total: int) -> None:
        if stage is Stage.BILLS and not killed:
            network.kill(victim)
            killed.append(stage)
            figures.fault("validator killed")
        if stage is Stage.REIMBURSEMENTS and len(killed) == 1:
            killed.append(stage)
            restarting.start()

    def run(connection: Connection, progress: bool) -> ImportReport:
        store = tmp_path / "keys" / "index.sqlite"
        with (
            closing(Ledger.open(tmp_path / "town", connection, store=store)) as ledger,
            Keyring.open(tmp_path / "keys", ledger.deployment) as keyring,
        ):
            plan = synthea_files.small().plan(tmp_path / "data")
            done = import_bills(ledger, plan, keyring, lambda: founder, progress=kill_and_restart if progress else None)
            require_agreement(ledger)
            assert events_of(ledger.store) == EVENTS_OF_THE_SMALL_IMPORT
            return done

    with network.connect(victim, other) as connection, figures.time("import with a killed node"):
        first = run(connection, progress=True)
    assert first.reconciliation.holds and len(killed) == 2
    restarting.join(120)
    with network.connect(victim) as connection:
        again = run(connection, progress=False)
    assert again.reconciliation == first.reconciliation and again.done == type(again.done)(0, 0, 0, 0)


# --- a consortium for the other faults ------------------------------------------------------------------


@dataclass(frozen=True)
class Consortium:
    """A deployment with something in it, and where its manifest is."""

    network: LiveNetwork
    folder: Path
    founder: PrivateKeySigner

    def ledger(self, connection: Connection, store: Path | None = None) -> Ledger:
        return Ledger.open(self.folder / "town", connection, store=store)

    def founding(self, connection: Connection) -> Officer:
        return self.ledger(connection).acting_as(self.founder)


@pytest.fixture(scope="module")
def consortium(network: LiveNetwork, tmp_path_factory: pytest.TempPathFactory) -> Consortium:
    """With bills that were claimed, so that their invariants have something to hold for."""
    folder = tmp_path_factory.mktemp("faults")
    founder = new_founder()
    with network.connect(network.names[0]) as connection:
        govledger.deploy(connection, founder, name="town", directory=folder).close()
        with (
            closing(Ledger.open(folder / "town", connection, store=folder / "keys" / "index.sqlite")) as ledger,
            Keyring.open(folder / "keys", ledger.deployment) as keyring,
        ):
            report = import_bills(ledger, synthea_files.small().plan(folder / "data"), keyring, lambda: founder)
            assert report.reconciliation.holds and require_bills_hold(ledger) == 4
    return Consortium(network, folder, founder)


# --- the network is cut ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Healed:
    """What a cut did to the side that lost."""

    reorganisations: list[Reorganisation]
    lonely: dict[int, str]
    """Hashes of the blocks that only the smaller side had."""


def cut_and_join(network: LiveNetwork, index: Ledger, figures: Figures) -> Healed:
    """Cuts the network 3|2, indexes from the smaller side meanwhile and afterwards, and joins it again."""
    larger, smaller = network.names[:3], network.names[3:]
    figures.note("cut, seconds until every node knows", round(network.cut(larger, smaller), 1))
    assert [len(network.peers(name)) for name in network.names] == [2, 2, 2, 1, 1]
    figures.fault("network cut 3|2")
    began = network.height(larger[0])
    found = []
    while network.height(larger[0]) < began + 6:
        found += index.sync().reorganisations
        time.sleep(0.25)
    top = network.height(smaller[0])
    hashes = {number: network.block_hash(smaller[0], number) for number in range(top - DEEPEST - 2, top + 1)}
    lonely = {number: hash for number, hash in hashes.items() if hash and hash != network.block_hash(larger[0], number)}
    figures.note("joined, seconds until every node has all peers", round(network.join(), 1))
    assert [len(network.peers(name)) for name in network.names] == [4] * 5
    wait_until(lambda: network.block_hash(smaller[0], began + 5) == network.block_hash(larger[0], began + 5), "joined")
    found += index.sync().reorganisations
    return Healed(found, lonely)


def test_index_follows_a_reorganisation_after_the_network_was_cut_three_to_two(
    network: LiveNetwork, consortium: Consortium, tmp_path: Path, figures: Figures
) -> None:
    near, far = network.connect(network.names[0]), network.connect(network.names[3])
    with near, far, closing(consortium.ledger(far, tmp_path / "index.sqlite")) as index:
        founder = consortium.founding(near)
        organisation, administrator = administrator_of_a_new_organisation(consortium.ledger(far), founder)
        with (
            flowing(admissions(founder)) as many,
            flowing(appointments(organisation, administrator)) as few,
        ):
            few.await_more(1)
            for _attempt in range(4):  # both of the smaller side may just have sealed, and then cannot seal alone
                many.await_more(1)
                healed = cut_and_join(network, index, figures)
                if healed.lonely:
                    break
            many.await_more(2)
            few.await_more(2)
        network.settle(network.names[0], network.names[3])
        assert healed.lonely and len(healed.lonely) <= DEEPEST
        assert healed.reorganisations, "the index left blocks that the chain no longer holds"
        assert max(one.replaced_blocks for one in healed.reorganisations) <= DEEPEST
        for number, hash in healed.lonely.items():
            assert network.block_hash(network.names[3], number) != hash
        figures.note("reorganisation, blocks replaced", max(one.replaced_blocks for one in healed.reorganisations))
        figures.note("acts while the network was cut and joined", len(many.done) + len(few.done))
        require_agreement(index)
        require_once_each(index.store, admitted=many.done, appointed=few.done, prefix=many.prefix)
        with closing(consortium.ledger(near)) as other:
            require_agreement(other)
            assert events_of(other.store) == events_of(index.store)


# --- the node that is indexed from is replaced ----------------------------------------------------------


def test_index_goes_on_from_another_node_when_its_own_is_gone(
    network: LiveNetwork, consortium: Consortium, tmp_path: Path, figures: Figures
) -> None:
    first, second = network.names[3], network.names[1]
    store = tmp_path / "index.sqlite"
    with network.connect(network.names[0]) as near, flowing(admissions(consortium.founding(near))) as flow:
        flow.await_more(1)
        with network.connect(first, second) as both, closing(consortium.ledger(both, store)) as index:
            index.sync()
            assert both.url == network.url(first)
            network.kill(first)
            figures.fault("indexed node replaced")
            flow.await_more(3)
            assert index.sync().events_added > 0
            assert both.url == network.url(second)
            require_agreement(index)
        network.restart(first)
        flow.await_more(2)
        with network.connect(first) as only, closing(consortium.ledger(only, store)) as index:
            require_agreement(index)
    network.settle(network.names[0], second)
    with network.connect(second) as only, closing(consortium.ledger(only, store)) as index:
        require_agreement(index)
        require_once_each(index.store, admitted=flow.done, appointed=[], prefix=flow.prefix)


# --- validators change ----------------------------------------------------------------------------------


def signers(network: LiveNetwork, name: str) -> set[str]:
    return {address.lower() for address in network.request(name, "clique_getSigners")}


@pytest.fixture
def sixth(network: LiveNetwork, tmp_path: Path) -> str:
    """A node with a key of its own, which follows the chain; it ends with the network, of which it becomes a part."""
    keys = tmp_path / "sixth"
    program("network", "key", "new", keys, folder=tmp_path)
    genesis = network.request(network.names[0], "eth_getBlockByNumber", "0x0", False)["hash"]
    network.command("join", network.folder, "--genesis-hash", genesis, "--observer", "--key", keys, "--name", "sixth")
    network.up()
    wait_until(lambda: bool(network.peers("sixth")), "the sixth node has peers")
    return "sixth"


def test_validators_change_while_transactions_flow(
    network: LiveNetwork, consortium: Consortium, sixth: str, tmp_path: Path, figures: Figures
) -> None:
    first, last = network.names[0], network.names[4]
    addresses = {name: f"0x{network.node(name).address.hex()}" for name in (*network.names, sixth)}  # type: ignore[union-attr]
    five = {addresses[name] for name in network.names}
    with (
        network.connect(first) as near,
        network.connect(sixth) as new,
        closing(consortium.ledger(near, tmp_path / "index.sqlite")) as index,
        flowing(admissions(consortium.founding(near))) as flow,
    ):
        assert signers(network, first) == five
        with figures.time("validator voted in"):
            network.command("vote", "add", network.folder, addresses[sixth])
        figures.fault("validator voted in")
        wait_until(lambda: signers(network, sixth) == five | {addresses[sixth]}, "the sixth seals")
        flow.await_more(2)
        index.sync()
        with figures.time("validator voted out"):
            network.command("vote", "drop", network.folder, addresses[last])
        figures.fault("validator voted out")
        left = five - {addresses[last]} | {addresses[sixth]}
        wait_until(lambda: signers(network, sixth) == left, "the fifth no longer seals")
        wait_until(lambda: _has_sealed(network, addresses[sixth]), "a block of the sixth is there")
        flow.await_more(2)
        require_agreement(index)
        with closing(consortium.ledger(new)) as other:
            require_agreement(other)
    network.settle(first, sixth)
    with network.connect(first) as near, closing(consortium.ledger(near, tmp_path / "index.sqlite")) as index:
        require_agreement(index)
        require_once_each(index.store, admitted=flow.done, appointed=[], prefix=flow.prefix)
    with figures.time("index at the level seals, from the genesis"):
        require_sealed_index(network, consortium, tmp_path, voted_in=network.node(sixth).address)


def require_sealed_index(network: LiveNetwork, consortium: Consortium, folder: Path, *, voted_in: bytes | None) -> None:
    """The chain's seals lead from the genesis to the validators that geth counts; one of them was voted in.

    An index that did without goes on from the checkpoint that this one wrote, and stands where it stands.
    """
    words = ("index", consortium.folder / "town", "--network", network.folder)
    of_seals = ("--verify", "seals", "--store", folder / "sealed.sqlite", "--write-checkpoint", folder / "checkpoint")
    said = program(*words, *of_seals, folder=folder).stdout
    checkpoint = Checkpoint.decode((folder / "checkpoint").read_bytes())
    counted = network.request(network.names[0], "clique_getSigners", hex(checkpoint.number))
    assert {f"0x{address.hex()}" for address in checkpoint.validators} == {address.lower() for address in counted}
    assert voted_in in checkpoint.validators
    assert f"those up to block {checkpoint.number} are settled" in said
    program(*words, "--verify", "receipts", "--store", folder / "later.sqlite", folder=folder)
    from_it = ("--verify", "seals", "--checkpoint", folder / "checkpoint", "--store", folder / "later.sqlite")
    assert "is sealed by the chain's validators" in program(*words, *from_it, folder=folder).stdout
    with read_store(folder / "sealed.sqlite") as one, read_store(folder / "later.sqlite") as other:
        assert (one.trust, other.trust) == (Trust.SEALS, Trust.SEALS)
        assert one.header(checkpoint.number) == other.header(checkpoint.number)


def _has_sealed(network: LiveNetwork, address: str) -> bool:
    activity = network.request(network.names[0], "clique_status")["sealerActivity"]
    return bool({key.lower(): count for key, count in activity.items()}.get(address))
