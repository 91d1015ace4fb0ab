"""A unit for systemd that runs a node of this host. Pure.

Directives and quoting are those of systemd.unit(5), systemd.service(5), systemd.exec(5) and systemd.kill(5).
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import PurePath

from govledger.network.client_files import STOP_SECONDS, init_arguments, node_arguments, node_environment
from govledger.network.client_files.geth import free_transactions_arguments
from govledger.network.description import NetworkDescription, Node
from govledger.network.genesis import Client
from govledger.network.node_folder import GENESIS_FILE, NodeFiles

PROGRAMS = {
    Client.GETH: "/usr/local/bin/geth",
    Client.BESU: "/opt/besu/bin/besu",
    Client.GOQUORUM: "/usr/local/bin/geth",
}
"""Where the client's own documents put it; the unit is edited if it stands elsewhere."""
USER = "govledger"
OPEN_FILES = 65_536
UNTIL_FREE_SECONDS = 60

Section = list[tuple[str, str]]


def unit_name(description: NetworkDescription, node: Node) -> str:
    """The unit's file name."""
    return f"govledger-{description.name}-{node.name}.service"


def unit_file(description: NetworkDescription, node: Node, folder: PurePath) -> str:
    """The text of a node's unit; `folder` is the network's on this host, absolute."""
    sections: list[tuple[str, Section]] = [
        ("Unit", _unit(description, node, folder)),
        ("Service", [*_service(description, node, folder), *_confinement(description, node, folder)]),
        ("Install", [("WantedBy", "multi-user.target")]),
    ]
    lines = ["# Written by govledger; see README.md beside the network's genesis for what to do with it."]
    for title, entries in sections:
        lines += ["", f"[{title}]", *(f"{key}={value}" for key, value in entries)]
    return "\n".join(lines) + "\n"


def _unit(description: NetworkDescription, node: Node, folder: PurePath) -> Section:
    files = NodeFiles(folder, node)
    return [
        ("Description", f"{node.name} of the network {description.name} ({description.client}, {description.engine})"),
        ("Wants", "network-online.target"),
        ("After", "network-online.target"),
        ("StartLimitIntervalSec", "0"),
        ("RequiresMountsFor", _quoted(str(files.folder))),
    ]


def _service(description: NetworkDescription, node: Node, folder: PurePath) -> Section:
    program = PROGRAMS[description.client]
    entries: Section = [("Type", "exec"), ("User", USER), ("Group", USER)]
    entries += [("Environment", _quoted(f"{key}={value}")) for key, value in node_environment(description).items()]
    init = init_arguments(description, node, folder)
    if init is not None:
        entries.append(("ExecStartPre", _command(program, init)))
    entries.append(("ExecStart", _command(program, node_arguments(description, node, folder))))
    if description.client is Client.GETH and description.zero_fee:
        entries.append(("ExecStartPost", _until_free(program, node)))
    return [
        *entries,
        ("Restart", "on-failure"),
        ("RestartSec", "5"),
        ("TimeoutStartSec", str(2 * UNTIL_FREE_SECONDS)),
        ("TimeoutStopSec", str(STOP_SECONDS)),
        ("KillSignal", "SIGTERM"),
        ("LimitNOFILE", str(OPEN_FILES)),
    ]


def _confinement(description: NetworkDescription, node: Node, folder: PurePath) -> Section:
    """What the node may do: write into its own folder, and nothing that a server has no need of."""
    files = NodeFiles(folder, node)
    entries: Section = [
        ("UMask", "0077"),
        ("NoNewPrivileges", "yes"),
        ("CapabilityBoundingSet", ""),
        ("ProtectSystem", "strict"),
        ("ProtectHome", "read-only"),
        ("ReadOnlyPaths", _quoted(str(folder / GENESIS_FILE))),
        ("ReadWritePaths", _quoted(str(files.folder))),
        ("InaccessiblePaths", _quoted(f"-{folder / 'founder'}")),
        ("PrivateTmp", "yes"),
        ("PrivateDevices", "yes"),
        ("ProtectClock", "yes"),
        ("ProtectHostname", "yes"),
        ("ProtectKernelTunables", "yes"),
        ("ProtectKernelModules", "yes"),
        ("ProtectKernelLogs", "yes"),
        ("ProtectControlGroups", "yes"),
        ("ProtectProc", "invisible"),
        ("RestrictAddressFamilies", "AF_INET AF_INET6 AF_UNIX AF_NETLINK"),
        ("RestrictNamespaces", "yes"),
        ("RestrictRealtime", "yes"),
        ("RestrictSUIDSGID", "yes"),
        ("LockPersonality", "yes"),
        ("RemoveIPC", "yes"),
        ("SystemCallArchitectures", "native"),
        ("SystemCallFilter", "@system-service"),
    ]
    if description.client is not Client.BESU:
        entries.append(("MemoryDenyWriteExecute", "yes"))  # Java compiles while it runs
    return entries


def _until_free(program: str, node: Node) -> str:
    """Asks the node until its RPC is up; geth forgets at each start that transactions are free."""
    attempt = shlex.join([program, *free_transactions_arguments(node)])
    script = f"for _ in $(seq {UNTIL_FREE_SECONDS}); do {attempt} && exit 0; sleep 1; done; exit 1"
    return _command("/bin/sh", ["-c", script])


def _command(program: str, arguments: Sequence[str]) -> str:
    return " ".join(_quoted(word, command=True) for word in (program, *arguments))


def _quoted(word: str, *, command: bool = False) -> str:
    """A word as systemd reads it back: `%` is doubled, in commands `$` too, and quotes stand round what needs them."""
    word = word.replace("%", "%%")
    if command:
        word = word.replace("$", "$$")
    if word and not set(word) & set(" \t\"'\\;"):
        return word
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'
