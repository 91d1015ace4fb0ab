"""The eight contracts on an EVM in this process: calls, typed events, typed refusals, and the two laws.

`Chain` is the machine, with time and block number set by hand. `System` is the eight contracts on it, whose addresses
are known before the first one is deployed. Every log that is emitted is kept, so that at any moment

- the running hash law can be checked: each contract's head is the hash recomputed from its logs;
- the version law can be checked: each object's events carry 1, 2, 3 … up to the version that the contract stores.

Calls are encoded by eth_abi from the ABI, not by govledger: that way is tested apart.
"""

from __future__ import annotations

import re
from collections import defaultdict, namedtuple
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import IntEnum
from functools import cache, lru_cache
from typing import Any, ClassVar, NamedTuple

import pytest
import rlp
from eth_abi import decode as abi_decode
from eth_abi import encode as abi_encode

from govledger.artifacts import CONTRACTS, load
from govledger.audit.bundle.objects import version_in, version_places
from govledger.errors import Refusal, RequirementFailed, SolidityPanic, UnknownRefusal
from govledger.events import BY_NAME, Event, decode
from govledger.events.chain import EMPTY_HEAD, log_digest, next_head
from govledger.model import ContractRole
from govledger.plan import POLICIES
from govledger.privacy.keccak import keccak256
from govledger.refusals import BY_SELECTOR

pyrevm = pytest.importorskip("pyrevm", reason="pyrevm has no wheel for this Python; 3.11 and 3.12 have one")

NO_ADDRESS = bytes(20)
NO_HASH = bytes(32)
START = 1_750_000_000
"""When a chain begins: June 2025."""

TRANSACTION_GAS_LIMIT = 16_777_216
"""No transaction may need more (EIP-7825)."""

DAY = 86_400


class Stage(IntEnum):
    """What an act does to obligations (contracts/types/ContractRoles.sol)."""

    BEGIN = 0
    FINISH = 1
    RELIEVE = 2


def account(name: str) -> bytes:
    """The address of somebody with that name."""
    return keccak256(name.encode())[12:]


def word(text: object) -> bytes:
    """32 bytes that stand for something: a commitment, a tag, the hash of a text."""
    return keccak256(str(text).encode())


# --- what was reached, for the test that nothing was left out -----------------------------------------------


class Reached:
    """What the tests of this folder have called and compared, each with the contract that was called."""

    functions: ClassVar[set[tuple[str, str]]] = set()
    events: ClassVar[set[str]] = set()
    emitted_by: ClassVar[defaultdict[tuple[str, str], set[str]]] = defaultdict(set)
    """The events that each function was seen to emit."""
    refused_by: ClassVar[defaultdict[tuple[str, str], set[str]]] = defaultdict(set)
    """The errors that each function was seen to refuse with, and whose facts were compared."""
    raised_by: ClassVar[defaultdict[tuple[str, str], set[str]]] = defaultdict(set)
    """All errors that each function was seen to refuse with."""


@contextmanager
def refused(expected: Refusal) -> Iterator[None]:
    """The call inside is refused with exactly this error and these facts."""
    with pytest.raises(Refusal) as caught:
        yield
    found = caught.value
    assert (type(found), found.args) == (type(expected), expected.args), f"refused with {found!r}, not {expected!r}"
    Reached.refused_by[found.__dict__["called"]].add(type(found).__name__)


def emitted(events: Sequence[Event], *expected: Event) -> None:
    """The call emitted exactly these events, argument by argument, in this order."""
    assert list(events) == list(expected)
    Reached.events.update(event.NAME for event in expected)


@lru_cache(maxsize=10_000)
def event_of(topics: tuple[bytes, ...], data: bytes) -> Event:
    return decode(topics, data)


# --- the machine ---------------------------------------------------------------------------------------------


class Log(NamedTuple):
    """A log, and the block it stands in."""

    address: bytes
    topics: tuple[bytes, ...]
    data: bytes
    block_number: int
    block_timestamp: int


class Checkpoint(NamedTuple):
    """A state of the chain to go back to."""

    evm: Any
    now: int
    block_number: int
    logs: int


