"""A bundle of a live chain that voted, was cut and joined, and refused calls, verified by somebody without a node."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest

import govledger
from govledger.audit.bundle.files import read_bundle, write_bundle
from govledger.audit.bundle.headers import NUMBER, PARENT_HASH
from govledger.audit.bundle.parts import BodyPart, EndPart, HeaderPart, Part
from govledger.consensus.header import FIELDS
from govledger.consensus.receipt import ConsensusReceipt, receipts_root
from govledger.errors import Refusal
from govledger.ledger import Ledger
from govledger.model import OrganisationKind
from tests.network.figures import Figures
from tests.network.flow import admissions, flowing
from tests.network.nodes import LiveNetwork
from tests.network.place import new_founder
from tests.network.programs import govledger as program
from tests.network.test_faults import cut_and_join

pytestmark = pytest.mark.nodes

OWN_FIELDS = [field.name for place, field in enumerate(FIELDS) if place not in (PARENT_HASH, NUMBER)]
"""Of a header part."""
REFUSED = 3


@dataclass(frozen=True)
class Proved:
    """A bundle, and what its auditor was told by somebody else."""

    network: LiveNetwork
    folder: Path
    file: Path
    digest: str
    attempts: int
    lonely: int
    """How many blocks the chain lost when it was joined again."""
    signers: int

    def audit(self, command: str, *words: str | Path, expected: tuple[int, ...] = (0,)) -> str:
        return program("audit", command, *words, folder=self.folder, expected=expected).stdout

    @property
    def pins(self) -> tuple[str, ...]:
        return ("--genesis", f"0x{self.network.genesis_hash().hex()}", "--deployment", self.digest)

    def verify(self, file: Path, *words: str) -> Any:
        """The verdict; of a bundle that is refused, by what."""
        return json.loads(self.audit("verify", file, *self.pins, "--json", *words, expected=(0, REFUSED)))


@pytest.fixture(scope="module")
def proved(network: LiveNetwork, tmp_path_factory: pytest.TempPathFactory, figures: Figures) -> Proved:
    folder, founder = tmp_path_factory.mktemp("evidence"), new_founder()
    near, far = network.connect(network.names[0]), network.connect(network.names[3])
    stranger = f"0x{secrets.token_hex(20)}"
    with near, far, closing(govledger.deploy(near, founder, name="proof", directory=folder)) as ledger:
        officer = ledger.acting_as(founder)
        with (
            closing(Ledger.open(folder / "proof", far, store=folder / "followed.sqlite")) as index,
            flowing(admissions(officer)) as flow,
        ):
            for _attempt in range(4):  # both of the smaller side may just have sealed, and then cannot seal alone
                flow.await_more(1)
                healed = cut_and_join(network, index, figures)
                if healed.lonely:
                    break
            flow.await_more(1)
        for _ in range(2):
            with pytest.raises(Refusal):
                officer.on_record().decisions.admit_organisation(
                    flow.done[0].rstrip(b"\0").decode(), {OrganisationKind.DEPARTMENT}
                )
        network.command("vote", "add", network.folder, stranger)
        signers = len(network.request(network.names[0], "clique_getSigners"))
        network.command("vote", "drop", network.folder, stranger)
        digest = f"0x{ledger.deployment.digest().hex()}"
    network.settle(*network.names)
    chain = ("--network", network.folder, "--store", folder / "index.sqlite")
    program("index", folder / "proof", *chain, "--verify", "seals", folder=folder)
    program("audit", "bundle", folder / "proof", *chain, "--out", folder / "proof.bundle", folder=folder)
    return Proved(network, folder, folder / "proof.bundle", digest, 2, len(healed.lonely), signers)


def test_bundle_of_a_chain_that_voted_and_reorganised_verifies_without_a_node(proved: Proved) -> None:
    verdict = proved.verify(proved.file)
    claims = verdict["proved"]
    assert verdict["verdict"] == "proved"
    assert proved.lonely >= 1 and proved.signers == len(proved.network.names) + 1
    assert len(claims["validators"]) == len(proved.network.names)
    assert claims["attempts"] == proved.attempts and claims["has_all_attempts"]
    assert {one["beginning"] for one in claims["contracts"]} <= {"creation", "absence"}
    assert {one["code"] for one in claims["contracts"]} == {"creation"}
    assert all("receipts" in one["completeness"] for one in claims["contracts"])
    with closing(Ledger.open(proved.folder / "proof", proved.network.connect(proved.network.names[0]))) as ledger:
        ledger.sync()
        assert sum(head.events for head in ledger.store.heads().values()) == claims["events"]


def test_every_event_in_it_keeps_the_rules(proved: Proved) -> None:
    told = json.loads(proved.audit("replay", proved.file, *proved.pins, "--json"))
    assert told["keeps_rules"] and told["attempts"] == proved.attempts
    assert told["events"] == proved.verify(proved.file)["proved"]["events"]
    proved.audit("report", proved.file, *proved.pins, "--html", "report.html")
    assert "PublicCodeTaken" in (proved.folder / "report.html").read_text(), "why calls were refused, by the rules"


def test_index_that_is_made_of_the_bundle_says_who_tried_what_and_why_it_was_refused(proved: Proved) -> None:
    store = proved.folder / "offline.sqlite"
    proved.audit("index", proved.file, *proved.pins, "--store", store)
    told = program("trail", "--store", store, "--attempts", "--format", "jsonl", folder=proved.folder).stdout
    attempts = [json.loads(line) for line in told.splitlines()]
    assert [(one["contract"], one["refusal"], one["reason_source"]) for one in attempts] == [
        ("decisions", "PublicCodeTaken", "model")
    ] * proved.attempts


def test_life_of_an_organisation_is_proved_on_the_live_chain(proved: Proved) -> None:
    chain = ("--network", proved.network.folder, "--store", proved.folder / "index.sqlite")
    life = proved.folder / "life.bundle"
    proved.audit("bundle", proved.folder / "proof", *chain, "--object", "organisation:1", "--out", life)
    [organisation] = proved.verify(life)["proved"]["lives"]
    assert organisation == {"kind": "organisation", "id": 1, "contract": "consortium", "events": 1}
    assert "nobody signed two chains" in proved.audit("compare", life, proved.file, "--network", proved.network.folder)


def test_bundle_without_one_event_is_refused_whatever_its_operator_recomputes(proved: Proved) -> None:
    parts = [part for part in read_bundle(proved.file) if not isinstance(part, EndPart)]
    place = max(place for place, part in enumerate(parts) if isinstance(part, BodyPart) and _logs(part))
    body, header = parts[place], max(at for at in range(place) if isinstance(parts[at], HeaderPart))
    assert isinstance(body, BodyPart)
    *receipts, last = body.receipts
    shorter = (*receipts, msgspec.structs.replace(last, logs=last.logs[:-1]))
    parts[place] = msgspec.structs.replace(body, receipts=shorter)
    assert _refused(proved, parts) == ("RECEIPTS", None)
    parts[header] = _with_receipts(parts[header], shorter)
    assert _refused(proved, parts) == ("HEADER", "PROPOSER"), "nobody's seal fits, and somebody's address comes out"


def _logs(part: BodyPart) -> bool:
    return bool(part.receipts[-1].logs)


def _with_receipts(part: Part, receipts: Sequence[ConsensusReceipt]) -> HeaderPart:
    """The header that would belong to other receipts, but for its seal."""
    assert isinstance(part, HeaderPart)
    bloom = 0
    for receipt in receipts:
        bloom |= int.from_bytes(receipt.logs_bloom(), "big")
    fields = list(part.fields)
    fields[OWN_FIELDS.index("receipts_root")] = receipts_root(receipts)
    fields[OWN_FIELDS.index("logs_bloom")] = bloom.to_bytes(256, "big")
    return HeaderPart(tuple(fields))


def _refused(proved: Proved, parts: Sequence[Part]) -> tuple[str, str | None]:
    """By which rule a bundle is refused, its digest computed anew."""
    forged = proved.folder / "forged.bundle"
    write_bundle(forged, parts)
    verdict = proved.verify(forged)
    assert verdict["verdict"] == "refused"
    return verdict["rule"], verdict["header_rule"]
