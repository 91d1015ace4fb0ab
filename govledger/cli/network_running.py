"""`govledger network up`, `down`, `logs`, `status`, `vote` and `votes`: running a network, and who seals on it."""

from __future__ import annotations

import json
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import NoReturn

import click
from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from govledger.errors import InputError
from govledger.network.description import Node
from govledger.network.folder import Network, open_network
from govledger.network.genesis import Client
from govledger.network.governance import DEFAULT_VOTE_SECONDS, Votes, discard, vote, votes
from govledger.network.node_folder import COMPOSE_FILE
from govledger.network.observing import DEFAULT_WINDOW_BLOCKS, observe
from govledger.network.processes import log_after, log_tail, nodes_here, stop
from govledger.network.starting import DEFAULT_UP_SECONDS, bring_up
from govledger.network.status import NodeState, Status, status_of, to_json
from govledger.network.voting import Change

FOLDER = click.argument("dir", type=click.Path(file_okay=False, path_type=Path))
NAMES = click.argument("name", nargs=-1)
VOTE_FOLDER = click.argument("dir", metavar="[DIR]")
VOTE_ADDRESS = click.argument("address", required=False, metavar="ADDRESS")
DEFAULT_DOWN_SECONDS = 60.0
FOLLOW_SECONDS = 0.5


# --- up, down, logs ------------------------------------------------------------------------------------


@click.command("up")
@FOLDER
@NAMES
@click.option(
    "--timeout", type=float, default=DEFAULT_UP_SECONDS, show_default=True, metavar="SECONDS", help="For all of it."
)
def up_command(dir: Path, name: tuple[str, ...], timeout: float) -> None:
    """Start the geth nodes of this host, and wait until they are of use.

    All of them, or those that are named. Nodes that run are left alone. For other clients it says how to start them.
    """
    network = open_network(dir)
    description = network.description
    if description.client is not Client.GETH:
        raise click.ClickException(
            f"network {description.name} runs {description.client}, which this command does not start; "
            f"start it with: docker compose --file {network.folder / COMPOSE_FILE} up --detach"
        )
    nodes = bring_up(network, name, timeout_seconds=timeout)
    table = _table("node", "role", "address", "RPC", "process")
    for up in nodes:
        since = "started" if up.was_started else "was running"
        table.add_row(up.node.name, str(up.node.role), _account(up.node), str(up.node.rpc), f"{up.pid}, {since}")
    _print(table)
    click.echo(f"genesis hash 0x{description.genesis_hash.hex()}")


@click.command("down")
@FOLDER
@NAMES
@click.option(
    "--timeout",
    type=float,
    default=DEFAULT_DOWN_SECONDS,
    show_default=True,
    metavar="SECONDS",
    help="After that, a node that has not ended is killed.",
)
def down_command(dir: Path, name: tuple[str, ...], timeout: float) -> None:
    """Stop the geth nodes of this host: all of them, or those that are named."""
    network = open_network(dir)
    for stopped in stop(network, nodes_here(network, name), timeout):
        if stopped.killed:
            click.echo(
                f"Warning: {stopped.node.name} did not stop within {timeout:g} s and was killed; "
                "it may have to fetch its last blocks again",
                err=True,
            )
        else:
            click.echo(f"{stopped.node.name} {'stopped' if stopped.was_running else 'was not running'}")


@click.command("logs")
@FOLDER
@NAMES
@click.option(
    "--lines", type=click.IntRange(min=0), default=20, show_default=True, metavar="N", help="The last N of each node."
)
@click.option("--follow", is_flag=True, help="Go on printing what is added, until Ctrl-C.")
def logs_command(dir: Path, name: tuple[str, ...], lines: int, follow: bool) -> None:
    """Print the logs of the geth nodes of this host: of all of them, or of those that are named."""
    network = open_network(dir)
    nodes = nodes_here(network, name)
    width = max(len(node.name) for node in nodes)

    def show(node: Node, texts: list[str]) -> None:
        for text in texts:
            click.echo(f"{node.name:{width}} | {text}" if len(nodes) > 1 else text)

    positions = {}
    for node in nodes:
        tail, positions[node] = log_tail(network, node, lines)
        show(node, tail)
    try:
        while follow:
            time.sleep(FOLLOW_SECONDS)
            for node in nodes:
                added, positions[node] = log_after(network, node, positions[node])
                show(node, added)
    except KeyboardInterrupt:
        return


# --- status --------------------------------------------------------------------------------------------