def refusal_from(data: bytes) -> Refusal:
    """The typed error that revert data holds."""
    selector = data[:4]
    if selector in BY_SELECTOR:
        return BY_SELECTOR[selector].from_data(data)
    if selector == RequirementFailed.SELECTOR:
        return RequirementFailed(abi_decode(["string"], data[4:])[0])
    if selector == SolidityPanic.SELECTOR:
        return SolidityPanic(int.from_bytes(data[4:], "big"))
    return UnknownRefusal(data)


_REVERT = re.compile(r"Revert \{ gas_used: \d+, output: 0x([0-9a-f]*) \}")


class Chain:
    """An EVM with the rules of the Merge (evmVersion paris). Every transaction stands in a block of its own.

    The time of a block is `now`, which only a test moves.
    """

    def __init__(self) -> None:
        self._evm = pyrevm.EVM(spec_id="Merge")
        self.now = START
        self.block_number = 1
        self.contracts: dict[bytes, Contract] = {}
        """Those of govledger that stand on it."""
        self.gas_used = 0
        """By the last transaction. Less than on a chain: what earlier ones read is still warm here."""
        self.logs: list[Log] = []

    def move(self, seconds: int) -> None:
        self.move_to(self.now + seconds)

    def move_to(self, time: int) -> None:
        assert time >= self.now, "time runs forward"
        self.now = time

    def deploy(self, deployer: bytes, code: bytes) -> bytes:
        self._open_block()
        address = bytes.fromhex(self._run(lambda: self._evm.deploy(_hex(deployer), code))[2:])
        self._keep_logs()
        return address

    def transact(self, sender: bytes, to: bytes, data: bytes) -> tuple[bytes, list[Log]]:
        """Carries out a call; its result and its logs."""
        self._open_block()
        sender, to, data = self._through(sender, to, data)
        result = self._run(
            lambda: self._evm.message_call(_hex(sender), _hex(to), calldata=data, gas=TRANSACTION_GAS_LIMIT)
        )
        self.gas_used = self._evm.result.gas_used
        return result, self._keep_logs()

    def read(self, sender: bytes, to: bytes, data: bytes) -> bytes:
        """Asks at the time of the next block; changes nothing, and is refused if it tried to."""
        self._set_block(self.block_number + 1)
        sender, to, data = self._through(sender, to, data)
        result: bytes = self._run(lambda: self._evm.message_call(_hex(sender), _hex(to), calldata=data, is_static=True))
        return result

    def _through(self, sender: bytes, to: bytes, data: bytes) -> tuple[bytes, bytes, bytes]:
        """A contract sends no transaction (EIP-3607): somebody has it call, as `world.STAND_IN` does."""
        if not self.code(sender):
            return sender, to, data
        return account("whoever calls a contract"), sender, to.rjust(32, b"\0") + data

    def storage(self, address: bytes, slot: int) -> bytes:
        value: int = self._evm.storage(_hex(address), slot)
        return value.to_bytes(32, "big")

    def write(self, address: bytes, slot: int, value: int) -> None:
        """Sets a word, for what no function of the contracts leads to yet."""
        self._evm.insert_account_storage(_hex(address), slot, value)

    def code(self, address: bytes) -> bytes:
        return bytes(self._evm.get_code(_hex(address)) or b"")

    def next_addresses(self, deployer: bytes, count: int) -> list[bytes]:
        """Where the deployer's next contracts will stand (CREATE)."""
        nonce = self._evm.basic(_hex(deployer)).nonce
        return [keccak256(rlp.encode([deployer, nonce + i]))[12:] for i in range(count)]

    def checkpoint(self) -> Checkpoint:
        return Checkpoint(self._evm.snapshot(), self.now, self.block_number, len(self.logs))

    def go_back(self, checkpoint: Checkpoint) -> None:
        """To a checkpoint, once, the last one first."""
        self._evm.revert(checkpoint.evm)
        self.now, self.block_number = checkpoint.now, checkpoint.block_number
        del self.logs[checkpoint.logs :]

    def _open_block(self) -> None:
        self.block_number += 1
        self._set_block(self.block_number)

    def _set_block(self, number: int) -> None:
        self._evm.set_block_env(pyrevm.BlockEnv(number=number, timestamp=self.now))

    def _run(self, act: Any) -> Any:
        try:
            return act()
        except RuntimeError as error:
            found = _REVERT.fullmatch(str(error))
            if found is None:
                raise
            raise refusal_from(bytes.fromhex(found[1])) from None

    def _keep_logs(self) -> list[Log]:
        logs = []
        for log in self._evm.result.logs:
            topics, data = log.data
            address = bytes.fromhex(log.address[2:])
            logs.append(Log(address, tuple(map(bytes, topics)), bytes(data), self.block_number, self.now))
        self.logs += logs
        return logs


