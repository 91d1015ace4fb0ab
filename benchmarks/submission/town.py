"""A deployment with one hospital and one finance bureau: what the measured calls act on."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from govledger.connection import Connection
from govledger.demo.sample import DAY, DISCHARGES, ORGANISATIONS, Party, SampleOrganisation, bill_code
from govledger.events import Event, decode
from govledger.ledger import Ledger, Officer, deploy
from govledger.model import Role, Sensitivity

E = TypeVar("E", bound=Event)

TERM_SECONDS = 365 * DAY
RANGE_COUNT = 10_000_000

REGISTRARS = ("our registrar", "idiom's registrar")
ISSUERS = ("our issuer", "idiom's issuer")


@dataclass(frozen=True, slots=True)
class Town:
    """What the measured calls act on."""

    ledger: Ledger
    hospital: int
    hospital_code: str
    resource: int
    """The hospital's."""
    keys: Mapping[str, bytes]
    """By the names of the hospital's officers."""
    ranges: Mapping[str, int]
    """A range of bill numbers for each issuer."""

    def events(self, kind: type[E], account: bytes) -> list[E]:
        """What the chain has of one kind by one account, in order."""
        topics = ["0x" + kind.TOPIC.hex(), None, "0x" + account.rjust(32, b"\0").hex()]
        address = "0x" + self.ledger.address_of(kind.CONTRACT).hex()
        wanted = {"address": address, "topics": topics, "fromBlock": "0x0", "toBlock": "latest"}
        logs = self.ledger.connection.request("eth_getLogs", wanted)
        found = [decode([_bytes(topic) for topic in log["topics"]], _bytes(log["data"])) for log in logs]
        return [event for event in found if isinstance(event, kind)]


def founded(connection: Connection, founder_key: bytes) -> Town:
    """The contracts, the organisations, and for each way of writing one registrar and one issuer of the hospital."""
    ledger = deploy(connection, founder_key)
    founder = ledger.acting_as(founder_key)
    finance_posts = {"bills": Role.FINANCE, "control": Role.FINANCE}
    _, finance = _admit(ledger, founder, Party.FINANCE, finance_posts)
    posts = dict.fromkeys(REGISTRARS, Role.REGISTRAR) | dict.fromkeys(ISSUERS, Role.ISSUER)
    hospital, keys = _admit(ledger, founder, Party.HOSPITAL, posts)
    registrar = ledger.acting_as(keys[REGISTRARS[0]])
    resource = registrar.registry.register_resource(
        DISCHARGES.schema, DISCHARGES.modes, sensitivity=Sensitivity.INTERNAL
    )
    bills, control = (ledger.acting_as(finance[post]) for post in finance_posts)
    ranges = dict(zip(ISSUERS, _ranges(bills, control, hospital, len(ISSUERS)), strict=True))
    return Town(ledger, hospital, _sample(Party.HOSPITAL).public_code, resource.event.resource, keys, ranges)


def _admit(
    ledger: Ledger, founder: Officer, party: Party, posts: Mapping[str, Role]
) -> tuple[int, Mapping[str, bytes]]:
    """An organisation with an administrator and these officers: its id, and their keys."""
    sample = _sample(party)
    organisation = founder.decisions.admit_organisation(sample.public_code, sample.kinds).event.organisation
    keys = {post: secrets.token_bytes(32) for post in ("administrator", *posts)}
    accounts = {post: ledger.acting_as(key).account for post, key in keys.items()}
    now = ledger.now()
    times = {"valid_from_at": now, "valid_until_at": now + TERM_SECONDS}
    founder.decisions.appoint_officer(organisation, accounts["administrator"], {Role.ADMINISTRATOR}, **times)
    administrator = ledger.acting_as(keys["administrator"])
    for post, role in posts.items():
        administrator.consortium.appoint_officer(organisation, accounts[post], {role}, **times)
    return organisation, keys


def _ranges(bills: Officer, control: Officer, hospital: int, count: int) -> Iterator[int]:
    now = bills.now()
    for _ in range(count):
        proposed = bills.ranges.propose_range(
            bill_code(now), hospital, RANGE_COUNT, valid_until_at=now + TERM_SECONDS
        ).event
        yield control.ranges.grant_range(proposed.range, proposed.range_version).event.range


def _sample(party: Party) -> SampleOrganisation:
    return next(one for one in ORGANISATIONS if one.party is party)


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text[2:])
