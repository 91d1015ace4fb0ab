"""The ledger kit for digital government: data sharing under grants, medical e-bills, and audit trails.

```python
import govledger

with govledger.embedded() as chain:
    ledger = govledger.deploy(chain)
    founder = ledger.acting_as(chain.development_keys[0])
```

The public names are loaded when they are first used: importing the package does no work, and a part of it (the
compiler, the decoder) can be used without the others.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from govledger.actions.bills import IssuedBatch as IssuedBatch
    from govledger.actions.bills import IssuedBill as IssuedBill
    from govledger.actions.claims import Claim as Claim
    from govledger.audit.attempts import AttemptEntry as AttemptEntry
    from govledger.audit.bill_reports.split_note import SignedSplitNote as SignedSplitNote
    from govledger.audit.bill_reports.split_note import SplitNote as SplitNote
    from govledger.audit.bill_reports.split_note import read_split_note as read_split_note
    from govledger.audit.entry import TrailEntry as TrailEntry
    from govledger.audit.entry import TrailFilter as TrailFilter
    from govledger.bills.consent import Consent as Consent
    from govledger.bills.consent import give_consent as give_consent
    from govledger.bills.document import BillDocument as BillDocument
    from govledger.bills.document import BillDraft as BillDraft
    from govledger.bills.document import RedLetterReason as RedLetterReason
    from govledger.bills.holder import HolderFile as HolderFile
    from govledger.bills.order import BillOrder as BillOrder
    from govledger.connection import Connection as Connection
    from govledger.connection import connect as connect
    from govledger.connection import embedded as embedded
    from govledger.deployments import Deployment as Deployment
    from govledger.errors import GovledgerError as GovledgerError
    from govledger.errors import Refusal as Refusal
    from govledger.index.model import Trust as Trust
    from govledger.ledger import Ledger as Ledger
    from govledger.ledger import Officer as Officer
    from govledger.ledger import deploy as deploy
    from govledger.model import ClaimPurpose as ClaimPurpose
    from govledger.model import GlassTerms as GlassTerms
    from govledger.model import GrantTerms as GrantTerms
    from govledger.model import Mode as Mode
    from govledger.model import OrganisationKind as OrganisationKind
    from govledger.model import Position as Position
    from govledger.model import Recorded as Recorded
    from govledger.model import RequestTerms as RequestTerms
    from govledger.model import RevocationReason as RevocationReason
    from govledger.model import Role as Role
    from govledger.model import Sensitivity as Sensitivity
    from govledger.model import WindowTerms as WindowTerms
    from govledger.tx.keys import load_key as load_key
    from govledger.tx.keys import save_key as save_key
    from govledger.tx.node_account import NodeAccountSigner as NodeAccountSigner
    from govledger.tx.sending import Waiting as Waiting
    from govledger.tx.signer_source import open_signer as open_signer
    from govledger.tx.signing import CallableSigner as CallableSigner
    from govledger.tx.signing import PrivateKeySigner as PrivateKeySigner
    from govledger.tx.signing import Signer as Signer
    from govledger.tx.web3signer import Web3Signer as Web3Signer
    from govledger.vault import Vault as Vault
    from govledger.vault.desk import Desk as Desk

__version__ = "0.1.0"

_HOME = {
    "AttemptEntry": "audit.attempts",
    "BillDocument": "bills.document",
    "BillDraft": "bills.document",
    "BillOrder": "bills.order",
    "CallableSigner": "tx.signing",
    "Claim": "actions.claims",
    "ClaimPurpose": "model",
    "Connection": "connection",
    "Consent": "bills.consent",
    "Desk": "vault.desk",
    "Deployment": "deployments",
    "GovledgerError": "errors",
    "GlassTerms": "model",
    "GrantTerms": "model",
    "HolderFile": "bills.holder",
    "IssuedBatch": "actions.bills",
    "IssuedBill": "actions.bills",
    "Ledger": "ledger",
    "Mode": "model",
    "NodeAccountSigner": "tx.node_account",
    "Officer": "ledger",
    "OrganisationKind": "model",
    "Position": "model",
    "PrivateKeySigner": "tx.signing",
    "Recorded": "model",
    "RedLetterReason": "bills.document",
    "Refusal": "errors",
    "RequestTerms": "model",
    "RevocationReason": "model",
    "Role": "model",
    "Sensitivity": "model",
    "SignedSplitNote": "audit.bill_reports.split_note",
    "Signer": "tx.signing",
    "SplitNote": "audit.bill_reports.split_note",
    "TrailEntry": "audit.entry",
    "TrailFilter": "audit.entry",
    "Trust": "index.model",
    "Vault": "vault",
    "Waiting": "tx.sending",
    "Web3Signer": "tx.web3signer",
    "WindowTerms": "model",
    "connect": "connection",
    "deploy": "ledger",
    "embedded": "connection",
    "give_consent": "bills.consent",
    "load_key": "tx.keys",
    "open_signer": "tx.signer_source",
    "read_split_note": "audit.bill_reports.split_note",
    "save_key": "tx.keys",
}
"""Where each public name lives."""

__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    """Load a public name from its module, once."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"govledger.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME})