def _hex(address: bytes) -> str:
    return "0x" + address.hex()


# --- a contract ----------------------------------------------------------------------------------------------


class Emitted(tuple[Event, ...]):
    """The events of one call, in order, and what the call returned."""

    returned: Any


def snake_case(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


@cache
def _struct(names: tuple[str, ...]) -> Any:
    return namedtuple("Struct", [snake_case(name) for name in names])  # type: ignore[misc]


def _type_of(parameter: Mapping[str, Any]) -> str:
    kind: str = parameter["type"]
    if not kind.startswith("tuple"):
        return kind
    return "(" + ",".join(map(_type_of, parameter["components"])) + ")" + kind[5:]


def _as_python(parameter: Mapping[str, Any], value: Any) -> Any:
    """A decoded value with structs as named tuples and addresses as bytes."""
    kind: str = parameter["type"]
    if kind.endswith("[]"):
        return tuple(_as_python({**parameter, "type": kind[:-2]}, item) for item in value)
    if kind == "tuple":
        members = parameter["components"]
        values = [_as_python(member, item) for member, item in zip(members, value, strict=True)]
        return _struct(tuple(member["name"] for member in members))(*values)
    return bytes.fromhex(value[2:]) if kind == "address" else value


class Contract:
    """One contract at its address."""

    def __init__(self, chain: Chain, key: str, address: bytes) -> None:
        self.chain = chain
        self.key = key
        self.address = address
        self.functions = {entry["name"]: entry for entry in load(key).abi if entry["type"] == "function"}
        chain.contracts[address] = self

    def selector(self, function: str) -> bytes:
        types = [_type_of(parameter) for parameter in self.functions[function]["inputs"]]
        return keccak256(f"{function}({','.join(types)})".encode())[:4]

    def function_of(self, call: bytes) -> str:
        """The function that a call is of."""
        return next(function for function in self.functions if self.selector(function) == call[:4])

    def calldata(self, function: str, *args: Any) -> bytes:
        types = [_type_of(parameter) for parameter in self.functions[function]["inputs"]]
        return self.selector(function) + abi_encode(types, args)

    def result(self, function: str, data: bytes) -> Any:
        """What a function returned: nothing, the one value, or the tuple of them."""
        outputs = self.functions[function]["outputs"]
        values = abi_decode([_type_of(parameter) for parameter in outputs], data)
        found = [_as_python(parameter, value) for parameter, value in zip(outputs, values, strict=True)]
        return found[0] if len(found) == 1 else tuple(found) or None

    def call(self, function: str, *args: Any, sender: bytes) -> Emitted:
        """Carries out a call; its events. Raises the refusal, which then says the contract that was called."""
        Reached.functions.add((self.key, function))
        with said_of(self.key, function):
            data, logs = self.chain.transact(sender, self.address, self.calldata(function, *args))
        emitted = Emitted(event_of(log.topics, log.data) for log in logs)
        self._note(function, emitted)
        emitted.returned = self.result(function, data)
        return emitted

    def read(self, function: str, *args: Any, sender: bytes = NO_ADDRESS) -> Any:
        Reached.functions.add((self.key, function))
        with said_of(self.key, function):
            data = self.chain.read(sender, self.address, self.calldata(function, *args))
        return self.result(function, data)

    def _note(self, function: str, events: Emitted) -> None:
        """Notes what a function emitted; what follows a decision comes from the function that was decided.

        What the calls of a bulk call emit is theirs.
        """
        if function == "bulk":
            return
        source = (self.key, function)
        for event in events:
            Reached.emitted_by[source].add(event.NAME)
            if source[0] != event.CONTRACT:
                Reached.emitted_by[event.CONTRACT, function].add(event.NAME)
            if isinstance(event, BY_NAME["DecisionExecuted"]):
                target = self.chain.contracts[event.target]
                source = (target.key, target.function_of(event.call))

    def head(self) -> bytes:
        head: bytes = self.read("head")
        return head


@contextmanager
def said_of(key: str, function: str) -> Iterator[None]:
    """Notes on a refusal which function of which contract was called."""
    try:
        yield
    except Refusal as refusal:
        refusal.__dict__["called"] = (key, function)
        Reached.raised_by[key, function].add(type(refusal).__name__)
        raise


# --- the eight of them ---------------------------------------------------------------------------------------

_CONSTRUCTOR_TYPES = {
    "consortium": ["uint64", "(uint8,address)[]"],
    "decisions": ["address", "address", "address", "uint64", "(uint16,uint40,uint40)[]"],
    "data_registry": ["address", "uint64"],
    "access_grants": ["address", "address", "uint64"],
    "data_requests": ["address", "address", "address", "uint64"],
    "bill_ranges": ["address", "uint64"],
    "medical_bills": ["address", "address", "uint64"],
    "bill_claims": ["address", "address"],
}

TERMS = tuple((terms.threshold, terms.delay_seconds, terms.lapse_seconds) for terms in POLICIES.values())
"""What decisions need, as the constructor of Decisions takes it."""

VIEWS = {
    "organisation": ("consortium", "getOrganisation"),
    "administration": ("consortium", "getAdministration"),
    "officer": ("consortium", "getOfficer"),
    "endorsement": ("consortium", "getEndorsement"),
    "listing": ("consortium", "getListing"),
    "proposal": ("decisions", "getProposal"),
    "policy": ("decisions", "getPolicy"),
    "guardian": ("decisions", "getGuardian"),
    "founder": ("decisions", "getFounder"),
    "resource": ("data_registry", "getResource"),
    "record": ("data_registry", "getRecord"),
    "grant": ("access_grants", "getGrant"),
    "draft": ("access_grants", "getDraft"),
    "signature": ("access_grants", "getSignature"),
    "request": ("data_requests", "getRequest"),
    "emergency": ("data_requests", "getEmergency"),
    "window": ("data_requests", "getWindow"),
    "range": ("bill_ranges", "getRange"),
    "code": ("bill_ranges", "getPayerOrder"),
    "batch": ("medical_bills", "getBatch"),
    "bill": ("medical_bills", "getBill"),
    "consent_key": ("bill_claims", "revocationsOf"),
}
"""Where an object of a kind is stored. A bill has a second life, with versions of its own, in BillClaims."""

CLAIM_VIEW = ("bill_claims", "getClaim")


def role_of(key: str) -> ContractRole:
    """The place that a contract fills in the directory."""
    return ContractRole[key.upper()]


def deploy(chain: Chain, key: str, *args: Any, deployer: bytes) -> Contract:
    """A contract from its artifact; a refusal of its constructor says the contract."""
    code = load(key).bytecode + abi_encode(_CONSTRUCTOR_TYPES[key], args)
    with said_of(key, "constructor"):
        return Contract(chain, key, chain.deploy(deployer, code))


class Kept(NamedTuple):
    """A log of one of the contracts, and the event that it holds."""

    contract: bytes
    log: Log
    event: Event


OF_DECIDE = {
    *("FounderRequired", "FounderHandedOver", "DecisionsReplaced", "DecisionTargetForeign"),
    *("AddressEmptyCode", "FailedCall"),
}
"""What `decide` itself refuses; any other refusal is its target's."""


class Deployed:
    """Contracts on a chain, and the two laws that their logs keep."""

    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        self.contracts: list[Contract] = []

    def kept(self) -> list[Kept]:
        """All logs so far, decoded."""
        known = {contract.address: contract.key for contract in self.contracts}
        kept = []
        for log in self.chain.logs:
            event = event_of(log.topics, log.data)
            assert known[log.address] == event.CONTRACT, f"{event.NAME} came from another contract"
            kept.append(Kept(log.address, log, event))
        return kept

    def check_laws(self) -> None:
        kept = self.kept()
        self.check_heads(kept)
        self.check_versions(kept)

    def check_heads(self, kept: Iterable[Kept]) -> None:
        """The head of every contract, asked for and in slot 0, is the hash recomputed from its logs."""
        heads = {contract.address: EMPTY_HEAD for contract in self.contracts}
        for contract, log, _ in kept:
            digest = log_digest(log.topics, log.data)
            heads[contract] = next_head(heads[contract], digest, log.block_number, log.block_timestamp)
        for contract in self.contracts:
            assert contract.head() == heads[contract.address], f"the head of {contract.key} is not that of its logs"
            assert self.chain.storage(contract.address, 0) == heads[contract.address], "the head stands in slot 0"

    def check_versions(self, kept: Iterable[Kept]) -> None:
        """The events of every object carry 1, 2, 3 … and the contract stores the last, where its layout has it."""
        versions: dict[tuple[bytes, str, Any], int] = {}
        for contract, _, event in kept:
            assert event.OBJECTS, f"{event.NAME} is about no object"
            for kind, id_field, version_field in map(_reference, event.OBJECTS):
                identity, version = getattr(event, id_field), getattr(event, version_field)
                if not identity or identity in (NO_ADDRESS, NO_HASH):
                    assert version == 0, f"{event.NAME} gives a version to no {kind}"
                    continue
                key = (contract, kind, identity)
                assert version == versions.get(key, 0) + 1, f"{event.NAME} skips or repeats a version of {key}"
                versions[key] = version
        for (address, kind, identity), version in versions.items():
            contract = next(known for known in self.contracts if known.address == address)
            key, view = CLAIM_VIEW if (kind, contract.key) == ("bill", "bill_claims") else VIEWS[kind]
            assert contract.key == key
            stored = contract.read(view, identity)
            assert getattr(stored, "version", stored) == version, f"{key} stores another version of {kind}"
            [place] = [place for place in version_places(kind, identity) if place.contract_key == key]
            word = int.from_bytes(self.chain.storage(address, place.slot), "big")
            assert version_in(word, place) == version, f"the layout of {key} has the version of a {kind} elsewhere"


class System(Deployed):
    """The eight contracts of one deployment, and those that came to replace one of them."""

    def __init__(
        self, chain: Chain, deployer: bytes, founder: bytes, first_id: int = 1, guardian: bytes = NO_ADDRESS
    ) -> None:
        super().__init__(chain)
        self.deployer = deployer
        self.founder = founder
        at = dict(zip(CONTRACTS, chain.next_addresses(deployer, len(CONTRACTS)), strict=True))
        directory = [(role_of(key), at[key]) for key in CONTRACTS if key != "consortium"]
        consortium = at["consortium"]
        self.consortium = self.deploy("consortium", first_id, directory)
        self.decisions = self.deploy("decisions", consortium, founder, guardian, first_id, TERMS)
        self.registry = self.deploy("data_registry", consortium, first_id)
        self.grants = self.deploy("access_grants", consortium, at["data_registry"], first_id)
        self.requests = self.deploy("data_requests", consortium, at["access_grants"], at["data_registry"], first_id)
        self.ranges = self.deploy("bill_ranges", consortium, first_id)
        self.bills = self.deploy("medical_bills", consortium, at["bill_ranges"], first_id)
        self.claims = self.deploy("bill_claims", consortium, at["medical_bills"])
        assert [contract.address for contract in self.contracts] == list(at.values())

    def deploy(self, key: str, *args: Any) -> Contract:
        contract = deploy(self.chain, key, *args, deployer=self.deployer)
        self.contracts.append(contract)
        return contract

    def at(self, key: str) -> Contract:
        """The contract of the first deployment that has the key."""
        return self.contracts[list(CONTRACTS).index(key)]

    def decide(self, function: str, *args: Any, target: Contract | None = None) -> tuple[Event, ...]:
        """Has the founder decide a call of Consortium; the events of what was decided."""
        target = target or self.consortium
        Reached.functions.add((target.key, function))
        call = target.calldata(function, *args)
        try:
            events = self.decisions.call("decide", target.address, call, sender=self.founder)
        except Refusal as refusal:
            if target is self.decisions or type(refusal).__name__ not in OF_DECIDE:
                refusal.__dict__["called"] = (target.key, function)
            raise
        decision = BY_NAME["DecisionExecuted"]
        assert isinstance(events[0], decision)
        assert (events[0].target, events[0].call) == (target.address, call)
        return events[1:]


def _reference(reference: Any) -> tuple[str, str, str]:
    return reference.kind, reference.id_field, reference.version_field
