"""All seeded faults, source by source."""

from __future__ import annotations

from tests.mutants.faults import access_grants, consortium, data_registry, data_requests, decisions, shared

MUTANTS = (
    *shared.MUTANTS,
    *consortium.MUTANTS,
    *decisions.MUTANTS,
    *data_registry.MUTANTS,
    *access_grants.MUTANTS,
    *data_requests.MUTANTS,
)
