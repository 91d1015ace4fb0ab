"""Looks for what must not be on a chain in the clear: texts, numbers and ids of a Synthea data set, in many forms."""

from __future__ import annotations

import base64
import csv
import hashlib
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from govledger.bills.import_plan import ImportPlan
from govledger.connection import Connection
from govledger.privacy.keccak import keccak256

SHORTEST = 5
"""Bytes; what is shorter is found anywhere by chance, so that it is looked for as a whole word and as hashes alone."""

SMALLEST_AMOUNT_FEN = 10_000
"""Below it, amounts cannot be told from ids, counts and numbers of bills."""

SECRET_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "patients.csv": (
        *("Id", "BIRTHDATE", "SSN", "DRIVERS", "PASSPORT", "FIRST", "LAST", "MAIDEN", "BIRTHPLACE", "ADDRESS"),
        *("CITY", "COUNTY", "ZIP", "LAT", "LON"),
    ),
    "claims.csv": ("Id", "PATIENTID", "APPOINTMENTID", *(f"DIAGNOSIS{number}" for number in range(1, 9))),
    "claims_transactions.csv": ("ID", "PROCEDURECODE", "NOTES", "PATIENTINSURANCEID", "PROVIDERID"),
    "encounters.csv": ("Id", "CODE", "DESCRIPTION", "REASONCODE", "REASONDESCRIPTION"),
    "procedures.csv": ("CODE", "DESCRIPTION", "REASONCODE", "REASONDESCRIPTION"),
    "medications.csv": ("CODE", "DESCRIPTION", "REASONCODE", "REASONDESCRIPTION"),
    "payer_transitions.csv": ("MEMBERID", "OWNERNAME"),
}


@dataclass(frozen=True)
class Found:
    """Something that is in the clear."""

    where: str
    what: str


class ClearText:
    """What is looked for, in all its forms."""

    def __init__(self) -> None:
        self._by_prefix: dict[bytes, dict[bytes, str]] = defaultdict(dict)
        self.numbers: dict[int, str] = {}

    @classmethod
    def of_data_set(cls, directory: Path) -> ClearText:
        """Everything about patients and their treatment in the CSV files."""
        wanted = cls()
        for file, columns in SECRET_COLUMNS.items():
            for row in _rows(directory / file):
                for column in columns:
                    wanted.add(row[column], f"{file} {column}")
                if file == "patients.csv":
                    wanted.add(f"{row['FIRST']} {row['LAST']}", "a patient's name")
                    wanted.add(row["SSN"].replace("-", ""), "a patient's SSN")
        return wanted

    def add(self, text: str, what: str) -> None:
        """A text, by itself and hashed without a salt."""
        if not text:
            return
        for form, value in forms_of(text):
            if len(value) >= SHORTEST:
                self._by_prefix[value[:SHORTEST]][value] = f"{what} {text!r} as {form}"
        if len(text.encode()) < SHORTEST:
            self.numbers[int.from_bytes(text.encode().ljust(32, b"\0"), "big")] = f"{what} {text!r} as a padded word"
        if text.isdigit() and len(text) >= SHORTEST:
            self.numbers[int(text)] = f"{what} {text!r} as a number"

    def add_secret(self, secret: bytes, what: str) -> None:
        """Bytes that nobody but their owner has, by themselves, as digits, and hashed without anything else."""
        digits = secret.hex()
        for form, value in (("bytes", secret), ("hex", digits.encode()), *_hashes(secret, "bytes")):
            self._by_prefix[value[:SHORTEST]][value] = f"{what} as {form}"

    def add_amounts(self, plan: ImportPlan, *, public: Iterable[int]) -> None:
        """The amounts of bills that nobody claimed, but for those that claims of other bills show."""
        shown = set(public)
        for bill in plan.bills:
            if not bill.reimbursements:
                lines = (line.amount_fen for line in bill.draft.lines)
                for fen in {bill.total_fen, bill.claimable_fen, bill.counter_fen, *lines} - shown:
                    if fen >= SMALLEST_AMOUNT_FEN:
                        self.add_amount(fen, f"an amount of claim {bill.claim}")

    def add_amount(self, fen: int, what: str) -> None:
        """An amount, as a number and as text with two decimals."""
        self.numbers[fen] = what
        text = f"{fen // 100}.{fen % 100:02d}".encode()
        if len(text) >= SHORTEST:
            self._by_prefix[text[:SHORTEST]][text] = f"{what} as text"

    @property
    def count(self) -> int:
        """How many byte strings and numbers are looked for."""
        return sum(map(len, self._by_prefix.values())) + len(self.numbers)

    def search(self, haystacks: Iterable[tuple[str, bytes]]) -> list[Found]:
        """Every byte string that stands anywhere in one of the named haystacks."""
        found = []
        for where, content in haystacks:
            for at in range(len(content) - SHORTEST + 1):
                candidates = self._by_prefix.get(content[at : at + SHORTEST])
                if candidates:
                    found += [Found(where, what) for value, what in candidates.items() if content.startswith(value, at)]
        return found

    def search_words(self, haystacks: Iterable[tuple[str, bytes]]) -> list[Found]:
        """Every number that stands as a whole ABI word."""
        return [
            Found(where, self.numbers[word])
            for where, content in haystacks
            for at in range(0, len(content) - 31, 32)
            if (word := int.from_bytes(content[at : at + 32], "big")) in self.numbers
        ]

    def search_numbers(self, numbers: Iterable[tuple[str, int]]) -> list[Found]:
        """Every one of them among numbers."""
        return [Found(where, self.numbers[number]) for where, number in numbers if number in self.numbers]


