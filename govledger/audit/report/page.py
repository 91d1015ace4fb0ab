"""The auditor's report as one page (`govledger.audit.pages`): the verdict on top, evidence in every line. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from govledger.audit.breaches import Breach
from govledger.audit.bundle.rule import TEXTS, BundleRule
from govledger.audit.bundle.verdict import INFERRED, NOT_PROVED, NOT_PROVED_ON_CLIQUE, Verdict
from govledger.audit.entry import TrailObject, utc
from govledger.audit.findings.finding import WHY, Finding, Kind, Place
from govledger.audit.pages import document, figure
from govledger.audit.report.contents import AuditReport, Evidence
from govledger.audit.report.plots import plots_of
from govledger.audit.review_output import look_command
from govledger.consensus.engine import Engine
from govledger.errors import BundleRefused

TITLE = "Audit report"
REFUSED = (
    "Nothing of what it holds was looked at. Check the genesis hash and the deployment's digest that were given; if "
    "they are right, the bundle is of something else, was damaged, or was changed by somebody without validators' keys."
)
_STYLE = """
main > section { margin-top: 2.5rem; }
h3 { margin: 1.75rem 0 .25rem; font-size: 1rem; break-after: avoid; }
.verdict { margin: 1rem 0; padding: .9rem 1.1rem; border-left: 8px solid var(--mark); background: var(--band); }
.verdict strong { display: block; font-size: 1.25rem; }
.good { --mark: #009e73; } .bad { --mark: #d55e00; } .open { --mark: #e69f00; }
.counts { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1.25rem 0; padding: 0; list-style: none; }
.counts li { flex: 1 1 9rem; padding: .6rem .9rem; border: 1px solid var(--line); }
.counts b { display: block; font-size: 1.4rem; font-variant-numeric: tabular-nums; }
ul.plain { margin: .25rem 0; padding-left: 1.2rem; }
td.text { white-space: normal; min-width: 18rem; max-width: 44rem; vertical-align: top; }
td.evidence { white-space: normal; min-width: 20rem; vertical-align: top; }
td { vertical-align: top; } li { overflow-wrap: anywhere; }
code { font: .92em/1.4 ui-monospace, "SF Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.place { display: block; } td.evidence code { white-space: nowrap; }
figure { overflow-x: auto; } figure svg { min-width: 40rem; }
@media print {
  figure { overflow: visible; } figure svg { min-width: 0; max-height: 75mm; }
  .verdict strong { font-size: 13pt; } td.text, td.evidence { min-width: 0; } .counts li { padding: 1mm 2mm; }
}
"""


def audit_page(report: AuditReport) -> str:
    """The page of a report; the same report makes the same bytes."""
    return document(
        f"{TITLE}: {report.deployment.name}",
        (
            "<main>",
            *_head(report),
            *_plots(report),
            *_breaches(report),
            *_findings(report),
            *_acts(report),
            *_basis(report),
            "</main>",
        ),
        _STYLE,
    )


def refused_page(refused: BundleRefused, place: str, file_digest: bytes) -> str:
    """The page of a bundle that proves nothing: the first rule that does not hold, where, and what was found.

    Args:
        refused: why.
        place: the bundle's file.
        file_digest: SHA-256 of it, 32 bytes.
    """
    rule = f"{refused.rule}: {refused.header_rule}" if refused.header_rule else str(refused.rule)
    rows = [("rule", rule), ("asks", TEXTS[BundleRule(refused.rule)])]
    rows += [("at block", str(refused.block))] if refused.block is not None else []
    rows.append(("found", refused.found))
    return document(
        f"{TITLE}: {place}",
        (
            "<main>",
            f"<h1>{TITLE}</h1>",
            f'<p class="faint">{escape(place)}, SHA-256 <code>0x{file_digest.hex()}</code></p>',
            _verdict("bad", "✗ The bundle proves nothing", REFUSED),
            "<section><h2>The first rule that does not hold</h2>",
            *_list(f"{name}: {text}" for name, text in rows),
            "</section>",
            "</main>",
        ),
        _STYLE,
    )


# --- on top --------------------------------------------------------------------------------------------


def _head(report: AuditReport) -> Iterator[str]:
    outcome, deployment = report.outcome, report.deployment
    until = f", until {utc(outcome.last_at)}" if outcome.last_at else ""
    yield f"<h1>{TITLE}</h1>"
    yield (
        f'<p class="faint">Deployment {escape(deployment.name)} (<code>0x{deployment.digest().hex()}</code>) on chain '
        f"{deployment.chain_id}, blocks {outcome.first_block} to {outcome.last_block}{until}</p>"
    )
    yield from _rules(report)
    yield from _proof(report.evidence)
    yield '<ul class="counts">'
    for name, value in _counts(report):
        yield f"<li><b>{value}</b>{name}</li>"
    yield "</ul>"


def _rules(report: AuditReport) -> Iterator[str]:
    outcome = report.outcome
    if outcome.keeps_rules:
        told = f"Each of {outcome.events:,} events is what the published contracts allow, in its order and at its time."
        yield _verdict("good", "✓ Every event keeps the rules", told)
        return
    first = report.breaches[0]
    told = (
        f"Of {outcome.events:,} events {outcome.breaches:,} are not what the published contracts allow. The first is "
        f"{first.event} in block {first.block_number}: {_sentence(first.rule)}"
    )
    yield _verdict("bad", "✗ Rules are broken", told)


def _proof(evidence: Evidence) -> Iterator[str]:
    if evidence.verdict is None:
        told = (
            f"The events were read from the index {evidence.place}, which is the word of who keeps it. A report on a "
            "bundle (govledger audit bundle) says what is proved."
        )
        yield _verdict("open", "! What was read is not proved", told)
        return
    complete = "every call that failed included" if evidence.verdict.has_all_attempts else "but for calls that failed"
    told = (
        "The log is genuine, in order and complete, "
        f"{complete}, as far as a quorum of the validators did not agree on another history; see below what is proved, "
        "inferred, and not proved."
    )
    yield _verdict("good", "✓ What was read is proved", told)


def _verdict(kind: str, short: str, long: str) -> str:
    return f'<div class="verdict {kind}"><strong>{escape(short)}</strong>{escape(long)}</div>'


def _counts(report: AuditReport) -> Iterator[tuple[str, str]]:
    outcome = report.outcome
    yield "blocks", f"{outcome.last_block + 1 - outcome.first_block:,}"
    yield "events", f"{outcome.events:,}"
    yield "refused calls", "not held" if outcome.attempts is None else f"{outcome.attempts:,}"
    yield "breaches", f"{outcome.breaches:,}"
    yield "findings", f"{sum(outcome.findings.values()):,}"


# --- sections ------------------------------------------------------------------------------------------


def _plots(report: AuditReport) -> Iterator[str]:
    plots = plots_of(report)
    if plots:
        yield "<section><h2>What happened</h2>"
        yield from (figure(plot, number) for number, plot in enumerate(plots, 1))
        yield "</section>"


def _breaches(report: AuditReport) -> Iterator[str]:
    yield "<section><h2>Breaches of rules</h2>"
    if not report.breaches:
        yield "<p>None.</p></section>"
        return
    yield "<p>What the contracts as they were published do not allow: the log is not theirs, or was changed.</p>"
    rows = (
        (
            ("", escape(one.event)),
            ("text", f"{escape(one.rule)}{_follows(one)}"),
            ("", _objects(one.objects)),
            ("evidence", _place(one.place, f", log {one.log_index}")),
        )
        for one in report.breaches
    )
    yield from _table("Breaches", ("event", "rule", "about", "evidence"), rows, report.outcome.breaches)
    yield "</section>"


def _follows(one: Breach) -> str:
    return '<span class="place faint">It may follow from a breach before.</span>' if one.may_follow else ""


def _findings(report: AuditReport) -> Iterator[str]:
    outcome = report.outcome
    yield "<section><h2>Findings</h2>"
    yield "<p>No rule is broken by these; they are what an auditor should look at.</p>"
    for kind, found in report.findings.items():
        yield from _kind(kind, found, outcome.findings[kind], report.evidence.store)
    nothing = [_words(kind) for kind, count in outcome.findings.items() if not count]
    if nothing:
        yield f"<p>Nothing was found of: {', '.join(nothing)}.</p>"
    if outcome.not_looked_at:
        yield "<h3>Not looked at</h3>"
        yield from _list(outcome.not_looked_at)
    yield "</section>"


def _kind(kind: Kind, found: Sequence[Finding], count: int, store: str) -> Iterator[str]:
    yield f"<h3>{_words(kind).capitalize()}: {count:,}</h3>"
    yield f"<p>{escape(_sentence(WHY[kind]))}</p>"
    rows = (
        (
            ("text", escape(one.what)),
            ("evidence", "".join(map(_place, one.where))),
            ("text", f"<code>{escape(look_command(one, store))}</code>"),
        )
        for one in found
    )
    yield from _table(_words(kind), ("what", "evidence", "how to look closer"), rows, count)


def _acts(report: AuditReport) -> Iterator[str]:
    timeline = report.timeline
    yield "<section><h2>Timeline</h2>"
    if not timeline.acts:
        yield "<p>None of what changes who may do what, and no exception.</p></section>"
        return
    yield "<p>What changed who may do what, and the exceptions: decisions, stops, emergencies, seals, reversals.</p>"
    rows = (
        (
            ("", utc(one.at.timestamp)),
            ("text", f"{escape(one.what)}<span class='place faint'>{escape(one.event)} by {escape(one.who)}</span>"),
            ("", _objects(one.objects)),
            ("evidence", _place(one.at)),
        )
        for one in timeline.acts
    )
    yield from _table("Timeline", ("time", "what, by whom", "about", "evidence"), rows, timeline.act_count)
    yield "</section>"


def _basis(report: AuditReport) -> Iterator[str]:
    """What is proved, inferred and not proved."""
    yield "<section><h2>What this rests on</h2>"
    verdict = report.evidence.verdict
    if verdict is None:
        yield (
            "<p>An index was read, and no evidence. Whoever keeps it could have changed it; "
            "<code>govledger index check</code> and a bundle say more.</p></section>"
        )
        return
    yield from _proved(report.evidence, verdict)
    yield "<h3>Inferred</h3>"
    yield from _list(map(_sentence, INFERRED))
    yield "<h3>Not proved</h3>"
    yield from _list(map(_sentence, (*NOT_PROVED, *(NOT_PROVED_ON_CLIQUE if verdict.engine is Engine.CLIQUE else ()))))
    yield "</section>"


def _proved(evidence: Evidence, verdict: Verdict) -> Iterator[str]:
    begun = "the genesis" if not verdict.path_from else f"the checkpoint of block {verdict.path_from}"
    digest = b"" if evidence.file_digest is None else evidence.file_digest
    yield "<h3>Proved</h3>"
    yield from _list(
        (
            f"Every header from {begun} to block {verdict.path_to}: the validators of its time sealed it, by the rules "
            f"of {verdict.engine}.",
            f"Block {verdict.last_block} is 0x{verdict.last_hash.hex()}.",
            f"The bundle is {evidence.place}, SHA-256 0x{digest.hex()}.",
        )
    )
    rows = (
        (
            ("", escape(one.key)),
            ("number", f"{one.events:,}"),
            ("", " and ".join(one.completeness)),
            ("", str(one.beginning)),
            ("", str(one.code)),
            ("evidence", f"<code>0x{one.address.hex()}</code>"),
        )
        for one in verdict.contracts
    )
    heads = ("contract", "events", "complete by", "from", "code by", "address")
    yield from _table("What is proved of each contract", heads, rows, len(verdict.contracts))


# --- parts ---------------------------------------------------------------------------------------------

_Cell = tuple[str, str]
"""The class of a cell, and its HTML."""


def _table(title: str, heads: Sequence[str], rows: Iterable[Sequence[_Cell]], count: int) -> Iterator[str]:
    """A table whose listing may end before its count does."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    yield f'<div class="wide" role="region" aria-label="{escape(title)}" tabindex="0"><table>'
    yield f"<thead><tr>{head}</tr></thead>\n<tbody>"
    listed = 0
    for row in rows:
        cells = "".join(f'<td class="{kind}">{html}</td>' if kind else f"<td>{html}</td>" for kind, html in row)
        yield f"<tr>{cells}</tr>"
        listed += 1
    yield "</tbody></table></div>"
    if listed < count:
        yield f'<p class="faint">The first {listed:,} of {count:,}.</p>'


def _place(place: Place, more: str = "") -> str:
    at = f"block {place.block_number}{more}, {utc(place.timestamp)}"
    if place.transaction_hash is not None:
        at += f", transaction <code>0x{place.transaction_hash.hex()}</code>"
    return f'<span class="place">{at}</span>'


def _objects(objects: Iterable[TrailObject]) -> str:
    return "".join(f'<span class="place">{escape(_object(one))}</span>' for one in objects)


def _object(one: TrailObject) -> str:
    """Its kind, id and version; a long hash is cut short, since the evidence says where all of it stands."""
    shown = f"0x{one.id.hex()[:8]}…" if isinstance(one.id, bytes) else str(one.id)
    return f"{one.kind} {shown}" + ("" if one.version is None else f" v{one.version}")


def _list(sentences: Iterable[str]) -> Iterator[str]:
    yield '<ul class="plain">'
    yield from (f"<li>{escape(sentence)}</li>" for sentence in sentences)
    yield "</ul>"


def _words(kind: Kind) -> str:
    return kind.replace("_", " ")


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."
