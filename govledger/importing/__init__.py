"""Somebody else's bills and reimbursements, brought onto a ledger: run twice it changes nothing, killed it goes on.

::

    files → (bills.synthea, bills.fhir) plan → parties admitted → ranges granted → batches issued
          → claims reserved and settled → index and vaults read back → reconciliation

- `parties` (pure): who has to be on the ledger for it, and under which code its bills are numbered
- `tables` (I/O): Synthea's files, read and planned whole before anything else happens
- `workers`: several acts at once, so that they share blocks
- `keyring` (I/O): the officers' keys and the organisations' vaults, in one directory
- `standing` (I/O): what the ledger holds of earlier runs, read from the index
- `admission`, `numbering`, `issuing`, `claiming` (I/O): the four steps, each doing only what is missing
- `funding` (I/O): money for the officers' accounts, where transactions cost something
- `pending` (I/O): waiting for what a killed run sent last
- `proving` (I/O): what the ledger holds in the end, from the index and from documents that lead to the chain's roots
- `reconciliation` (pure): the files against the ledger, in counts and in fen
- `run` (I/O): the steps in order

Nothing here remembers what was done: each step asks the ledger and the vaults, so that it does not matter how often or
where a run before it was stopped.
"""

from __future__ import annotations
