"""The lives of some objects: every event about them, in every contract that can hold state on them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from govledger.audit.bundle.claims import Codes, Found, account_in, events_at, words_in
from govledger.audit.bundle.contents import ProvedLog, ProvedTransaction, included_transaction, logs_of
from govledger.audit.bundle.objects import VersionPlace, version_in, version_places
from govledger.audit.bundle.parts import BodyPart, IncludedPart, ScopePart, StatePart, Subject
from govledger.audit.bundle.pinned import PinnedContract, PinnedDeployment
from govledger.audit.bundle.rule import BundleRule
from govledger.audit.bundle.verdict import Life
from govledger.consensus.header import Header
from govledger.errors import BundleRefused, InputError
from govledger.events import EVENTS
from govledger.events.event import objects_of
from govledger.index.codes import KIND_CODES

_BY_BYTES: Final = frozenset(
    reference.kind
    for event in EVENTS
    for reference in event.OBJECTS
    for field in event.FIELDS
    if field.name == reference.id_field and not field.type.startswith("uint")
)
"""The kinds of objects that are known by an address or a hash."""
FOUNDER: Final = "founder"
"""The one kind whose version stands in a word that is the same for every id."""


def kinds_of_objects() -> frozenset[str]:
    """What objects are called in events: bill, grant and so on."""
    return frozenset(kind for _, kind in KIND_CODES)


def subject_id(subject: Subject) -> int | bytes:
    """The object's id as events have it.

    Raises:
        BundleRefused: a number does not begin with its first digit (FORMAT).
    """
    if subject.kind in _BY_BYTES:
        return subject.id
    if subject.id[:1] == b"\0":
        raise BundleRefused(BundleRule.FORMAT, f"the number of a {subject.kind} begins with a zero byte")
    return int.from_bytes(subject.id, "big")


def subject_of(kind: str, object_id: int | bytes) -> Subject:
    """The subject that stands for an object."""
    if isinstance(object_id, bytes):
        return Subject(kind, object_id)
    return Subject(kind, object_id.to_bytes((object_id.bit_length() + 7) // 8, "big"))


def places_by_contract(
    subjects: Sequence[Subject], contracts: Mapping[str, PinnedContract]
) -> dict[str, dict[VersionPlace, tuple[str, int | bytes]]]:
    """Where the contracts keep the versions of some objects: by contract key the places, each with kind and id.

    Contracts that the deployment does not have are left out.

    Raises:
        BundleRefused: there are no objects of that kind, or none of such an id, or none that these contracts keep
            (FORMAT).
    """
    found: dict[str, dict[VersionPlace, tuple[str, int | bytes]]] = {}
    for subject in subjects:
        object_id = subject_id(subject)
        try:
            places = version_places(subject.kind, object_id)
        except InputError as problem:
            raise BundleRefused(BundleRule.FORMAT, str(problem)) from None
        kept = [place for place in places if place.contract_key in contracts]
        if not kept or (subject.kind == FOUNDER and object_id != _founder(contracts[kept[0].contract_key])):
            raise BundleRefused(
                BundleRule.FORMAT, f"the deployment has no contract that keeps {subject.kind} {_shown(object_id)}"
            )
        for place in kept:
            found.setdefault(place.contract_key, {})[place] = (subject.kind, object_id)
    return found


def _founder(contract: PinnedContract) -> bytes:
    """Whose word it is that a founder handed over: the word itself does not say."""
    constructor = next(entry for entry in contract.artifact.abi if entry["type"] == "constructor")
    place = [parameter["name"] for parameter in constructor["inputs"]].index("founder_")
    return bytes.fromhex(str(contract.arguments[place]).removeprefix("0x"))


def concerned(body: BodyPart, deployment: PinnedDeployment, subjects: Sequence[Subject], block: int) -> list[int]:
    """The places of the transactions of a block with events about some objects.

    Raises:
        BundleRefused: a log is no event of the contract that emitted it (EVENT).
    """
    keys = {one.address: one.key for one in deployment.contracts}
    wanted = {(subject.kind, subject_id(subject)) for subject in subjects}
    return [
        index
        for index, (signed, receipt) in enumerate(zip(body.transactions, body.receipts, strict=True))
        if any(
            (kind, object_id) in wanted
            for log in logs_of(ProvedTransaction(index, signed, receipt, 0), keys, block)
            for kind, object_id, _ in objects_of(log.event)
        )
    ]


class LifeClaims:
    """Counts the versions of the objects from event to event."""

    def __init__(self, deployment: PinnedDeployment, scope: ScopePart) -> None:
        """Begin with nothing known of them.

        Raises:
            BundleRefused: the contracts cannot be made (DEPLOYMENT), or there are no such objects (FORMAT).
        """
        self._scope = scope
        self._codes = Codes(deployment)
        self._contracts = deployment.by_address
        self._keys = {one.address: one.key for one in deployment.contracts}
        self._places = places_by_contract(scope.subjects, deployment.by_key)
        self._seen = {(key, *subject): 0 for key, places in self._places.items() for subject in places.values()}
        self._proved: dict[tuple[str, str, int | bytes], int] = {}
        self._header: Header
        self._awaited: list[bytes] = []
        self._index = -1
        self.transactions = 0

    def begin_block(self, header: Header, block_hash: bytes) -> None:
        """The parts that follow are of this block."""
        self._header = header
        self._index = -1
        holding = [address for address, contract in self._contracts.items() if contract.key in self._places]
        self._awaited = holding if header.number == self._scope.last_block else []

    def state(self, part: StatePart) -> None:
        """The versions that a contract keeps at the last block.

        Raises:
            BundleRefused: it is not what was to come (FORMAT), no proof (STATE), or of other code (CODE).
        """
        if not self._awaited or part.address != self._awaited.pop(0):
            raise self._refused(BundleRule.FORMAT, f"a state of 0x{part.address.hex()} is not what comes next")
        contract = self._contracts[part.address]
        places = self._places[contract.key]
        if [slot for slot, _ in part.storage_nodes] != sorted({place.slot for place in places}):
            raise self._refused(BundleRule.FORMAT, f"the slots of {contract.key} are not those of the versions")
        account = account_in(self._header, part)
        if account is None:
            raise self._refused(BundleRule.CODE, f"{contract.key} does not stand at 0x{part.address.hex()}")
        self._codes.require(contract, account, self._header.number)
        words = words_in(self._header, part, account)
        for place, subject in places.items():
            self._proved[(contract.key, *subject)] = version_in(words[place.slot], place)

    def body(self, part: BodyPart) -> list[Found]:
        """Never: lives have single transactions.

        Raises:
            BundleRefused: always (FORMAT).
        """
        raise self._refused(BundleRule.FORMAT, "a bundle of lives has no bodies")

    def included(self, part: IncludedPart) -> list[Found]:
        """A transaction with events about the objects.

        Raises:
            BundleRefused: it is not the block's (TRANSACTIONS, RECEIPTS), not about the objects (COVERAGE), or leaves
                out a version (LIFE).
        """
        number = self._header.number
        if part.index <= self._index or self._awaited:
            raise self._refused(BundleRule.FORMAT, f"transaction {part.index} is not what comes next")
        self._index = part.index
        self.transactions += 1
        transaction = included_transaction(self._header, part)
        logs = list(logs_of(transaction, self._keys, number))
        if not sum(map(self._count, logs)):
            raise self._refused(BundleRule.COVERAGE, f"transaction {part.index} has no event about the objects")
        return events_at(self._header, transaction, logs, transaction.read(number))

    def end_block(self) -> None:
        """No more part is of this block.

        Raises:
            BundleRefused: a state is missing (STATE).
        """
        if self._awaited:
            raise self._refused(BundleRule.STATE, f"the state of 0x{self._awaited[0].hex()} is missing")

    def verdicts(self) -> tuple[Life, ...]:
        """Each object's life in each contract.

        Raises:
            BundleRefused: an event is missing (LIFE).
        """
        for (key, kind, object_id), version in self._proved.items():
            seen = self._seen[key, kind, object_id]
            if seen != version:
                raise BundleRefused(
                    BundleRule.LIFE,
                    f"{kind} {_shown(object_id)} has version {version} in {key}, and {seen} of its events are here",
                    self._scope.last_block,
                )
        return tuple(Life(kind, object_id, key, seen) for (key, kind, object_id), seen in self._seen.items())

    def _count(self, log: ProvedLog) -> int:
        """How many of the objects a log is about."""
        count = 0
        for kind, object_id, version in objects_of(log.event):
            subject = (log.contract, kind, object_id)
            if subject not in self._seen:
                continue
            if version != self._seen[subject] + 1:
                raise self._refused(
                    BundleRule.LIFE,
                    f"version {version} of {kind} {_shown(object_id)} in {log.contract} follows {self._seen[subject]}",
                )
            self._seen[subject] = version
            count += 1
        return count

    def _refused(self, rule: BundleRule, found: str) -> BundleRefused:
        return BundleRefused(rule, found, self._header.number)


def _shown(object_id: int | bytes) -> str:
    return f"0x{object_id.hex()}" if isinstance(object_id, bytes) else str(object_id)
