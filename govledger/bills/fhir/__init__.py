"""Bills, and payers' claims on them, as FHIR R4 resources: Invoice, Claim, ExplanationOfBenefit, Organization. Pure.

- `vocabulary`: the code systems, identifier systems and extensions that FHIR has no words of its own for
- `mapping`: which field of a bill stands in which element; docs/fhir.md shows it
- `elements`: reading elements, each with its place for the error that it may make
- `writing`, `reading`: a bill as an Invoice, and back, with nothing lost
- `claims`: a reimbursement as a Claim and the ExplanationOfBenefit that answers it, and back
- `plan`: a whole import as resources, and back
- `validation`: the rules of FHIR itself, by the library fhir.resources

Amounts are FHIR decimals of yuan and exact: they are never binary fractions.
"""

from __future__ import annotations
