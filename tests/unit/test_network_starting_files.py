"""The compose file, the units and the operator's README: parsed, and held against what their programs document."""

from __future__ import annotations

import shlex
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Annotated, Literal

import msgspec
import pytest
import yaml

from govledger.consensus.engine import Engine
from govledger.network.client_files import init_arguments, node_arguments
from govledger.network.client_files.compose import INSIDE, compose_document, compose_file
from govledger.network.client_files.readme import operator_readme
from govledger.network.client_files.systemd import unit_file, unit_name
from govledger.network.genesis import Client
from tests.sample_networks import PAIRS, TEN_HOSTS, enode, network, observer_node, validator_node

PLACE = PurePosixPath("/srv/net")
Duration = Annotated[str, msgspec.Meta(pattern=r"^(\d+h)?(\d+m)?(\d+s)?$")]


# --- the Compose Specification, as far as it is used: spec.md and 05-services.md --------------------------


class Bind(msgspec.Struct, forbid_unknown_fields=True):
    """The long syntax of `volumes`."""

    type: Literal["bind"]
    source: str
    target: str
    read_only: bool


class Condition(msgspec.Struct, forbid_unknown_fields=True):
    """The long syntax of `depends_on`."""

    condition: Literal["service_started", "service_healthy", "service_completed_successfully"]


class HealthCheck(msgspec.Struct, forbid_unknown_fields=True):
    test: list[str]
    interval: Duration
    timeout: Duration
    retries: int
    start_period: Duration


class Logging(msgspec.Struct, forbid_unknown_fields=True):
    driver: str
    options: dict[str, str]


class Service(msgspec.Struct, forbid_unknown_fields=True):
    image: str
    entrypoint: list[str]
    command: list[str]
    user: str
    network_mode: Literal["host", "none"]
    volumes: list[Bind]
    security_opt: list[str]
    cap_drop: list[str]
    ulimits: dict[str, int]
    logging: Logging
    restart: Literal["no", "always", "on-failure", "unless-stopped"]
    environment: dict[str, str] = {}
    depends_on: dict[str, Condition] = {}
    stop_grace_period: Duration = "10s"
    stop_signal: str = "SIGTERM"
    healthcheck: HealthCheck | None = None


class Compose(msgspec.Struct, forbid_unknown_fields=True):
    name: Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9_-]*$")]
    services: dict[Annotated[str, msgspec.Meta(pattern=r"^[a-zA-Z0-9._-]+$")], Service]


def composed(client: Client, engine: Engine, *, zero_fee: bool = True) -> Compose:
    text = compose_file(network(client, engine, zero_fee=zero_fee), user=1001, group=1002)
    return msgspec.convert(yaml.safe_load(text), Compose)


@pytest.mark.parametrize(("client", "engine"), PAIRS)
def test_compose_file_is_what_the_specification_allows(client: Client, engine: Engine) -> None:
    found = composed(client, engine)
    assert found.name == "govledger-ten-provinces"
    for service in found.services.values():
        assert (service.user, service.network_mode) == ("1001:1002", "host")
        assert service.image.count(":") == 1 and not service.image.endswith("latest")
        assert (service.cap_drop, service.security_opt) == (["ALL"], ["no-new-privileges:true"])


@pytest.mark.parametrize(("client", "engine"), PAIRS)
def test_text_of_the_compose_file_says_what_was_meant(client: Client, engine: Engine) -> None:
    description = network(client, engine)
    text = compose_file(description, user=0, group=0)
    assert yaml.safe_load(text) == compose_document(description, user=0, group=0)


