"""The proof-of-authority engines whose blocks govledger reads. Pure."""

from __future__ import annotations

from enum import StrEnum


class Engine(StrEnum):
    """A consensus engine; what its name stands for in files and options."""

    CLIQUE = "clique"
    """geth's Clique (EIP-225)."""
    QBFT = "qbft"
    """QBFT of Besu and GoQuorum; both write the same headers."""
    IBFT2 = "ibft2"
    """Besu's IBFT 2.0."""
    IBFT1 = "ibft1"
    """GoQuorum's first Istanbul BFT; read, never begun anew."""
