"""The consortium of the demo: its contracts, its organisations, and the officers in whose hands everything is (I/O)."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from govledger.demo.results import Done, Member, Show
from govledger.demo.sample import DAY, ORGANISATIONS, Party, SampleOrganisation
from govledger.demo.setting import Setting
from govledger.importing.funding import fund
from govledger.ledger import Ledger, Officer, deploy
from govledger.tx.signing import signer_from
from govledger.vault import Vault

TERM_SECONDS = 3 * 365 * DAY
"""How long officers are appointed for."""

ACTS = 12
"""More than any officer carries out; on a chain with fees the founder pays for so many."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody who acts in the demo, each with a key of its own."""

    setting: Setting
    ledger: Ledger
    members: Mapping[Party, Member]
    officers: Mapping[tuple[Party, str], Officer]
    """By organisation and post."""
    vaults: Mapping[Party, Vault]

    def officer(self, party: Party, post: str) -> Officer:
        """The officer of an organisation who holds a post."""
        return self.officers[party, post]

    def organisation(self, party: Party) -> int:
        """The id of an organisation."""
        return self.members[party].organisation


@contextmanager
def assembled(setting: Setting, folder: Path, show: Show) -> Iterator[Cast]:
    """The consortium, newly deployed.

    Args:
        setting: the chain.
        folder: where the index and the organisations' vaults are kept.
        show: told what was done.
    """
    with ExitStack() as stack:
        ledger = deploy(
            setting.chain,
            setting.founder,
            name=setting.name,
            directory=setting.deployments,
            store=folder / "index.sqlite",
        )
        stack.callback(ledger.close)
        count = len(ledger.deployment.contracts)
        show(Done(f"{count} contracts deployed, each with a running hash over its own events"))
        (folder / "vaults").mkdir(mode=0o700)
        members: dict[Party, Member] = {}
        officers: dict[tuple[Party, str], Officer] = {}
        vaults: dict[Party, Vault] = {}
        for sample in ORGANISATIONS:
            name = sample.party.replace(" ", "-")
            vault = stack.enter_context(Vault.create(folder / "vaults" / name, sample.public_code))
            vaults[sample.party] = vault
            members[sample.party] = _admit(ledger, setting, sample, vault, officers)
        show(Done(f"{len(members)} organisations admitted by decision: {', '.join(members)}"))
        show(Done(f"{len(officers)} officers appointed in their roles, each with a key of its own, for three years"))
        yield Cast(setting, ledger, members, officers, vaults)


def _admit(
    ledger: Ledger,
    setting: Setting,
    sample: SampleOrganisation,
    vault: Vault,
    officers: dict[tuple[Party, str], Officer],
) -> Member:
    """Admits an organisation and appoints its officers: the administrator by decision, who appoints the others."""
    seated = [(post, ledger.acting_as(secrets.token_bytes(32), vault=vault)) for post in sample.officers]
    fund(setting.chain, signer_from(setting.founder), {officer.account: ACTS for _, officer in seated})
    founder = ledger.acting_as(setting.founder)
    admitted = founder.decisions.admit_organisation(sample.public_code, sample.kinds)
    organisation = admitted.event.organisation
    now = ledger.now()
    appoint = founder.decisions.appoint_officer
    for post, officer in seated:
        appoint(
            organisation,
            officer.account,
            post.roles,
            unit=post.unit,
            valid_from_at=now,
            valid_until_at=now + TERM_SECONDS,
        )
        officers[sample.party, post.post] = officer
        appoint = officers[sample.party, sample.officers[0].post].consortium.appoint_officer
    return Member(sample.party, sample.name, organisation, sample.public_code, len(sample.officers))
