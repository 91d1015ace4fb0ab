"""Headers that test keys seal by each engine's rules, encoded by `rlp` and signed by `eth_keys`, not by our own code.

Who the validators are, the test says; nothing here counts votes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import rlp
from eth_keys.datatypes import PrivateKey
from eth_utils import keccak

KEYS = sorted(
    (PrivateKey(number.to_bytes(32, "big")) for number in range(101, 110)),
    key=lambda key: key.public_key.to_canonical_address(),
)
"""Sorted by address."""
MEMBERS = tuple(key.public_key.to_canonical_address() for key in KEYS)
ISTANBUL = b"ctical byzantine fault tolerance"
VANITY = b"somebody's node".ljust(32, b"\0")
NOBODY = bytes(20)
PLACES = {
    name: place
    for place, name in enumerate(
        (
            *("parent_hash", "ommers_hash", "coinbase", "state_root", "transactions_root", "receipts_root"),
            *("logs_bloom", "difficulty", "number", "gas_limit", "gas_used", "timestamp", "extra_data", "mix_hash"),
            *("nonce", "base_fee_per_gas", "withdrawals_root"),
        )
    )
}
"""Where a field stands in the list."""
Vote = tuple[bytes, bool]
"""The target, and whether it is added."""


def address(key: PrivateKey) -> bytes:
    return bytes(key.public_key.to_canonical_address())


def sign(key: PrivateKey, digest: bytes) -> bytes:
    return bytes(key.sign_msg_hash(digest).to_bytes())


def keys_of(addresses: Iterable[bytes]) -> list[PrivateKey]:
    return [KEYS[MEMBERS.index(member)] for member in addresses]


class Scribe:
    """Writes a chain's headers one after the other."""

    def __init__(self, engine: str, validators: Sequence[bytes] = MEMBERS[:4], **genesis: Any) -> None:
        self.engine = engine
        self.validators = sorted(validators)
        """Who may seal the next block; tests change it when a vote passes."""
        listed: Sequence[bytes] = genesis.pop("listed", self.validators)
        extra = {
            "clique": VANITY + b"".join(listed) + bytes(65),
            "qbft": rlp.encode([VANITY, listed, [], 0, []]),
            "ibft2": rlp.encode([VANITY, listed, b"", bytes(4), []]),
            "ibft1": VANITY + rlp.encode([listed, b"", []]),
        }[engine]
        items = self._items(0, {"parent_hash": bytes(32), "timestamp": 1_700_000_000, "extra_data": extra} | genesis)
        self.blocks = [rlp.encode(items)]
        self.hashes = [keccak(self.blocks[0])]
        self.timestamp = 1_700_000_000

    @property
    def quorum(self) -> int:
        return (2 * len(self.validators) + 2) // 3

    def write(
        self,
        by: bytes | None = None,
        vote: Vote | None = None,
        *,
        round: int = 0,
        committers: Sequence[bytes] | None = None,
        listed: Sequence[bytes] | None = None,
        **fields: Any,
    ) -> bytes:
        """The next header; its fields can be told otherwise before it is sealed.

        On a Clique chain nobody is listed unless the test says who: in the blocks that begin an epoch.
        """
        number = len(self.blocks)
        by = self.validators[number % len(self.validators)] if by is None else by
        self.timestamp += 1
        known: dict[str, Any] = {"parent_hash": self.hashes[-1], "timestamp": self.timestamp, "coinbase": by}
        if self.engine in ("clique", "ibft1"):
            target, add = (NOBODY, False) if vote is None else vote
            known |= {"coinbase": target, "nonce": b"\xff" * 8 if add else bytes(8)}
        items = self._items(number, known | fields)
        if listed is None:
            listed = () if self.engine == "clique" else self.validators
        committers = self.validators[: self.quorum] if committers is None else committers
        if self.engine == "clique":
            if "difficulty" not in fields:
                in_turn = by in self.validators and self.validators.index(by) == number % len(self.validators)
                items[PLACES["difficulty"]] = 2 if in_turn else 1
            self._seal_clique(items, by, b"".join(listed))
        elif self.engine == "ibft1":
            self._seal_ibft1(items, by, listed, committers)
        else:
            self._seal_two(items, vote, round, listed, committers)
        self.blocks.append(rlp.encode(items))
        return self.blocks[-1]

    def _items(self, number: int, fields: dict[str, Any]) -> list[Any]:
        known: dict[str, Any] = {
            "ommers_hash": keccak(rlp.encode([])),
            "coinbase": NOBODY,
            "state_root": b"\x33" * 32,
            "transactions_root": b"\x44" * 32,
            "receipts_root": b"\x55" * 32,
            "logs_bloom": bytes(256),
            "difficulty": 1,
            "number": number,
            "gas_limit": 30_000_000,
            "gas_used": 21_000,
            "extra_data": b"",
            "mix_hash": bytes(32) if self.engine == "clique" else ISTANBUL,
            "nonce": bytes(8),
        } | {name: value for name, value in fields.items() if name in PLACES}
        return [known[name] for name in sorted(known, key=PLACES.__getitem__)]

    def _seal_clique(self, items: list[Any], by: bytes, listed: bytes) -> None:
        items[12] = VANITY + listed
        seal = sign(keys_of([by])[0], keccak(rlp.encode(items)))
        items[12] += seal
        self.hashes.append(keccak(rlp.encode(items)))

    def _seal_ibft1(self, items: list[Any], by: bytes, listed: Sequence[bytes], committers: Sequence[bytes]) -> None:
        items[12] = VANITY + rlp.encode([listed, b"", []])
        proposed = sign(keys_of([by])[0], keccak(keccak(rlp.encode(items))))
        items[12] = VANITY + rlp.encode([listed, proposed, []])
        self.hashes.append(keccak(rlp.encode(items)))
        committed = keccak(self.hashes[-1] + b"\x02")
        items[12] = VANITY + rlp.encode([listed, proposed, [sign(key, committed) for key in keys_of(committers)]])

    def _seal_two(
        self,
        items: list[Any],
        vote: Vote | None,
        round: int,
        listed: Sequence[bytes],
        committers: Sequence[bytes],
    ) -> None:
        """QBFT and IBFT 2.0."""
        if self.engine == "qbft":
            voted: Any = [] if vote is None else [vote[0], b"\xff" if vote[1] else b""]
            hashed, signed = [[VANITY, listed, voted, 0, []], [VANITY, listed, voted, round, []]]
            front = signed[:4]
        else:
            voted = b"" if vote is None else [vote[0], b"\xff" if vote[1] else b"\x00"]
            hashed, signed = [VANITY, listed, voted], [VANITY, listed, voted, round.to_bytes(4, "big")]
            front = signed
        items[12] = rlp.encode(hashed)
        self.hashes.append(keccak(rlp.encode(items)))
        items[12] = rlp.encode(signed)
        digest = keccak(rlp.encode(items))
        items[12] = rlp.encode([*front, [sign(key, digest) for key in keys_of(committers)]])
