"""Each known lie is refused, by the rule that it breaks and where; the truth that it is told about is proved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from govledger.audit.bundle.life_claims import subject_of
from govledger.audit.bundle.parts import Coverage
from govledger.audit.bundle.rule import BundleRule
from govledger.audit.bundle.verifying import Verifier
from govledger.consensus.engine import Engine
from govledger.errors import BundleRefused
from tests.bundles import parts_of, pins_of, verdict_on
from tests.lies import FIRST, LAST, LIES, ORGANISATION, Draft, chain_of, life_of, log_of

REFUSED_BY = {
    "dropped-log-with-matching-bloom": "HEADER: PROPOSER at block 6",
    "dropped-log-below-committed-seals": "HEADER: SEALER at block 8",
    "dropped-log": "RECEIPTS at block 6",
    "dropped-transaction": "TRANSACTIONS at block 8",
    "log-of-another-contract": "RECEIPTS at block 6",
    "log-of-a-stranger": "RECEIPTS at block 2",
    "event-of-another-contract": "EVENT at block 2",
    "log-that-is-no-event": "EVENT at block 2",
    "unlinked-event": "RUNNING_HASH at block 3",
    "receipt-of-another-block": "RECEIPTS at block 6",
    "body-of-another-block": "TRANSACTIONS at block 6",
    "changed-amount-in-event": "RECEIPTS at block 6",
    "event-moved-to-other-transaction": "RECEIPTS at block 8",
    "events-in-another-order": "RECEIPTS at block 3",
    "failed-call-shown-as-success": "RECEIPTS at block 3",
    "another-sender": "TRANSACTIONS at block 6",
    "dropped-body": "COVERAGE at block 6",
    "dropped-body-of-events": "RUNNING_HASH at block 8",
    "body-without-event": "COVERAGE at block 2",
    "body-before-the-first-block": "COVERAGE at block 3",
    "body-twice": "FORMAT at block 6",
    "another-deployment": "DEPLOYMENT",
    "twin-under-our-name": "CODE at block 8",
    "creation-with-other-arguments": "CREATION at block 1",
    "other-code": "CODE at block 1",
    "creation-left-out": "CREATION at block 2",
    "creation-of-a-silent-contract-left-out": "CREATION at block 1",
    "code-that-is-not-shown": "CODE at block 8",
    "end-without-a-state": "COMPLETENESS at block 8",
    "beginning-without-a-state": "COMPLETENESS at block 8",
    "state-of-another-block": "STATE at block 8",
    "state-of-another-contract": "STATE at block 8",
    "missing-state": "STATE at block 5",
    "another-slot": "FORMAT at block 8",
    "shortened-proof": "STATE at block 8",
    "contract-that-vanishes": "STATE at block 2",
    "life-without-last-event": "LIFE at block 8",
    "life-without-middle-event": "LIFE at block 8",
    "life-without-first-event": "LIFE at block 3",
    "life-that-ended-earlier": "STATE at block 8",
    "life-of-another-object": "COVERAGE at block 2",
    "event-of-another-object": "COVERAGE at block 3",
    "included-receipt-of-another-block": "RECEIPTS at block 6",
    "included-transaction-of-another-block": "TRANSACTIONS at block 6",
    "included-at-another-place": "TRANSACTIONS at block 8",
    "included-twice": "FORMAT at block 6",
    "too-few-seals": "HEADER: QUORUM at block 8",
    "surplus-seal": "FORMAT at block 8",
    "seals-in-another-order": "FORMAT at block 8",
    "seal-twice": "HEADER: SEALED_TWICE at block 8",
    "high-s-seal": "FORMAT at block 8",
    "seal-of-a-stranger": "HEADER: SEALER at block 8",
    "seal-that-is-no-signature": "HEADER: SEAL at block 8",
    "seals-of-another-block": "HEADER: SEALER at block 8",
    "another-round": "HEADER: SEALER at block 8",
    "unsealed-last-header": "HEADER: QUORUM at block 8",
    "unsealed-before-change-of-set": "HEADER: QUORUM at block 5",
    "seals-where-none-are-asked-for": "FORMAT at block 7",
    "dropped-block": "HEADER: VALIDATORS at block 7",
    "dropped-block-below-committed-seals": "HEADER: SEALER at block 8",
    "doubled-block": "HEADER: VALIDATORS at block 8",
    "swapped-blocks": "HEADER: TIME at block 10",
    "block-by-nobody": "HEADER: PROPOSER at block 4",
    "block-by-one-who-sealed-lately": "HEADER: RECENT at block 4",
    "validator-added-without-votes": "HEADER: VALIDATORS at block 3",
    "votes-that-nobody-cast": "HEADER: QUORUM at block 5",
    "votes-that-nobody-cast-in-sealed-headers": "HEADER: SEALER at block 5",
    "votes-that-nobody-cast-by-nonce": "HEADER: PROPOSER at block 3",
    "another-genesis": "GENESIS: GENESIS at block 0",
    "deployment-on-another-genesis": "DEPLOYMENT",
    "genesis-that-was-not-pinned": "GENESIS",
    "another-engine": "HEADER: EXTRA_DATA at block 0",
    "other-epoch": "HEADER: VALIDATORS at block 7",
    "epoch-that-was-not-pinned": "HEADER",
    "foreign-checkpoint": "CHECKPOINT",
    "another-checkpoint": "CHECKPOINT",
    "checkpoint-of-another-chain": "CHECKPOINT",
    "state-before-the-path": "FORMAT",
    "path-that-begins-after-the-first-block": "FORMAT",
    "checkpoint-not-on-path": "CHECKPOINT at block 8",
    "path-before-the-checkpoint": "CHECKPOINT at block 8",
    "ends-earlier": "UNTIL",
    "unsettled-on-clique": "SETTLED at block 10",
    "headers-that-settle-nothing": "SETTLED at block 11",
    "headers-after-the-last-block": "SETTLED at block 9",
    "path-before-the-last-block": "FORMAT",
    "field-that-is-as-before": "FORMAT at block 9",
    "field-that-is-left-out": "FORMAT at block 9",
    "states-in-another-order": "FORMAT at block 5",
    "body-in-a-life": "FORMAT at block 6",
    "inclusion-in-a-log": "FORMAT at block 6",
    "parts-in-another-order": "FORMAT",
}
"""By lie: the rule, the header's rule, and the block."""