# --- where it is looked for -------------------------------------------------------------------------------


def logs_of(chain: Connection) -> Iterator[tuple[str, bytes]]:
    """Every log of a chain, topics and data."""
    for number in range(int(chain.request("eth_blockNumber"), 16) + 1):
        for log in chain.request("eth_getLogs", {"fromBlock": hex(number), "toBlock": hex(number)}):
            place = f"log {int(log['logIndex'], 16)} of block {number}"
            yield place, bytes.fromhex("".join(topic[2:] for topic in log["topics"]) + log["data"][2:])


def calls_of(chain: Connection) -> Iterator[tuple[str, bytes]]:
    """The calldata of every transaction of a chain."""
    for number in range(int(chain.request("eth_blockNumber"), 16) + 1):
        for transaction in chain.request("eth_getBlockByNumber", hex(number), True)["transactions"]:
            yield f"transaction {transaction['hash']}", bytes.fromhex(transaction["input"][2:])


def arguments_of(chain: Connection) -> Iterator[tuple[str, bytes]]:
    """Calldata without its selector, and calldata within calldata (decisions, bulk) behind its own selector."""
    for name, data in calls_of(chain):
        yield name, data[4:]
        yield name, data[8:]


def numbers_of(index: Path) -> Iterator[tuple[str, int]]:
    """Every number in an index."""
    with closing(sqlite3.connect(f"file:{index}?mode=ro", uri=True)) as database:
        for (table,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
            for row in database.execute(f'SELECT * FROM "{table}"'):
                yield from ((f"table {table}", cell) for cell in row if isinstance(cell, int))


def files_of(index: Path) -> Iterator[tuple[str, bytes]]:
    """The index's file and SQLite's beside it."""
    for path in sorted(index.parent.glob(f"{index.name}*")):
        yield path.name, path.read_bytes()


# --- forms ------------------------------------------------------------------------------------------------


def forms_of(text: str) -> Iterator[tuple[str, bytes]]:
    """The name and the bytes of each form of a text."""
    plain = text.encode()
    yield "text", plain
    yield "hex of text", plain.hex().encode()
    yield from _hashes(plain, "text")
    try:
        raw = UUID(text).bytes
    except ValueError:
        return
    yield "UUID bytes", raw
    yield "UUID hex", raw.hex().encode()
    yield from _hashes(raw, "UUID bytes")
    yield from _hashes(raw.hex().encode(), "UUID hex")


def _hashes(value: bytes, what: str) -> Iterator[tuple[str, bytes]]:
    for name, digest in (("keccak256", keccak256(value)), ("sha256", hashlib.sha256(value).digest())):
        yield f"{name} of {what}", digest
        yield f"hex of {name} of {what}", digest.hex().encode()


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def texts_of(secret: bytes) -> set[str]:
    """How bytes show where they are printed: as digits, in base 64, as a number, as Python shows bytes."""
    texts = {secret.hex(), secret.hex().upper(), str(int.from_bytes(secret)), repr(secret)[2:-1]}
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        texts.add(encode(secret).rstrip(b"=").decode())
    return texts | {text[:12] for text in texts if text.isalnum()}
