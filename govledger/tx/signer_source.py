"""Signers by what a command line names: a keystore file, a Web3Signer, or an account of the node (I/O)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from govledger.connection import Connection
from govledger.errors import InputError
from govledger.tx.keys import load_key
from govledger.tx.node_account import NodeAccountSigner
from govledger.tx.signing import Signer
from govledger.tx.web3signer import Web3Signer

WEB3SIGNER = "web3signer:"
NODE = "node:"


def open_signer(
    source: str | Path,
    *,
    password_file: Path | str | None = None,
    ask: Callable[[str], str] | None = None,
    connection: Connection | None = None,
) -> Signer:
    """The signer that a text names.

    Cases, in this order::

        web3signer:URL#0xADDRESS   an account of a Web3Signer in eth1 mode; #0xADDRESS if it keeps several
        node:0xADDRESS             an account that is unlocked in the node; a last resort
        anything else              a keystore file (version 3)

    Args:
        source: the text.
        password_file: its first line opens the keystore.
        ask: asked for the keystore's password if there is no file.
        connection: the chain, for an account of its node.

    Raises:
        InputError: an address that is none, or an account of a node without a connection to one.
        KeyFileError: the keystore or its password cannot be used.
        SignerFailed: the Web3Signer does not answer, or does not keep the key.
    """
    text = str(source)
    if text.startswith(WEB3SIGNER):
        url, _, address = text.removeprefix(WEB3SIGNER).partition("#")
        return Web3Signer(url, _address(address) if address else None)
    if text.startswith(NODE):
        if connection is None or connection.embedded:
            raise InputError(f"{text} is an account of a node, and there is no connection to one; give --rpc")
        return NodeAccountSigner(connection, _address(text.removeprefix(NODE)))
    return load_key(source, password_file=password_file, ask=ask)


def _address(text: str) -> bytes:
    try:
        address = bytes.fromhex(text.removeprefix("0x"))
    except ValueError:
        address = b""
    if len(address) != 20:
        raise InputError(f"{text!r} is no address; an address is 0x and 40 hex digits")
    return address