@pytest.mark.parametrize(("client", "engine"), PAIRS)
def test_service_runs_the_same_command_as_everything_else(client: Client, engine: Engine) -> None:
    description = network(client, engine)
    for node in description.nodes:
        service = composed(client, engine).services[node.name]
        assert tuple(service.command) == node_arguments(description, node, INSIDE)
        init = init_arguments(description, node, INSIDE)
        if init is None:
            assert service.depends_on == {}
        else:
            before = composed(client, engine).services[f"{node.name}-init"]
            assert (tuple(before.command), before.restart) == (init, "no")
            assert service.depends_on == {f"{node.name}-init": Condition("service_completed_successfully")}


@pytest.mark.parametrize(("client", "engine"), PAIRS)
def test_container_sees_the_genesis_and_its_own_folder_only(client: Client, engine: Engine) -> None:
    for name, service in composed(client, engine).services.items():
        folder = f"nodes/{name.removesuffix('-init')}"
        assert service.volumes == [
            Bind("bind", "./genesis.json", "/network/genesis.json", True),
            Bind("bind", f"./{folder}", f"/network/{folder}", False),
        ]


def test_health_check_of_geth_keeps_transactions_free() -> None:
    check = composed(Client.GETH, Engine.CLIQUE).services["validator-1"].healthcheck
    assert check and check.test == ["CMD", "geth", "attach", "--exec", "miner.setGasPrice(0)", "http://127.0.0.1:22001"]
    assert composed(Client.GETH, Engine.CLIQUE, zero_fee=False).services["validator-1"].healthcheck is None
    assert composed(Client.BESU, Engine.QBFT).services["validator-1"].healthcheck is None


def test_node_of_another_host_is_no_service() -> None:
    there = replace(observer_node(), folder=None)
    description = network(Client.BESU, Engine.QBFT, nodes=(validator_node(1), there))
    assert set(compose_document(description, user=0, group=0)["services"]) == {"validator-1"}


# --- systemd -------------------------------------------------------------------------------------------

DIRECTIVES = {
    "Unit": {"Description", "Wants", "After", "StartLimitIntervalSec", "RequiresMountsFor"},
    "Service": {
        *(
            "Type",
            "User",
            "Group",
            "Environment",
            "ExecStartPre",
            "ExecStart",
            "ExecStartPost",
            "Restart",
            "RestartSec",
        ),
        *("TimeoutStartSec", "TimeoutStopSec", "KillSignal", "LimitNOFILE", "UMask", "NoNewPrivileges"),
        *("CapabilityBoundingSet", "ProtectSystem", "ProtectHome", "ReadOnlyPaths", "ReadWritePaths"),
        *("InaccessiblePaths", "PrivateTmp", "PrivateDevices", "ProtectClock", "ProtectHostname"),
        *("ProtectKernelTunables", "ProtectKernelModules", "ProtectKernelLogs", "ProtectControlGroups", "ProtectProc"),
        *("RestrictAddressFamilies", "RestrictNamespaces", "RestrictRealtime", "RestrictSUIDSGID", "LockPersonality"),
        *("RemoveIPC", "SystemCallArchitectures", "SystemCallFilter", "MemoryDenyWriteExecute"),
    },
    "Install": {"WantedBy"},
}
"""systemd.unit(5), systemd.service(5), systemd.exec(5), systemd.kill(5)."""


def unit(
    client: Client, engine: Engine, place: PurePosixPath = PLACE, *, zero_fee: bool = True
) -> dict[str, dict[str, str]]:
    """A unit's sections; each directive stands once, and is one that systemd documents."""
    sections: dict[str, dict[str, str]] = {}
    description = network(client, engine, zero_fee=zero_fee)
    for line in unit_file(description, description.nodes[0], place).splitlines():
        if line.startswith("["):
            sections[line.strip("[]")] = current = {}
        elif line and not line.startswith("#"):
            key, equals, value = line.partition("=")
            assert equals and key in DIRECTIVES[list(sections)[-1]] and key not in current, line
            current[key] = value
    return sections


def words(command: str) -> list[str]:
    """What systemd runs: its quoting is the shell's for what is used here; `%%` and `$$` stand for one."""
    return [word.replace("%%", "%").replace("$$", "$") for word in shlex.split(command)]


