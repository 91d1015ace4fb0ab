"""What a node that lies may say: one function for each lie, over a true answer. Pure.

A liar may change anything, but the hash of a header that was changed is no longer its hash. Who makes up whole chains,
with hashes, receipts and running hashes that fit, is in `tests.simulator.sealing`.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

import msgspec

from govledger.consensus import qbft
from govledger.errors import MalformedData
from govledger.events import encode
from govledger.index import wire
from tests.simulated_chain import ADDRESSES
from tests.simulator.chain import FOREIGN, an_event

T = TypeVar("T")
Lie = Callable[[random.Random, list[Any]], list[Any]]
"""The answer's items, changed; the same list where there is nothing to change."""
HEADER_FIELDS = (
    *("number", "hash", "parent_hash", "sha3_uncles", "miner", "state_root", "transactions_root", "receipts_root"),
    *("logs_bloom", "difficulty", "gas_limit", "gas_used", "timestamp", "extra_data", "mix_hash", "nonce"),
)


# --- lists ---------------------------------------------------------------------------------------------


def dropped(chance: random.Random, items: list[T]) -> list[T]:
    """One is left out."""
    place = chance.randrange(len(items))
    return items[:place] + items[place + 1 :]


def cut_short(chance: random.Random, items: list[T]) -> list[T]:
    """The last ones are left out, perhaps all."""
    return items[: chance.randrange(len(items))]


def doubled(chance: random.Random, items: list[T]) -> list[T]:
    """One comes twice, one after the other."""
    place = chance.randrange(len(items))
    return items[: place + 1] + items[place:]


def swapped(chance: random.Random, items: list[T]) -> list[T]:
    """Two change places."""
    if len(items) < 2:
        return items
    one, other = chance.sample(range(len(items)), 2)
    changed = list(items)
    changed[one], changed[other] = items[other], items[one]
    return changed


def _one(change: Callable[[random.Random, T], T]) -> Callable[[random.Random, list[T]], list[T]]:
    """A lie about one item."""

    def changed(chance: random.Random, items: list[T]) -> list[T]:
        place = chance.randrange(len(items))
        return [*items[:place], change(chance, items[place]), *items[place + 1 :]]

    changed.__doc__ = change.__doc__
    return changed


# --- headers -------------------------------------------------------------------------------------------


def _header_field(chance: random.Random, header: wire.Header) -> wire.Header:
    """A field has another value."""
    name = chance.choice(HEADER_FIELDS)
    return msgspec.structs.replace(header, **{name: other_digit(chance, getattr(header, name))})


def _committed_seals(chance: random.Random, header: wire.Header) -> wire.Header:
    """Of a QBFT header, whose hash leaves them out: some or all are taken away, or one comes twice."""
    try:
        extra = qbft.ExtraData.decode(bytes.fromhex(header.extra_data[2:]))
    except MalformedData:
        return header
    if not extra.seals:
        return header
    changed = chance.choice((extra.seals[:1], (), (*extra.seals, extra.seals[0])))
    return msgspec.structs.replace(header, extra_data=_hex(replace(extra, seals=changed).encode()))


# --- logs ----------------------------------------------------------------------------------------------


def _log_data(chance: random.Random, log: wire.Log) -> wire.Log:
    """Its data differ in one digit."""
    return msgspec.structs.replace(log, data=other_digit(chance, log.data))


def _log_topic(chance: random.Random, log: wire.Log) -> wire.Log:
    """One of its topics differs in one digit."""
    topics = list(log.topics)
    place = chance.randrange(len(topics))
    topics[place] = other_digit(chance, topics[place])
    return msgspec.structs.replace(log, topics=topics)


def _log_address(chance: random.Random, log: wire.Log) -> wire.Log:
    """Another contract is said to have emitted it."""
    others = [address for address in map(_hex, (*ADDRESSES.values(), FOREIGN)) if address != log.address]
    return msgspec.structs.replace(log, address=chance.choice(others))


