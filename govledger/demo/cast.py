"""The consortium of the demo: its contracts, its organisations, and the officers in whose hands everything is (I/O)."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from govledger.demo.results import Done, Member, Show
from govledger.demo.sample import DAY, FOUNDING, ORGANISATIONS, Party, SampleOrganisation
from govledger.demo.setting import Setting
from govledger.deployer.deploying import deploy
from govledger.deployer.folder import MANIFEST
from govledger.importing.funding import fund
from govledger.ledger import Ledger, Officer
from govledger.plan import standard_plan
from govledger.tx.signing import signer_from
from govledger.vault import Vault, private_files

TERM_SECONDS = 3 * 365 * DAY
"""How long officers are appointed for."""

ACTS = 16
"""More than any officer carries out; on a chain with fees the founder pays for so many."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody who acts in the demo, each with a key of its own."""

    setting: Setting
    ledger: Ledger
    founder: Officer
    members: dict[Party, Member]
    """Those that were admitted."""
    officers: Mapping[tuple[Party, str], Officer]
    """By organisation and post; those of the organisation that is still to be admitted, too."""
    vaults: Mapping[Party, Vault]

    def officer(self, party: Party, post: str) -> Officer:
        """The officer of an organisation who holds a post."""
        return self.officers[party, post]

    def organisation(self, party: Party) -> int:
        """The id of an organisation."""
        return self.members[party].organisation

    def term(self) -> dict[str, int]:
        """The time in office of whoever is appointed now."""
        now = self.ledger.now()
        return {"valid_from_at": now, "valid_until_at": now + TERM_SECONDS}

    def enlist(self, sample: SampleOrganisation, organisation: int) -> None:
        """An organisation that has its administrator appoints its other officers, and takes part from now on."""
        administrator, *others = sample.officers
        appoint = self.officer(sample.party, administrator.post).consortium.appoint_officer
        for post in others:
            account = self.officer(sample.party, post.post).account
            appoint(organisation, account, post.roles, unit=post.unit, **self.term())
        self.members[sample.party] = Member(
            sample.party, sample.name, organisation, sample.public_code, len(sample.officers)
        )


@contextmanager
def assembled(setting: Setting, folder: Path, show: Show) -> Iterator[Cast]:
    """The consortium, newly deployed.

    Args:
        setting: the chain.
        folder: where the index and the organisations' vaults are kept.
        show: told what was done.
    """
    with ExitStack() as stack:
        ledger = _deployed(setting, folder)
        stack.callback(ledger.close)
        count = len(ledger.deployment.contracts)
        show(Done(f"{count} contracts deployed, each with a running hash over its own events"))
        private_files.write_new(folder / MANIFEST, ledger.deployment.to_json())
        (folder / "vaults").mkdir(mode=0o700)
        officers: dict[tuple[Party, str], Officer] = {}
        vaults: dict[Party, Vault] = {}
        for sample in ORGANISATIONS:
            name = sample.party.replace(" ", "-")
            vault = stack.enter_context(Vault.create(folder / "vaults" / name, sample.public_code))
            vaults[sample.party] = vault
            for post in sample.officers:
                officers[sample.party, post.post] = ledger.acting_as(secrets.token_bytes(32), vault=vault)
        fund(setting.chain, signer_from(setting.founder), {officer.account: ACTS for officer in officers.values()})
        cast = Cast(setting, ledger, ledger.acting_as(setting.founder), {}, officers, vaults)
        for sample in FOUNDING:
            _admit(cast, sample)
        appointed = sum(member.officers for member in cast.members.values())
        show(Done(f"{len(cast.members)} organisations admitted by the founder: {', '.join(cast.members)}"))
        show(Done(f"{appointed} officers appointed in their roles, each with a key of its own, for three years"))
        yield cast


def _deployed(setting: Setting, folder: Path) -> Ledger:
    """The contracts, whose decisions need what the setting says."""
    signer = signer_from(setting.founder)
    plan = standard_plan(signer.address, policies=setting.policies)
    deployment = deploy(setting.chain, signer, plan, name=setting.name, directory=setting.deployments)
    return Ledger(deployment, setting.chain, store=folder / "index.sqlite")


def _admit(cast: Cast, sample: SampleOrganisation) -> None:
    """The founder admits an organisation and appoints its administrator, who appoints the others."""
    decisions = cast.founder.decisions
    admitted = decisions.admit_organisation(sample.public_code, sample.kinds, voting=sample.voting)
    organisation = admitted.event.organisation
    administrator = sample.officers[0]
    account = cast.officer(sample.party, administrator.post).account
    decisions.appoint_officer(organisation, account, administrator.roles, **cast.term())
    cast.enlist(sample, organisation)
