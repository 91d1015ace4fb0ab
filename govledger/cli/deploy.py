"""`govledger deploy`: the contracts on a chain, and the manifest that says where they stand."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from govledger.connection import connect
from govledger.deployer import DEPLOYMENTS, deploy
from govledger.deployments import Deployment
from govledger.errors import InputError
from govledger.plan import ResolvedStep, standard_plan
from govledger.tx.keys import load_key
from govledger.tx.receipt import Receipt
from govledger.tx.sending import Waiting


@click.command("deploy")
@click.option("--rpc", "url", required=True, metavar="URL", help="The node's JSON-RPC address, http:// or https://.")
@click.option(
    "--key",
    "keystore",
    required=True,
    metavar="KEYSTORE",
    type=click.Path(path_type=Path),
    help="The deployer's keystore file (version 3).",
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
@click.option(
    "--timeout",
    "timeout_seconds",
    type=click.FloatRange(min=0, min_open=True),
    default=120.0,
    show_default=True,
    metavar="SECONDS",
    help="How long to wait for one block.",
)
def deploy_command(
    url: str,
    keystore: Path,
    password_file: Path | None,
    name: str,
    directory: Path,
    founder: str | None,
    timeout_seconds: float,
) -> None:
    """Deploy the contracts to a chain, or go on with a deployment that was cut short.

    The same command again resumes a run that was stopped at any time: the same addresses, nothing twice. On a
    deployment that is complete it checks the chain against the manifest.
    """
    signer = load_key(keystore, password_file=password_file, ask=lambda prompt: click.prompt(prompt, hide_input=True))
    plan = standard_plan(signer.address if founder is None else _address(founder))
    with connect(url) as connection:
        deployment = deploy(
            connection,
            signer,
            plan,
            name=name,
            directory=directory,
            waiting=Waiting(timeout_seconds=timeout_seconds),
            report=_say,
        )
    _print(deployment, directory / name)


def _address(text: str) -> bytes:
    digits = text.removeprefix("0x")
    try:
        address = bytes.fromhex(digits)
    except ValueError:
        address = b""
    if len(address) != 20:
        raise InputError(f"--founder {text} is no address; an address is 0x and 40 hex digits")
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