@click.command("status")
@FOLDER
@click.option("--watch", is_flag=True, help="Refresh until Ctrl-C.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option(
    "--window",
    type=click.IntRange(min=1),
    default=DEFAULT_WINDOW_BLOCKS,
    show_default=True,
    metavar="N",
    help="Count the sealers of the last N blocks.",
)
def status_command(dir: Path, watch: bool, as_json: bool, window: int) -> None:
    """Say how the network's nodes are: heights, peers, who seals, who is missing, and what is wrong.

    Exit status 0 if nothing is wrong, else 1.
    """
    if watch and as_json:
        raise click.UsageError("--watch is for people: take --json without it")
    network = open_network(dir)
    status = _watched(network, window) if watch else _status(network, window)
    if as_json:
        click.echo(json.dumps(to_json(status), indent=2))
    elif not watch:
        _print(_shown(status))
    if not status.is_healthy:
        sys.exit(1)


def _status(network: Network, window: int) -> Status:
    return status_of(observe(network.description, window_blocks=window))


def _watched(network: Network, window: int) -> Status:
    """The last status that was shown."""
    status = _status(network, window)
    with Live(_shown(status), console=_console(), auto_refresh=False) as live:
        try:
            while True:
                time.sleep(max(1, network.description.block_seconds))
                status = _status(network, window)
                live.update(_shown(status), refresh=True)
        except KeyboardInterrupt:
            return status


