"""Checks of what a node is: its client, its engine, its chain, and the contracts on it. Pure."""

from __future__ import annotations

from typing import Final

from govledger.consensus.engine import Engine
from govledger.doctor.engines import NAMESPACES, ClientVersion, read_client
from govledger.doctor.model import Check, Known, NodeFacts, Topic, Unanswered, counted
from govledger.network.genesis import Client

LAST_CLIQUE_GETH: Final = (1, 13, 15)
FIRST_BESU_WITHOUT_CLIQUE: Final = (26, 4, 0)
MAINTAINED_BESU: Final = 26
"""Besu numbers its releases by year."""
ETHEREUM_CHAIN_ID: Final = 1
FEWEST_BFT_VALIDATORS: Final = 4
"""3 f + 1: the fewest of which one may fail."""
FEWEST_CLIQUE_SIGNERS: Final = 3
"""More than half must seal: the fewest of which one may fail."""

CONNECTION = Topic("connection", "a node that does not answer can neither be read nor written to")
CLIENT = Topic("client", "an engine is sealed by certain releases only, and what nobody maintains gets no fixes")
ENGINE = Topic("engine", "seals show auditors which validators vouch for a block, and each engine has its own rules")
CHAIN = Topic("chain", "id and genesis hash say which chain this is; another one would hold other contracts and events")
CONTRACTS = Topic("contracts", "with other code at an address of the manifest, nothing that is read there counts")


# --- client --------------------------------------------------------------------------------------------


def client(facts: NodeFacts, known: Known) -> Check:
    """The client's name and version, and whether it is fit for the chain's engine."""
    if isinstance(facts.client, Unanswered):
        return CLIENT.warning(
            facts.url,
            f"web3_clientVersion is not answered: {facts.client.reason}",
            "switch on the namespace web3 in the node's HTTP JSON-RPC, and ask again",
        )
    found = read_client(facts.client)
    if found.is_development:
        return CLIENT.warning(
            facts.url,
            f"{found.shown}, a development node",
            "whoever reaches this node can rewrite its chain: good for trying things, and no ledger is safe there",
        )
    if known.network is not None and found.client not in (None, known.network.client):
        return CLIENT.warning(
            facts.url,
            f"{found.shown}; network.toml says {known.network.client}",
            "check that the address is this network's; if it is, find out who runs another client there, and why",
        )
    match found.client:
        case Client.GETH:
            return _geth(facts, found)
        case Client.BESU:
            return _besu(facts, found)
        case Client.GOQUORUM:
            return CLIENT.warning(
                facts.url,
                f"{found.shown}; GoQuorum was archived in June 2026",
                "plan the move to Besu with QBFT, which reads and writes the same headers; GoQuorum gets no fixes",
            )
    return CLIENT.warning(
        facts.url,
        facts.client,
        "govledger is tried on geth, Besu and GoQuorum; try this client on a chain of its own before you rely on it",
    )


def _geth(facts: NodeFacts, found: ClientVersion) -> Check:
    if facts.head.engine is not Engine.CLIQUE or found.version is None:
        return CLIENT.ok(facts.url, found.shown)
    if found.version > LAST_CLIQUE_GETH:
        return CLIENT.failed(
            facts.url,
            f"{found.shown} on a Clique chain; geth seals Clique up to 1.13.15",
            "run geth 1.13.15 on this network, or begin a new network with Besu and QBFT",
        )
    if found.version < LAST_CLIQUE_GETH:
        return CLIENT.warning(
            facts.url,
            f"{found.shown}; the last release that seals Clique is 1.13.15",
            "replace the program by geth 1.13.15 and restart, one validator after the other",
        )
    return CLIENT.warning(
        facts.url,
        f"{found.shown}, the last release that seals Clique; it gets no fixes any more",
        "let only the members' hosts reach its ports; for production prefer Besu with QBFT",
    )


def _besu(facts: NodeFacts, found: ClientVersion) -> Check:
    if found.version is None:
        return CLIENT.ok(facts.url, found.shown)
    if facts.head.engine is Engine.CLIQUE and found.version >= FIRST_BESU_WITHOUT_CLIQUE:
        return CLIENT.failed(
            facts.url,
            f"{found.shown} on a Clique chain; Besu has no Clique from 26.4 on",
            "begin a new network with QBFT; until then stay on a release before 26.4, or on geth 1.13.15",
        )
    if found.version[0] < MAINTAINED_BESU:
        return CLIENT.warning(
            facts.url,
            f"{found.shown}; fixes go into the releases from {MAINTAINED_BESU} on",
            f"upgrade to Besu {MAINTAINED_BESU} or later, one validator after the other; read its change log first",
        )
    return CLIENT.ok(facts.url, found.shown)


# --- engine --------------------------------------------------------------------------------------------


