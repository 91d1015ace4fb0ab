"""All checks of a node, of several nodes together, and of key files. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from govledger.consensus.engine import Engine
from govledger.deployments import Deployment
from govledger.doctor import history, identity, production, secrecy
from govledger.doctor.model import (
    Check,
    Described,
    Examination,
    KeyFile,
    KeyFolder,
    Known,
    Meeting,
    NodeFacts,
    NoNode,
    Pin,
    Topic,
    Unanswered,
)
from govledger.network.description import NetworkDescription

ALL_NODES: Final = "all nodes"
LAG_BLOCKS: Final = 5
"""Nodes that were asked one right after the other differ by less, unless one is behind."""
UNSETTLED_CLIQUE_BLOCKS: Final = 6
"""Where the node does not tell its signers: enough for ten."""
NODE_CHECKS: Final[tuple[Callable[[NodeFacts, Known], Check], ...]] = (
    identity.client,
    identity.engine,
    identity.chain,
    production.fees,
    production.clock,
    production.blocks,
    production.sealers,
    production.peers,
    production.synchronisation,
    history.old_state,
    history.receipts,
    history.ranges,
    history.batches,
    identity.contracts,
)

AGREEMENT = Topic("agreement", "nodes with different blocks at one height are on two chains, of which one will be lost")


def known_of(network: NetworkDescription | None, deployment: Deployment | None) -> Known:
    """What the descriptions say that the nodes should be."""
    known = Known()
    if network is not None:
        known = replace(
            known,
            pins=(Pin("network.toml", network.chain_id, network.genesis_hash),),
            network=Described(
                engine=network.engine,
                client=network.client,
                block_seconds=network.block_seconds,
                zero_fee=network.zero_fee,
            ),
        )
    if deployment is not None:
        manifest = Pin(f"the manifest of {deployment.name}", deployment.chain_id, deployment.genesis_hash)
        known = replace(
            known,
            pins=(*known.pins, manifest),
            first_block=deployment.first_block,
            contracts=tuple(contract.address for contract in deployment.contracts),
        )
    return known


def examination(
    nodes: Sequence[NodeFacts | NoNode],
    meeting: Meeting | None,
    files: Sequence[KeyFile],
    folders: Sequence[KeyFolder],
    known: Known,
) -> Examination:
    """Every check, in this order: node after node, the nodes together, key files, folders with key files."""
    checks: list[Check] = []
    for node in nodes:
        checks += node_checks(node, known)
    if len(nodes) > 1:
        checks.append(agreement(nodes, meeting))
    checks += map(secrecy.key_file, files)
    checks += map(secrecy.key_folder, folders)
    return Examination(tuple(checks))


def node_checks(node: NodeFacts | NoNode, known: Known) -> tuple[Check, ...]:
    """The checks of one address; a single failed one where no node answers."""
    if isinstance(node, NoNode):
        advice = "start the node, or correct the address; the other nodes were examined all the same"
        return (identity.CONNECTION.failed(node.url, node.reason, advice),)
    return (identity.CONNECTION.ok(node.url, "the node answers"), *(check(node, known) for check in NODE_CHECKS))


def agreement(nodes: Sequence[NodeFacts | NoNode], meeting: Meeting | None) -> Check:
    """Whether the nodes are on one chain.

    Cases, in this order: fewer than two answer; they have different genesis blocks; different blocks that are settled;
    different blocks that may still change; a node without the block; a node far behind; all well.
    """
    found = [node for node in nodes if isinstance(node, NodeFacts)]
    if len(found) < 2 or meeting is None:
        return AGREEMENT.not_applicable(ALL_NODES, "fewer than two nodes answer", "give several nodes of one network")
    geneses = {node.url: node.genesis.hash for node in found}
    if len(set(geneses.values())) > 1:
        return AGREEMENT.failed(
            ALL_NODES,
            f"the nodes begin with different blocks: {_shown(geneses)}",
            "these are different chains; find out which one is yours, by the genesis hash that was published",
        )
    if _differ(meeting.settled_hashes):
        return AGREEMENT.failed(
            ALL_NODES,
            f"different blocks at height {meeting.settled}: {_shown(meeting.settled_hashes)}",
            "the network is cut in two, or a node is on a chain of its own: look at peers and validators "
            "(govledger network status), and write nothing until the nodes agree",
        )
    if _differ(meeting.hashes):
        return AGREEMENT.warning(
            ALL_NODES,
            f"different blocks at height {meeting.number}: {_shown(meeting.hashes)}; the same at {meeting.settled}",
            "usual on Clique for a block or two; ask again, and if it stays, look at govledger network status",
        )
    silent = [url for url, answer in meeting.hashes.items() if isinstance(answer, Unanswered)]
    if silent:
        return AGREEMENT.warning(
            ALL_NODES, f"no block {meeting.number} from {', '.join(silent)}", "ask again; see the node's other checks"
        )
    heights = ", ".join(f"{url} {height}" for url, height in meeting.heights.items())
    if max(meeting.heights.values()) - meeting.number > LAG_BLOCKS:
        return AGREEMENT.warning(
            ALL_NODES,
            f"one chain, and a node is behind: {heights}",
            "use a node that is in sync meanwhile; check the peers and the disk of the one that is behind",
        )
    return AGREEMENT.ok(ALL_NODES, f"{len(found)} nodes have the same block {meeting.number}: {heights}")


def unsettled_blocks(node: NodeFacts | NoNode) -> int:
    """How many of the last blocks may still be replaced: on Clique those of half the signers, else none."""
    if isinstance(node, NoNode) or node.head.engine is not Engine.CLIQUE:
        return 0
    signers = node.validators["clique"]
    return UNSETTLED_CLIQUE_BLOCKS if isinstance(signers, Unanswered) else len(signers) // 2 + 1


def _differ(hashes: Mapping[str, bytes | Unanswered]) -> bool:
    return len({answer for answer in hashes.values() if not isinstance(answer, Unanswered)}) > 1


def _shown(hashes: Mapping[str, bytes | Unanswered]) -> str:
    return ", ".join(f"{url} 0x{answer.hex()}" for url, answer in hashes.items() if isinstance(answer, bytes))
