"""Where a node listens for other nodes. Pure."""

from __future__ import annotations

from govledger.network.enode import Enode


def listen_host(enode: Enode) -> str:
    """The interface: the loopback one if nobody else calls it, else all of them, written as an empty text."""
    if not enode.is_loopback:
        return ""
    return "127.0.0.1" if enode.host == "localhost" else enode.host


def listen_address(enode: Enode, port: int | None = None) -> str:
    """`HOST:PORT` as Go programs take it; `port` where another one is forwarded to the node."""
    host = listen_host(enode)
    return f"[{host}]:{port or enode.port}" if ":" in host else f"{host}:{port or enode.port}"