@pytest.mark.parametrize(("client", "engine"), PAIRS)
def test_unit_has_documented_directives_and_runs_the_same_command(client: Client, engine: Engine) -> None:
    description = network(client, engine)
    found = unit(client, engine)
    assert list(found) == ["Unit", "Service", "Install"]
    program, *arguments = words(found["Service"]["ExecStart"])
    assert PurePosixPath(program).is_absolute()
    assert tuple(arguments) == node_arguments(description, description.nodes[0], PLACE)
    init = init_arguments(description, description.nodes[0], PLACE)
    assert words(found["Service"].get("ExecStartPre", "")) == ([] if init is None else [program, *init])
    assert found["Service"].get("Environment") == ("PRIVATE_CONFIG=ignore" if client is Client.GOQUORUM else None)


@pytest.mark.parametrize(("client", "engine"), PAIRS)
def test_service_may_write_to_its_own_folder_only(client: Client, engine: Engine) -> None:
    found = unit(client, engine)["Service"]
    assert (found["ProtectSystem"], found["ReadWritePaths"]) == ("strict", "/srv/net/nodes/validator-1")
    assert (found["User"], found["CapabilityBoundingSet"], found["NoNewPrivileges"]) == ("govledger", "", "yes")
    assert ("MemoryDenyWriteExecute" in found) == (client is not Client.BESU)


def test_unit_of_geth_makes_transactions_free_after_each_start() -> None:
    shell, option, script = words(unit(Client.GETH, Engine.CLIQUE)["Service"]["ExecStartPost"])
    assert (shell, option) == ("/bin/sh", "-c")
    assert "geth attach --exec 'miner.setGasPrice(0)' http://127.0.0.1:22001 && exit 0" in script
    assert "$(seq 60)" in script
    assert "ExecStartPost" not in unit(Client.GETH, Engine.CLIQUE, zero_fee=False)["Service"]
    assert "ExecStartPost" not in unit(Client.BESU, Engine.QBFT)["Service"]


def test_folder_with_strange_characters_stays_one_word() -> None:
    place = PurePosixPath('/srv/my "net" 100% $HOME \\x')
    found = unit(Client.GETH, Engine.CLIQUE, place)["Service"]
    assert words(found["ExecStart"])[2] == f"{place}/nodes/validator-1/config.toml"
    assert found["ReadWritePaths"] == '"/srv/my \\"net\\" 100%% $HOME \\\\x/nodes/validator-1"'


def test_unit_is_named_after_network_and_node() -> None:
    assert unit_name(network(), observer_node()) == "govledger-ten-provinces-observer-9.service"


# --- README --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("client", "engine"), PAIRS)
def test_readme_shows_the_genesis_hash_and_every_validator(client: Client, engine: Engine) -> None:
    text = operator_readme(network(client, engine))
    assert f"`0x{bytes(range(32)).hex()}`" in text
    for number in (1, 2, 3):
        assert f"| `0x{enode(number).address.hex()}` | 127.0.0.1:{21_000 + number} |" in text
    assert ("miner.setGasPrice(0)" in text, "FOREST" in text) == (client is Client.GETH, client is Client.BESU)
    assert ("govledger network up" in text) == (client is Client.GETH)
    assert "systemctl enable --now govledger-ten-provinces-validator-1.service" in text


def test_readme_of_a_network_without_nodes_says_how_to_join() -> None:
    text = operator_readme(network(validators=TEN_HOSTS, nodes=(), zero_fee=False))
    assert "network join DIR --key KEYDIR --genesis-hash 0x0001" in text
    assert "systemctl" not in text
    assert "| fees | transactions pay |" in text


def test_readme_of_geth_with_fees_speaks_of_no_free_transactions() -> None:
    assert "miner.setGasPrice" not in operator_readme(network(zero_fee=False, nodes=(validator_node(1),)))
