"""What an auditor's report is made of: a review with everything that the page shows of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from govledger.audit.breaches import Breach
from govledger.audit.bundle.verdict import Verdict
from govledger.audit.findings.finding import Finding, Kind
from govledger.audit.findings.thresholds import Thresholds
from govledger.audit.report.timeline import LISTED, Attempted, Timeline
from govledger.audit.review import Outcome, Review
from govledger.audit.source import AuditSource
from govledger.deployments import Deployment


@dataclass(frozen=True, slots=True)
class Evidence:
    """What stands behind a report."""

    place: str
    """The bundle's file, or the store."""
    verdict: Verdict | None
    """What the bundle proves; None for an index, which is the word of who keeps it."""
    file_digest: bytes | None
    """SHA-256 of the bundle's file; None for an index."""

    @property
    def store(self) -> str:
        """What commands that look closer take as --store."""
        return self.place if self.verdict is None else "STORE"


@dataclass(frozen=True, slots=True)
class AuditReport:
    """Everything that the page of a report shows."""

    evidence: Evidence
    deployment: Deployment
    outcome: Outcome
    breaches: tuple[Breach, ...]
    """The first `LISTED`."""
    findings: Mapping[Kind, tuple[Finding, ...]]
    """Of each kind the first `LISTED`."""
    timeline: Timeline
    attempted: Attempted


def make_report(
    source: AuditSource, thresholds: Thresholds, evidence: Evidence, manifests: Mapping[int, bytes] | None = None
) -> AuditReport:
    """Reviews a source to its end.

    Args:
        source: events from the contracts' creation on.
        thresholds: what is worth a finding.
        evidence: where the source came from.
        manifests: of batches of bills, by the batch's id.

    Raises:
        InputError: the source does not begin with the contracts' creation.
        DocumentUnreadable: a manifest is not a whole number of rows.
        StoreError, BundleRefused: the source cannot be read.
    """
    timeline, attempted = Timeline(), Attempted()
    review = Review(source, thresholds, manifests, events_too=[timeline], attempts_too=[attempted])
    breaches: list[Breach] = []
    findings: dict[Kind, list[Finding]] = {kind: [] for kind in Kind}
    for found in review.run():
        if isinstance(found, Breach):
            if len(breaches) < LISTED:
                breaches.append(found)
        elif len(findings[found.kind]) < LISTED:
            findings[found.kind].append(found)
    return AuditReport(
        evidence=evidence,
        deployment=source.deployment,
        outcome=review.outcome,
        breaches=tuple(breaches),
        findings={kind: tuple(ones) for kind, ones in findings.items() if ones},
        timeline=timeline,
        attempted=attempted,
    )
