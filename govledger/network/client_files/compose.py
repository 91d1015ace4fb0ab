"""`compose.yaml`: the nodes of this host as services, by the Compose Specification. Pure.

A node shares the host's network, so that its RPC stays on the host's loopback interface and other members see the
host's own address. It runs as the owner of its folder and sees that folder and the genesis, nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from govledger.network.client_files import STOP_SECONDS, init_arguments, node_arguments, node_environment
from govledger.network.client_files.geth import free_transactions_arguments
from govledger.network.description import NetworkDescription, Node
from govledger.network.genesis import Client
from govledger.network.node_folder import GENESIS_FILE, NodeFiles

IMAGES = {
    Client.GETH: "ethereum/client-go:v1.13.15",
    Client.BESU: "hyperledger/besu:26.8.0",
    Client.GOQUORUM: "quorumengineering/quorum:24.4.1",
}
PROGRAMS = {Client.GETH: "geth", Client.BESU: "/opt/besu/bin/besu", Client.GOQUORUM: "geth"}
"""Run directly: Besu's own entry point would give the folder to another user."""
INSIDE = PurePosixPath("/network")
"""Where the network's folder stands in a container."""
OPEN_FILES = 65_536


def compose_document(description: NetworkDescription, *, user: int, group: int) -> dict[str, Any]:
    """What the compose file says: a service for each node of this host, and one before it that prepares its data."""
    services: dict[str, Any] = {}
    for node in description.nodes:
        if node.folder is None:
            continue
        init = init_arguments(description, node, INSIDE)
        running = _service(description, node, user=user, group=group)
        if init is not None:
            services[f"{node.name}-init"] = running | {"command": _escaped(init), "restart": "no"}
            running["depends_on"] = {f"{node.name}-init": {"condition": "service_completed_successfully"}}
        running |= {
            "command": _escaped(node_arguments(description, node, INSIDE)),
            "restart": "unless-stopped",
            "stop_grace_period": f"{STOP_SECONDS}s",
            "stop_signal": "SIGTERM",
        }
        if description.client is Client.GETH and description.zero_fee:
            running["healthcheck"] = _free_transactions(node)
        services[node.name] = running
    return {"name": f"govledger-{description.name}", "services": services}


def compose_file(description: NetworkDescription, *, user: int, group: int) -> str:
    """The text of `compose.yaml`."""
    head = (
        "# Starts the nodes of this host: docker compose up --detach. Written by govledger; `govledger network join`\n"
        "# writes it anew.\n"
    )
    return head + "\n".join(_yaml(compose_document(description, user=user, group=group), 0)) + "\n"


def _service(description: NetworkDescription, node: Node, *, user: int, group: int) -> dict[str, Any]:
    inside = NodeFiles(INSIDE, node)
    service: dict[str, Any] = {
        "image": IMAGES[description.client],
        "entrypoint": [PROGRAMS[description.client]],
        "user": f"{user}:{group}",
        "network_mode": "host",
        "volumes": [
            _mount(f"./{GENESIS_FILE}", inside.genesis, read_only=True),
            _mount(f"./{node.folder}", inside.folder, read_only=False),
        ],
        "security_opt": ["no-new-privileges:true"],
        "cap_drop": ["ALL"],
        "ulimits": {"nofile": OPEN_FILES},
        "logging": {"driver": "json-file", "options": {"max-size": "50m", "max-file": "5"}},
    }
    environment = node_environment(description)
    if environment:
        service["environment"] = dict(environment)
    return service


def _mount(source: str, target: PurePosixPath, *, read_only: bool) -> dict[str, Any]:
    return {"type": "bind", "source": _dollars(source), "target": str(target), "read_only": read_only}


def _free_transactions(node: Node) -> dict[str, Any]:
    """The client forgets at each start that transactions are free; the health check tells it again."""
    return {
        "test": ["CMD", "geth", *_escaped(free_transactions_arguments(node))],
        "interval": "15s",
        "timeout": "10s",
        "retries": 4,
        "start_period": "30s",
    }


def _escaped(arguments: Sequence[str]) -> list[str]:
    return [_dollars(argument) for argument in arguments]


def _dollars(text: str) -> str:
    """Compose puts variables in place of `$`; two stand for one."""
    return text.replace("$", "$$")


def _yaml(value: Mapping[str, Any], depth: int) -> list[str]:
    """Nested mappings in block style; all else as JSON, which is YAML too. The keys need no quotes."""
    lines: list[str] = []
    for key, item in value.items():
        start = f"{'  ' * depth}{key}:"
        if isinstance(item, Mapping) and item:
            lines += [start, *_yaml(item, depth + 1)]
        elif isinstance(item, list) and item:
            lines += [start, *(f"{'  ' * (depth + 1)}- {json.dumps(entry, ensure_ascii=False)}" for entry in item)]
        else:
            lines.append(f"{start} {json.dumps(item, ensure_ascii=False)}")
    return lines
