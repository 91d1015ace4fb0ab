"""The index: what the chain holds of one deployment's events, checked and kept in tables."""

from __future__ import annotations

from govledger.index.model import (
    BlockHeader,
    IndexedContract,
    IndexedDeployment,
    Reorganisation,
    SyncReport,
)
from govledger.index.node import JsonRpcNode, Node, UntypedRpc
from govledger.index.store import Store, open_store, read_store
from govledger.index.sync import Indexer, sync

__all__ = [
    "BlockHeader",
    "IndexedContract",
    "IndexedDeployment",
    "Indexer",
    "JsonRpcNode",
    "Node",
    "Reorganisation",
    "Store",
    "SyncReport",
    "UntypedRpc",
    "open_store",
    "read_store",
    "sync",
]
