"""Writes the test vectors of bundles: tests/data/bundles, with what a verifier has to say of each in vectors.json.

Deterministic: keys, times and events are made up, so that a second run writes the same files. A verifier in another
language is held against them (docs/bundle.md). Run as `python -m tools.bundle_vectors` from the project's root.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from govledger.audit.bundle.files import read_bundle, write_bundle
from govledger.audit.bundle.life_claims import subject_of
from govledger.audit.bundle.parts import Coverage, Part
from govledger.audit.bundle.verdict_output import claims
from govledger.audit.bundle.verifying import Pins
from govledger.consensus.engine import Engine
from govledger.errors import BundleRefused
from govledger.events.types import ResourceAmended
from tests.bundles import parts_of, pins_of, verdict_on
from tests.evidence_chain import Create, Emit, EvidenceChain, Fail, Other
from tests.lies import FIRST, LAST, LIES, ORGANISATION, RESOURCE, chain_of
from tests.simulated_chain import sample

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "data" / "bundles"
VECTORS = (
    *("dropped-log-with-matching-bloom", "dropped-log-below-committed-seals", "log-of-another-contract"),
    *("event-of-another-contract", "receipt-of-another-block", "dropped-transaction", "dropped-body"),
    *("dropped-body-of-events", "dropped-block", "another-genesis"),
    *("another-deployment", "twin-under-our-name", "other-code", "creation-left-out"),
    *("creation-with-other-arguments", "contract-that-vanishes", "state-of-another-block", "end-without-a-state"),
    *("life-without-last-event", "life-without-middle-event", "included-at-another-place", "too-few-seals"),
    *("surplus-seal", "seals-in-another-order", "high-s-seal", "another-round", "unsealed-last-header"),
    *("unsealed-before-change-of-set", "votes-that-nobody-cast", "validator-added-without-votes", "other-epoch"),
    *("block-by-one-who-sealed-lately", "foreign-checkpoint", "checkpoint-not-on-path", "ends-earlier"),
    *("unsettled-on-clique", "headers-that-settle-nothing", "field-that-is-as-before"),
)
"""The lies that are written down; there are more in tests/lies.py."""


def main(folder: Path = FOLDER) -> None:
    """Writes all files anew."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*"):
        old.unlink()
    vectors = [_written(folder, *made) for made in _made()]
    text = json.dumps(vectors, ensure_ascii=False, indent=1)
    (folder / "vectors.json").write_text(text + "\n", encoding="utf-8")


def _created(engine: Engine) -> EvidenceChain:
    """One contract from its creation on, with calls that failed and others' transactions between its events."""
    chain = EvidenceChain(engine, ("data_registry",))
    chain.seal(Create("data_registry"))
    chain.seal(_amended(1), Fail("data_registry"), Other())
    chain.seal(Other())
    chain.seal(_amended(2))
    chain.seal_empty(4)
    return chain


def _amended(version: int) -> Emit:
    return Emit((sample(ResourceAmended, version, resource=RESOURCE, resource_version=version),))


def _made() -> Iterator[tuple[str, Sequence[Part], Pins]]:
    for engine in Engine:
        chain = chain_of(engine)
        yield f"{engine}-log", parts_of(chain, first=FIRST, last=LAST), pins_of(chain)
    for engine in (Engine.CLIQUE, Engine.QBFT):
        chain, subject = chain_of(engine), subject_of("organisation", ORGANISATION)
        yield f"{engine}-life", parts_of(chain, last=LAST, subjects=[subject]), pins_of(chain)
    chain = _created(Engine.CLIQUE)
    yield "clique-creation", parts_of(chain, coverage=Coverage.EVENTS), pins_of(chain)
    chain = _created(Engine.QBFT)
    chain.proves = False
    yield "qbft-receipts", parts_of(chain), pins_of(chain)
    for name in VECTORS:
        yield f"lie-{name}", *LIES[name]()


def _written(folder: Path, name: str, parts: Sequence[Part], pins: Pins) -> dict[str, Any]:
    path = folder / f"{name}.bundle"
    write_bundle(path, parts)
    vector: dict[str, Any] = {
        "file": path.name,
        "genesis": f"0x{pins.genesis_hash.hex()}",
        "deployment": f"0x{pins.deployment_digest.hex()}",
        "until": pins.until,
        "checkpoint": None if pins.checkpoint is None else f"0x{pins.checkpoint.encode().hex()}",
    }
    try:
        return {**vector, "proved": claims(verdict_on(read_bundle(path), pins))}
    except BundleRefused as refused:
        return {
            **vector,
            "refused": str(refused.rule),
            "header_rule": refused.header_rule or None,
            "block": refused.block,
        }


if __name__ == "__main__":
    main()