def _log_block_hash(chance: random.Random, log: wire.Log) -> wire.Log:
    """It names another block by its hash."""
    return msgspec.structs.replace(log, block_hash=other_digit(chance, log.block_hash))


def moved(chance: random.Random, logs: list[wire.Log]) -> list[wire.Log]:
    """One is said to be of the block of another, at its end."""
    log, other = chance.choice(logs), chance.choice(logs)
    if log.block_number == other.block_number:
        return logs
    rest = [one for one in logs if one is not log]
    after = max(place for place, one in enumerate(rest) if one.block_number == other.block_number)
    last = rest[after]
    there = msgspec.structs.replace(
        log,
        block_number=last.block_number,
        block_hash=last.block_hash,
        transaction_hash=last.transaction_hash,
        transaction_index=last.transaction_index,
        log_index=hex(int(last.log_index, 16) + 1),
    )
    return [*rest[: after + 1], there, *rest[after + 1 :]]


def exchanged(chance: random.Random, logs: list[wire.Log]) -> list[wire.Log]:
    """Two have each other's content in their places."""
    if len(logs) < 2:
        return logs
    one, other = chance.sample(range(len(logs)), 2)
    changed = list(logs)
    changed[one], changed[other] = _content_of(logs[other], logs[one]), _content_of(logs[one], logs[other])
    return changed


def exchanged_of_one_contract(chance: random.Random, logs: list[wire.Log]) -> list[wire.Log]:
    """As `exchanged`, of one contract: the running hashes bind no order across contracts."""
    address = chance.choice(logs).address
    places = [place for place, log in enumerate(logs) if log.address == address]
    changed = list(logs)
    for place, log in zip(places, exchanged(chance, [logs[place] for place in places]), strict=True):
        changed[place] = log
    return changed


def doubled_in_place(chance: random.Random, logs: list[wire.Log]) -> list[wire.Log]:
    """One comes again as the next log of its block."""
    place = chance.randrange(len(logs))
    again = msgspec.structs.replace(logs[place], log_index=hex(int(logs[place].log_index, 16) + 1))
    return [*logs[: place + 1], again, *logs[place + 1 :]]


def added(chance: random.Random, logs: list[wire.Log]) -> list[wire.Log]:
    """One that never was follows another one; it is a good event."""
    place = chance.randrange(len(logs))
    return [*logs[: place + 1], _made_up(chance, logs[place]), *logs[place + 1 :]]


def _made_up(chance: random.Random, before: wire.Log) -> wire.Log:
    event = an_event(chance, {})
    topics, data = encode(event)
    return msgspec.structs.replace(
        before,
        address=_hex(ADDRESSES[event.CONTRACT]),
        topics=[_hex(topic) for topic in topics],
        data=_hex(data),
        log_index=hex(int(before.log_index, 16) + 1),
    )


def _content_of(log: wire.Log, place: wire.Log) -> wire.Log:
    return msgspec.structs.replace(place, address=log.address, topics=log.topics, data=log.data)


# --- receipts of one block -----------------------------------------------------------------------------


def _receipt_field(chance: random.Random, receipt: wire.Receipt) -> wire.Receipt:
    """A field that the root binds, or a place, has another value."""
    name = chance.choice(("status", "cumulative_gas_used", "logs_bloom", "type", "block_hash", "transaction_index"))
    if name == "status":
        return msgspec.structs.replace(receipt, status="0x0" if receipt.status == "0x1" else "0x1")
    return msgspec.structs.replace(receipt, **{name: other_digit(chance, getattr(receipt, name) or "0x0")})


def _receipt_logs(lie: Callable[[random.Random, list[wire.Log]], list[wire.Log]]) -> Lie:
    """A lie about the logs of one receipt that has some."""

    def changed(chance: random.Random, receipts: list[wire.Receipt]) -> list[wire.Receipt]:
        with_logs = [place for place, receipt in enumerate(receipts) if receipt.logs]
        if not with_logs:
            return receipts
        place = chance.choice(with_logs)
        there = msgspec.structs.replace(receipts[place], logs=lie(chance, receipts[place].logs))
        return [*receipts[:place], there, *receipts[place + 1 :]]

    changed.__doc__ = f"Of the logs in a receipt: {lie.__doc__}"
    return changed


