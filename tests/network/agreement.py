"""What has to hold after every fault: index and chain agree, nothing is lost or doubled, no bill is paid twice over."""

from __future__ import annotations

from collections.abc import Iterator

from govledger.audit import edits
from govledger.index.model import SyncReport
from govledger.index.store import Store
from govledger.ledger import Ledger

LOGS_AT_ONCE = 1_000
"""Blocks in one request for logs; nodes refuse too many."""


def require_agreement(ledger: Ledger) -> SyncReport:
    """Everything of this module; returns what the last sync did."""
    report = ledger.sync()
    require_index_is_the_chains(ledger, report)
    require_versions_without_gap(ledger.store)
    require_bills_hold(ledger)
    return report


def require_index_is_the_chains(ledger: Ledger, report: SyncReport) -> None:
    """The contracts' running hashes are the index's, over rows that are hashed again, and as many logs as there are."""
    store = ledger.store
    stored = store.heads()
    assert len(stored) == len(ledger.deployment.contracts)
    for contract in ledger.deployment.contracts:
        slot = store.deployment.contracts[contract.key].head_slot
        address, block = f"0x{contract.address.hex()}", hex(report.last_block)
        kept = ledger.connection.request("eth_getStorageAt", address, hex(slot), block)
        assert bytes.fromhex(kept[2:]) == stored[contract.key].head, contract.key
    assert list(edits.check(store)) == []
    positions = list(_logs(ledger, report.last_block))
    assert len(positions) == len(set(positions)) == sum(running.events for running in stored.values())


def require_versions_without_gap(store: Store) -> None:
    """Each object has the versions 1, 2, 3 … once."""
    counts = "min(version), max(version), count(*)"
    query = f"SELECT contract, kind, id, id_bytes, {counts} FROM object_versions GROUP BY 1, 2, 3, 4"
    found = list(store.rows(query))
    assert found and [row for row in found if row[4] != 1 or row[5] != row[6]] == []


def require_bills_hold(ledger: Ledger) -> int:
    """Of no bill more is settled and reserved than can be claimed, by the contract's word and by its events.

    Returns:
        How many bills were claimed.
    """
    store, now = ledger.store, ledger.now()
    claimed = list(store.rows("SELECT bill, claimable_fen FROM claim_opened"))
    for bill, claimable_fen in claimed:
        account = ledger.claims.claim(bill)
        assert account is not None and account.claimable_fen == claimable_fen
        reserved_fen = account.claimable_fen - account.settled_fen - account.available_fen
        assert account.settled_fen >= 0 and reserved_fen >= 0
        assert account.settled_fen + reserved_fen <= account.claimable_fen
        settled = _sum(store, _SETTLED, bill)
        live = _sum(store, _LIVE, bill, now)
        assert settled == account.settled_fen and live == reserved_fen, f"bill {bill}"
    return len(claimed)


_SETTLED = """
SELECT (SELECT coalesce(sum(amount_fen), 0) FROM settlement_made WHERE bill = ?1)
    + (SELECT coalesce(sum(amount_fen), 0) FROM direct_settlement_made WHERE bill = ?1)
    - (SELECT coalesce(sum(amount_fen), 0) FROM settlement_reversed WHERE bill = ?1)
"""
"""What is settled of a bill, by the events alone."""

_LIVE = """
SELECT sum(amount_fen
    - (SELECT coalesce(sum(amount_fen), 0) FROM settlement_made AS s
       WHERE s.bill = r.bill AND s.reservation = r.bill_version)
    - (SELECT coalesce(sum(amount_fen), 0) FROM reservation_released AS g
       WHERE g.bill = r.bill AND g.reservation = r.bill_version))
FROM reservation_made AS r WHERE bill = ? AND expires_at > ?
"""
"""What is reserved of a bill and still counts, by the events alone."""


def events_of(store: Store) -> dict[str, int]:
    """How many events of each kind the index holds, without those of which there are none."""
    names = [name for (name,) in store.rows("SELECT name FROM sqlite_schema WHERE sql LIKE '%log_index%digest%'")]
    counts = {name: next(iter(store.rows(f'SELECT count(*) FROM "{name}"')))[0] for name in names}
    return {name: count for name, count in sorted(counts.items()) if count}


def _sum(store: Store, query: str, *values: int) -> int:
    return int(next(iter(store.rows(query, values)))[0] or 0)


def _logs(ledger: Ledger, last_block: int) -> Iterator[tuple[str, str]]:
    """Block hash and place of every log of the deployment that the node has."""
    addresses = [f"0x{contract.address.hex()}" for contract in ledger.deployment.contracts]
    for first in range(ledger.deployment.first_block, last_block + 1, LOGS_AT_ONCE):
        last = min(first + LOGS_AT_ONCE - 1, last_block)
        wanted = {"address": addresses, "fromBlock": hex(first), "toBlock": hex(last)}
        for log in ledger.connection.request("eth_getLogs", wanted):
            yield log["blockHash"], log["logIndex"]
