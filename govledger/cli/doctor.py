"""`govledger doctor`: what is right and what is wrong with a chain's nodes and with key files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click
import msgspec
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from govledger.cli.chain import ChainChoice, chain_options
from govledger.deployer.folder import folder_of, open_deployment
from govledger.doctor.examining import TIMEOUT_SECONDS, examine
from govledger.doctor.model import Check, Examination, State
from govledger.errors import InputError
from govledger.network.description import NetworkDescription
from govledger.network.folder import open_network
from govledger.network.node_folder import FOUNDER_FOLDER, NODES_FOLDER

PRINTED_WIDTH = 120
"""Of what goes into a file or a pipe."""
TOLD = "what was seen, why it matters, what to do"
COLOURS = {State.OK: "green", State.WARNING: "yellow", State.FAILED: "bold red", State.NOT_APPLICABLE: "dim"}


@click.command("doctor")
@chain_options(rpc_help="A node's JSON-RPC address; several times for several nodes, which are all examined.")
@click.option("--deployment", metavar="NAME|DIR", help="Compare the chain with this deployment's manifest.")
@click.option(
    "--key",
    "key_files",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A keystore, raw key or password file to look at; several times for several files.",
)
@click.option(
    "--keys",
    "key_folders",
    metavar="DIR",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A folder whose key files to look at; several times for several folders.",
)
@click.option(
    "--timeout",
    "timeout_seconds",
    type=click.FloatRange(min=0, min_open=True),
    default=TIMEOUT_SECONDS,
    show_default=True,
    metavar="SECONDS",
    help="How long a node may take to answer one question.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def doctor_command(
    chain: ChainChoice,
    deployment: str | None,
    key_files: tuple[Path, ...],
    key_folders: tuple[Path, ...],
    timeout_seconds: float,
    as_json: bool,
) -> None:
    """Examine nodes and key files: what was seen, why it matters, and what to do.

    Exit status 1 if a check failed; a warning is no failure. With --network, the key files of the nodes that are set up
    on this host are looked at too.
    """
    network, folders = _network(chain.network)
    found = examine(
        _urls(chain, network),
        network=network,
        deployment=None if deployment is None else open_deployment(folder_of(deployment)),
        key_files=key_files,
        key_folders=(*key_folders, *folders),
        timeout_seconds=timeout_seconds,
    )
    if as_json:
        click.echo(msgspec.json.encode(_as_json(found)))
    else:
        _print(found)
    sys.exit(1 if found.has_failed else 0)


def _network(folder: Path | None) -> tuple[NetworkDescription | None, tuple[Path, ...]]:
    """A network's description, and the folders with keys that its folder has."""
    if folder is None:
        return None, ()
    network = open_network(folder)
    folders = (network.folder / name for name in (NODES_FOLDER, FOUNDER_FOLDER))
    return network.description, tuple(path for path in folders if path.is_dir())


def _urls(chain: ChainChoice, network: NetworkDescription | None) -> tuple[str, ...]:
    urls = chain.urls or (() if network is None else network.endpoints)
    if not urls:
        raise InputError(
            f"{chain.network} describes a network without the address of a node; give one with --rpc, or note it in "
            "network.toml"
        )
    return urls


# --- printing ------------------------------------------------------------------------------------------


def _as_json(found: Examination) -> dict[str, Any]:
    return {
        "counts": {state.value: found.count(state) for state in State},
        "checks": [
            {
                "subject": check.subject,
                "check": check.name,
                "state": check.state.value,
                "seen": check.seen,
                "why": check.why,
                "advice": check.advice,
            }
            for check in found.checks
        ],
    }


def _print(found: Examination) -> None:
    console = Console(highlight=False, width=None if sys.stdout.isatty() else PRINTED_WIDTH)
    for subject in found.subjects:
        console.print(Text(subject, style="bold"), soft_wrap=True)
        table = Table("state", "check", Column(TOLD, overflow="fold"), box=None, padding=(0, 2, 0, 0))
        for check in found.checks:
            if check.subject == subject:
                table.add_row(Text(check.state.value, style=COLOURS[check.state]), check.name, _told(check))
        console.print(table)
        console.print()
    counts = ", ".join(f"{found.count(state)} {state.value}" for state in State if found.count(state))
    console.print(f"{len(found.checks)} checks: {counts}")


def _told(check: Check) -> Text:
    """What was seen; and of what is not in order, why it matters and what to do."""
    told = Text(check.seen)
    if check.state in (State.WARNING, State.FAILED):
        told.append(f"\nwhy: {check.why}", style="dim")
    if check.advice:
        told.append(f"\nto do: {check.advice}")
    return told
