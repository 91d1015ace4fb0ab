"""`govledger network key new`, `new` and `join`: a member's key, a network's folder, a node of this host."""

from __future__ import annotations

import re
from pathlib import Path

import click

from govledger.consensus.engine import Engine
from govledger.errors import InputError
from govledger.network.description import cautions, check_name
from govledger.network.enode import LARGEST_PORT, Enode
from govledger.network.folder import Network
from govledger.network.founding import NetworkOptions, found_local_network, found_network
from govledger.network.genesis import ENGINES, Client
from govledger.network.joining import USUAL_P2P_PORT, JoinOptions, join_network
from govledger.network.member_key import make_member_key

FOLDER = click.Path(file_okay=False, path_type=Path)
PORT = click.IntRange(1, LARGEST_PORT)
NEW_ENGINES = sorted({engine.value for engines in ENGINES.values() for engine in engines})


@click.group("key")
def key_group() -> None:
    """Make the key with which a member's node seals."""


@key_group.command("new")
@click.argument("dir", type=FOLDER)
@click.option(
    "--host", default="127.0.0.1", show_default=True, metavar="HOST", help="Where other members call the node."
)
@click.option("--port", type=PORT, default=USUAL_P2P_PORT, show_default=True, metavar="PORT", help="And its TCP port.")
def key_new_command(dir: Path, host: str, port: int) -> None:
    """Make a member's key in a new folder, and print its public part.

    The public part, alone on standard output, is what the member gives to whoever makes the network. The folder stays
    on the member's host: whoever reads it can seal in the member's name.
    """
    key, enode = make_member_key(dir, host, port)
    click.echo(str(enode))
    click.echo(f"the key of 0x{key.address.hex()} is in {dir}; back it up, and let nobody read it", err=True)


@click.command("new")
@click.argument("dir", type=FOLDER)
@click.option("--engine", required=True, type=click.Choice(NEW_ENGINES), help="How the validators agree on blocks.")
@click.option(
    "--client",
    required=True,
    type=click.Choice([client.value for client in Client]),
    help="The program that the nodes run.",
)
@click.option("--chain-id", required=True, type=int, metavar="ID", help="A number that no other chain has.")
@click.option(
    "--validator",
    "public_parts",
    multiple=True,
    metavar="PUBLIC-PART",
    help="A first validator, as `network key new` printed it; once for each.",
)
@click.option("--validators", "count", type=int, metavar="N", help="Instead: make N validators' keys on this host.")
@click.option("--block-time", type=int, default=5, show_default=True, metavar="SECONDS", help="From block to block.")
@click.option("--zero-fee", is_flag=True, help="Transactions cost nothing, and no account begins with money.")
@click.option(
    "--fund",
    "funded",
    multiple=True,
    metavar="ADDRESS",
    help="An account that begins with a million ether; once for each. Not with --zero-fee.",
)
@click.option("--name", metavar="NAME", help="The network's name; the folder's if left out.")
@click.option(
    "--p2p-port", type=PORT, metavar="PORT", help="With --validators: the first node's port; the next follow."
)
@click.option("--rpc-port", type=PORT, metavar="PORT", help="With --validators: likewise for JSON-RPC.")
def new_command(
    dir: Path,
    engine: str,
    client: str,
    chain_id: int,
    public_parts: tuple[str, ...],
    count: int | None,
    block_time: int,
    zero_fee: bool,
    funded: tuple[str, ...],
    name: str | None,
    p2p_port: int | None,
    rpc_port: int | None,
) -> None:
    """Make a network's folder: from its validators' public parts, or with all keys for a laptop.

    From public parts no secret is written: copy the folder to every member, who joins with it. The genesis hash that is
    printed is what auditors pin.
    """
    if bool(public_parts) == (count is not None):
        raise click.UsageError("give either --validator for each first validator, or --validators N")
    if public_parts and (p2p_port or rpc_port):
        raise click.UsageError("--p2p-port and --rpc-port belong to --validators; a public part says its own port")
    options = NetworkOptions(
        name=_network_name(dir, chain_id) if name is None else name,
        engine=Engine(engine),
        client=Client(client),
        chain_id=chain_id,
        block_seconds=block_time,
        zero_fee=zero_fee,
        funded=tuple(_hex_option(text, 20, "--fund") for text in funded),
    )
    if count is None:
        network = found_network(dir, options, [Enode.parse(text) for text in public_parts])
    else:
        network = found_local_network(dir, options, count, p2p_port=p2p_port, rpc_port=rpc_port)
    _report(network, dir, local=count is not None)


