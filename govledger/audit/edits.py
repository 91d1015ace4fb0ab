"""Whether an index was edited: what can be recomputed from its rows is, and each place that differs is named.

What it is compared with stands in the same store. So it finds what was edited by somebody who did not edit everything
consistently; against one who did, `sync` compares the last running hashes with the contracts' own, and the proofs of
earlier ones that the store holds begin with headers that validators sealed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from govledger.audit.heads import Finding, check_contract
from govledger.consensus.checkpoint import Checkpoint
from govledger.consensus.engine import has_hash
from govledger.consensus.header import Header
from govledger.consensus.state_proof import proven_word
from govledger.consensus.transaction import ConsensusTransaction
from govledger.errors import MalformedData, SignatureInvalid, TrieProofInvalid
from govledger.events import BY_NAME, Event
from govledger.index import schema
from govledger.index.attempts import NOBODY, refusal_name
from govledger.index.codes import EVENT_NAMES, OBJECT_KINDS
from govledger.index.deployment import call_reader
from govledger.index.model import ReasonSource, Trust
from govledger.index.store import Store
from govledger.rlp import rlp_decode

__all__ = ["Finding", "check"]


def check(store: Store) -> Iterator[Finding]:
    """Every place where the index was edited; none if it was not.

    Blocks come first, then contract after contract in the order of its events, then versions, attempts, proofs and
    checkpoints.
    Memory does not grow with their number.

    Raises:
        StoreError: the index cannot be read.
    """
    with store.snapshot() as reader:
        yield from _check_blocks(reader)
        for contract in sorted(reader.deployment.contracts):
            yield from check_contract(reader, contract)
        yield from _check_strangers(reader)
        for table in (schema.NUMBER_VERSIONS, schema.BYTES_VERSIONS):
            yield from _check_versions(reader, table)
        yield from _check_attempts(reader)
        yield from _check_proofs(reader)
        yield from _check_checkpoints(reader)


def _check_blocks(reader: Store) -> Iterator[Finding]:
    first, last = reader.deployment.first_block, reader.last_block()
    parent, expected = None, first
    for header in reader.headers(first, last):
        if header.number != expected:
            yield Finding("blocks", expected, None, "the block is missing")
        elif parent is not None and header.parent_hash != parent:
            yield Finding("blocks", header.number, None, "the parent hash is not the hash of the block before")
        parent, expected = header.hash, header.number + 1
    if expected != last + 1:
        yield Finding("blocks", expected, None, "the block is missing")
    for (number,) in reader.rows("SELECT number FROM blocks WHERE number < ? OR number > ?", (first, last)):
        yield Finding("blocks", number, None, f"the index holds blocks {first} to {last}, and this one was added")
    if not first - 1 <= reader.verified_block() <= last:
        yield Finding("cursor", reader.verified_block(), None, "the index was never compared at this block")


def _check_strangers(reader: Store) -> Iterator[Finding]:
    """Running hashes of contracts that the deployment does not have."""
    for contract, number in reader.rows("SELECT contract, block_number FROM heads ORDER BY block_number, contract"):
        if contract not in reader.deployment.contracts:
            yield Finding("heads", number, None, f"the deployment has no contract {contract!r}")


def _check_versions(reader: Store, table: schema.Table) -> Iterator[Finding]:
    """Each version against the event that is said to have made it, and against the one before."""
    query = f"SELECT kind, id, version, event, block_number, log_index FROM {table.name} ORDER BY kind, id, version"
    before: tuple[Any, ...] = ()
    for kind, object_id, version, code, number, log_index in reader.rows(query):
        due = before[2] + 1 if before[:2] == (kind, object_id) else 1
        before = (kind, object_id, version)
        known = 0 < kind <= len(OBJECT_KINDS) and 0 < code <= len(EVENT_NAMES)
        event = _event_at(reader, BY_NAME[EVENT_NAMES[code - 1]], number, log_index) if known else None
        number_of = int.from_bytes(object_id, "big") if _is_wide_number(table, object_id) else object_id
        if event is None or (number_of, version) not in _made(event, kind):
            rule = f"no event there makes version {version} of {_named(kind, number_of)}"
            yield Finding(table.name, number, log_index, rule)
        elif version != due:
            rule = f"version {version} of {_named(kind, number_of)} stands where version {due} has to follow"
            yield Finding(table.name, number, log_index, rule)


def _is_wide_number(table: schema.Table, object_id: object) -> bool:
    """Whether an id is a number that is too large for SQLite's own."""
    return table is schema.NUMBER_VERSIONS and isinstance(object_id, bytes)


def _event_at(reader: Store, kind: type[Event], number: int, log_index: int) -> Event | None:
    query = f"{schema.rows_query(kind)} WHERE block_number = ? AND log_index = ?"
    row = reader.first(query, (number, log_index))
    return None if row is None else schema.event_of_row(kind, row[schema.POSITION_WIDTH :])


