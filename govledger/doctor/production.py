"""Checks of what a node does now: what it asks for gas, its clock, its blocks, its peers. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from govledger.doctor.engines import read_client
from govledger.doctor.model import Check, Known, NodeFacts, SeenBlock, Topic, Unanswered, counted
from govledger.network.genesis import Client
from govledger.network.status import LATELY
from govledger.tx.fees import fees_for

YOUNG_SECONDS: Final = 10.0
"""A head of this age says nothing bad, however fast the chain is."""
YOUNG_BLOCKS: Final = 3
"""Nor does one that is as old as three blocks take."""
AHEAD_SECONDS: Final = 2.0
"""How far a block's time may be ahead of this machine's clock: its seconds are whole, clocks differ a little."""
SLOW: Final = 1.5
"""Blocks that take this many times their time are slow."""

RECENT_BLOCKS: Final = 32
"""How many of the last blocks are looked at."""

FEES = Topic("fees", "a transaction that offers less than the nodes want is never sealed, and each writer must pay")
CLOCK = Topic("clock", "grants expire by the chain's time; nodes whose clocks differ refuse each other's blocks")
BLOCKS = Topic("blocks", "while no block is sealed, nothing is written and no grant expires")
SEALERS = Topic("sealers", "every validator that is missing brings the chain nearer to a standstill")
PEERS = Topic("peers", "a node without peers follows nobody, and what is sent to it reaches no validator")
SYNCHRONISATION = Topic("synchronisation", "a node that is behind shows yesterday's grants and bills")


# --- fees ----------------------------------------------------------------------------------------------


def fees(facts: NodeFacts, known: Known) -> Check:
    """What govledger will send, and whether the nodes will take it.

    Cases, in this order: a base fee above 0; a base fee of 0 on geth; a price of 0 that was taken lately; transactions
    that wait though blocks are sealed; a price of 0 that was taken before; GoQuorum, which takes no other; a node that
    suggests 0; one that suggests more.
    """
    if facts.head.base_fee:
        return _with_fees(facts, facts.head.base_fee, known)
    found = None if isinstance(facts.client, Unanswered) else read_client(facts.client).client
    seen = "no base fee" if facts.head.base_fee is None else "base fee 0"
    seen = f"{seen}: govledger sends legacy transactions with price 0, and accounts need no money"
    if facts.head.base_fee == 0 and found is Client.GETH:
        return FEES.warning(
            facts.url,
            f"{seen}; one block that is more than half full lifts geth's base fee above 0 for good",
            "leave London out of a zero-fee genesis, which this chain did not; prepare to give the accounts money",
        )
    taken = next((block.number for block in reversed(facts.recent) if 0 in block.prices), None)
    if taken is not None:
        return FEES.ok(facts.url, f"{seen}; block {taken} holds one")
    if not isinstance(facts.pool, Unanswered) and facts.pool.pending and facts.recent:
        return FEES.warning(
            facts.url,
            f"{seen}; {facts.pool.pending} transactions wait, and none with price 0 is in the last "
            f"{len(facts.recent)} blocks",
            _LOWER_PRICE,
        )
    if 0 in facts.receipts.prices:
        ago = facts.head.number - facts.receipts.block
        return FEES.ok(facts.url, f"{seen}; block {facts.receipts.block} holds one, {counted(ago, 'block')} ago")
    if found is Client.GOQUORUM:
        return FEES.ok(facts.url, f"{seen}; GoQuorum takes no other price")
    if isinstance(facts.gas_price, Unanswered):
        return FEES.ok(facts.url, f"{seen}; eth_gasPrice is not answered: {facts.gas_price.reason}")
    if facts.gas_price == 0:
        return FEES.ok(facts.url, f"{seen}; the node suggests 0 too")
    return FEES.warning(
        facts.url,
        f"{seen}; the node suggests {facts.gas_price} wei, and the last blocks hold no transaction with price 0 "
        "that would show that it is taken",
        _LOWER_PRICE,
    )


_LOWER_PRICE: Final = (
    'see that every node takes price 0 (geth: miner_setGasPrice("0x0"), which govledger network up does; '
    "Besu: --min-gas-price=0), then send one transaction and ask again"
)


def _with_fees(facts: NodeFacts, base_fee: int, known: Known) -> Check:
    cap = fees_for(base_fee, 0).cap
    seen = f"base fee {base_fee} wei: govledger sends type 2 transactions, at most {cap} wei and the tip for one gas"
    if known.network is not None and known.network.zero_fee:
        return FEES.failed(
            facts.url,
            f"{seen}; network.toml says that nothing is paid",
            "give every account that writes money, or begin a new network whose genesis leaves London out (geth) or "
            "has zeroBaseFee (Besu)",
        )
    poor = [f"0x{address.hex()}" for address, balance in facts.balances.items() if balance == 0]
    if poor:
        return FEES.warning(
            facts.url, f"{seen}; {', '.join(poor)} has no money", "send it some before it is to write anything"
        )
    funded = f"; {counted(len(facts.balances), 'account')} given, with money" if facts.balances else ""
    return FEES.ok(facts.url, f"{seen}{funded}", "every account that writes needs money")


# --- time ----------------------------------------------------------------------------------------------


def block_seconds(recent: Sequence[SeenBlock]) -> float | None:
    """The mean time between blocks; None of fewer than two."""
    if len(recent) < 2:
        return None
    return (recent[-1].timestamp - recent[0].timestamp) / (recent[-1].number - recent[0].number)


def young_until(recent: Sequence[SeenBlock], known: Known) -> float:
    """The age in seconds up to which a head is young."""
    seconds = known.network.block_seconds if known.network is not None else block_seconds(recent)
    return max(YOUNG_SECONDS, YOUNG_BLOCKS * (seconds or 0))


def clock(facts: NodeFacts, known: Known) -> Check:
    """The newest head's time against this machine's clock."""
    if facts.head.engine is None:
        return CLOCK.not_applicable(facts.url, "no engine gives this chain's blocks a regular time")
    number, timestamp, asked_at = facts.head.number, facts.head.timestamp, facts.asked_at
    if facts.watched is not None:
        if facts.watched.number == number:
            return CLOCK.not_applicable(facts.url, "no block came while we waited, so that clocks cannot be compared")
        number, timestamp, asked_at = facts.watched.number, facts.watched.timestamp, facts.watched.asked_at
    age = asked_at - timestamp
    if age < -AHEAD_SECONDS:
        return CLOCK.warning(
            facts.url,
            f"block {number} is {-age:.0f} s ahead of this machine's clock",
            "set this machine's clock by NTP; if it is right, the validators' clocks are wrong",
        )
    if age > young_until(facts.recent, known):
        return CLOCK.warning(
            facts.url,
            f"block {number} had just come, and was {age:.0f} s old by this machine's clock",
            "set this machine's clock by NTP; if it is right, the validators' clocks or the node are behind",
        )
    return CLOCK.ok(facts.url, f"block {number} was {max(age, 0):.0f} s old by this machine's clock")


def blocks(facts: NodeFacts, known: Known) -> Check:
    """Whether blocks come, and how fast."""
    if facts.head.engine is None:
        return BLOCKS.not_applicable(facts.url, f"height {facts.head.number}; no engine seals this chain's blocks")
    if facts.watched is not None and facts.watched.number == facts.head.number:
        return BLOCKS.failed(
            facts.url,
            f"the chain stands still at block {facts.head.number}, which is {_duration(facts)} old",
            "look at the validators (govledger network status): too few of them run, they do not reach each other, "
            "or a stall of equal difficulty holds them",
        )
    seconds = block_seconds(facts.recent)
    if seconds is None:
        return BLOCKS.not_applicable(facts.url, f"height {facts.head.number}; too few blocks to tell their pace")
    seen = f"height {facts.head.number}; a block every {seconds:.1f} s over the last {len(facts.recent)}"
    if known.network is None:
        return BLOCKS.ok(facts.url, seen)
    seen = f"{seen}; {known.network.block_seconds} s is what network.toml says"
    if seconds > SLOW * known.network.block_seconds:
        return BLOCKS.warning(
            facts.url, seen, "see which validators are missing: govledger network status; it slows down every write"
        )
    return BLOCKS.ok(facts.url, seen)


def _duration(facts: NodeFacts) -> str:
    seconds = round(facts.asked_at - facts.head.timestamp)
    for size, unit in ((86_400, "days"), (3_600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


def sealers(facts: NodeFacts, known: Known) -> Check:
    """Whether every validator sealed one of the last blocks: twice as many as there are validators."""
    del known
    validators = validators_of(facts)
    if facts.head.engine is None or not validators:
        return SEALERS.not_applicable(facts.url, "the node does not tell who the validators are")
    window = min(LATELY * len(validators), RECENT_BLOCKS)
    if len(facts.recent) < window:
        return SEALERS.not_applicable(facts.url, f"fewer than {window} blocks; too few to tell who is missing")
    seen = {block.sealer for block in facts.recent[-window:]}
    missing = [f"0x{address.hex()}" for address in validators if address not in seen]
    if missing:
        return SEALERS.warning(
            facts.url,
            f"{', '.join(missing)} sealed none of the last {window} blocks",
            "see whether their nodes run and have peers: govledger network status; one that was voted in just now "
            "comes by itself",
        )
    return SEALERS.ok(
        facts.url, f"each of {counted(len(validators), 'validator')} sealed one of the last {window} blocks"
    )


def validators_of(facts: NodeFacts) -> tuple[bytes, ...]:
    """The validators, as the node tells them; none if it does not."""
    return next((answer for answer in facts.validators.values() if not isinstance(answer, Unanswered)), ())


# --- the other nodes -----------------------------------------------------------------------------------


def peers(facts: NodeFacts, known: Known) -> Check:
    """How many nodes it is connected with, against the number of validators."""
    del known
    if facts.head.engine is None:
        return PEERS.not_applicable(facts.url, "a chain without an engine may be one node")
    if isinstance(facts.peers, Unanswered):
        return PEERS.warning(
            facts.url,
            f"net_peerCount is not answered: {facts.peers.reason}",
            "switch on the namespace net in the node's HTTP JSON-RPC",
        )
    others = max(len(validators_of(facts)) - 1, 0)
    seen = counted(facts.peers, "peer")
    if facts.peers == 0 and others:
        return PEERS.failed(
            facts.url,
            f"no peers, of {others} other validators",
            "check that the other nodes run, the ports between the hosts, and the static peers in the node's "
            "configuration",
        )
    if facts.peers < others:
        return PEERS.warning(
            facts.url,
            f"{seen}, of {others} other validators",
            "check the hosts that are missing (govledger network status), and the static peers in the configuration",
        )
    return PEERS.ok(facts.url, seen)


def synchronisation(facts: NodeFacts, known: Known) -> Check:
    """Whether the node says that it is still catching up."""
    del known
    if isinstance(facts.syncing, Unanswered):
        return SYNCHRONISATION.warning(
            facts.url,
            f"eth_syncing is not answered: {facts.syncing.reason}",
            "compare the node's height with the other nodes'",
        )
    if facts.syncing:
        return SYNCHRONISATION.warning(
            facts.url,
            f"the node is catching up; it has {facts.head.number} blocks so far",
            "wait until it has caught up, or use another node meanwhile",
        )
    return SYNCHRONISATION.ok(facts.url, "the node says that it is in sync")
