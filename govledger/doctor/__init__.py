"""What is right and what is wrong with a chain's nodes, for who runs them or writes to them: `govledger doctor`.

::

    examining.py   examines nodes and key files (I/O)
    questions.py   what one node is asked (I/O)
    key_files.py   what is looked at in key files (I/O)
    answers.py     what nodes answer, read (pure)
    model.py       what was seen, and what is said of it
    engines.py     which engine sealed a block, which client a node runs (pure)
    identity.py    checks: client, engine, chain, contracts (pure)
    production.py  checks: fees, clock, blocks, sealers, peers, synchronisation (pure)
    history.py     checks: old state, receipts, ranges of logs, batches (pure)
    secrecy.py     checks: key files (pure)
    checks.py      all checks of a node, and of several nodes together (pure)
"""

from __future__ import annotations

from govledger.doctor.examining import examine
from govledger.doctor.model import Check, Examination, State

__all__ = ["Check", "Examination", "State", "examine"]
