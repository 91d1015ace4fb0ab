"""Checks of what a node tells about the past: old state, receipts, ranges of logs, batches. Pure."""

from __future__ import annotations

from typing import Final

from govledger.doctor.engines import read_client
from govledger.doctor.model import Check, Known, NodeFacts, Topic, Unanswered, counted
from govledger.network.genesis import Client
from govledger.tx.sending import BATCH

RECENT_STATES: Final = {Client.GETH: 128, Client.GOQUORUM: 128, Client.BESU: 512}
"""How many blocks back a node has the state though it keeps none: geth in memory, Besu's Bonsai by its default."""
INDEX_RANGE: Final = 500
"""So many blocks with few events bring about as much as the index wants at once."""
LARGE_BATCH: Final = 1_000

OLD_STATE = Topic("old state", "only old state proves to an auditor what stood in a contract at an old block")
RECEIPTS = Topic("block receipts", "receipts carry the logs that a block's receipts root proves, and refused attempts")
RANGES = Topic("log ranges", "the index reads the events of many blocks at once")
BATCHES = Topic("batches", "govledger sends many requests together; one by one, an import takes hours")


def old_state(facts: NodeFacts, known: Known) -> Check:
    """Whether a proof of the oldest state worth a question came."""
    del known
    if facts.old_state is None:
        return OLD_STATE.not_applicable(
            facts.url, "no block has any account yet", "ask again when the contracts are deployed"
        )
    found = None if isinstance(facts.client, Unanswered) else read_client(facts.client).client
    block, refused = facts.old_state.block, facts.old_state.refused
    if refused is not None and refused.is_unknown:
        return OLD_STATE.warning(
            facts.url,
            "the node has no eth_getProof",
            "take proofs from another node of the network; every network needs one that serves eth_getProof",
        )
    if refused is not None:
        return OLD_STATE.warning(
            facts.url,
            f"no proof at block {block}, {facts.head.number - block} blocks back: {refused.reason}",
            f"{_keep_state(found)}; one such node in a network is enough, or take proofs while the state is there",
        )
    recent = RECENT_STATES.get(found) if found is not None else None
    if recent is not None and facts.head.number - block < recent:
        return OLD_STATE.not_applicable(
            facts.url,
            f"eth_getProof answers at block {block}, as every {found} does within {recent} blocks",
            f"ask again from block {block + recent} on; {_keep_state(found)}",
        )
    return OLD_STATE.ok(facts.url, f"eth_getProof answers at block {block}, {facts.head.number - block} blocks back")


def _keep_state(found: Client | None) -> str:
    match found:
        case Client.BESU:
            return (
                "to keep old state run the node with --data-storage-format=FOREST (the default, BONSAI, has the last "
                "blocks only) and an empty data folder"
            )
        case Client.GETH | Client.GOQUORUM:
            return "to keep old state run the node with --gcmode archive and --syncmode full, from an empty data folder"
    return "to keep old state run an archive node"


def receipts(facts: NodeFacts, known: Known) -> Check:
    """Whether eth_getBlockReceipts gives the receipts of a real block."""
    del known
    asked = facts.receipts
    if isinstance(asked.receipts, Unanswered):
        what = "the node has no eth_getBlockReceipts" if asked.receipts.is_unknown else asked.receipts.reason
        return RECEIPTS.warning(
            facts.url,
            what,
            "receipts are then asked for one transaction each, which is slower; geth has it from 1.13 on, Besu too, "
            "GoQuorum has not",
        )
    seen = (
        f"{counted(asked.receipts, 'receipt')} for {counted(len(asked.prices), 'transaction')} of block {asked.block}"
    )
    if asked.receipts != len(asked.prices):
        return RECEIPTS.failed(
            facts.url,
            seen,
            "do not read this chain from this node; compare with another node",
        )
    if not asked.prices:
        return RECEIPTS.ok(facts.url, "eth_getBlockReceipts answers; no block with transactions was found to try it")
    return RECEIPTS.ok(facts.url, seen)


def ranges(facts: NodeFacts, known: Known) -> Check:
    """The largest range of blocks over which eth_getLogs answered."""
    del known
    found = facts.ranges
    if found.refused is None:
        return RANGES.ok(
            facts.url, f"eth_getLogs answers for the whole chain, {counted(found.whole, 'block')}, at once"
        )
    refused = f"refused for {found.refused:,}: {found.reason}"
    if found.largest == 0:
        return RANGES.failed(
            facts.url,
            f"eth_getLogs is {refused}",
            "switch on the namespace eth with its logs, or use another node: the index cannot be built from this one",
        )
    seen = f"eth_getLogs answers for {counted(found.largest, 'block')}, and is {refused}"
    if found.largest < INDEX_RANGE:
        return RANGES.warning(
            facts.url,
            seen,
            "the index halves its ranges until they are answered, which takes more requests; raise the node's limit "
            "(Besu: --rpc-max-logs-range)",
        )
    return RANGES.ok(facts.url, f"{seen}; the index asks for about 1 MB at once, and halves what is refused")


def batches(facts: NodeFacts, known: Known) -> Check:
    """The sizes of JSON-RPC batches that were answered."""
    del known
    answered = [size for size, problem in facts.batches.items() if problem is None]
    refused = {size: problem for size, problem in facts.batches.items() if problem is not None}
    if BATCH in refused:
        return BATCHES.failed(
            facts.url,
            f"a batch of {BATCH} requests is not answered: {refused[BATCH].reason}",
            "allow such batches in the node, or in what stands before it (geth: --rpc.batch-request-limit, "
            "Besu: --rpc-http-max-batch-size)",
        )
    if refused:
        return BATCHES.ok(
            facts.url,
            f"batches of {max(answered)} requests are answered, of {min(refused)} not; govledger sends {BATCH} at most",
        )
    return BATCHES.ok(facts.url, f"batches of {' and '.join(map(str, answered))} requests are answered")
