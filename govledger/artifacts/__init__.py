"""The compiled contracts that the package carries; using them needs no compiler."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

from govledger.artifacts.model import Artifact, Compiler, ImmutableReference
from govledger.errors import ArtifactError

__all__ = ["CONTRACTS", "Artifact", "Compiler", "ImmutableReference", "load"]

CONTRACTS: Mapping[str, str] = MappingProxyType(
    {
        "consortium": "Consortium",
        "decisions": "Decisions",
        "data_registry": "DataRegistry",
        "access_grants": "AccessGrants",
        "data_requests": "DataRequests",
        "bill_ranges": "BillRanges",
        "medical_bills": "MedicalBills",
        "bill_claims": "BillClaims",
    }
)
"""The key by which Python names a contract, and the contract's name in Solidity; in the order of deployment."""


@cache
def load(contract: str) -> Artifact:
    """The artifact of a contract, named by its key or by its Solidity name.

    Raises:
        ArtifactError: there is no such contract, or its file is damaged.
    """
    name = CONTRACTS.get(contract, contract)
    if name not in CONTRACTS.values():
        raise ArtifactError(f"no contract is called {contract!r}; there are " + ", ".join(CONTRACTS.values()))
    file = resources.files(__name__).joinpath(f"{name}.json")
    try:
        return Artifact.from_json(file.read_bytes())
    except OSError as error:
        raise ArtifactError(
            f"the artifact of {name} is missing from the package; "
            "install govledger anew, or run `govledger compile` in its source tree"
        ) from error
    except ArtifactError as error:
        raise ArtifactError(f"{name}.json is {error}") from error
