"""Votes on who seals, cast at the nodes that can be reached from here, and followed until they passed (I/O)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass

from govledger.connection import Connection, connect
from govledger.consensus.engine import Engine, proposer
from govledger.consensus.header import Header
from govledger.errors import ConnectionFailed, NodeRefused, VoteOpen, VoteRefused, VoteUnsafe
from govledger.network.description import NetworkDescription, Node
from govledger.network.status import LATELY, LEVEL_BLOCKS
from govledger.network.voting import (
    CastVote,
    Change,
    Electorate,
    check_change,
    open_votes,
    unsafe_reasons,
    vote_in,
    voting_methods,
)

REQUEST_SECONDS = 10.0
HEADERS_PER_BATCH = 200
DEFAULT_VOTE_SECONDS = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A vote that passed."""

    change: Change
    validators: tuple[bytes, ...]
    """After it."""
    voters: tuple[Node, ...]
    """The nodes that were told to vote from here."""
    not_discarded: tuple[Node, ...]
    """Those of them that could not be told to stop voting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Votes:
    """The votes that are not decided."""

    validators: tuple[bytes, ...]
    proposals: Mapping[str, Mapping[bytes, bool]]
    """By node's name: what it will vote for when it seals; the address, and whether to add it."""
    since_block: int
    """The last epoch block, which forgot what was open."""
    cast: Mapping[Change, Mapping[bytes, CastVote]]
    """What headers carry since then and did not pass."""


# --- asking one node -----------------------------------------------------------------------------------


def validators_now(description: NetworkDescription, connection: Connection, block: str = "latest") -> tuple[bytes, ...]:
    """The validators after a block, sorted, as a node says.

    Raises:
        NodeRefused: the node does not serve the engine's methods.
    """
    method = voting_methods(description.engine, description.client).validators
    try:
        found = connection.request(method, block)
    except NodeRefused as error:
        raise _with_way_out(error) from None
    return tuple(sorted(bytes.fromhex(address[2:]) for address in found))


def headers_of(connection: Connection, first: int, last: int) -> Iterator[Header]:
    """The headers of a range of blocks, in order.

    Raises:
        NodeRefused: the node does not have one of them.
    """
    for start in range(first, last + 1, HEADERS_PER_BATCH):
        numbers = range(start, min(start + HEADERS_PER_BATCH, last + 1))
        batch = [("eth_getBlockByNumber", (hex(number), False)) for number in numbers]
        for number, block in zip(numbers, connection.request_batch(batch), strict=True):
            if isinstance(block, NodeRefused):
                raise block
            if block is None:
                raise NodeRefused("eth_getBlockByNumber", None, f"it has no block {number}")
            yield Header.from_json(block)


def settled_depth(engine: Engine, validators: int) -> int:
    """How many blocks have to stand upon one before it counts as settled: none on a BFT chain."""
    return validators // 2 + 1 if engine is Engine.CLIQUE else 0


def _with_way_out(error: NodeRefused) -> NodeRefused:
    """The refusal of a method that only operators are served."""
    return NodeRefused(
        error.method,
        error.code,
        f"{error.reason}; the node has to serve {error.method.partition('_')[0]} on an address that only you reach",
        error.data,
    )


# --- the nodes of this operator ------------------------------------------------------------------------


@contextmanager
def reachable_nodes(description: NetworkDescription) -> Iterator[dict[Node, Connection]]:
    """The nodes whose RPC answers from here.

    Raises:
        ConnectionFailed: none of them does.
        ChainMismatch: one of them serves another chain.
    """
    failures = []
    with ExitStack() as open_connections:
        found: dict[Node, Connection] = {}
        for node in description.nodes:
            if node.rpc is None:
                continue
            try:
                connection = connect(
                    node.rpc,
                    timeout_seconds=REQUEST_SECONDS,
                    chain_id=description.chain_id,
                    genesis_hash=description.genesis_hash,
                )
            except ConnectionFailed as error:
                failures.append(f"{node.name}: {error}")
            else:
                found[node] = open_connections.enter_context(connection)
        if not found:
            raise ConnectionFailed(
                f"no node of network {description.name} answers; start one with `govledger network up` "
                f"({'; '.join(failures) or 'network.toml names no RPC address'})"
            )
        yield found


