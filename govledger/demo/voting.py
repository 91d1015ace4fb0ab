"""The founder hands over, and the members decide by votes and after a delay (I/O through the library)."""

from __future__ import annotations

from typing import Any

from govledger.demo.cast import Cast
from govledger.demo.refusing import refuse, require
from govledger.demo.results import Done, Show, Voted, duration
from govledger.demo.sample import AUDIT_OFFICE, FOUNDING, Party
from govledger.events.types import ProposalMade
from govledger.ledger import Officer
from govledger.model import PolicyTerms, SuspensionReason
from govledger.plan import POLICIES
from govledger.refusals import FounderHandedOver, ProposalNotReady

PROPOSER = Party.FINANCE


class Voting:
    """The chapter about decisions.

    Args:
        cast: who acts.
        show: told what was done.
    """

    def __init__(self, cast: Cast, show: Show) -> None:
        self._cast = cast
        self._show = show
        self._voters = [sample.party for sample in FOUNDING if sample.voting]
        self.voted: list[Voted] = []

    def hand_over(self) -> None:
        """The founder gives its power away, for ever."""
        cast = self._cast
        founder = cast.founder.decisions
        founder.hand_over()
        self._show(Done(f"the founder handed over: {len(self._voters)} voters decide, with two administrators each"))
        bureau = cast.organisation(Party.TAX)
        refuse(
            self._show,
            "the founder suspends the tax bureau after handing over",
            FounderHandedOver,
            lambda: founder.suspend_organisation(bureau, 1, SuspensionReason.INVESTIGATION),
        )

    def admit_auditor(self) -> None:
        """An audit office is admitted, and since it cannot do so itself, the members appoint its administrator."""
        cast, sample = self._cast, AUDIT_OFFICE
        proposing = self._administrator(PROPOSER).decisions.proposing
        made: Any = proposing.admit_organisation(sample.public_code, sample.kinds).event
        self._decide(f"the {sample.party} is admitted", made, too_early=True)
        organisation = cast.ledger.consortium.organisation_by_code(sample.public_code)
        assert organisation is not None

        administrator = sample.officers[0]
        account = cast.officer(sample.party, administrator.post).account
        made = proposing.appoint_officer(organisation, account, administrator.roles, **cast.term()).event
        self._decide(f"the {sample.party} gets its first administrator", made)
        cast.enlist(sample, organisation)
        self._show(Done(f"the {sample.party} appoints its {' and its '.join(_others())}"))

    def _decide(self, what: str, made: ProposalMade, *, too_early: bool = False) -> None:
        """What was proposed is read, voted for, queued, and executed once its delay is over."""
        cast, proposal = self._cast, made.proposal
        decisions = cast.ledger.decisions
        described = str(decisions.describe(made.target, made.call))
        self._show(Done(f"proposal {proposal}: {what}; its call, decoded: {described}"))
        tally = decisions.tally(proposal)
        for voter in [party for party in self._voters if party is not PROPOSER][: tally.needed - tally.votes]:
            self._administrator(voter).decisions.vote(proposal)
        tally = decisions.tally(proposal)
        queue = self._administrator(PROPOSER).decisions
        ready_at = queue.queue(proposal).event.ready_at

        def execute() -> None:
            queue.execute(proposal, made.target, made.call)

        if too_early:
            attempt = f"proposal {proposal} executed when it has its votes, before its delay is over"
            refuse(self._show, attempt, ProposalNotReady, execute)
        kind, _ = decisions.action_of(made.target, made.call)
        terms = decisions.policy(kind).terms
        passed = cast.setting.let_pass(terms.delay_seconds)
        execute()
        require(cast.ledger.now() >= ready_at, "the delay was over")
        self._show(Done(f"{tally.votes} of {tally.electorate} voted for it; executed after {passed}"))
        self.voted.append(Voted(proposal, what, described, tally, _delay(terms, POLICIES[kind])))

    def _administrator(self, party: Party) -> Officer:
        return self._cast.officer(party, "administrator")


def _delay(here: PolicyTerms, elsewhere: PolicyTerms) -> str:
    """How long a decision waited, in words; and how long it would, where the demo's delays are short."""
    words = duration(here.delay_seconds)
    if here == elsewhere:
        return words
    return f"{words}, which are {duration(elsewhere.delay_seconds)} in a deployment that says nothing else"


def _others() -> list[str]:
    return [officer.post for officer in AUDIT_OFFICE.officers[1:]]
