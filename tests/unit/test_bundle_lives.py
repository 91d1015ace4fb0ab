"""A bundle of lives proves that these are all events about some objects, in every contract that has state on them."""

from __future__ import annotations

import pytest

from govledger.audit.bundle.life_claims import subject_of
from govledger.audit.bundle.parts import Coverage
from govledger.audit.bundle.verdict import Life
from govledger.consensus.engine import Engine
from govledger.errors import BundleRefused, EvidenceMissing
from govledger.events.types import BillFrozen, BillOpened, ClaimOpened, GrantRevoked, HandedOver, SignatureCancelled
from tests.bundles import parts_of, pins_of, verdict_on
from tests.evidence_chain import DEPLOYER, Emit, EvidenceChain, Fail, Other
from tests.simulated_chain import sample

BILL = 330601260000000001
SIGNATURE = b"\x5a" * 32


@pytest.fixture(scope="module", params=[Engine.CLIQUE, Engine.QBFT])
def chain(request: pytest.FixtureRequest) -> EvidenceChain:
    """A bill that is opened, claimed and frozen, beside other objects and other people's transactions."""
    chain = EvidenceChain(request.param)
    chain.create_all()
    opened = sample(BillOpened, bill=BILL, bill_version=1)
    claimed = sample(ClaimOpened, bill=BILL, bill_version=1)
    chain.seal(Other(), Emit((opened, sample(BillOpened, bill=BILL + 1, bill_version=1))), Fail("medical_bills"))
    chain.seal(Emit((claimed,)), Emit((sample(GrantRevoked, grant=3, grant_version=1),)))
    chain.seal(Emit((sample(BillFrozen, bill=BILL, bill_version=2),)))
    chain.seal(Emit((sample(SignatureCancelled, signature=SIGNATURE, signature_version=1),)))
    chain.seal_empty(chain.settled_depth)
    return chain


def test_life_of_a_bill_is_proved_in_both_contracts_that_keep_it(chain: EvidenceChain) -> None:
    verdict = verdict_on(parts_of(chain, subjects=[subject_of("bill", BILL)]), pins_of(chain))
    assert verdict.coverage is Coverage.LIVES and not verdict.has_all_attempts
    assert set(verdict.lives) == {Life("bill", BILL, "medical_bills", 2), Life("bill", BILL, "bill_claims", 1)}
    assert verdict.transactions == 3, "others' transactions are not in it"
    assert verdict.events == 4, "an event about another bill came with one of them"


def test_object_that_nothing_was_done_with_has_no_events(chain: EvidenceChain) -> None:
    verdict = verdict_on(parts_of(chain, subjects=[subject_of("grant", 99)]), pins_of(chain))
    assert (verdict.lives, verdict.transactions) == ((Life("grant", 99, "access_grants", 0),), 0)


def test_several_lives_stand_in_one_bundle(chain: EvidenceChain) -> None:
    subjects = sorted([subject_of("grant", 3), subject_of("signature", SIGNATURE), subject_of("bill", BILL + 1)])
    lives = verdict_on(parts_of(chain, subjects=subjects), pins_of(chain)).lives
    assert [(life.kind, life.id, life.contract, life.events) for life in lives if life.events] == [
        ("grant", 3, "access_grants", 1),
        ("signature", SIGNATURE, "access_grants", 1),
        ("bill", BILL + 1, "medical_bills", 1),
    ] or {life.kind for life in lives if life.events} == {"grant", "signature", "bill"}


def test_life_of_the_founder_is_that_of_the_deployments_founder() -> None:
    chain = EvidenceChain(Engine.QBFT, ("consortium", "decisions"))
    chain.create_all()
    chain.seal(Emit((sample(HandedOver, founder=DEPLOYER.address, founder_version=1),)))
    own = parts_of(chain, subjects=[subject_of("founder", DEPLOYER.address)])
    assert verdict_on(own, pins_of(chain)).lives == (Life("founder", DEPLOYER.address, "decisions", 1),)
    with pytest.raises(BundleRefused, match="no contract that keeps founder"):
        parts_of(chain, subjects=[subject_of("founder", b"\x01" * 20)])


def test_lives_take_the_state_of_their_last_block(chain: EvidenceChain) -> None:
    chain.proves = False
    try:
        with pytest.raises(EvidenceMissing, match=r"no node has the state of block .* any more"):
            parts_of(chain, subjects=[subject_of("bill", BILL)])
    finally:
        chain.proves = True
