"""The index: what the chain holds of one deployment's events, checked and kept in tables."""

from __future__ import annotations

from govledger.index.model import (
    BlockHeader,
    IndexedContract,
    IndexedDeployment,
    RawLog,
    Reorganisation,
    SyncReport,
)
from govledger.index.node import Node, Web3Node
from govledger.index.store import Store, open_store, read_store
from govledger.index.sync import sync

__all__ = [
    "BlockHeader",
    "IndexedContract",
    "IndexedDeployment",
    "Node",
    "RawLog",
    "Reorganisation",
    "Store",
    "SyncReport",
    "Web3Node",
    "open_store",
    "read_store",
    "sync",
]
