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
from govledger.events.types import OrganisationAmended, ResourceAmended
from tests.bundles import parts_of, pins_of, verdict_on
from tests.evidence_chain import Create, Emit, EvidenceChain, Fail, Other
from tests.lies import LIES
from tests.sealed_headers import MEMBERS
from tests.simulated_chain import sample

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "data" / "bundles"
ORGANISATION = 5


def main() -> None:
    """Writes all files anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*"):
        old.unlink()
    vectors = [_written(*made) for made in _made()]
    text = json.dumps(vectors, ensure_ascii=False, indent=1)
    (FOLDER / "vectors.json").write_text(text + "\n", encoding="utf-8")


def story(engine: Engine) -> EvidenceChain:
    """Two contracts, five versions of an organisation, failed calls, a validator who is voted in, an epoch."""
    chain = EvidenceChain(engine, ("consortium", "data_registry"), epoch_blocks=10)
    chain.seal(Create("consortium"))
    chain.seal(Create("data_registry"))
    chain.seal(_amended(1))
    chain.admit(MEMBERS[5])
    chain.seal(_amended(2), Fail("consortium"), Other())
    chain.seal()
    chain.seal(Emit((_event(3), sample(ResourceAmended, resource=7, resource_version=1))), _amended(4))
    chain.seal_empty(2)
    chain.seal(_amended(5))
    chain.seal_empty(4)
    return chain


def _event(version: int) -> OrganisationAmended:
    event = sample(OrganisationAmended, version, organisation=ORGANISATION, organisation_version=version)
    assert isinstance(event, OrganisationAmended)
    return event


def _amended(version: int) -> Emit:
    return Emit((_event(version),))


def _made() -> Iterator[tuple[str, Sequence[Part], Pins]]:
    for engine in Engine:
        chain = story(engine)
        after = 7
        yield f"{engine}-log", parts_of(chain, first=after), pins_of(chain)
        yield f"{engine}-life", parts_of(chain, subjects=[subject_of("organisation", ORGANISATION)]), pins_of(chain)
        chain.proves = False
        if engine is Engine.QBFT:
            yield f"{engine}-receipts", parts_of(chain), pins_of(chain)
        if engine is Engine.CLIQUE:
            chain.proves = True
            yield f"{engine}-creation", parts_of(chain, coverage=Coverage.EVENTS), pins_of(chain)
    for name, lie in LIES.items():
        yield f"lie-{name}", *lie()


def _written(name: str, parts: Sequence[Part], pins: Pins) -> dict[str, Any]:
    path = FOLDER / f"{name}.bundle"
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
