"""`govledger network key new`, `new` and `join`: a network's folder and what is in it."""

from __future__ import annotations

import click


@click.group("key")
def key_group() -> None:
    """Make the key of a member."""


@click.command("new")
def new_command() -> None:
    """Make a network's folder."""


@click.command("join")
def join_command() -> None:
    """Set up a node of a network on this host."""