def _shown(status: Status) -> Group:
    observation = status.observation
    description = observation.description
    at = datetime.fromtimestamp(observation.asked_at, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    parts: list[Table | Text] = [
        Text(f"{description.name}: {description.client}, {description.engine}, chain id {description.chain_id}; {at}"),
        _nodes_table(observation.nodes),
    ]
    if observation.validators:
        parts += [_sealers_table(status), Text(_about_the_chain(status))]
    parts += [Text(f"wrong: {problem}", style="bold") for problem in status.problems] or [Text("nothing is wrong")]
    return Group(*parts)


def _nodes_table(states: tuple[NodeState, ...]) -> Table:
    table = _table("node", "role", "height", "head", "peers", "state")
    for state in states:
        if state.head is None:
            table.add_row(state.name, str(state.node.role), "", "", "", "does not answer")
            continue
        peers = "" if state.peers is None else str(state.peers)
        head = f"0x{state.head.hash.hex()[:8]}…"
        doing = "catching up" if state.is_syncing else "answers"
        table.add_row(state.name, str(state.node.role), str(state.head.number), head, peers, doing)
    return table


def _sealers_table(status: Status) -> Table:
    names = {node.address: node.name for node in status.observation.description.nodes if node.address}
    table = _table("validator", "node", f"of the last {status.window_blocks} blocks", "")
    for address, count in status.sealed:
        remark = "missing" if address in status.missing else ""
        if address not in status.observation.validators:
            remark = "no validator now"
        table.add_row(f"0x{address.hex()}", names.get(address, ""), str(count), remark)
    return table


def _about_the_chain(status: Status) -> str:
    observation = status.observation
    age = status.head_age_seconds or 0.0
    clock = f"the last block is {age:.1f} s old" if age >= 0 else f"the last block is {-age:.1f} s in the future"
    if len(set(observation.compared.values())) == 1:
        return f"{clock} by this machine's clock; all nodes that answer have the same block {observation.compared_at}"
    return f"{clock} by this machine's clock"


# --- votes ---------------------------------------------------------------------------------------------


@click.group("vote")
def vote_group() -> None:
    """Vote on who seals."""


FORCE = click.option("--force", is_flag=True, help="Cast a vote that is unsafe.")
KEEP = click.option("--keep", is_flag=True, help="Not passed in time: leave the proposals standing for others to join.")
VOTE_TIMEOUT = click.option(
    "--timeout",
    type=float,
    default=DEFAULT_VOTE_SECONDS,
    show_default=True,
    metavar="SECONDS",
    help="How long to wait until it passed.",
)


@vote_group.command("add")
@VOTE_FOLDER
@VOTE_ADDRESS
@FORCE
@KEEP
@VOTE_TIMEOUT
def vote_add_command(dir: str, address: str | None, force: bool, keep: bool, timeout: float) -> None:
    """Propose a new validator at every validator of this operator, and follow until it is one."""
    folder, account = _target(dir, address)
    _vote(folder, Change(account, True), force, keep, timeout)


@vote_group.command("drop")
@VOTE_FOLDER
@VOTE_ADDRESS
@FORCE
@KEEP
@VOTE_TIMEOUT
def vote_drop_command(dir: str, address: str | None, force: bool, keep: bool, timeout: float) -> None:
    """Propose at every validator of this operator that one of them goes, and follow until it is gone."""
    folder, account = _target(dir, address)
    _vote(folder, Change(account, False), force, keep, timeout)


@vote_group.command("discard")
@VOTE_FOLDER
@VOTE_ADDRESS
def vote_discard_command(dir: str, address: str | None) -> None:
    """Withdraw what the nodes of this operator propose about an account."""
    folder, account = _target(dir, address)
    withdrawn = discard(open_network(folder).description, account)
    click.echo(f"withdrawn at {', '.join(node.name for node in withdrawn)}")


@click.command("votes")
@click.argument("dir", type=click.Path(file_okay=False, path_type=Path), default=".")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def votes_command(dir: Path, as_json: bool) -> None:
    """List the votes that are not decided: what nodes propose, and what blocks since the last epoch carry."""
    description = open_network(dir).description
    found = votes(description)
    if as_json:
        click.echo(json.dumps(_votes_json(found), indent=2))
        return
    table = _table("node", "proposes")
    for name, proposals in found.proposals.items():
        words = [str(Change(address, is_added)) for address, is_added in sorted(proposals.items())]
        table.add_row(name, "\n".join(words) or "nothing")
    _print(table)
    needed = len(found.validators) // 2 + 1
    for change, cast in found.cast.items():
        voters = ", ".join(f"0x{one.voter.hex()} in block {one.block_number}" for one in cast.values())
        click.echo(f"{change}: {len(cast)} of {needed} votes, by {voters}")
    if not found.cast:
        click.echo(f"no open vote in the blocks since {found.since_block}")


def _vote(folder: Path, change: Change, force: bool, keep: bool, timeout: float) -> None:
    with _terminated_as_interrupted():
        outcome = vote(
            open_network(folder).description,
            change,
            force=force,
            keep=keep,
            timeout_seconds=timeout,
            say=lambda text: click.echo(text, err=True),
        )
    for node in outcome.not_discarded:
        click.echo(
            f"Warning: {node.name} went away before its proposal could be discarded; if it is not restarted, run "
            f"`govledger network vote discard` for 0x{change.validator.hex()}",
            err=True,
        )
    click.echo(f"passed: {change}; {len(outcome.validators)} validators now:")
    for address in outcome.validators:
        click.echo(f"  0x{address.hex()}")


@contextmanager
def _terminated_as_interrupted() -> Iterator[None]:
    """SIGTERM ends the block as Ctrl-C does, so that proposals are discarded then too."""

    def interrupt(number: int, frame: FrameType | None) -> NoReturn:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _votes_json(found: Votes) -> dict[str, object]:
    return {
        "validators": [f"0x{address.hex()}" for address in found.validators],
        "proposals": {
            name: [_change_json(Change(address, is_added)) for address, is_added in sorted(proposals.items())]
            for name, proposals in found.proposals.items()
        },
        "since_block": found.since_block,
        "open": [
            {
                **_change_json(change),
                "votes": [{"voter": f"0x{one.voter.hex()}", "block": one.block_number} for one in cast.values()],
                "needed": len(found.validators) // 2 + 1,
            }
            for change, cast in found.cast.items()
        ],
    }


def _change_json(change: Change) -> dict[str, object]:
    return {"validator": f"0x{change.validator.hex()}", "change": "add" if change.is_added else "drop"}


# --- words and tables ----------------------------------------------------------------------------------


def _target(first: str, second: str | None) -> tuple[Path, bytes]:
    """The network's folder, the present one if there is but one word, and the account that is voted on."""
    return (Path(), _address(first)) if second is None else (Path(first), _address(second))


def _address(text: str) -> bytes:
    try:
        address = bytes.fromhex(text.removeprefix("0x"))
    except ValueError:
        address = b""
    if len(address) != 20:
        raise InputError(f"{text!r} is no address; an address is 0x and 40 hex digits")
    return address


def _account(node: Node) -> str:
    return "" if node.address is None else f"0x{node.address.hex()}"


def _table(*headings: str) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold", no_wrap=heading in ("address", "RPC", "validator"))
    return table


def _console() -> Console:
    """Standard output; as wide as its content where it is no terminal."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=200)


def _print(content: Table | Group) -> None:
    _console().print(content)
