"""A proof-of-authority chain in memory, whose headers are sealed by the engine's rules, and nodes that serve it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

import msgspec
from coincurve import PrivateKey

from govledger.consensus import clique, ibft2, qbft
from govledger.consensus.bft import Vote
from govledger.consensus.engine import Engine, block_hash
from govledger.consensus.header import FIELDS, SCALAR, Header
from govledger.network.description import NetworkDescription, Node, NodeRole
from govledger.network.enode import Enode
from govledger.network.genesis import Client, Genesis, GenesisOptions, make_genesis
from govledger.network.voting import Change, voting_methods
from tests.scripted_node import Refused, ScriptedNode

CHAIN_ID = 777


class Member:
    """A key, and the enode that it stands for."""

    def __init__(self, number: int) -> None:
        self.key = PrivateKey(number.to_bytes(32, "big"))
        self.enode = Enode(self.key.public_key.format(compressed=False)[1:], "127.0.0.1", 40_000 + number)

    @property
    def address(self) -> bytes:
        return self.enode.address

    @property
    def text(self) -> str:
        return f"0x{self.address.hex()}"


MEMBERS = tuple(sorted((Member(number) for number in range(1, 8)), key=lambda member: member.address))


@dataclass
class SealedChain:
    """Blocks from a genesis on; votes are counted one for each voter and target, and pass at more than half."""

    engine: Engine
    genesis: Genesis
    validators: list[bytes]
    blocks: list[Header] = field(default_factory=list)
    sets: list[tuple[bytes, ...]] = field(default_factory=list)
    """The validators after each block."""
    ballots: dict[tuple[bytes, bool], set[bytes]] = field(default_factory=dict)

    @classmethod
    def begun(cls, engine: Engine, client: Client, validators: int, *, age: int = 0) -> SealedChain:
        addresses = tuple(member.address for member in MEMBERS[:validators])
        genesis = make_genesis(
            GenesisOptions(
                engine=engine,
                client=client,
                chain_id=CHAIN_ID,
                validators=addresses,
                block_seconds=1,
                timestamp=int(time.time()) - age,
            )
        )
        return cls(engine, genesis, sorted(addresses), [genesis.header], [tuple(sorted(addresses))])

    @property
    def height(self) -> int:
        return len(self.blocks) - 1

    def copy(self) -> SealedChain:
        """Another chain with the same blocks so far."""
        return SealedChain(self.engine, self.genesis, [*self.validators], [*self.blocks], [*self.sets])

    def seal(self, by: Member, vote: Change | None = None, *, at: int | None = None, difficulty: int = 1) -> Header:
        parent = self.blocks[-1]
        header = msgspec.structs.replace(
            parent,
            parent_hash=self.hash_of(self.height),
            number=self.height + 1,
            timestamp=parent.timestamp + 1 if at is None else at,
            difficulty=difficulty,
        )
        self.blocks.append(self._sealed(header, by, vote))
        if vote is not None:
            self._count(by.address, vote)
        self.sets.append(tuple(sorted(self.validators)))
        return self.blocks[-1]

    def _sealed(self, header: Header, by: Member, vote: Change | None) -> Header:
        if self.engine is Engine.CLIQUE:
            target = bytes(20) if vote is None else vote.validator
            nonce = b"\xff" * 8 if vote is not None and vote.is_added else bytes(8)
            header = msgspec.structs.replace(
                header, coinbase=target, nonce=nonce, extra_data=clique.ExtraData().encode()
            )
            seal = by.key.sign_recoverable(clique.seal_hash(header), hasher=None)
            return msgspec.structs.replace(header, extra_data=clique.ExtraData(seal=seal).encode())
        module = qbft if self.engine is Engine.QBFT else ibft2
        ballot = None if vote is None else Vote(vote.validator, vote.is_added)
        extra = module.ExtraData(validators=tuple(sorted(self.validators)), vote=ballot)
        return msgspec.structs.replace(header, coinbase=by.address, extra_data=extra.encode())

    def _count(self, voter: bytes, vote: Change) -> None:
        voters = self.ballots.setdefault((vote.validator, vote.is_added), set())
        voters.add(voter)
        if 2 * len(voters) > len(self.validators):
            self.validators = list(vote.applied_to(self.validators))
            self.ballots.clear()

    def hash_of(self, number: int) -> bytes:
        return self.genesis.hash if number == 0 else block_hash(self.engine, self.blocks[number])

    def number_of(self, tag: str) -> int:
        return self.height if tag == "latest" else int(tag, 16)

    def json_of(self, number: int) -> dict[str, Any] | None:
        if number > self.height:
            return None
        header = self.blocks[number]
        document: dict[str, Any] = {
            entry.json_name: hex(value) if entry.length == SCALAR else f"0x{value.hex()}"
            for entry in FIELDS
            for value in [getattr(header, entry.name)]
        }
        total = sum(block.difficulty for block in self.blocks[: number + 1])
        return document | {"hash": f"0x{self.hash_of(number).hex()}", "totalDifficulty": hex(total)}


@dataclass
class ScriptedNetwork:
    """Nodes that serve one chain; each block that somebody asks for the height of is a new one, if it seals."""

    chain: SealedChain
    client: Client
    seals: bool = False
    proposals: dict[bytes, dict[bytes, bool]] = field(default_factory=dict)
    """By the account of the node that proposes."""

    def answers(self, member: Member, chain: SealedChain | None = None) -> dict[str, Any]:
        chain = chain or self.chain
        methods = voting_methods(chain.engine, self.client)
        own = self.proposals.setdefault(member.address, {})

        def propose(address: str, is_added: bool) -> bool:
            own[bytes.fromhex(address[2:])] = is_added
            return True

        def withdraw(address: str) -> bool:
            return own.pop(bytes.fromhex(address[2:]), None) is not None

        def validators(tag: str) -> list[str]:
            if chain.number_of(tag) > chain.height:
                raise Refused("unknown block", -32000)
            return [f"0x{address.hex()}" for address in chain.sets[chain.number_of(tag)]]

        return {
            "eth_chainId": hex(CHAIN_ID),
            "eth_blockNumber": lambda: hex(self._height(chain)),
            "eth_getBlockByNumber": lambda tag, full: chain.json_of(chain.number_of(tag)),
            "net_peerCount": "0x3",
            "eth_syncing": False,
            methods.validators: validators,
            methods.propose: propose,
            methods.discard: withdraw,
            methods.proposals: lambda: {f"0x{address.hex()}": is_added for address, is_added in own.items()},
        }

    def _height(self, chain: SealedChain) -> int:
        if self.seals:
            turn = [member for member in MEMBERS if member.address in chain.validators]
            member = turn[chain.height % len(turn)]
            wanted = (Change(address, is_added) for address, is_added in self.proposals.get(member.address, {}).items())
            chain.seal(member, next((change for change in wanted if not change.has_passed(chain.validators)), None))
        return chain.height


def described(
    chain: SealedChain, client: Client, nodes: dict[str, tuple[Member, ScriptedNode | str]]
) -> NetworkDescription:
    """The network whose nodes these are: by name, a member and where its node answers."""
    first = {address for address in chain.sets[0]}
    return NetworkDescription(
        name="scripted",
        engine=chain.engine,
        client=client,
        chain_id=CHAIN_ID,
        block_seconds=1,
        epoch_blocks=30_000,
        zero_fee=True,
        genesis_hash=chain.genesis.hash,
        validators=tuple(member.enode for member in MEMBERS if member.address in first),
        nodes=tuple(
            Node(
                name=name,
                role=NodeRole.VALIDATOR if member.address in first else NodeRole.OBSERVER,
                address=member.address,
                enode=member.enode,
                rpc=node if isinstance(node, str) else node.url,
                folder=None,
            )
            for name, (member, node) in nodes.items()
        ),
    )
