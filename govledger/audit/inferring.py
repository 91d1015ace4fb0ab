"""Why calls failed, inferred from the rules where no node could tell: the machine before the transaction is asked.

What the replay believes (`govledger.audit.replay`) is believed here too. Nothing is said of a call with bytes that are
not the arguments of a function, with a number that is no member of its closed list, with value, or that used up its
gas; of one whose signature is not by the account's own key, since the account may be a contract; and of any once a
contract of the deployment was replaced, whose successor reports in silence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from govledger.audit.manifests import Manifests
from govledger.audit.replay import Course
from govledger.audit.stored import StoredSource
from govledger.consensus.transaction import ConsensusTransaction
from govledger.deployments import Deployment
from govledger.errors import SignatureInvalid
from govledger.events.refusal import ContractRefusal
from govledger.index.deployment import call_reader
from govledger.index.model import Outcome, ReasonSource
from govledger.index.store import Store
from govledger.model import ContractRole
from govledger.rules.asking import NotAsked, Undecided, ask, keys_only
from govledger.secp256k1 import SECP256K1_N, SIGNATURE_LENGTH, parse_signature, recover

COMPACT_LENGTH = 64
"""A signature as ERC-2098 has it: r, and s with the parity of v in its highest bit."""


@dataclass(frozen=True, slots=True)
class Inferred:
    """What the rules say of one attempt."""

    block_number: int
    transaction_index: int
    refusal: str
    """The custom error's name."""
    outcome: Outcome


def infer_reasons(store: Store, deployment: Deployment) -> int:
    """Gives every attempt whose reason is unknown the one that follows from the rules, if one does.

    The events are run through the rules once, and once more after every attempt that the rules would have allowed.

    Args:
        store: the index, open for writing.
        deployment: the manifest of the contracts that it indexes.

    Returns:
        How many reasons were found.

    Raises:
        RuleBroken: an event of the index is not allowed, so that nothing can be said.
        StoreError: the index cannot be read or written.
    """
    found = 0
    for one in _inferred(store, deployment):
        store.give_reason(one.block_number, one.transaction_index, one.refusal, one.outcome)
        found += 1
    return found


def _inferred(store: Store, deployment: Deployment) -> Iterator[Inferred]:
    with store.snapshot() as reader:
        done, spoilt = (-1, -1), True
        while spoilt:
            spoilt = False
            judge = keys_only(_signer_of)
            course = Course(StoredSource(reader, deployment), Manifests({}), signed_by=judge)
            for row in _unknown(reader, done):
                done = (row[0], row[1])
                course.run(before=done)
                try:
                    refusal = _asked(course, deployment, row)
                except NotAsked:
                    continue
                except Undecided:
                    refusal = None
                if not isinstance(refusal, ContractRefusal):
                    spoilt = True  # the rules let it through, or half of it: the machine is no longer what it was
                    break
                outcome = Outcome(refusal.to_data(), source=ReasonSource.MODEL)
                yield Inferred(*done, type(refusal).__name__, outcome)


def _unknown(reader: Store, after: tuple[int, int]) -> Iterator[tuple[Any, ...]]:
    """The attempts behind a place whose reason is unknown."""
    return reader.rows(
        "SELECT a.block_number, a.transaction_index, a.sender, a.contract, a.signed, a.gas_used, b.timestamp"
        " FROM attempts AS a JOIN blocks AS b ON b.number = a.block_number WHERE a.reason_source = ?"
        " AND (a.block_number > ? OR (a.block_number = ? AND a.transaction_index > ?))"
        " ORDER BY a.block_number, a.transaction_index",
        (str(ReasonSource.UNKNOWN), after[0], *after),
    )


def _asked(course: Course, deployment: Deployment, row: tuple[Any, ...]) -> object:
    """The refusal of an attempt, or None; raises as `ask`."""
    _, _, sender, contract, signed, gas_used, now = row
    transaction = ConsensusTransaction.decode(signed)
    members = course.machine.consortium
    whole = all(
        members.contract_of(ContractRole[key.upper()]) == address
        for address, key in deployment.addresses.items()
        if key.upper() in ContractRole.__members__
    )
    if not whole or transaction.value or gas_used >= transaction.gas:
        raise NotAsked(contract)
    return ask(course.machine, contract, call_reader(contract), transaction.data, sender, now)


def _signer_of(digest: bytes, signature: bytes) -> bytes | None:
    """Whose key made a signature, in one of the forms that the contracts take; None if no key did."""
    if len(signature) == COMPACT_LENGTH:
        vs = int.from_bytes(signature[32:], "big")
        signature = signature[:32] + (vs % (1 << 255)).to_bytes(32, "big") + bytes((27 + (vs >> 255),))
    high = int.from_bytes(signature[32:64], "big") > SECP256K1_N // 2
    if len(signature) != SIGNATURE_LENGTH or signature[64] not in (27, 28) or high:
        return None
    try:
        return recover(digest, parse_signature(signature))
    except SignatureInvalid:
        return None
