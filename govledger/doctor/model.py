"""What was seen of nodes and key files, and what is said of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from govledger.consensus.engine import Engine
from govledger.network.genesis import Client

# --- what is said --------------------------------------------------------------------------------------


class State(StrEnum):
    """How a check ended."""

    OK = "ok"
    WARNING = "warning"
    """It works, and something about it should be known or changed."""
    FAILED = "failed"
    """Something that govledger needs does not work, or must not be trusted."""
    NOT_APPLICABLE = "not applicable"
    """There is nothing to check here, or it cannot be told yet."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    name: str
    subject: str
    """What was looked at: a node's address, a file, or the nodes together."""
    state: State
    seen: str
    why: str
    """Why it matters."""
    advice: str
    """What to do; empty if there is nothing to do."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A kind of check: its name, and why it matters."""

    name: str
    why: str

    def ok(self, subject: str, seen: str, advice: str = "") -> Check:
        """As it should be."""
        return Check(self.name, subject, State.OK, seen, self.why, advice)

    def warning(self, subject: str, seen: str, advice: str) -> Check:
        """It works, but."""
        return Check(self.name, subject, State.WARNING, seen, self.why, advice)

    def failed(self, subject: str, seen: str, advice: str) -> Check:
        """It does not work."""
        return Check(self.name, subject, State.FAILED, seen, self.why, advice)

    def not_applicable(self, subject: str, seen: str, advice: str = "") -> Check:
        """There is nothing to check."""
        return Check(self.name, subject, State.NOT_APPLICABLE, seen, self.why, advice)


@dataclass(frozen=True, slots=True)
class Examination:
    """All checks, in the order of their subjects."""

    checks: tuple[Check, ...]

    @property
    def has_failed(self) -> bool:
        """Whether any check failed; warnings do not count."""
        return self.count(State.FAILED) > 0

    @property
    def subjects(self) -> tuple[str, ...]:
        """What was looked at, each once."""
        return tuple(dict.fromkeys(check.subject for check in self.checks))

    def count(self, state: State) -> int:
        """How many checks ended like that."""
        return sum(check.state is state for check in self.checks)


def counted(number: int, thing: str) -> str:
    """A number with what is counted, in the plural where it is not 1."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


# --- what is known beforehand --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pin:
    """A chain that somebody vouches for."""

    source: str
    """Who says it: `network.toml`, `the manifest of demo`."""
    chain_id: int
    genesis_hash: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What a network's description says of its nodes."""

    engine: Engine
    client: Client
    block_seconds: int
    zero_fee: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the nodes are compared with."""

    pins: tuple[Pin, ...] = ()
    network: Described | None = None
    first_block: int | None = None
    """The deployment's first block."""
    contracts: tuple[bytes, ...] = ()
    """The deployment's addresses."""


# --- what was seen of nodes ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that a node did not answer, and why."""

    reason: str
    is_unknown: bool = False
    """The node does not have the method, or has it switched off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenBlock:
    """A block, as far as the checks need it."""

    number: int
    hash: bytes
    timestamp: int
    base_fee: int | None
    """Wei for one gas; None on a chain before London."""
    state_root: bytes
    prices: tuple[int, ...] = ()
    """What each transaction offered for one gas, in wei."""
    engine: Engine | None = None
    """Whose seal it bears; None if no known engine's."""
    sealer: bytes | None = None
    """The validator who made it; None if nobody's seal is in it."""


@dataclass(frozen=True, slots=True)
class Watched:
    """The head once more, after a while."""

    number: int
    timestamp: int
    asked_at: float
    """This machine's clock then, in seconds."""


@dataclass(frozen=True, slots=True)
class OldState:
    """The answer to eth_getProof at an old block."""

    block: int
    refused: Unanswered | None
    """None if a proof came that begins at the block's state root."""


@dataclass(frozen=True, slots=True)
class BlockReceipts:
    """The answer to eth_getBlockReceipts."""

    block: int
    prices: tuple[int, ...]
    """What each of the block's transactions offered for one gas, in wei."""
    receipts: int | Unanswered


@dataclass(frozen=True, slots=True)
class LogRanges:
    """What eth_getLogs answered, over ranges that grew up to the whole chain."""

    largest: int
    """Blocks in the largest range that was answered; 0 if none was."""
    whole: int
    """Blocks in the whole chain."""
    refused: int | None = None
    """Blocks in the first range that was not answered."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Pool:
    """Transactions that wait at a node."""

    pending: int
    queued: int


@dataclass(frozen=True, slots=True)
class Contracts:
    """The comparison of a deployment with the chain."""

    count: int
    problem: str
    """Empty if the chain holds the deployment."""


@dataclass(frozen=True, slots=True)
class NoNode:
    """An address where no node answers as one should."""

    url: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeFacts:
    """One node that answers."""

    url: str
    client: str | Unanswered
    chain_id: int
    genesis: SeenBlock
    head: SeenBlock
    asked_at: float
    """This machine's clock when the head was told, in seconds."""
    watched: Watched | None
    """None where nobody waited: the head was young, or no engine seals this chain."""
    recent: tuple[SeenBlock, ...]
    """The last blocks in ascending order, the head last, the genesis block never."""
    validators: Mapping[str, tuple[bytes, ...] | Unanswered]
    """What the node says to each engine's own method, by its namespace."""
    gas_price: int | Unanswered
    pool: Pool | Unanswered
    balances: Mapping[bytes, int]
    """Wei, of the accounts whose key files were given; asked only where there are fees."""
    peers: int | Unanswered
    syncing: bool | Unanswered
    old_state: OldState | None
    """None while the chain has no state that is worth a question."""
    receipts: BlockReceipts
    ranges: LogRanges
    batches: Mapping[int, Unanswered | None]
    """For each size of a batch None, or why it was not answered."""
    contracts: Contracts | None
    """None if no deployment was named."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """What several nodes have, asked one right after the other."""

    heights: Mapping[str, int]
    """By the nodes' addresses."""
    number: int
    """The lowest of their heights."""
    hashes: Mapping[str, bytes | Unanswered]
    """Of the block of that height."""
    settled: int
    """A height below, at which blocks do not change any more; the same where blocks are final at once."""
    settled_hashes: Mapping[str, bytes | Unanswered]


# --- what was seen of key files ------------------------------------------------------------------------


class KeyKind(StrEnum):
    """What a key file holds."""

    KEYSTORE = "keystore"
    PASSWORD = "password file"
    RAW_KEY = "raw private key"
    UNKNOWN = "file"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFile:
    """A file that holds a key, or opens one."""

    path: Path
    kind: KeyKind = KeyKind.UNKNOWN
    mode: int = 0o600
    """Its permission bits."""
    is_own: bool = True
    """It belongs to the user who asks."""
    problem: str = ""
    """Why it cannot be used, whoever may read it."""
    address: bytes | None = None
    """The account, if a keystore says it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFolder:
    """A folder with key files."""

    path: Path
    problem: str = ""
    """Why it cannot be read."""
    open_folders: tuple[Path, ...] = ()
    """Folders with key files in which others than the owner may write."""
    files: tuple[KeyFile, ...] = field(default=())