def electorate_of(description: NetworkDescription, connections: Mapping[Node, Connection]) -> Electorate:
    """Who can vote, and who is seen to work."""
    heights = {node: int(connection.request("eth_blockNumber"), 16) for node, connection in connections.items()}
    highest = max(heights.values())
    best = connections[max(heights, key=lambda node: heights[node])]
    validators = validators_now(description, best)
    first = max(1, highest + 1 - LATELY * len(validators))
    sealed_lately = {proposer(description.engine, header) for header in headers_of(best, first, highest)}
    level = {node.address for node, height in heights.items() if node.address and height + LEVEL_BLOCKS >= highest}
    return Electorate(
        engine=description.engine,
        validators=validators,
        controlled=frozenset(node.address for node in connections if node.address),
        live=frozenset(sealed_lately & set(validators) | level),
    )


# --- voting --------------------------------------------------------------------------------------------


def vote(
    description: NetworkDescription,
    change: Change,
    *,
    force: bool = False,
    keep: bool = False,
    timeout_seconds: float = DEFAULT_VOTE_SECONDS,
    say: Callable[[str], None] = lambda text: None,
) -> Outcome:
    """Propose a change at every validator that is reached from here, and follow until it passed.

    A change has passed when every node that votes from here has it in a settled block. Then, and also when the time is
    up or the run is interrupted, every proposal is discarded: one that stands would bring the change about again after
    others undid it.

    Args:
        description: the network.
        change: what to vote for.
        force: cast an unsafe vote.
        keep: where it did not pass in time, leave the proposals standing for others to join.
        timeout_seconds: how long to follow.
        say: called with what happens, for people.

    Raises:
        VoteRefused: the vote would change nothing, or nobody can cast it from here.
        VoteUnsafe: it could stop the chain or lose it, and `force` is not given.
        VoteOpen: it did not pass in time.
        ConnectionFailed: no node answers.
    """
    with reachable_nodes(description) as connections:
        electorate = electorate_of(description, connections)
        check_change(change, electorate)
        reasons = unsafe_reasons(change, electorate)
        if reasons and not force:
            raise VoteUnsafe(reasons)
        voters = [node for node in connections if node.address in electorate.voters_here]
        _say_who_votes(electorate, voters, keep, say)
        validators, not_discarded = _until_passed(
            description, change, connections, voters, electorate, keep, timeout_seconds
        )
        return Outcome(change=change, validators=validators, voters=tuple(voters), not_discarded=not_discarded)


def _say_who_votes(electorate: Electorate, voters: Sequence[Node], keep: bool, say: Callable[[str], None]) -> None:
    total, needed = len(electorate.validators), electorate.votes_needed
    say(
        f"voting at {', '.join(node.name for node in voters)}: {len(voters)} of {total} validators, {needed} are needed"
    )
    if len(voters) < needed:
        standing = "then the proposals stand" if keep else "--keep leaves the proposals standing after that"
        say(f"{needed - len(voters)} validators of others have to vote for it while this waits; {standing}")


def _until_passed(
    description: NetworkDescription,
    change: Change,
    connections: Mapping[Node, Connection],
    voters: Sequence[Node],
    electorate: Electorate,
    keep: bool,
    timeout_seconds: float,
) -> tuple[tuple[bytes, ...], tuple[Node, ...]]:
    methods = voting_methods(description.engine, description.client)
    until = time.monotonic() + timeout_seconds
    kept, left = False, []
    try:
        for node in voters:
            _propose(connections[node], methods.propose, change)
        while True:
            passed = _passed(description, change, [connections[node] for node in voters])
            if passed:
                break
            if time.monotonic() > until:
                kept = keep
                raise _still_open(description, change, connections, electorate, keep, timeout_seconds)
            time.sleep(min(1.0, description.block_seconds / 2))
    except KeyboardInterrupt:
        kept = keep
        raise
    finally:
        if not kept:
            left = [node for node in voters if not _discarded(connections[node], methods.discard, change)]
    return passed, tuple(left)


def _propose(connection: Connection, method: str, change: Change) -> None:
    try:
        connection.request(method, f"0x{change.validator.hex()}", change.is_added)
    except NodeRefused as error:
        raise _with_way_out(error) from None


