"""Made-up networks: keys that are small numbers, on one host or on ten."""

from __future__ import annotations

from dataclasses import replace

from coincurve import PrivateKey

from govledger.consensus.engine import Engine
from govledger.network.description import NetworkDescription, Node, NodeRole
from govledger.network.enode import Enode
from govledger.network.genesis import ENGINES, Client

PAIRS = [(client, engine) for client, engines in ENGINES.items() for engine in engines]


def secret(number: int) -> bytes:
    return number.to_bytes(32, "big")


def public_key(number: int) -> bytes:
    return PrivateKey(secret(number)).public_key.format(compressed=False)[1:]


def enode(number: int, host: str = "127.0.0.1", port: int | None = None) -> Enode:
    return Enode(public_key(number), host, 21_000 + number if port is None else port)


def validator_node(number: int, own: Enode | None = None, *, auth: bool = True) -> Node:
    own = own or enode(number)
    return Node(
        name=f"validator-{number}",
        role=NodeRole.VALIDATOR,
        address=own.address,
        enode=own,
        rpc=f"http://127.0.0.1:{22_000 + number}",
        folder=f"nodes/validator-{number}",
        auth_port=32_000 + number if auth else None,
    )


def observer_node(number: int = 9, *, auth: bool = True) -> Node:
    node = validator_node(number, auth=auth)
    name = f"observer-{number}"
    return replace(node, name=name, role=NodeRole.OBSERVER, address=None, folder=f"nodes/{name}")


def network(
    client: Client = Client.GETH,
    engine: Engine = Engine.CLIQUE,
    *,
    zero_fee: bool = True,
    validators: tuple[Enode, ...] | None = None,
    nodes: tuple[Node, ...] | None = None,
) -> NetworkDescription:
    auth = client is Client.GETH
    return NetworkDescription(
        name="ten-provinces",
        engine=engine,
        client=client,
        chain_id=20_261,
        block_seconds=5,
        epoch_blocks=30_000,
        zero_fee=zero_fee,
        genesis_hash=bytes(range(32)),
        validators=tuple(enode(number) for number in (1, 2, 3)) if validators is None else validators,
        nodes=(validator_node(1, auth=auth), observer_node(auth=auth)) if nodes is None else nodes,
    )


TEN_HOSTS = tuple(enode(number, f"192.0.2.{number}", 30_303) for number in range(1, 11))
"""Ten members' public parts; the addresses are those kept for documentation (RFC 5737)."""