@click.command("join")
@click.argument("dir", type=FOLDER)
@click.option(
    "--genesis-hash",
    required=True,
    metavar="HASH",
    help="The pinned hash of the genesis, from where it was published and not from DIR.",
)
@click.option("--key", "key_folder", type=FOLDER, metavar="KEYDIR", help="The folder that `network key new` made.")
@click.option("--observer", is_flag=True, help="Only follow the chain; with --key, be ready to be voted in.")
@click.option("--name", metavar="NAME", help="The node's name.")
@click.option("--host", metavar="HOST", help="Where other nodes call an observer; 127.0.0.1 if left out.")
@click.option("--p2p-port", type=PORT, metavar="PORT", help="Where the node listens, if not at its public part's port.")
@click.option("--rpc-port", type=PORT, metavar="PORT", help="Where JSON-RPC listens, on the loopback interface.")
def join_command(
    dir: Path,
    genesis_hash: str,
    key_folder: Path | None,
    observer: bool,
    name: str | None,
    host: str | None,
    p2p_port: int | None,
    rpc_port: int | None,
) -> None:
    """Set up a validator's node or an observer on this host, in a copy of the network's folder.

    Nothing is set up if genesis.json is not the genesis whose hash is pinned.
    """
    if key_folder is None and not observer:
        raise click.UsageError("give --key KEYDIR for a validator, or --observer")
    node = join_network(
        dir,
        pinned_hash=_hex_option(genesis_hash, 32, "--genesis-hash"),
        key_folder=key_folder,
        observer=observer,
        options=JoinOptions(name=name, host=host, p2p_port=p2p_port, rpc_port=rpc_port),
    )
    account = "" if node.address is None else f", sealing as 0x{node.address.hex()}"
    click.echo(f"node     {node.name} ({node.role}{account})")
    click.echo(f"enode    {node.enode}")
    click.echo(f"rpc      {node.rpc}")
    click.echo(f"folder   {dir / str(node.folder)}")
    click.echo(f"{dir / 'README.md'} says how to start it", err=True)


def _report(network: Network, directory: Path, *, local: bool) -> None:
    description = network.description
    fees = "no fees" if description.zero_fee else "fees"
    click.echo(
        f"network     {description.name}: {description.client}, {description.engine}, chain {description.chain_id}, "
        f"a block every {description.block_seconds} s, {fees}"
    )
    click.echo(f"validators  {len(description.validators)}")
    click.echo(f"genesis     0x{description.genesis_hash.hex()}")
    click.echo("The genesis hash is what auditors pin: publish it where nobody can change it unseen.", err=True)
    if local:
        click.echo(
            "warning: all keys are in this one folder, so that one operator holds every seal: "
            "a network to try things on, not one that proves anything to others",
            err=True,
        )
    for caution in cautions(description):
        click.echo(f"warning: {caution}", err=True)
    click.echo(f"{directory / 'README.md'} says what comes next", err=True)


def _network_name(directory: Path, chain_id: int) -> str:
    """The folder's name, or one of the chain's number if that is no name of a network."""
    name = directory.absolute().name
    try:
        check_name(name)
    except InputError:
        return f"network-{chain_id}"
    return name


def _hex_option(text: str, length: int, option: str) -> bytes:
    if not re.fullmatch(rf"0x[0-9a-fA-F]{{{2 * length}}}", text):
        what = "an address" if length == 20 else "a hash"
        raise InputError(f"{option} {text} is not {what}; {what} is 0x and {2 * length} hex digits")
    return bytes.fromhex(text[2:])