def _discarded(connection: Connection, method: str, change: Change) -> bool:
    with suppress(ConnectionFailed, NodeRefused):
        connection.request(method, f"0x{change.validator.hex()}")
        return True
    return False


def _passed(description: NetworkDescription, change: Change, connections: Sequence[Connection]) -> tuple[bytes, ...]:
    """The validators now, if every one of the nodes that answers has the change in a settled block; else nothing."""
    newest: tuple[bytes, ...] = ()
    for connection in connections:
        try:
            height = int(connection.request("eth_blockNumber"), 16)
            newest = validators_now(description, connection, hex(height))
            settled = max(0, height - settled_depth(description.engine, len(newest)))
            if not change.has_passed(validators_now(description, connection, hex(settled))):
                return ()
        except ConnectionFailed:
            continue  # a node that went away in the meantime
    return newest


def _still_open(
    description: NetworkDescription,
    change: Change,
    connections: Mapping[Node, Connection],
    electorate: Electorate,
    keep: bool,
    timeout_seconds: float,
) -> VoteOpen:
    cast: Mapping[bytes, CastVote] = {}
    for connection in connections.values():
        with suppress(ConnectionFailed):
            cast = _cast_votes(description, connection)[1].get(change, {})
            break
    missing = max(1, electorate.votes_needed - len(cast))
    way_out = (
        "the proposals stand: the nodes go on voting until `govledger network vote discard`, or a restart"
        if keep
        else "the proposals were discarded: run the command again when the others vote too, or with --keep"
    )
    voted = ", ".join(f"0x{voter.hex()}" for voter in cast) or "nobody yet"
    return VoteOpen(
        missing,
        f"the vote to {change} did not pass within {timeout_seconds:g} s: {len(cast)} of {electorate.votes_needed} "
        f"votes are in the chain (by {voted}), {missing} missing; {way_out}",
    )


def discard(description: NetworkDescription, validator: bytes) -> tuple[Node, ...]:
    """Withdraw what the nodes that are reached from here propose about an account; the nodes that proposed something.

    Raises:
        VoteRefused: none of them proposes anything about it.
        ConnectionFailed: no node answers, or one went away.
    """
    methods = voting_methods(description.engine, description.client)
    withdrawn = []
    with reachable_nodes(description) as connections:
        for node, connection in connections.items():
            if validator in _proposals(connection, methods.proposals):
                connection.request(methods.discard, f"0x{validator.hex()}")
                withdrawn.append(node)
    if not withdrawn:
        raise VoteRefused(f"no node here proposes anything about 0x{validator.hex()}; see `govledger network votes`")
    return tuple(withdrawn)


def votes(description: NetworkDescription) -> Votes:
    """What the nodes that are reached from here propose, and what headers carry and did not pass.

    Raises:
        ConnectionFailed: no node answers.
    """
    methods = voting_methods(description.engine, description.client)
    with reachable_nodes(description) as connections:
        proposals = {
            node.name: _proposals(connection, methods.proposals)
            for node, connection in connections.items()
            if node.address is not None
        }
        connection = next(iter(connections.values()))
        since, cast = _cast_votes(description, connection)
        return Votes(
            validators=validators_now(description, connection), proposals=proposals, since_block=since, cast=cast
        )


def _proposals(connection: Connection, method: str) -> dict[bytes, bool]:
    try:
        found = connection.request(method)
    except NodeRefused as error:
        raise _with_way_out(error) from None
    return {bytes.fromhex(address[2:]): bool(is_added) for address, is_added in found.items()}


def _cast_votes(
    description: NetworkDescription, connection: Connection
) -> tuple[int, Mapping[Change, Mapping[bytes, CastVote]]]:
    """The last epoch block, and what was voted since and did not pass."""
    height = int(connection.request("eth_blockNumber"), 16)
    epoch = height - height % description.epoch_blocks
    validators = frozenset(validators_now(description, connection, hex(epoch)))
    found = (vote_in(description.engine, header) for header in headers_of(connection, epoch + 1, height))
    return epoch, open_votes(validators, (cast for cast in found if cast is not None))
