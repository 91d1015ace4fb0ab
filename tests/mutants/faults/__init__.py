"""All seeded faults, source by source."""

from __future__ import annotations

from tests.mutants.faults import (
    access_grants,
    bill_claims,
    bill_ranges,
    consortium,
    data_registry,
    data_requests,
    decisions,
    medical_bills,
    shared,
)

MUTANTS = (
    *shared.MUTANTS,
    *consortium.MUTANTS,
    *decisions.MUTANTS,
    *data_registry.MUTANTS,
    *access_grants.MUTANTS,
    *data_requests.MUTANTS,
    *bill_ranges.MUTANTS,
    *medical_bills.MUTANTS,
    *bill_claims.MUTANTS,
)
