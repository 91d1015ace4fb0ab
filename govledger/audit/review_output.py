"""Breaches and findings as text for people and as JSON. Pure."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator
from typing import Any

from govledger.audit.breaches import Breach
from govledger.audit.entry import TrailObject, utc
from govledger.audit.findings.finding import Finding, Kind, Place
from govledger.audit.output import json_text, plain
from govledger.audit.review import Outcome, Review

LISTED = 20
"""How many breaches, and how many findings of a kind, the text for people has at most."""
OTHERS_HAVE_ALL = "--format jsonl and --json have all"


def look_command(found: Finding, store: str) -> str:
    """The command that looks closer; `store` is what it takes as --store."""
    command, *others = found.look
    return shlex.join(("govledger", command, "--store", store, *others))


# --- JSON ----------------------------------------------------------------------------------------------


def json_lines(review: Review, store: str) -> Iterator[str]:
    """One JSON object a line: breaches and findings as they show, at last the outcome; with line breaks."""
    for found in review.run():
        yield json_text(as_mapping(found, store)) + "\n"
    yield json_text({"type": "outcome", **outcome_mapping(review.outcome)}) + "\n"


def json_document(review: Review, store: str) -> str:
    """One JSON object: the outcome, all breaches, all findings; with a line break."""
    lists: dict[str, list[Any]] = {"breach": [], "finding": []}
    for found in review.run():
        one = as_mapping(found, store)
        lists[one.pop("type")].append(one)
    document = {**outcome_mapping(review.outcome), "breaches": lists["breach"], "findings": lists["finding"]}
    return json_text(document) + "\n"


def as_mapping(found: Breach | Finding, store: str) -> dict[str, Any]:
    """A breach or a finding with the names that JSON has."""
    if isinstance(found, Breach):
        return {
            "type": "breach",
            "event": found.event,
            "rule": found.rule,
            "refusal": found.refusal,
            "may_follow": found.may_follow,
            "objects": _objects(found.objects),
            "time": utc(found.timestamp),
            "block_number": found.block_number,
            "block_timestamp": found.timestamp,
            "transaction_hash": plain(found.transaction_hash),
            "log_index": found.log_index,
        }
    return {
        "type": "finding",
        "kind": found.kind.value,
        "what": found.what,
        "why": found.why,
        "count": found.count,
        "objects": _objects(found.objects),
        "where": [_place(place) for place in found.where],
        "look": look_command(found, store),
    }


def outcome_mapping(outcome: Outcome) -> dict[str, Any]:
    """The outcome with the names that JSON has."""
    return {
        "keeps_rules": outcome.keeps_rules,
        "first_block": outcome.first_block,
        "last_block": outcome.last_block,
        "last_at": outcome.last_at,
        "events": outcome.events,
        "attempts": outcome.attempts,
        "breach_count": outcome.breaches,
        "finding_counts": {kind.value: count for kind, count in outcome.findings.items()},
        "not_looked_at": list(outcome.not_looked_at),
    }


def _objects(objects: Iterable[TrailObject]) -> list[dict[str, Any]]:
    return [{"kind": one.kind, "id": plain(one.id), "version": one.version} for one in objects]


def _place(place: Place) -> dict[str, Any]:
    return {
        "time": utc(place.timestamp),
        "block_number": place.block_number,
        "block_timestamp": place.timestamp,
        "transaction_hash": None if place.transaction_hash is None else plain(place.transaction_hash),
    }


# --- text for people -----------------------------------------------------------------------------------


def text_lines(review: Review, store: str) -> Iterator[str]:
    """What it came to, the breaches, the findings by kind; with line breaks. Long lists are cut short."""
    breaches: list[Breach] = []
    findings: dict[Kind, list[Finding]] = {}
    for found in review.run():
        if isinstance(found, Breach):
            breaches += [found] if len(breaches) < LISTED else []
        else:
            kept = findings.setdefault(found.kind, [])
            kept += [found] if len(kept) < LISTED else []
    outcome = review.outcome
    yield from _summary(outcome)
    yield from map(_breach, breaches)
    yield from _more(outcome.breaches)
    for kind, count in outcome.findings.items():
        if count:
            yield f"\n{_words(kind)} ({count:,}): {findings[kind][0].why}\n"
            for one in findings[kind]:
                yield from _finding(one, store)
            yield from _more(count)
    yield from _rest(outcome)


def _summary(outcome: Outcome) -> Iterator[str]:
    tried = "" if outcome.attempts is None else f", {outcome.attempts:,} refused attempts"
    until = f"until {utc(outcome.last_at)}: " if outcome.last_at else ""
    yield f"blocks {outcome.first_block} to {outcome.last_block}, {until}{outcome.events:,} events{tried}\n"
    if outcome.keeps_rules:
        yield "every event keeps the rules\n"
    else:
        yield f"RULES BROKEN, events that are not allowed: {outcome.breaches:,}\n"


def _breach(one: Breach) -> str:
    place = f"block {one.block_number}, log {one.log_index}, {utc(one.timestamp)}"
    follows = "\n  it may follow from a breach before" if one.may_follow else ""
    return f"{one.event}: {one.rule}\n  {place}, transaction {plain(one.transaction_hash)}{follows}\n"


def _finding(one: Finding, store: str) -> Iterator[str]:
    yield f"  {one.what}\n"
    for place in one.where:
        transaction = "" if place.transaction_hash is None else f", transaction {plain(place.transaction_hash)}"
        yield f"    block {place.block_number}, {utc(place.timestamp)}{transaction}\n"
    yield f"    look closer: {look_command(one, store)}\n"


def _more(count: int) -> Iterator[str]:
    if count > LISTED:
        yield f"  … and {count - LISTED:,} more; {OTHERS_HAVE_ALL}\n"


def _rest(outcome: Outcome) -> Iterator[str]:
    nothing = [_words(kind) for kind, count in outcome.findings.items() if not count]
    if nothing:
        yield f"\nnothing found: {', '.join(nothing)}\n"
    for one in outcome.not_looked_at:
        yield f"not looked at: {one}\n"


def _words(kind: Kind) -> str:
    return kind.replace("_", " ")
