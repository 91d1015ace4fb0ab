"""Who has to be on the ledger for an import: organisations, their officers, and the code of their bills. Pure.

What the data does not say comes from this mapping:

- the *finance department* that grants the numbers has the public code `FINANCE_CODE`; one administrator and two
  finance officers, since a range needs the agreement of two.
- a *hospital* is an organisation of kind HOSPITAL, with an administrator and an issuer.
- a *payer* is an organisation of kind INSURER, with an administrator and a claims officer.
- the *code* of all bills is 33 (region, as in the public codes) 06 (medical bills) 01 (the only type) and the last two
  digits of the year in which the range is proposed and granted, in the chain's time, UTC; a bill's own year plays no
  part.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from govledger.bills.import_plan import ImportPlan
from govledger.bills.number import CodeParts, code_of
from govledger.model import OrganisationKind, Role

FINANCE_CODE = "11330000MB0000000H"
"""The public code of the finance department that grants the numbers of imported bills."""

REGION, CATEGORY, KIND = 33, 6, 1
"""The first six digits of the code of imported bills."""

DAY = 86_400
TERM_SECONDS = 5 * 365 * DAY
"""How long an officer that an import appoints is in office: five years, an administrator's longest term."""

RANGE_SECONDS = 366 * DAY
"""How long a range that an import has granted can be issued from."""

BATCH_BILLS = 4_096
"""Bills of one batch at most."""


@dataclass(frozen=True, slots=True)
class Post:
    """What one officer of an organisation is appointed to."""

    name: str
    """Unique in the organisation; the key's file is named by it."""

    role: Role


ADMINISTRATOR = Post("administrator", Role.ADMINISTRATOR)
FIRST_FINANCE_OFFICER = Post("finance-1", Role.FINANCE)
SECOND_FINANCE_OFFICER = Post("finance-2", Role.FINANCE)
ISSUER = Post("issuer", Role.ISSUER)
CLAIMS_OFFICER = Post("claims", Role.CLAIMS)


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation that the import needs, with its officers."""

    public_code: str
    kind: OrganisationKind
    posts: tuple[Post, ...]
    """Besides the administrator, who appoints them."""

    @property
    def has_vault(self) -> bool:
        """Whether it has salts or tags to keep."""
        return self.kind is not OrganisationKind.FINANCE


FINANCE = Party(FINANCE_CODE, OrganisationKind.FINANCE, (FIRST_FINANCE_OFFICER, SECOND_FINANCE_OFFICER))


def parties_of(plan: ImportPlan) -> tuple[Party, ...]:
    """The finance department, the hospitals and the payers of a plan."""
    hospitals = (Party(one.public_code, OrganisationKind.HOSPITAL, (ISSUER,)) for one in plan.hospitals)
    payers = (Party(one.public_code, OrganisationKind.INSURER, (CLAIMS_OFFICER,)) for one in plan.payers)
    return (FINANCE, *hospitals, *payers)


def acts_of(plan: ImportPlan) -> Mapping[tuple[str, str], int]:
    """How many acts each officer carries out at most, by public code and post."""
    claims = Counter(one.payer for bill in plan.bills for one in bill.reimbursements)
    found: dict[tuple[str, str], int] = {}
    for party in parties_of(plan):
        found[party.public_code, ADMINISTRATOR.name] = len(party.posts)
        for post in party.posts:
            acts = {Role.FINANCE: len(plan.hospitals), Role.ISSUER: 1 + len(plan.bills) // BATCH_BILLS}
            found[party.public_code, post.name] = acts.get(post.role, claims[party.public_code])
    return found


def code_at(time_at: int) -> int:
    """The code of bills whose range is granted at a time of the chain."""
    return code_of(CodeParts(REGION, CATEGORY, KIND, datetime.fromtimestamp(time_at, UTC).year % 100))
