"""`govledger decision`: what the consortium decides, by the founder until it hands over, by votes from then on."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from govledger.actions.decisions import ACTIONS, Decision
from govledger.cli.calls import encoded
from govledger.cli.opening import acting, found, reading
from govledger.cli.output import members, show, show_act, show_all
from govledger.ledger import Ledger, Officer

PROPOSAL = click.argument("proposal", type=click.IntRange(min=0))


@click.group("decision")
def decision_group() -> None:
    """Decisions: proposals, votes and what they need."""


@decision_group.command("list")
@reading()
def list_command(ledger: Ledger, as_json: bool) -> None:
    """List all proposals, and what the founder decided (of kind NONE)."""
    rows = ({"id": number, **members(one)} for number, one in ledger.decisions.proposals())
    columns = ("id", "kind", "status", "proposer", "ready_at", "lapses_at", "executed_at", "version")
    show_all(rows, columns, as_json)


@decision_group.command("show")
@PROPOSAL
@reading(store=True)
def show_command(ledger: Ledger, as_json: bool, proposal: int) -> None:
    """Show one proposal: its call, decoded, its votes, what is missing, when it can be executed, when it lapses."""
    show(_described(proposal, found("proposal", proposal, ledger.decision(proposal))), as_json)


@decision_group.command("policies")
@reading()
def policies_command(ledger: Ledger, as_json: bool) -> None:
    """List what decisions of each kind need: share of votes in basis points, delay, time until they lapse."""
    policies = ledger.decisions.policies().items()
    rows = [{"kind": kind.name, "version": one.version, **asdict(one.terms)} for kind, one in policies]
    show_all(rows, ("kind", "threshold", "delay_seconds", "lapse_seconds", "version"), as_json)


@decision_group.command("propose")
@click.argument("function")
@click.argument("arguments", metavar="[NAME=VALUE]...", nargs=-1)
@acting()
def propose_command(officer: Officer, as_json: bool, function: str, arguments: tuple[str, ...]) -> None:
    """Propose a call and vote for it; with the founder's key, while the founder decides, it is executed at once.

    FUNCTION is one of Consortium's or Decisions', ARGUMENTS are its own, for instance
    suspendOrganisation organisation=3 seen_version=2 reason=INVESTIGATION.
    """
    show_act(officer.decisions.put(*encoded(officer, function, arguments, ACTIONS)), as_json)


@decision_group.command("vote")
@PROPOSAL
@acting()
def vote_command(officer: Officer, as_json: bool, proposal: int) -> None:
    """Vote for a proposal in the name of one's organisation."""
    show_act(officer.decisions.vote(proposal), as_json)


@decision_group.command("withdraw")
@PROPOSAL
@acting()
def withdraw_command(officer: Officer, as_json: bool, proposal: int) -> None:
    """Withdraw the vote of one's organisation."""
    show_act(officer.decisions.withdraw_vote(proposal), as_json)


@decision_group.command("queue")
@PROPOSAL
@acting()
def queue_command(officer: Officer, as_json: bool, proposal: int) -> None:
    """Begin the delay of a proposal that has the votes; anyone can."""
    show_act(officer.decisions.queue(proposal), as_json)


@decision_group.command("execute")
@PROPOSAL
@acting(store=True)
def execute_command(officer: Officer, as_json: bool, proposal: int) -> None:
    """Execute a proposal whose delay is over and which has the votes now; anyone can."""
    decision = found("proposal", proposal, officer.ledger.decision(proposal))
    show_act(officer.decisions.execute(proposal, decision.target, decision.call), as_json)


@decision_group.command("cancel")
@PROPOSAL
@acting()
def cancel_command(officer: Officer, as_json: bool, proposal: int) -> None:
    """Cancel a proposal of one's own organisation, or as the guardian."""
    show_act(officer.decisions.cancel_proposal(proposal), as_json)


@decision_group.command("hand-over")
@click.confirmation_option("--yes", prompt="The founder's power ends for ever. Go on?", help="Do not ask.")
@acting()
def hand_over_command(officer: Officer, as_json: bool) -> None:
    """End the founder's power for ever: votes decide from now on."""
    show_act(officer.decisions.hand_over(), as_json)


def _described(number: int, decision: Decision) -> dict[str, Any]:
    return {
        "id": number,
        **members(decision.proposal),
        "target": decision.target,
        "contract": decision.described.contract,
        "function": decision.described.function,
        "arguments": decision.described.readable,
        "votes": decision.tally.votes,
        "needed_votes": decision.tally.needed,
        "missing_votes": decision.missing_votes,
        "electorate": decision.tally.electorate,
        "voted": decision.voted,
    }
