"""Writing to the chain: a domain call becomes a ContractCall, a signed transaction, a receipt, a typed result."""

from __future__ import annotations