def engine(facts: NodeFacts, known: Known) -> Check:
    """Who seals: as the head's header says it, as the node's methods say it, and as network.toml says it.

    Cases, in this order: no engine at all; the description says another; the node has methods for an engine and its
    header bears no seal of it; no methods; too few validators; all well.
    """
    sealed = facts.head.engine
    served = [name for name, answer in facts.validators.items() if not isinstance(answer, Unanswered)]
    block = f"block {facts.head.number}"
    if known.network is not None and sealed is not known.network.engine:
        return ENGINE.failed(
            facts.url,
            f"{block} bears {_seal(sealed)}; network.toml says {known.network.engine}",
            "check that the address is this network's; do not write there until it is explained",
        )
    if sealed is None and served:
        return ENGINE.failed(
            facts.url,
            f"the node answers {served[0]}_ methods, and {block} bears no seal by any engine's rule",
            "do not rely on this node: its header and its hash do not belong together; compare with another node",
        )
    if sealed is None:
        return ENGINE.not_applicable(
            facts.url,
            f"none: {block} bears no seal of Clique, QBFT or IBFT",
            "for a ledger that others audit, use a proof-of-authority network: govledger network new",
        )
    names = [name for name in NAMESPACES[sealed] if name in served]
    if not names:
        return ENGINE.warning(
            facts.url,
            f"{sealed}; the node does not serve {' or '.join(f'{name}_' for name in NAMESPACES[sealed])} methods",
            "switch the namespace on (geth: --http.api, Besu: --rpc-http-api) where only operators reach the node: "
            "network status and network vote need it",
        )
    validators = facts.validators[names[0]]
    assert not isinstance(validators, Unanswered)
    return _validators(facts.url, sealed, len(validators))


def _seal(sealed: Engine | None) -> str:
    return "no engine's seal" if sealed is None else f"a seal of {sealed}"


def _validators(url: str, sealed: Engine, count: int) -> Check:
    fewest = FEWEST_CLIQUE_SIGNERS if sealed is Engine.CLIQUE else FEWEST_BFT_VALIDATORS
    seen = f"{sealed}, {counted(count, 'validator')}"
    if count < fewest:
        return ENGINE.warning(
            url,
            f"{seen}; the chain stands still as soon as one fails",
            f"vote in validators of other members until there are {fewest} or more: govledger network vote add",
        )
    return ENGINE.ok(url, seen)


# --- chain ---------------------------------------------------------------------------------------------


def chain(facts: NodeFacts, known: Known) -> Check:
    """Chain id and genesis hash, against everything that vouches for them."""
    genesis = f"0x{facts.genesis.hash.hex()}"
    seen = f"chain {facts.chain_id}, genesis {genesis}"
    for pin in known.pins:
        if pin.chain_id != facts.chain_id:
            return CHAIN.failed(
                facts.url,
                f"{seen}; {pin.source} says chain {pin.chain_id}",
                "the node serves another chain: correct the address",
            )
        if pin.genesis_hash != facts.genesis.hash:
            return CHAIN.failed(
                facts.url,
                f"{seen}; {pin.source} says genesis 0x{pin.genesis_hash.hex()}",
                "the node serves another chain with the same id: correct the address, or set the node up from the "
                "right genesis with an empty data folder",
            )
    if facts.chain_id == ETHEREUM_CHAIN_ID:
        return _chain_of_ethereum(facts, seen)
    if not known.pins:
        return CHAIN.ok(
            facts.url,
            seen,
            "compare the hash with the one that the network's founders published; --network and --deployment do it",
        )
    sources = " and ".join(pin.source for pin in known.pins)
    return CHAIN.ok(facts.url, f"{seen}, as {sources} {'says' if len(known.pins) == 1 else 'say'}")


def _chain_of_ethereum(facts: NodeFacts, seen: str) -> Check:
    found = None if isinstance(facts.client, Unanswered) else read_client(facts.client).client
    if found is Client.GOQUORUM:
        return CHAIN.failed(
            facts.url,
            f"{seen}; with id 1 GoQuorum takes every transaction for a private one",
            "begin a new network with an id of its own; the id of a chain cannot be changed",
        )
    return CHAIN.warning(
        facts.url,
        f"{seen}; 1 is the id of Ethereum's main chain",
        "on a private network choose an id of its own, or transactions signed here count there as well",
    )


# --- contracts -----------------------------------------------------------------------------------------


def contracts(facts: NodeFacts, known: Known) -> Check:
    """The deployment's manifest against chain, artifacts and code."""
    del known
    if facts.contracts is None:
        return CONTRACTS.not_applicable(facts.url, "no deployment was named", "name one with --deployment")
    if facts.contracts.problem:
        return CONTRACTS.failed(
            facts.url,
            facts.contracts.problem,
            "read and write nothing through this deployment on this node until it is explained",
        )
    return CONTRACTS.ok(facts.url, f"{counted(facts.contracts.count, 'contract')} with the code of the manifest")
