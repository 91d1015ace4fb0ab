"""Every act of an officer: in which role and stage, and how it is made ready to be done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from govledger.model import EntryState, Mode, PayerClass, Role
from tests.contracts.harness import DAY, START, Contract, Emitted, Stage, word
from tests.contracts.world import CODE, NO_OPENING, GrantTerms, Organisation, ResourceTerms, World, draft


@dataclass(frozen=True)
class Ready:
    """A call that the officer of an organisation can make now."""

    organisation: Organisation
    contract: Contract
    function: str
    args: tuple[Any, ...]

    def do(self, sender: bytes) -> Emitted:
        return self.contract.call(self.function, *self.args, sender=sender)


@dataclass(frozen=True)
class Act:
    """A function that officers call."""

    contract: str
    function: str
    role: Role
    stage: Stage
    prepare: Callable[[World], tuple[Any, ...]]
    """Does what the act needs to have been done; its arguments."""
    by: str
    """The organisation whose officer acts."""
    variant: str = ""

    def __str__(self) -> str:
        return f"{self.contract}.{self.function}{self.variant}"

    def ready(self, world: World) -> Ready:
        args = self.prepare(world)
        return Ready(getattr(world, self.by), world.at(self.contract), self.function, args)


def _request_terms(mode: Mode) -> Callable[[World], tuple[Any, ...]]:
    return lambda world: (world.request_terms(mode),)


def _on_request(*rest: Any) -> Callable[[World], tuple[Any, ...]]:
    def prepare(world: World) -> tuple[Any, ...]:
        request, terms = world.request()
        return (request, 1, terms, *rest)

    return prepare


def _on_served(*rest: Any) -> Callable[[World], tuple[Any, ...]]:
    def prepare(world: World) -> tuple[Any, ...]:
        request, terms = world.served()
        return (request, 2, terms, *rest)

    return prepare


def _revoke_submission(world: World) -> tuple[Any, ...]:
    request, terms = world.request(world.request_terms(Mode.SUBMIT))
    return (request, 1, terms)


def _seal(world: World) -> tuple[Any, ...]:
    request, terms = world.request()
    return (request, 1, terms, world.chain.now + 30 * DAY, word("secrecy"))


def _unseal(world: World) -> tuple[Any, ...]:
    request, terms = world.request()
    world.seal(request, terms)
    return (request, 2)


def _open_claim(*rest: Any) -> Callable[[World], tuple[Any, ...]]:
    def prepare(world: World) -> tuple[Any, ...]:
        return (world.access(world.batch(3).bill(1), world.insurer), *rest)

    return prepare


def _join_claim(*rest: Any) -> Callable[[World], tuple[Any, ...]]:
    """On a bill that another payer came to before."""

    def prepare(world: World) -> tuple[Any, ...]:
        bill = world.issue()
        world.open_claim(bill, payer=world.employer)
        return (world.access(bill, world.insurer), *rest)

    return prepare


def _decline(world: World) -> tuple[Any, ...]:
    bill = world.ordered_bill({PayerClass.BASIC: [world.employer], PayerClass.COMMERCIAL: [world.insurer]})
    world.settle_directly(bill, 1, world.employer, "before")
    return (world.access(bill, world.insurer),)


def _renew(world: World) -> tuple[Any, ...]:
    bill = world.issue()
    world.open_claim(bill)
    return (bill.key, 2, 2, world.chain.now + 20 * DAY, world.consent(bill, world.insurer))


def _on_reservation(*rest: int) -> Callable[[World], tuple[Any, ...]]:
    def prepare(world: World) -> tuple[Any, ...]:
        bill = world.issue()
        world.open_claim(bill, days=31)
        return (bill.key, 2, *rest)

    return prepare


def _on_settled(*rest: int) -> Callable[[World], tuple[Any, ...]]:
    def prepare(world: World) -> tuple[Any, ...]:
        bill = world.issue()
        world.settle_directly(bill, 100, world.insurer, "claim")
        return (bill.key, 2, *rest)

    return prepare


def _confirm_reversal(world: World) -> tuple[Any, ...]:
    terms = _on_settled(50)(world)
    world.claims.call("proposeReversal", *terms, 0, sender=world.second_claims_officer(world.insurer))
    return terms


def _book(world: World) -> tuple[Any, ...]:
    bill = world.batch(3).bill(1)
    return (bill.key, bill.opening, EntryState.DEDUCTIBLE, 2026_03, 0)


def _book_claimed(world: World) -> tuple[Any, ...]:
    bill = world.issue()
    world.open_claim(bill)
    return (bill.key, bill.opening, EntryState.DEDUCTIBLE, 2026_03, 0)


def _reverse_booking(world: World) -> tuple[Any, ...]:
    bill = world.issue()
    world.book(bill, world.employer)
    return (bill.key, world.employer.id)


def _red_letter(world: World) -> tuple[Any, ...]:
    bill, number_range = world.batch(3).bill(1), world.range(1, CODE + 1)
    return (bill.key, 0, bill.opening, number_range, 1, draft("red").leaf, 0)


def _on_range(*rest: Any) -> Callable[[World], tuple[Any, ...]]:
    return lambda world: (world.range(), 2, *rest)


def _on_voided(*, reviewed: bool) -> Callable[[World], tuple[Any, ...]]:
    def prepare(world: World) -> tuple[Any, ...]:
        number_range = world.range()
        first = world.void(number_range)
        if reviewed:
            world.ranges.call("reviewVoid", number_range, first, sender=world.second_finance_officer)
        return (number_range, first)

    return prepare


def _close(world: World) -> tuple[Any, ...]:
    number_range = world.range()
    world.ranges.call("proposeClosure", number_range, 2, sender=world.second_finance_officer)
    return (number_range, 3)


def _write_off(world: World) -> tuple[Any, ...]:
    number_range = world.range(1)
    world.issue(number_range=number_range)
    return (number_range, 2)


def _of_code(*rest: Any) -> Callable[[World], tuple[Any, ...]]:
    def prepare(world: World) -> tuple[Any, ...]:
        world.range()
        return (CODE, 0, *rest)

    return prepare


def _exchange(world: World) -> tuple[Any, ...]:
    bill = world.issue()
    return (bill.key, 1, bill.opening, 5)


def _exchange_first(world: World) -> tuple[Any, ...]:
    bill = world.batch(3).bill(1)
    return (bill.key, 0, bill.opening, 5)


def _void_paper(world: World) -> tuple[Any, ...]:
    bill = world.issue()
    world.exchange(bill, 5)
    return (bill.key, 2)


def _lift(world: World) -> tuple[Any, ...]:
    bill = world.issue()
    world.bills.call("freezeBill", bill.key, 0, sender=world.second_finance_officer)
    return (bill.key, 2)


def _on_item(given: Any) -> Callable[[World], tuple[Any, ...]]:
    def prepare(world: World) -> tuple[Any, ...]:
        batch = world.records(world.resource())
        return (batch.item(2), 0, given, batch.opening(2))

    return prepare


def _sensitive(world: World) -> GrantTerms:
    """Terms of a grant that the civil affairs have to approve."""
    terms = ResourceTerms(approvers=(world.civil.id, 0, 0, 0), approvals=1, detail_approvals=1)
    return GrantTerms(world.resource(terms), world.hospital.id)


def _pass_on(world: World) -> tuple[Any, ...]:
    grant, granted = world.grant(GrantTerms(world.resource(), world.civil.id, delegation_depth=1))
    return (world.delegated(grant, granted, world.hospital),)


ACTS = (
    Act("data_registry", "registerResource", Role.REGISTRAR, Stage.BEGIN, lambda world: (ResourceTerms(),), "tax"),
    Act(
        "data_registry",
        "amendResource",
        Role.REGISTRAR,
        Stage.BEGIN,
        lambda world: (world.resource(), 1, ResourceTerms(modes=1)),
        "tax",
    ),
    Act("data_registry", "retireResource", Role.REGISTRAR, Stage.FINISH, lambda world: (world.resource(), 1, 0), "tax"),
    Act(
        "data_registry",
        "registerRecord",
        Role.REGISTRAR,
        Stage.BEGIN,
        lambda world: (world.resource(), word("content")),
        "tax",
    ),
    Act(
        "data_registry",
        "supersedeRecord",
        Role.REGISTRAR,
        Stage.FINISH,
        lambda world: (world.record(world.resource()), 1, word("new"), NO_OPENING),
        "tax",
    ),
    Act("data_registry", "supersedeRecord", Role.REGISTRAR, Stage.FINISH, _on_item(word("new")), "tax", "(first act)"),
    Act(
        "data_registry",
        "withdrawRecord",
        Role.REGISTRAR,
        Stage.FINISH,
        lambda world: (world.record(world.resource()), 1, 0, NO_OPENING),
        "tax",
    ),
    Act(
        "data_registry",
        "registerRecordBatch",
        Role.REGISTRAR,
        Stage.BEGIN,
        lambda world: (world.resource(), 3, word("root")),
        "tax",
    ),
    Act(
        "data_registry",
        "shredRecord",
        Role.REGISTRAR,
        Stage.RELIEVE,
        lambda world: (world.record(world.resource()), 1, 0, NO_OPENING),
        "tax",
    ),
    Act("data_registry", "anchorTimestamp", Role.REGISTRAR, Stage.FINISH, _on_item(word("token")), "tax"),
    Act(
        "access_grants",
        "issueGrant",
        Role.GRANTOR,
        Stage.BEGIN,
        lambda world: (GrantTerms(world.resource(), world.civil.id),),
        "tax",
    ),
    Act("access_grants", "issueGrant", Role.GRANTOR, Stage.BEGIN, _pass_on, "civil", "(delegated)"),
    Act("access_grants", "approveTerms", Role.GRANTOR, Stage.BEGIN, lambda world: (_sensitive(world), 1), "civil"),
    Act(
        "access_grants",
        "withdrawApproval",
        Role.GRANTOR,
        Stage.RELIEVE,
        lambda world: (world.approve(_sensitive(world), world.civil),),
        "civil",
    ),
    Act("access_grants", "cancelSignature", Role.GRANTOR, Stage.RELIEVE, lambda world: (2**200,), "tax"),
    Act("access_grants", "revokeGrant", Role.GRANTOR, Stage.RELIEVE, lambda world: (world.grant()[0], 1, 0), "tax"),
    Act("data_requests", "fileRequest", Role.REQUESTER, Stage.BEGIN, _request_terms(Mode.DETAIL), "civil"),
    Act("data_requests", "fileRequest", Role.RESPONDER, Stage.BEGIN, _request_terms(Mode.SUBMIT), "tax", "(SUBMIT)"),
    Act("data_requests", "approveRequest", Role.GRANTOR, Stage.FINISH, _on_request(), "tax"),
    Act("data_requests", "rejectRequest", Role.RESPONDER, Stage.FINISH, _on_request(0), "tax"),
    Act("data_requests", "revokeRequest", Role.REQUESTER, Stage.RELIEVE, _on_request(), "civil"),
    Act("data_requests", "revokeRequest", Role.RESPONDER, Stage.RELIEVE, _revoke_submission, "tax", "(SUBMIT)"),
    Act("data_requests", "serveRequest", Role.RESPONDER, Stage.FINISH, _on_request(word("answer"), 0), "tax"),
    Act("data_requests", "acknowledgeRequest", Role.REQUESTER, Stage.RELIEVE, _on_served(), "civil"),
    Act("data_requests", "disputeRequest", Role.REQUESTER, Stage.RELIEVE, _on_served(0), "civil"),
    Act("data_requests", "sealAccess", Role.SEALER, Stage.FINISH, _seal, "audit"),
    Act("data_requests", "unsealAccess", Role.SEALER, Stage.RELIEVE, _unseal, "audit"),
    Act(
        "data_requests",
        "breakGlass",
        Role.REQUESTER,
        Stage.BEGIN,
        lambda world: (world.glass_terms(),),
        "civil",
    ),
    Act(
        "data_requests",
        "answerEmergency",
        Role.RESPONDER,
        Stage.FINISH,
        lambda world: (world.emergency()[0], 1, word("answer")),
        "tax",
    ),
    Act(
        "data_requests",
        "justifyEmergency",
        Role.ADMINISTRATOR,
        Stage.RELIEVE,
        lambda world: (world.emergency()[0], 1, word("because")),
        "civil",
    ),
    Act(
        "data_requests",
        "reviewEmergency",
        Role.INSPECTOR,
        Stage.FINISH,
        lambda world: (world.justified()[0], 2, 0),
        "audit",
    ),
    Act(
        "data_requests",
        "openWindow",
        Role.RESPONDER,
        Stage.BEGIN,
        lambda world: (world.window_terms(),),
        "tax",
    ),
    Act(
        "data_requests",
        "closeWindow",
        Role.RESPONDER,
        Stage.FINISH,
        lambda world: (world.window()[0], 1, 2, word("root")),
        "tax",
    ),
    Act(
        "bill_ranges",
        "proposeRange",
        Role.FINANCE,
        Stage.BEGIN,
        lambda world: (CODE, world.hospital.id, 10, world.chain.now + DAY),
        "finance",
    ),
    Act(
        "bill_ranges",
        "grantRange",
        Role.FINANCE,
        Stage.BEGIN,
        lambda world: (
            world.ranges.call(
                "proposeRange",
                *(CODE, world.hospital.id, 10, world.chain.now + 30 * DAY),
                sender=world.second_finance_officer,
            ).returned,
            1,
        ),
        "finance",
    ),
    Act("bill_ranges", "splitRange", Role.ADMINISTRATOR, Stage.BEGIN, _on_range(7, 10), "hospital"),
    Act("bill_ranges", "returnRange", Role.ADMINISTRATOR, Stage.RELIEVE, _on_range(), "hospital"),
    Act(
        "bill_ranges",
        "voidNumbers",
        Role.ISSUER,
        Stage.FINISH,
        lambda world: (world.range(), 1, 3, 0),
        "hospital",
    ),
    Act("bill_ranges", "reviewVoid", Role.FINANCE, Stage.RELIEVE, _on_voided(reviewed=False), "finance"),
    Act("bill_ranges", "confirmVoid", Role.FINANCE, Stage.RELIEVE, _on_voided(reviewed=True), "finance"),
    Act("bill_ranges", "proposeClosure", Role.FINANCE, Stage.FINISH, _on_range(), "finance"),
    Act("bill_ranges", "closeRange", Role.FINANCE, Stage.FINISH, _close, "finance"),
    Act("bill_ranges", "writeOffRange", Role.FINANCE, Stage.FINISH, _write_off, "finance"),
    Act("bill_ranges", "setPayerOrder", Role.FINANCE, Stage.FINISH, _of_code(2), "finance"),
    Act(
        "bill_ranges",
        "classifyPayer",
        Role.FINANCE,
        Stage.FINISH,
        lambda world: (*_of_code()(world), world.insurer.id, 1),
        "finance",
    ),
    Act(
        "medical_bills",
        "issueBill",
        Role.ISSUER,
        Stage.BEGIN,
        lambda world: (world.range(), 1, draft("bill").leaf),
        "hospital",
    ),
    Act(
        "medical_bills",
        "issueBatch",
        Role.ISSUER,
        Stage.BEGIN,
        lambda world: (world.range(), 1, 10, word("root")),
        "hospital",
    ),
    Act("medical_bills", "redLetterBill", Role.ISSUER, Stage.FINISH, _red_letter, "hospital"),
    Act("medical_bills", "issuePaper", Role.ISSUER, Stage.FINISH, _exchange, "hospital"),
    Act("medical_bills", "issuePaper", Role.ISSUER, Stage.FINISH, _exchange_first, "hospital", "(first act)"),
    Act("medical_bills", "voidPaper", Role.ISSUER, Stage.FINISH, _void_paper, "hospital"),
    Act(
        "medical_bills",
        "freezeBill",
        Role.FINANCE,
        Stage.RELIEVE,
        lambda world: (world.batch(3).bill(1).key, 0),
        "finance",
    ),
    Act("medical_bills", "liftFreeze", Role.FINANCE, Stage.RELIEVE, _lift, "finance"),
    Act(
        "medical_bills",
        "shredBill",
        Role.ISSUER,
        Stage.RELIEVE,
        lambda world: ((batch := world.batch(3)).first + 1, 0, batch.id, 0),
        "hospital",
    ),
    Act("bill_claims", "reserve", Role.CLAIMS, Stage.BEGIN, _open_claim(1, word("claim"), START + 30 * DAY), "insurer"),
    Act(
        *("bill_claims", "reserve", Role.CLAIMS, Stage.FINISH, _join_claim(1, word("claim"), START + 30 * DAY)),
        *("insurer", "(claimed before)"),
    ),
    Act("bill_claims", "reserveAndSettle", Role.CLAIMS, Stage.BEGIN, _open_claim(1, word("claim")), "insurer"),
    Act("bill_claims", "decline", Role.CLAIMS, Stage.FINISH, _decline, "insurer"),
    Act("bill_claims", "renew", Role.CLAIMS, Stage.FINISH, _renew, "insurer"),
    Act("bill_claims", "proposeReversal", Role.CLAIMS, Stage.RELIEVE, _on_settled(50, 0), "insurer"),
    Act("bill_claims", "confirmReversal", Role.CLAIMS, Stage.RELIEVE, _confirm_reversal, "insurer"),
    Act("bill_claims", "bookBill", Role.ACCOUNTANT, Stage.BEGIN, _book, "employer"),
    Act("bill_claims", "bookBill", Role.ACCOUNTANT, Stage.FINISH, _book_claimed, "employer", "(claimed before)"),
    Act("bill_claims", "reverseBooking", Role.ACCOUNTANT, Stage.RELIEVE, _reverse_booking, "employer"),
    Act("bill_claims", "settle", Role.CLAIMS, Stage.FINISH, _on_reservation(50), "insurer"),
    Act("bill_claims", "release", Role.CLAIMS, Stage.RELIEVE, _on_reservation(), "insurer"),
)
