"""`README.md` of a network's folder: what its operator does next. Pure."""

from __future__ import annotations

from govledger.network.client_files.systemd import USER, unit_name
from govledger.network.description import NetworkDescription, Node
from govledger.network.genesis import Client


def operator_readme(description: NetworkDescription) -> str:
    """The text; it holds nothing secret."""
    parts = [_head(description), _secret(description)]
    here = [node for node in description.nodes if node.folder is not None]
    parts.append(_running(description, here) if here else _joining(description))
    parts.append(_keeping(description))
    return "\n".join(parts)


def _head(description: NetworkDescription) -> str:
    genesis = f"0x{description.genesis_hash.hex()}"
    fees = "none" if description.zero_fee else "transactions pay"
    validators = "".join(
        f"| `0x{enode.address.hex()}` | {enode.host}:{enode.port} |\n" for enode in description.validators
    )
    return f"""\
# Network {description.name}

| | |
| --- | --- |
| client, engine | {description.client}, {description.engine} |
| chain id | {description.chain_id} |
| block time | {description.block_seconds} s |
| fees | {fees} |
| genesis hash | `{genesis}` |

The genesis hash is what auditors pin and what every member compares before joining. Publish it where nobody can change
it unseen; a copy that comes with this folder proves nothing.

| first validators | listens at |
| --- | --- |
{validators}"""


def _secret(description: NetworkDescription) -> str:
    return """\
`network.toml`, `genesis.json` and this file are public. Everything in `nodes/` and `founder/` is secret: it never
leaves this host except into a backup that is as well guarded. A validator's key seals blocks, and whoever has the
majority of the keys has the chain.
"""


def _joining(description: NetworkDescription) -> str:
    return f"""\
## Join

Copy this folder to the member's host, and there:

```console
$ govledger network join DIR --key KEYDIR --genesis-hash 0x{description.genesis_hash.hex()}
```

KEYDIR is what `govledger network key new` made on that host. Instead of `--key`, `--observer` sets up a node that only
follows the chain. Take the hash from where it was published, not from here.
"""


def _running(description: NetworkDescription, here: list[Node]) -> str:
    table = "".join(f"| {node.name} | {node.role} | {node.enode.port} | {node.rpc} |\n" for node in here)
    units = "\n".join(f"$ sudo systemctl enable --now {unit_name(description, node)}" for node in here)
    by_hand = ""
    if description.client is Client.GETH:
        by_hand = "By hand, for as long as the host runs: `govledger network up DIR`; DIR is this folder.\n\n"
    free = ""
    if description.client is Client.GETH and description.zero_fee:
        free = (
            "\ngeth forgets at each start that transactions are free. Each of these ways tells it again; whoever\n"
            "starts it in another way has to do so: `geth attach --exec 'miner.setGasPrice(0)' URL`.\n"
        )
    return f"""\
## Run

| node of this host | | port for other members | JSON-RPC, this host only |
| --- | --- | --- | --- |
{table}
{by_hand}With containers:

```console
$ docker compose up --detach
```

As services; the user `{USER}` has to own the folder, and the paths in the units have to be those of this host:

```console
$ sudo useradd --system --shell /usr/sbin/nologin {USER}
$ sudo chown -R {USER}: .
$ sudo cp systemd/*.service /etc/systemd/system/
{units}
```
{free}"""


def _keeping(description: NetworkDescription) -> str:
    old_state = ""
    if description.client is Client.BESU:
        old_state = (
            "- Proofs of old state come from the first validator's node and from observers: they keep all state, by\n"
            '  `data-storage-format="FOREST"`.\n'
        )
    return f"""\
## Keep

- Open the port for other members to the other members' addresses only. JSON-RPC stays on this host: it can vote and
  connect nodes. What others need, a proxy with its own rules passes on.
- Back up each node's `keystore/` and `password` once, when it was made, and guard the copy like the original. The chain
  itself can be had again from the other members.
- Keep the clock right (NTP): a block that is ahead of the others' clocks is refused.
{old_state}- A key that was stolen: have the other members vote it out at once. A key that was lost: likewise; then join
  with a new one.
"""