def refusal(refused: BundleRefused) -> str:
    rule = f"{refused.rule}: {refused.header_rule}" if refused.header_rule else str(refused.rule)
    return rule if refused.block is None else f"{rule} at block {refused.block}"


def test_every_lie_has_the_rule_that_it_breaks() -> None:
    assert list(REFUSED_BY) == list(LIES)


@pytest.mark.parametrize("name", LIES)
def test_a_lie_is_refused_by_the_rule_that_it_breaks(name: str) -> None:
    parts, pins = LIES[name]()
    with pytest.raises(BundleRefused) as caught:
        verdict_on(parts, pins)
    assert refusal(caught.value) == REFUSED_BY[name], caught.value


def test_every_rule_has_a_lie_that_breaks_it_but_that_of_the_file() -> None:
    broken = {refused.split(" at ")[0].split(":")[0] for refused in REFUSED_BY.values()}
    assert broken == {*BundleRule} - {BundleRule.DIGEST}


@pytest.mark.parametrize("engine", Engine)
@pytest.mark.parametrize("told", [log_of, life_of])
def test_the_truth_that_the_lies_are_about_is_proved(
    engine: Engine, told: Callable[[Engine], tuple[Draft, Any]]
) -> None:
    draft, pins = told(engine)
    verdict = verdict_on(draft.parts(), pins)
    assert (verdict.events, verdict.last_block) == (6 if verdict.lives else 3, LAST)


@pytest.mark.parametrize("engine", Engine)
@pytest.mark.parametrize("coverage", [Coverage.ALL, Coverage.EVENTS])
def test_lies_begin_from_what_the_builder_makes_of_a_log(engine: Engine, coverage: Coverage) -> None:
    made = parts_of(chain_of(engine), FIRST, LAST, coverage)
    assert log_of(engine, coverage=coverage)[0].parts() == made


@pytest.mark.parametrize("engine", Engine)
def test_lies_begin_from_what_the_builder_makes_of_a_life(engine: Engine) -> None:
    made = parts_of(chain_of(engine), last=LAST, subjects=[subject_of("organisation", ORGANISATION)])
    assert life_of(engine)[0].parts() == made


def test_a_bundle_without_its_last_part_proves_nothing() -> None:
    draft, pins = log_of(Engine.QBFT)
    verifier = Verifier(pins)
    for part in draft.parts():
        verifier.take(part)
    with pytest.raises(BundleRefused, match="cut short"):
        verifier.verdict()


def test_the_same_bundle_under_the_pins_of_another_chain_proves_nothing() -> None:
    draft, _ = log_of(Engine.QBFT)
    with pytest.raises(BundleRefused) as caught:
        verdict_on(draft.parts(), pins_of(chain_of(Engine.CLIQUE)))
    assert refusal(caught.value) == "DEPLOYMENT"