def log_of_another_receipt(chance: random.Random, receipts: list[wire.Receipt]) -> list[wire.Receipt]:
    """The last log of a receipt is said to be the first of the next."""
    places = [place for place, receipt in enumerate(receipts[:-1]) if receipt.logs]
    if not places:
        return receipts
    place = chance.choice(places)
    one, other = receipts[place], receipts[place + 1]
    return [
        *receipts[:place],
        msgspec.structs.replace(one, logs=one.logs[:-1]),
        msgspec.structs.replace(other, logs=[one.logs[-1], *other.logs]),
        *receipts[place + 2 :],
    ]


def _log_index(chance: random.Random, log: wire.Log) -> wire.Log:
    """It is said to have another place in its block."""
    return msgspec.structs.replace(log, log_index=hex(int(log.log_index, 16) + chance.randint(1, 3)))


def _word(chance: random.Random, word: bytes) -> bytes:
    """A word of storage is another one."""
    return bytes.fromhex(other_digit(chance, _hex(word))[2:])


# --- transactions of one block -------------------------------------------------------------------------


def _transaction_field(chance: random.Random, transaction: wire.Transaction) -> wire.Transaction:
    """Another sender's signature, another call, another contract, other terms."""
    name = chance.choice(("nonce", "gasPrice", "gas", "to", "value", "input", "v", "r", "s"))
    return {**transaction, name: other_digit(chance, transaction[name])}


# --- all of them ---------------------------------------------------------------------------------------

HEADER_LIES: dict[str, Lie] = {
    "header dropped": dropped,
    "headers cut short": cut_short,
    "header doubled": doubled,
    "headers swapped": swapped,
    "header's field": _one(_header_field),
    "header's seals": _one(_committed_seals),
}
LOG_LIES: dict[str, Lie] = {
    "log dropped": dropped,
    "logs cut short": cut_short,
    "no logs": lambda chance, logs: [],
    "log doubled": doubled,
    "log doubled in its place": doubled_in_place,
    "logs swapped": swapped,
    "logs exchanged": exchanged_of_one_contract,
    "log moved": moved,
    "log added": added,
    "log's data": _one(_log_data),
    "log's topic": _one(_log_topic),
    "log's address": _one(_log_address),
    "log's block hash": _one(_log_block_hash),
}
STORAGE_LIES: dict[str, Lie] = {"storage word": _one(_word)}
TRANSACTION_LIES: dict[str, Lie] = {
    "transaction dropped": dropped,
    "no transactions": lambda chance, transactions: [],
    "transaction doubled": doubled,
    "transactions swapped": swapped,
    "transaction's field": _one(_transaction_field),
}
RECEIPT_LIES: dict[str, Lie] = {
    "receipt dropped": dropped,
    "receipts cut short": cut_short,
    "no receipts": lambda chance, receipts: [],
    "receipt doubled": doubled,
    "receipts swapped": swapped,
    "receipt's field": _one(_receipt_field),
    "log of another receipt": log_of_another_receipt,
    **{
        f"receipt's {name}": _receipt_logs(lie)
        for name, lie in {**LOG_LIES, "logs exchanged": exchanged, "log's index": _one(_log_index)}.items()
        if name != "log moved"
    },
}


def other_digit(chance: random.Random, text: str) -> str:
    """The hexadecimal number with one digit changed; a number of no digits gets one."""
    if len(text) == 2:
        return "0x01"
    place = chance.randrange(2, len(text))
    digit = chance.choice([one for one in "123456789abcdef" if one != text[place]])
    return text[:place] + digit + text[place + 1 :]


def is_told(before: Sequence[Any], after: Sequence[Any]) -> bool:
    """Whether a lie changed anything."""
    return list(before) != list(after)


def _hex(value: bytes) -> str:
    return f"0x{value.hex()}"
