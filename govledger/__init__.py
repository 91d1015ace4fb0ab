"""govledger: data sharing between public bodies, and medical e-bills, on an EVM chain that can be audited."""

from __future__ import annotations

__version__ = "0.1.0"
