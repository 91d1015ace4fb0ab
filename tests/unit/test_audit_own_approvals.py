"""Whoever does both of two acts that two people should do, separation by separation."""

from __future__ import annotations

import pytest

from govledger.audit.findings.accounts import Accounts
from govledger.audit.findings.finding import Finding
from govledger.audit.findings.own_approvals import SEPARATIONS, OwnApprovals, Separation
from govledger.audit.source import EventAt
from govledger.events import Event
from govledger.events import types as events
from govledger.model import Mode
from tests.simulated_chain import sample

ONE, OTHER, NEW_KEY = b"\x01" * 20, b"\x02" * 20, b"\x03" * 20
NAMES = [f"{one.first.NAME} and {one.second.NAME}" for one in SEPARATIONS]


def seen(*listed: Event, accounts: Accounts | None = None) -> list[Finding]:
    watch = OwnApprovals(accounts or Accounts())
    found = []
    for number, event in enumerate(listed, 1):
        assert type(event) in watch.events
        found += watch.see(EventAt(event, number, number, 0, bytes(32), 0, bytes(32), None))
    return found + list(watch.finish(len(listed)))


def act(kind: type[Event], one: Separation, actor: bytes, **values: object) -> Event:
    """One of the two acts, on a thing of this separation."""
    thing = b"\x07" * 32 if one.object == "draft" else 7
    names = {field.name for field in kind.FIELDS}
    given = {one.object: thing, one.also: 3, "mode": Mode.VERIFY, "actor": actor} | values
    return sample(kind, **{name: value for name, value in given.items() if name in names})


@pytest.mark.parametrize("one", SEPARATIONS, ids=NAMES)
def test_who_did_both_is_found_and_two_people_are_not(one: Separation) -> None:
    both = (act(one.first, one, ONE), act(one.second, one, ONE))
    [found] = seen(*both)
    assert [place.block_number for place in found.where] == [1, 2] and one.did in found.what
    assert seen(act(one.first, one, ONE), act(one.second, one, OTHER)) == []
    assert seen(*reversed(both)) == [], "in this order nobody approves what he did"


@pytest.mark.parametrize("one", SEPARATIONS, ids=NAMES)
def test_other_things_are_not_mixed_up(one: Separation) -> None:
    other = b"\x08" * 32 if one.object == "draft" else 8
    assert seen(act(one.first, one, ONE), act(one.second, one, ONE, **{one.object: other})) == []
    if one.also:
        assert seen(act(one.first, one, ONE), act(one.second, one, ONE, **{one.also: 4})) == []


def test_whoever_of_several_approvers_issues_the_grant_is_found() -> None:
    draft = next(one for one in SEPARATIONS if one.first is events.DraftApproved)
    approved = [act(events.DraftApproved, draft, who) for who in (ONE, OTHER)]
    assert len(seen(*approved, act(events.GrantIssued, draft, ONE))) == 1
    assert seen(*approved, act(events.GrantIssued, draft, NEW_KEY)) == []


def test_officer_is_the_same_one_with_a_new_key() -> None:
    accounts = Accounts()
    accounts.see(sample(events.OfficerAppointed, officer=5, account=ONE))
    accounts.see(sample(events.KeyRotated, officer=5, account=NEW_KEY))
    one = SEPARATIONS[0]
    [found] = seen(act(one.first, one, ONE), act(one.second, one, NEW_KEY), accounts=accounts)
    assert found.what.startswith(f"officer 5 (0x{NEW_KEY.hex()}) of organisation ")


def test_request_that_ended_is_forgotten() -> None:
    one = SEPARATIONS[0]
    ended = act(events.RequestRejected, one, OTHER)
    assert seen(act(one.first, one, ONE), ended, act(one.second, one, ONE)) == []
