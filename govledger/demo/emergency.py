"""An access in an emergency: without a grant, noticed at once, justified and reviewed (I/O through the library)."""

from __future__ import annotations

from govledger.demo.cast import Cast
from govledger.demo.refusing import refuse, require
from govledger.demo.results import BrokenGlass, Done, Show, duration
from govledger.demo.sample import EMERGENCY_CARE, JUSTIFICATION, MARRIAGES, STATEMENT, Party
from govledger.demo.sharing import SITE, Sharing
from govledger.model import EmergencyReason, EmergencyStatus, GlassTerms, Mode, ReviewOutcome
from govledger.refusals import EmergencyStatusMismatch

ACCESSING, OWNER, INSPECTOR = Party.HOSPITAL, MARRIAGES.owner, Party.AUDIT
RECORD = "patient"


def break_glass(cast: Cast, sharing: Sharing, show: Show) -> BrokenGlass:
    """The hospital reads who the patient's spouse is, and says afterwards why it had to.

    Args:
        cast: who acts.
        sharing: what data there is.
        show: told what was done.
    """
    accessing = cast.officer(ACCESSING, "enquiries").requests
    terms = _terms(cast, sharing)
    broken = accessing.break_glass(terms, {0: STATEMENT})
    emergency, justify_by = broken.event.emergency, broken.event.justify_by
    within = duration(justify_by - broken.at.block_timestamp)
    show(Done(f"emergency {emergency}: the {ACCESSING} reads without a grant, {terms.reason.name}"))
    _require_notice(cast, emergency, terms.owner)
    show(Done(f"{OWNER} and {INSPECTOR} can see it at once; the {ACCESSING} has {within} to justify it"))

    spouse = sharing.disclosed(OWNER, RECORD, terms.fields)
    answered = cast.officer(OWNER, "gateway").requests.answer_emergency(emergency, 1, spouse)
    show(Done(f"{OWNER} answers, and commits to the answer"))

    inspecting = cast.officer(INSPECTOR, "inspector").requests
    refuse(
        show,
        f"a review of the emergency before the {ACCESSING} has justified it",
        EmergencyStatusMismatch,
        lambda: inspecting.review_emergency(emergency, answered.event.emergency_version, ReviewOutcome.WARRANTED),
    )
    administrator = cast.officer(ACCESSING, "administrator").requests
    justified = administrator.justify_emergency(emergency, answered.event.emergency_version, {0: JUSTIFICATION})
    _require_kept(cast, justified.event.statement)
    version = justified.event.emergency_version
    outcome = ReviewOutcome(inspecting.review_emergency(emergency, version, ReviewOutcome.WARRANTED).event.outcome)
    require(not accessing.open_emergencies(cast.organisation(ACCESSING)), "no emergency is left to be justified")
    show(Done(f"justified by the {ACCESSING} in time, reviewed by the {INSPECTOR}: {outcome.name}"))
    return BrokenGlass(emergency, ACCESSING, OWNER, INSPECTOR, "who the patient's spouse is", justify_by)


def _terms(cast: Cast, sharing: Sharing) -> GlassTerms:
    return GlassTerms(
        resource=sharing.resource(MARRIAGES),
        record=sharing.record(RECORD),
        owner=cast.organisation(OWNER),
        mode=Mode.DETAIL,
        fields=MARRIAGES.positions("spouse"),
        purpose=EMERGENCY_CARE.code,
        legal_basis=EMERGENCY_CARE.legal_basis,
        reason=EmergencyReason.DANGER_TO_LIFE,
        site=SITE,
    )


def _require_notice(cast: Cast, emergency: int, owner: int) -> None:
    """Anyone who reads the chain sees the emergency from its first block on, with who owns what was read."""
    seen = cast.ledger.requests.emergency(emergency)
    require(
        seen is not None and (seen.owner, seen.status) == (owner, EmergencyStatus.OPEN), "the owner sees the emergency"
    )
    still_open = cast.ledger.requests.open_emergencies(cast.organisation(ACCESSING))
    require(still_open == (emergency,), "the emergency is open until it is justified")


def _require_kept(cast: Cast, statement: bytes) -> None:
    """What the chain holds a commitment to is in the vault, to be shown to the inspector."""
    kept = cast.vaults[ACCESSING].record(statement)
    require(kept.fields == ((0, JUSTIFICATION),), "the justification is in the vault")