def _made(event: Event, kind: int) -> list[tuple[Any, int]]:
    """(id, version) of the objects of a kind that an event is about."""
    contract, name = OBJECT_KINDS[kind - 1]
    if contract != event.CONTRACT:
        return []
    references = [reference for reference in event.OBJECTS if reference.kind == name]
    return [(getattr(event, one.id_field), getattr(event, one.version_field)) for one in references]


def _named(kind: int, object_id: object) -> str:
    name = OBJECT_KINDS[kind - 1][1] if 0 < kind <= len(OBJECT_KINDS) else f"an object of no kind ({kind})"
    return f"{name} 0x{object_id.hex()}" if isinstance(object_id, bytes) else f"{name} {object_id}"


def _check_attempts(reader: Store) -> Iterator[Finding]:
    """Each attempt against the transaction that was signed."""
    query = f"{schema.select_query(schema.ATTEMPTS)} ORDER BY block_number, transaction_index"
    for row in reader.rows(query):
        if (rule := _attempt_problem(reader, row)) is not None:
            yield Finding(schema.ATTEMPTS.name, row[0], row[1], rule)


def _attempt_problem(reader: Store, row: tuple[Any, ...]) -> str | None:
    number, _, transaction_hash, sender, contract, function, signed, _, refusal, data, _, source = row
    if reader.header(number) is None:
        return "the index holds no such block"
    known = reader.deployment.contracts.get(contract)
    try:
        transaction = ConsensusTransaction.decode(signed)
        by = transaction.sender()
    except MalformedData as problem:
        return f"the row was edited: {problem}"
    except SignatureInvalid:
        by = NOBODY
    if transaction.hash() != transaction_hash:
        return "the row was edited: its hash is not that of the transaction"
    if by != sender:
        return "the row was edited: its sender did not sign the transaction"
    if known is None or transaction.to != known.address:
        return "the row was edited: the transaction is to another contract"
    if function != call_reader(contract).read(transaction.data).name:
        return "the row was edited: the transaction calls another function"
    if refusal != refusal_name(data) or source not in set(ReasonSource):
        return "the row was edited: its refusal is not what the contract reverted with"
    return None


def _check_proofs(reader: Store) -> Iterator[Finding]:
    """Each proof against the header that it begins with, and the running hash that it is of."""
    headers = {}
    for number, encoded in reader.rows("SELECT block_number, header FROM proof_headers ORDER BY block_number"):
        stored = reader.header(number)
        try:
            header = Header.decode(encoded)
            known = stored is not None and has_hash(header, stored.hash)
        except MalformedData:
            known = False
        if not known:
            yield Finding("proof_headers", number, None, "the header is not that of the block in the index")
        else:
            headers[number] = header.state_root
    query = f"{schema.select_query(schema.HEAD_PROOFS)} ORDER BY block_number, contract"
    for number, contract, account, storage in reader.rows(query):
        if number not in headers or not _is_proven(reader, headers[number], number, contract, (account, storage)):
            yield Finding("head_proofs", number, None, f"does not prove the running hash of {contract} at this block")


def _check_checkpoints(reader: Store) -> Iterator[Finding]:
    """Each checkpoint against its block, its chain and the rules of the others."""
    rules = None
    for number, encoded in reader.rows(f"{schema.select_query(schema.CHECKPOINTS)} ORDER BY block_number"):
        stored = reader.header(number)
        try:
            checkpoint = Checkpoint.decode(encoded)
        except MalformedData as problem:
            yield Finding("checkpoints", number, None, f"the row was edited: {problem}")
            continue
        rules = rules or checkpoint.rules
        if checkpoint.number != number or checkpoint.rules.genesis_hash != reader.deployment.genesis_hash:
            yield Finding("checkpoints", number, None, "the row was edited: it is of another block or chain")
        elif stored is not None and (checkpoint.hash, checkpoint.timestamp) != (stored.hash, stored.timestamp):
            yield Finding("checkpoints", number, None, "the row was edited: the index holds another block")
        elif checkpoint.rules != rules:
            yield Finding("checkpoints", number, None, "the row was edited: its rules are others than those before")
    if reader.trust is Trust.SEALS and reader.last_block() >= reader.deployment.first_block:
        kept = reader.checkpoint(reader.last_block())
        if kept is None or kept.block_number != reader.last_block():
            yield Finding("checkpoints", reader.last_block(), None, "the last block's checkpoint is missing")


def _is_proven(reader: Store, state_root: bytes, number: int, contract: str, nodes: tuple[bytes, bytes]) -> bool:
    query = "SELECT head FROM heads WHERE contract = ? AND block_number <= ? ORDER BY block_number DESC LIMIT 1"
    head = reader.first(query, (contract, number))
    known = reader.deployment.contracts.get(contract)
    try:
        account, storage = (tuple(_listed(part)) for part in nodes)
        word = known and proven_word(state_root, known.address, known.head_slot, account, storage)
    except (MalformedData, TrieProofInvalid):
        return False
    return word == (head[0] if head else bytes(32))


def _listed(encoded: bytes) -> Iterator[bytes]:
    """The nodes of a proof."""
    for node in rlp_decode(encoded):
        if not isinstance(node, bytes):
            raise MalformedData("a proof", "holds something else than nodes")
        yield node
