"""What commands that read a ledger, and those that act on one, have in common: how it is opened, and by whom."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, closing
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from govledger.cli.chain import ChainChoice, chain_options
from govledger.cli.store import STORE
from govledger.connection import Connection
from govledger.deployer.folder import folder_of
from govledger.errors import InputError
from govledger.ledger import Ledger
from govledger.tx.sending import Waiting
from govledger.tx.signer_source import open_signer
from govledger.tx.signing import Signer
from govledger.vault import Vault

T = TypeVar("T")
Command = Callable[..., Any]

WHOSE = "the key that acts"

SEEN = click.option(
    "--seen",
    type=click.IntRange(min=0),
    metavar="VERSION",
    help="The version that was looked at: refused if it changed since. The present one if left out.",
)
"""The option of acts on an object that may have changed since it was read."""


def reading(*, store: bool = False) -> Callable[[Command], Command]:
    """Gives a command the options that name a ledger, and the ledger, opened, as the argument `ledger`.

    Args:
        store: what the command prints stands in events, which an index finds; it may be kept in a file.
    """

    def decorate(command: Command) -> Command:
        @_ledger_options(store)
        @wraps(command)
        def with_ledger(
            *args: Any, chain: ChainChoice, deployment: str, store_name: str | None = None, **options: Any
        ) -> Any:
            with ExitStack() as stack:
                connection = stack.enter_context(chain.connect())
                ledger = _open(stack, connection, deployment, store_name)
                return command(*args, ledger=ledger, **options)

        return with_ledger

    return decorate


def acting(*, store: bool = False, vault: bool | None = None) -> Callable[[Command], Command]:
    """Gives a command the options that name a ledger and a key, and whoever acts as the argument `officer`.

    Args:
        store: the act needs what stands in events, which an index finds; it may be kept in a file.
        vault: whether the act needs the organisation's vault, for salts and tags; None: it has no use for one.
    """

    def decorate(command: Command) -> Command:
        @_ledger_options(store)
        @_key_options
        @_vault_option(vault)
        @click.option(
            "--timeout",
            "timeout_seconds",
            type=click.FloatRange(min=0, min_open=True),
            default=120.0,
            show_default=True,
            metavar="SECONDS",
            help="How long to wait for a block.",
        )
        @click.option(
            "--confirmations",
            type=click.IntRange(min=0),
            default=0,
            metavar="BLOCKS",
            help="How many blocks have to stand on the act's; none if left out.",
        )
        @click.option(
            "--on-record",
            is_flag=True,
            help="Send the act without trying it first: if it is refused, the attempt is on the chain.",
        )
        @click.option(
            "--fee-limit",
            type=click.IntRange(min=0),
            metavar="WEI",
            help="The most to pay for one gas; no limit if left out.",
        )
        @wraps(command)
        def with_officer(
            *args: Any,
            chain: ChainChoice,
            deployment: str,
            source: str | None,
            password_file: Path | None,
            timeout_seconds: float,
            confirmations: int,
            fee_limit: int | None,
            on_record: bool,
            store_name: str | None = None,
            vault_folder: Path | None = None,
            **options: Any,
        ) -> Any:
            with ExitStack() as stack:
                connection = stack.enter_context(chain.connect())
                ledger = _open(stack, connection, deployment, store_name)
                signer = named_signer(chain, source, password_file, connection, whose=WHOSE)
                kept = None if vault_folder is None else stack.enter_context(Vault.open(vault_folder))
                waiting = Waiting(timeout_seconds=timeout_seconds, depth=confirmations)
                acting_one = ledger.acting_as(signer, vault=kept, waiting=waiting, fee_limit=fee_limit)
                officer = stack.enter_context(acting_one)
                return command(*args, officer=officer.on_record() if on_record else officer, **options)

        return with_officer

    return decorate


def signing(*, store: bool = False) -> Callable[[Command], Command]:
    """Gives a command that sends nothing the ledger as `ledger` and the key as `signer`.

    Args:
        store: what is signed stands in events, which an index finds; it may be kept in a file.
    """

    def decorate(command: Command) -> Command:
        @_ledger_options(store)
        @_key_options
        @wraps(command)
        def with_signer(
            *args: Any,
            chain: ChainChoice,
            deployment: str,
            source: str | None,
            password_file: Path | None,
            store_name: str | None = None,
            **options: Any,
        ) -> Any:
            with ExitStack() as stack:
                connection = stack.enter_context(chain.connect())
                ledger = _open(stack, connection, deployment, store_name)
                signer = named_signer(chain, source, password_file, connection, whose=WHOSE)
                if not hasattr(signer, "sign_digest"):
                    raise InputError(f"{source} signs transactions alone; sign with a keystore, or with a wallet")
                return command(*args, ledger=ledger, signer=signer, **options)

        return with_signer

    return decorate


def found(what: str, number: object, thing: T | None) -> T:
    """A thing that was looked up.

    Raises:
        InputError: there is none; says which.
    """
    if thing is None:
        raise InputError(f"there is no {what} {number} in this deployment")
    return thing


def seen_or_present(seen: int | None, thing: Any) -> int:
    """The version that an act names: the one given, or that of the thing as it was just read."""
    return int(thing.version) if seen is None else seen


def _ledger_options(store: bool) -> Callable[[Command], Command]:
    def decorate(command: Command) -> Command:
        command = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")(command)
        if store:
            command = click.option(
                "--store",
                "store_name",
                type=STORE,
                help="The index, brought up to the chain; without it, the chain is read from the beginning.",
            )(command)
        command = click.option(
            "--deployment",
            required=True,
            metavar="NAME|DIR",
            help="A deployment's name in deployments/, or its folder.",
        )(command)
        return chain_options()(command)

    return decorate


def _key_options(command: Command) -> Command:
    command = click.option(
        "--password-file",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="Its first line opens the keystore; asked for if left out.",
    )(command)
    return click.option(
        "--key",
        "source",
        metavar="KEY",
        help="Whose key acts: a keystore file (version 3), web3signer:URL#0xADDRESS, or node:0xADDRESS. "
        "With --network, its founder's if left out.",
    )(command)


def _vault_option(needed: bool | None) -> Callable[[Command], Command]:
    if needed is None:
        return lambda command: command
    return click.option(
        "--vault",
        "vault_folder",
        required=needed,
        metavar="DIR",
        type=click.Path(file_okay=False, path_type=Path),
        help="The organisation's vault, which keeps salts and what was committed to.",
    )


def _open(stack: ExitStack, connection: Connection, deployment: str, store: str | None) -> Ledger:
    return stack.enter_context(closing(Ledger.open(folder_of(deployment), connection, store=store)))


def named_signer(
    chain: ChainChoice, source: str | None, password_file: Path | None, connection: Connection, *, whose: str
) -> Signer:
    """The key that is named, or the founder's that a network made on one host has."""
    if source is None:
        founder = chain.founder()
        if founder is None:
            raise click.UsageError(f"give {whose}: --key KEY, or --network DIR of a network with a founder")
        source, password_file = str(founder.keystore), password_file or founder.password_file
    return open_signer(
        source,
        password_file=password_file,
        ask=lambda prompt: str(click.prompt(prompt, hide_input=True)),
        connection=connection,
    )
