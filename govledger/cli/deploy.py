"""`govledger deploy`: the contracts on a chain, and the manifest that says where they stand."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from govledger.cli.chain import ChainChoice, chain_options
from govledger.cli.opening import named_signer
from govledger.connection import Connection
from govledger.deployer.deploying import deploy
from govledger.deployer.folder import DEPLOYMENTS
from govledger.deployer.settling import blocks_until_settled
from govledger.deployments import Deployment
from govledger.errors import InputError
from govledger.plan import NO_GUARDIAN, ResolvedStep, standard_plan
from govledger.tx.receipt import Receipt
from govledger.tx.sending import Waiting


@click.command("deploy")
@chain_options()
@click.option(
    "--key",
    "source",
    metavar="KEY",
    help="The deployer's key: a keystore file (version 3), web3signer:URL#0xADDRESS, or node:0xADDRESS. "
    "With --network, its founder's if left out.",
)
@click.option(
    "--password-file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Its first line opens the keystore; asked for if left out.",
)
@click.option("--name", required=True, help="The deployment's name, and its folder's.")
@click.option(
    "--deployments",
    "directory",
    default=DEPLOYMENTS,
    show_default=True,
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Where deployments are kept.",
)
@click.option("--founder", metavar="ADDRESS", help="Who decides until votes do; the deployer if left out.")
@click.option("--guardian", metavar="ADDRESS", help="Who may stop and cancel for a limited time; nobody if left out.")
@click.option(
    "--timeout",
    "timeout_seconds",
    type=click.FloatRange(min=0, min_open=True),
    default=120.0,
    show_default=True,
    metavar="SECONDS",
    help="How long to wait while nothing moves: for a block, or for a node.",
)
@click.option(
    "--confirmations",
    type=click.IntRange(min=0),
    metavar="BLOCKS",
    help="How many blocks have to stand on the last contract's; what the chain's engine needs if left out.",
)
@click.option(
    "--fee-limit",
    type=click.IntRange(min=0),
    metavar="WEI",
    help="The most to pay for one gas; no limit if left out.",
)
def deploy_command(
    chain: ChainChoice,
    source: str | None,
    password_file: Path | None,
    name: str,
    directory: Path,
    founder: str | None,
    guardian: str | None,
    timeout_seconds: float,
    confirmations: int | None,
    fee_limit: int | None,
) -> None:
    """Deploy the contracts to a chain, or go on with a deployment that was cut short.

    The same command again resumes a run that was stopped at any time: the same addresses, nothing twice. On a
    deployment that is complete it checks the chain against the manifest; where the chain reorganised below it, what is
    missing is sent again.
    """
    decides = None if founder is None else _address("--founder", founder)
    guards = NO_GUARDIAN if guardian is None else _address("--guardian", guardian)
    with chain.connect() as connection:
        signer = named_signer(chain, source, password_file, connection, whose="the deployer's key")
        deployment = deploy(
            connection,
            signer,
            standard_plan(decides or signer.address, guardian=guards),
            name=name,
            directory=directory,
            waiting=Waiting(timeout_seconds=timeout_seconds),
            fee_limit=fee_limit,
            confirmations=_settling(chain, connection) if confirmations is None else confirmations,
            report=_say,
            notice=lambda text: click.echo(text, err=True),
        )
    _print(deployment, directory / name)


def _settling(chain: ChainChoice, connection: Connection) -> int:
    """How deep blocks have to be: as the node says, or else as the network's description does."""
    if chain.network is None:
        return blocks_until_settled(connection)
    from govledger.consensus.engine import Engine
    from govledger.network.folder import open_network

    described = open_network(chain.network).description
    clique = described.engine is Engine.CLIQUE
    return blocks_until_settled(connection, unless_told=len(described.validators) // 2 + 1 if clique else 0)


def _address(option: str, text: str) -> bytes:
    digits = text.removeprefix("0x")
    try:
        address = bytes.fromhex(digits)
    except ValueError:
        address = b""
    if len(address) != 20:
        raise InputError(f"{option} {text} is no address; an address is 0x and 40 hex digits")
    return address


def _say(step: ResolvedStep, receipt: Receipt) -> None:
    click.echo(f"{step.contract} at 0x{step.address.hex()} in block {receipt.block_number}", err=True)


def _print(deployment: Deployment, folder: Path) -> None:
    table = Table("contract", "address", "block", "transaction", box=None, pad_edge=False)
    for contract in deployment.contracts:
        address, transaction = f"0x{contract.address.hex()}", f"0x{contract.transaction_hash.hex()}"
        table.add_row(contract.contract, address, str(contract.block_number), transaction)
    console = Console(width=160, highlight=False)
    console.print(table)
    console.print(f"\nchain     {deployment.chain_id}, genesis 0x{deployment.genesis_hash.hex()}")
    console.print(f"digest    0x{deployment.digest().hex()}")
    console.print(f"manifest  {folder / 'manifest.json'}", soft_wrap=True)
