"""A verdict as text for people, or as one JSON document for scripts. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from govledger.audit.bundle.rule import TEXTS, BundleRule
from govledger.audit.bundle.verdict import INFERRED, NOT_PROVED, NOT_PROVED_ON_CLIQUE, Life, Verdict
from govledger.audit.entry import utc
from govledger.consensus.engine import Engine
from govledger.errors import BundleRefused


def claims(verdict: Verdict) -> dict[str, Any]:
    """What is proved, as JSON has it."""
    return {
        "deployment": _hex(verdict.deployment_digest),
        "chain_id": verdict.chain_id,
        "genesis": _hex(verdict.genesis_hash),
        "engine": str(verdict.engine),
        "coverage": str(verdict.coverage),
        "first_block": verdict.first_block,
        "last_block": verdict.last_block,
        "last_hash": _hex(verdict.last_hash),
        "last_at": verdict.last_at,
        "path_from": verdict.path_from,
        "path_to": verdict.path_to,
        "validators": [_hex(address) for address in verdict.validators],
        "events": verdict.events,
        "attempts": verdict.attempts,
        "has_all_attempts": verdict.has_all_attempts,
        "transactions": verdict.transactions,
        "contracts": [
            {
                "key": contract.key,
                "address": _hex(contract.address),
                "events": contract.events,
                "completeness": [str(one) for one in contract.completeness],
                "beginning": str(contract.beginning),
                "code": str(contract.code),
                "head": None if contract.head is None else _hex(contract.head),
            }
            for contract in verdict.contracts
        ],
        "lives": [
            {"kind": life.kind, "id": _id(life), "contract": life.contract, "events": life.events}
            for life in verdict.lives
        ],
    }


def json_document(verdict: Verdict, file_digest: bytes) -> str:
    """One JSON document: the verdict, what is proved, what is inferred, what is not proved."""
    document = {
        "verdict": "proved",
        "file_sha256": _hex(file_digest),
        "proved": claims(verdict),
        "inferred": list(INFERRED),
        "not_proved": _not_proved(verdict),
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def refused_document(refused: BundleRefused) -> str:
    """One JSON document: the rule that does not hold, what was found, and where."""
    return json.dumps(
        {
            "verdict": "refused",
            "rule": str(refused.rule),
            "header_rule": refused.header_rule or None,
            "block": refused.block,
            "found": refused.found,
            "asks": TEXTS[BundleRule(refused.rule)],
        },
        ensure_ascii=False,
        indent=2,
    )


def refused_text(file: Path, refused: BundleRefused) -> str:
    """Some lines for people."""
    rule = f"{refused.rule}: {refused.header_rule}" if refused.header_rule else str(refused.rule)
    where = "" if refused.block is None else f"\n  at block  {refused.block}"
    return (
        f"REFUSED   {file} proves nothing\n  rule      {rule}: {TEXTS[BundleRule(refused.rule)]}{where}\n"
        f"  found     {refused.found}"
    )


def text_lines(verdict: Verdict, file_digest: bytes, seconds: float) -> Iterator[str]:
    """A verdict for people."""
    yield f"PROVED    SHA-256 of the file {_hex(file_digest)}, verified in {seconds:.1f} s"
    yield f"  deployment {_hex(verdict.deployment_digest)} on chain {verdict.chain_id}, {verdict.engine}"
    begun = "the genesis" if not verdict.path_from else f"your checkpoint of block {verdict.path_from}"
    yield f"  every header from {begun} to block {verdict.path_to}; {len(verdict.validators)} validators at the end"
    yield f"  block {verdict.last_block} is {_hex(verdict.last_hash)} of {utc(verdict.last_at)}"
    if verdict.lives:
        yield from _life_lines(verdict)
    else:
        yield from _log_lines(verdict)
    yield "  order, time (by the validators' clocks), transaction and sender of each"
    yield "INFERRED"
    yield from (f"  {sentence}" for sentence in INFERRED)
    yield "NOT PROVED"
    yield from (f"  {sentence}" for sentence in _not_proved(verdict))


def _log_lines(verdict: Verdict) -> Iterator[str]:
    yield (
        f"  all {verdict.events} events of {len(verdict.contracts)} contracts in blocks {verdict.first_block} to "
        f"{verdict.last_block}:"
    )
    for contract in verdict.contracts:
        by = " and ".join(contract.completeness)
        yield (
            f"    {contract.key:<14} {contract.events:>8} events, complete by {by} from {contract.beginning}; code by "
            f"{contract.code}"
        )
    failed = "all" if verdict.has_all_attempts else "perhaps not all"
    yield f"  {verdict.attempts} calls that failed, {failed} of those blocks; {verdict.transactions} transactions"


def _life_lines(verdict: Verdict) -> Iterator[str]:
    yield f"  whole lives up to block {verdict.last_block}, {verdict.events} events:"
    for life in verdict.lives:
        yield f"    {life.kind} {_id(life)} in {life.contract}: {life.events} events, which is its version"


def _not_proved(verdict: Verdict) -> list[str]:
    return [*NOT_PROVED, *(NOT_PROVED_ON_CLIQUE if verdict.engine is Engine.CLIQUE else ())]


def _hex(data: bytes) -> str:
    return f"0x{data.hex()}"


def _id(life: Life) -> int | str:
    return _hex(life.id) if isinstance(life.id, bytes) else life.id
