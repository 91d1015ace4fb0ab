"""Consortium: the directory, the organisations, their officers, and what other contracts ask."""

from __future__ import annotations

import pytest

from govledger import refusals
from govledger.events import decode
from govledger.events import types as events
from govledger.model import (
    ContractRole,
    ListingState,
    OrganisationKind,
    OrganisationStatus,
    Role,
    SuspensionReason,
    to_bits,
)
from tests.contracts.harness import (
    DAY,
    NO_ADDRESS,
    START,
    TERMS,
    Chain,
    Stage,
    account,
    deploy,
    emitted,
    refused,
    role_of,
    word,
)
from tests.contracts.world import DEPLOYER, FOUNDER, STRANGER, TERM_FROM, TERM_UNTIL, World, public_code

CODE = b"91330100MA27XF6G2H"
KINDS = to_bits({OrganisationKind.HOSPITAL, OrganisationKind.EMPLOYER})
UNKNOWN = 999
NEWCOMER = account("newcomer")
ROLES = to_bits({Role.REGISTRAR, Role.GRANTOR})
ADMINISTRATOR = to_bits({Role.ADMINISTRATOR})

LISTED = ["decisions", "data_registry", "access_grants", "data_requests", "bill_ranges", "medical_bills", "bill_claims"]


@pytest.fixture
def admitted(world: World) -> int:
    """An organisation without officers."""
    world.decide("admitOrganisation", CODE, KINDS, True)
    organisation: int = world.consortium.read("organisationByCode", CODE)
    return organisation


# --- creation ------------------------------------------------------------------------------------------------


def test_contracts_of_the_deployment_are_current_from_the_start(world: World) -> None:
    for key in LISTED:
        contract, role = world.at(key), role_of(key)
        assert world.consortium.read("contractOf", role) == contract.address
        assert world.consortium.read("getListing", contract.address) == (1, role, ListingState.CURRENT, 0, 0)
    assert world.consortium.read("getListing", world.consortium.address) == (0, 0, 0, 0, 0)


def test_deployer_lists_the_directory_as_founder_before_any_of_it_stands() -> None:
    chain = Chain()
    directory = [(role_of(key), account(key)) for key in LISTED]
    consortium = deploy(chain, "consortium", 1, directory, deployer=DEPLOYER)
    listed = [decode(log.topics, log.data) for log in chain.logs]
    expected = [
        events.ContractListed(who, DEPLOYER, 0, Role.FOUNDER, 1, role, NO_ADDRESS, 0) for role, who in directory
    ]
    emitted(listed, *expected)
    assert consortium.head() != bytes(32)


def test_consortium_can_begin_with_an_empty_directory() -> None:
    consortium = deploy(Chain(), "consortium", 1, [], deployer=DEPLOYER)
    assert consortium.head() == bytes(32)
    assert consortium.read("contractOf", ContractRole.DECISIONS) == NO_ADDRESS


def test_without_a_decisions_contract_nobody_decides() -> None:
    consortium = deploy(Chain(), "consortium", 1, [], deployer=DEPLOYER)
    with refused(refusals.ConsortiumDecisionRequired(DEPLOYER)):
        consortium.call("admitOrganisation", CODE, KINDS, True, sender=DEPLOYER)


def test_second_contract_of_a_place_in_the_first_directory_replaces_the_first() -> None:
    old, new = account("old"), account("new")
    role = ContractRole.DATA_REGISTRY
    chain = Chain()
    consortium = deploy(chain, "consortium", 1, [(role, old), (role, new)], deployer=DEPLOYER)
    emitted(
        [decode(log.topics, log.data) for log in chain.logs],
        events.ContractListed(old, DEPLOYER, 0, Role.FOUNDER, 1, role, NO_ADDRESS, 0),
        events.ContractListed(new, DEPLOYER, 0, Role.FOUNDER, 1, role, old, 2),
    )
    assert consortium.read("contractOf", role) == new


@pytest.mark.parametrize(
    ("directory", "refusal"),
    [
        ([(ContractRole.NONE, account("a"))], refusals.ListingInvalid(ContractRole.NONE, account("a"))),
        ([(ContractRole.DECISIONS, NO_ADDRESS)], refusals.ListingInvalid(ContractRole.DECISIONS, NO_ADDRESS)),
        (
            [(ContractRole.DECISIONS, account("a")), (ContractRole.BILL_CLAIMS, account("a"))],
            refusals.ListingExists(account("a")),
        ),
    ],
)
def test_first_directory_obeys_the_rules_of_every_listing(
    directory: list[tuple[int, bytes]], refusal: refusals.ContractRefusal
) -> None:
    with refused(refusal):
        deploy(Chain(), "consortium", 1, directory, deployer=DEPLOYER)


def test_ids_of_organisations_and_officers_begin_at_the_first_id() -> None:
    decider = account("decider")
    consortium = deploy(Chain(), "consortium", 500, [(ContractRole.DECISIONS, decider)], deployer=DEPLOYER)
    assert consortium.call("admitOrganisation", CODE, KINDS, True, sender=decider).returned == 500
    terms = (500, NEWCOMER, ADMINISTRATOR, 0, TERM_FROM, TERM_UNTIL)
    assert consortium.call("appointOfficer", *terms, sender=decider).returned == 500
    terms = (500, STRANGER, ROLES, 0, TERM_FROM, TERM_UNTIL)
    assert consortium.call("appointOfficer", *terms, sender=NEWCOMER).returned == 501
    assert consortium.call("endorse", b"", sender=NEWCOMER).returned == 500


# --- only by decision ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("caller", ["stranger", "founder", "tax ADMINISTRATOR"])
@pytest.mark.parametrize(
    ("function", "args"),
    [
        ("listContract", (ContractRole.BILL_CLAIMS, account("successor"))),
        ("closeContract", (account("old"), bytes(32))),
        ("admitOrganisation", (CODE, KINDS, True)),
        ("amendOrganisation", (2, 1, KINDS, True)),
        ("mergeOrganisation", (2, 1, 3)),
        ("dissolveOrganisation", (2, 1, 3)),
        ("pauseContract", (account("old"), 2**40 - 1)),
        ("resumeContract", (account("old"),)),
        ("stopContract", (account("old"),)),
        ("suspendOrganisation", (2, 1, SuspensionReason.RULE_BREACH)),
        ("reinstateOrganisation", (2, 1)),
    ],
)
def test_nobody_does_by_hand_what_needs_a_decision(
    world: World, function: str, args: tuple[object, ...], caller: str
) -> None:
    with refused(refusals.ConsortiumDecisionRequired(account(caller))):
        world.consortium.call(function, *args, sender=account(caller))


# --- the directory -------------------------------------------------------------------------------------------


def test_listed_contract_replaces_the_one_before_which_winds_down(world: World) -> None:
    old, new = world.claims.address, world.stand_in()
    emitted(
        world.decide("listContract", ContractRole.BILL_CLAIMS, new),
        events.ContractListed(new, world.decisions.address, 0, Role.DECISION, 1, ContractRole.BILL_CLAIMS, old, 2),
    )
    assert world.consortium.read("contractOf", ContractRole.BILL_CLAIMS) == new
    assert world.consortium.read("getListing", new) == (1, ContractRole.BILL_CLAIMS, ListingState.CURRENT, 0, 0)
    assert world.consortium.read("getListing", old) == (2, ContractRole.BILL_CLAIMS, ListingState.WINDING_DOWN, 0, 0)


def test_listing_needs_a_place(world: World) -> None:
    successor = world.stand_in()
    with refused(refusals.ListingInvalid(ContractRole.NONE, successor)):
        world.decide("listContract", ContractRole.NONE, successor)


@pytest.mark.parametrize("who", [account("new"), NO_ADDRESS])
def test_contract_is_listed_once_it_stands(world: World, who: bytes) -> None:
    with refused(refusals.ListingWithoutCode(who)):
        world.decide("listContract", ContractRole.BILL_CLAIMS, who)


def test_consortium_is_not_in_its_own_directory(world: World) -> None:
    with refused(refusals.ListingInvalid(ContractRole.DATA_REGISTRY, world.consortium.address)):
        world.decide("listContract", ContractRole.DATA_REGISTRY, world.consortium.address)


def test_account_outside_the_directory_is_no_reporter_of_any_role(world: World) -> None:
    for role in ContractRole:
        with refused(refusals.ReporterNotListed(STRANGER, role)):
            world.consortium.read("requireReporter", STRANGER, role)


def test_closed_contract_takes_no_report(world: World) -> None:
    number_range = world.range()
    world.close(world.ranges)
    with refused(refusals.ContractIsClosed(world.ranges.address, ContractRole.BILL_RANGES)):
        world.issue(number_range=number_range)


def test_amendment_that_changes_nothing_is_refused(world: World) -> None:
    officer = world.tax.officers[Role.REGISTRAR]
    with refused(refusals.OfficerTermsUnchanged(officer)):
        world.administer("amendOfficer", officer, 1, to_bits({Role.REGISTRAR}), 0, TERM_FROM, TERM_UNTIL)


@pytest.mark.parametrize(
    "key",
    ["consortium", "decisions", "data_registry", "access_grants", "data_requests", "bill_ranges", "medical_bills"],
)
def test_ids_do_not_start_at_none(key: str) -> None:
    other = account("another contract")
    arguments = {
        "consortium": (0, []),
        "decisions": (other, FOUNDER, NO_ADDRESS, 0, TERMS),
        "access_grants": (other, other, 0),
        "data_requests": (other, other, other, 0),
        "medical_bills": (other, other, 0),
    }
    with refused(refusals.FirstIdZero()):
        deploy(Chain(), key, *arguments.get(key, (other, 0)), deployer=DEPLOYER)


def test_contract_that_serves_an_officer_is_not_listed(world: World) -> None:
    wallet = world.stand_in()
    officer = world.appoint(world.tax.id, wallet, {Role.REGISTRAR})
    with refused(refusals.ListingServesOfficer(wallet, officer)):
        world.decide("listContract", ContractRole.BILL_CLAIMS, wallet)


def test_contract_of_the_directory_serves_no_officer(world: World) -> None:
    terms = (world.tax.id, world.decisions.address, ROLES, 0, TERM_FROM, TERM_UNTIL)
    with refused(refusals.AccountListed(world.decisions.address)):
        world.administer("appointOfficer", *terms)


@pytest.mark.parametrize("wound_down", [False, True])
def test_address_is_listed_once_for_ever(world: World, wound_down: bool) -> None:
    if wound_down:
        world.replace(world.claims)
    for role in (ContractRole.BILL_CLAIMS, ContractRole.DATA_REGISTRY):
        with refused(refusals.ListingExists(world.claims.address)):
            world.decide("listContract", role, world.claims.address)


def _two_deciders(world: World) -> tuple[bytes, bytes]:
    """A contract that decided, and the one that does now."""
    replaced, present = world.stand_in(), world.stand_in()
    world.replace(world.decisions, replaced)
    world.consortium.call("listContract", ContractRole.DECISIONS, present, sender=replaced)
    return replaced, present


def test_replaced_decisions_contract_decides_nothing_more(world: World) -> None:
    replaced, present = _two_deciders(world)
    with refused(refusals.ConsortiumDecisionRequired(replaced)):
        world.consortium.call("admitOrganisation", CODE, KINDS, True, sender=replaced)
    assert world.consortium.call("admitOrganisation", CODE, KINDS, True, sender=present)[0].actor == present


def test_contract_that_winds_down_is_closed_with_its_final_head(world: World) -> None:
    world.open_claim(world.issue())
    world.replace(world.claims)
    head = world.claims.head()
    assert head != bytes(32)
    emitted(
        world.decide("closeContract", world.claims.address, head),
        events.ContractClosed(world.claims.address, world.decisions.address, 0, Role.DECISION, 3, head),
    )
    listing = world.consortium.read("getListing", world.claims.address)
    assert listing == (3, ContractRole.BILL_CLAIMS, ListingState.CLOSED, 0, 0)


def test_contract_that_emits_after_the_decision_was_drafted_is_not_closed(world: World) -> None:
    bill = world.issue()
    world.open_claim(bill)
    world.replace(world.claims)
    drafted = world.claims.head()
    world.release(bill, 2)
    with refused(refusals.ListingHeadChanged(world.claims.address, world.claims.head(), drafted)):
        world.decide("closeContract", world.claims.address, drafted)


def test_current_contract_is_not_closed(world: World) -> None:
    with refused(refusals.ListingNotWindingDown(world.claims.address, ListingState.CURRENT)):
        world.decide("closeContract", world.claims.address, bytes(32))


def test_contract_outside_the_directory_is_not_closed(world: World) -> None:
    with refused(refusals.ListingNotWindingDown(STRANGER, ListingState.NONE)):
        world.decide("closeContract", STRANGER, bytes(32))


def test_contract_is_closed_once(world: World) -> None:
    world.close(world.claims)
    with refused(refusals.ListingNotWindingDown(world.claims.address, ListingState.CLOSED)):
        world.decide("closeContract", world.claims.address, world.claims.head())


# --- organisations -------------------------------------------------------------------------------------------


def test_organisation_is_admitted_by_decision(world: World) -> None:
    admitted = world.decide("admitOrganisation", CODE, KINDS, True)
    organisation = world.charity.id + 1
    emitted(
        admitted,
        events.OrganisationAdmitted(organisation, world.decisions.address, 0, Role.DECISION, 1, CODE, KINDS, True),
    )
    assert world.consortium.read("getOrganisation", organisation) == (
        1,
        OrganisationStatus.ACTIVE,
        KINDS,
        True,
        0,
        CODE,
    )
    assert world.consortium.read("organisationByCode", CODE) == organisation
    assert world.consortium.read("getOrganisation", organisation + 1) == (0, 0, 0, False, 0, bytes(18))


@pytest.mark.parametrize("code", [b"0" * 18, b"9" * 18, b"A" * 18, b"Z" * 18])
def test_public_code_is_of_digits_and_upper_case_letters(world: World, code: bytes) -> None:
    world.decide("admitOrganisation", code, KINDS, True)
    assert world.consortium.read("organisationByCode", code) != 0


@pytest.mark.parametrize("position", [0, 17])
@pytest.mark.parametrize("character", [b"\x00", b"/", b":", b"@", b"[", b"a", b"z", b" ", b"\xff"])
def test_public_code_with_another_character_is_refused(world: World, character: bytes, position: int) -> None:
    code = CODE[:position] + character + CODE[position + 1 :]
    with refused(refusals.PublicCodeInvalid(code)):
        world.decide("admitOrganisation", code, KINDS, True)


def test_public_code_belongs_to_one_organisation_for_ever(world: World) -> None:
    world.suspend(world.tax)
    with refused(refusals.PublicCodeTaken(public_code("tax"), world.tax.id)):
        world.decide("admitOrganisation", public_code("tax"), KINDS, True)


@pytest.mark.parametrize("kinds", [0, 1 << 9, KINDS | 1 << 9, 0xFFFF])
def test_organisation_has_known_kinds(world: World, admitted: int, kinds: int) -> None:
    with refused(refusals.OrganisationKindsInvalid(kinds)):
        world.decide("admitOrganisation", CODE[::-1], kinds, True)
    with refused(refusals.OrganisationKindsInvalid(kinds)):
        world.decide("amendOrganisation", admitted, 1, kinds, True)


def test_organisation_may_have_every_kind(world: World) -> None:
    world.decide("admitOrganisation", CODE, to_bits(OrganisationKind), True)
    assert world.consortium.read("getOrganisation", world.charity.id + 1).kinds == 0x1FF


def test_kinds_are_changed_by_decision(world: World, admitted: int) -> None:
    kinds = to_bits({OrganisationKind.AUDIT})
    emitted(
        world.decide("amendOrganisation", admitted, 1, kinds, True),
        events.OrganisationAmended(admitted, world.decisions.address, 0, Role.DECISION, 2, kinds, True),
    )
    assert world.consortium.read("getOrganisation", admitted) == (2, OrganisationStatus.ACTIVE, kinds, True, 0, CODE)


def test_kinds_that_are_the_same_are_no_change(world: World, admitted: int) -> None:
    with refused(refusals.OrganisationUnchanged(admitted, KINDS)):
        world.decide("amendOrganisation", admitted, 1, KINDS, True)


def test_kinds_of_a_suspended_organisation_can_be_changed(world: World, admitted: int) -> None:
    world.decide("suspendOrganisation", admitted, 1, 0)
    world.decide("amendOrganisation", admitted, 2, 1, True)
    assert world.consortium.read("getOrganisation", admitted) == (3, OrganisationStatus.SUSPENDED, 1, True, 0, CODE)


def test_hospital_that_is_none_any_more_issues_nothing(world: World) -> None:
    number_range = world.range()
    world.decide("amendOrganisation", world.hospital.id, 1, to_bits({OrganisationKind.UTILITY}), True)
    kinds, needed = to_bits({OrganisationKind.UTILITY}), to_bits({OrganisationKind.HOSPITAL})
    with refused(refusals.OrganisationKindMissing(world.hospital.id, Role.ISSUER, kinds, needed)):
        world.issue(number_range=number_range)


@pytest.mark.parametrize("reason", list(SuspensionReason))
def test_organisation_is_suspended_by_decision(world: World, admitted: int, reason: SuspensionReason) -> None:
    emitted(
        world.decide("suspendOrganisation", admitted, 1, reason),
        events.OrganisationSuspended(admitted, world.decisions.address, 0, Role.DECISION, 2, reason),
    )
    assert world.consortium.read("getOrganisation", admitted) == (2, OrganisationStatus.SUSPENDED, KINDS, True, 0, CODE)


def test_suspended_organisation_is_not_suspended_again(world: World, admitted: int) -> None:
    world.decide("suspendOrganisation", admitted, 1, 0)
    with refused(refusals.OrganisationNotActive(admitted, OrganisationStatus.SUSPENDED)):
        world.decide("suspendOrganisation", admitted, 2, 0)


def test_suspended_organisation_is_reinstated_by_decision(world: World, admitted: int) -> None:
    world.decide("suspendOrganisation", admitted, 1, 0)
    emitted(
        world.decide("reinstateOrganisation", admitted, 2),
        events.OrganisationReinstated(admitted, world.decisions.address, 0, Role.DECISION, 3),
    )
    assert world.consortium.read("getOrganisation", admitted) == (3, OrganisationStatus.ACTIVE, KINDS, True, 0, CODE)


def test_active_organisation_is_not_reinstated(world: World, admitted: int) -> None:
    with refused(refusals.OrganisationNotSuspended(admitted, OrganisationStatus.ACTIVE)):
        world.decide("reinstateOrganisation", admitted, 1)


@pytest.mark.parametrize(
    ("function", "rest"),
    [
        ("amendOrganisation", (1, True)),
        ("suspendOrganisation", (0,)),
        ("reinstateOrganisation", ()),
        ("mergeOrganisation", (2,)),
    ],
)
class TestEveryDecisionOnAnOrganisation:
    def test_names_one_that_there_is(self, world: World, function: str, rest: tuple[int, ...]) -> None:
        for unknown in (0, UNKNOWN):
            with refused(refusals.OrganisationUnknown(unknown)):
                world.decide(function, unknown, 0, *rest)

    @pytest.mark.parametrize("seen", [0, 1, 3, 2**64 - 1])
    def test_knows_its_present_version(
        self, world: World, admitted: int, function: str, rest: tuple[int, ...], seen: int
    ) -> None:
        world.decide("suspendOrganisation", admitted, 1, 0)
        with refused(refusals.OrganisationVersionStale(admitted, seen, 2)):
            world.decide(function, admitted, seen, *rest)


# --- officers ------------------------------------------------------------------------------------------------


def test_first_administrator_is_appointed_by_decision(world: World, admitted: int) -> None:
    officer = world.consortium.read("officerOf", world.second_finance_officer) + 1
    emitted(
        world.decide("appointOfficer", admitted, NEWCOMER, ADMINISTRATOR, 7, START, START + DAY),
        events.OfficerAppointed(
            officer,
            world.decisions.address,
            acting_organisation=0,
            acting_role=Role.DECISION,
            officer_version=1,
            organisation=admitted,
            account=NEWCOMER,
            roles=ADMINISTRATOR,
            unit=7,
            valid_from=START,
            valid_until=START + DAY,
        ),
    )
    assert world.consortium.read("officerOf", NEWCOMER) == officer
    assert world.consortium.read("getOfficer", officer) == (1, admitted, ADMINISTRATOR, 7, START, START + DAY)
    assert world.consortium.read("getOfficer", officer + 1) == (0,) * 6


def test_officer_is_appointed_by_an_administrator_of_its_organisation(world: World) -> None:
    administrator, tax = world.tax.administrator, world.tax.id
    appointed = world.consortium.call(
        "appointOfficer", tax, NEWCOMER, ROLES, 2**16 - 1, 0, 2**40 - 1, sender=administrator
    )
    emitted(
        appointed,
        events.OfficerAppointed(
            appointed.returned,
            administrator,
            acting_organisation=tax,
            acting_role=Role.ADMINISTRATOR,
            officer_version=1,
            organisation=tax,
            account=NEWCOMER,
            roles=ROLES,
            unit=2**16 - 1,
            valid_from=0,
            valid_until=2**40 - 1,
        ),
    )
    assert world.consortium.read("officerOf", NEWCOMER) == appointed.returned


def test_administrator_appoints_another_administrator(world: World) -> None:
    world.appoint(world.tax.id, NEWCOMER, {Role.ADMINISTRATOR}, world.tax.administrator)
    assert world.appoint(world.tax.id, STRANGER, {Role.REGISTRAR}, NEWCOMER) != 0


def test_officer_of_an_unknown_organisation_is_not_appointed(world: World) -> None:
    for unknown in (0, UNKNOWN):
        with refused(refusals.OrganisationUnknown(unknown)):
            world.decide("appointOfficer", unknown, NEWCOMER, ROLES, 0, TERM_FROM, TERM_UNTIL)


def test_zero_address_serves_no_officer(world: World) -> None:
    with refused(refusals.AccountZero()):
        world.administer("appointOfficer", world.tax.id, NO_ADDRESS, ROLES, 0, TERM_FROM, TERM_UNTIL)


def test_account_serves_one_officer_for_ever(world: World) -> None:
    officer = world.tax.officers[Role.REGISTRAR]
    world.consortium.call("dismissOfficer", officer, 1, sender=world.tax.administrator)
    for organisation in (world.tax.id, world.civil.id):
        with refused(refusals.AccountTaken(world.tax.registrar, officer)):
            world.administer("appointOfficer", organisation, world.tax.registrar, ROLES, 0, TERM_FROM, TERM_UNTIL)


IMPROPER_ROLES = [
    0,
    1 << Role.NONE,
    1 << Role.FOUNDER,
    1 << Role.DECISION,
    ROLES | 1 << Role.DECISION,
    1 << Role.GUARDIAN,
    ROLES | 1 << Role.GUARDIAN,
    1 << 15,
    1 << 31,
]


@pytest.mark.parametrize("roles", IMPROPER_ROLES)
def test_nobody_is_appointed_to_no_role_or_to_one_that_is_not_given(world: World, roles: int) -> None:
    with refused(refusals.OfficerRolesInvalid(roles)):
        world.administer("appointOfficer", world.tax.id, NEWCOMER, roles, 0, TERM_FROM, TERM_UNTIL)
    with refused(refusals.OfficerRolesInvalid(roles)):
        world.administer("amendOfficer", world.tax.officers[Role.REGISTRAR], 1, roles, 0, TERM_FROM, TERM_UNTIL)


def test_officer_may_have_every_appointable_role(world: World) -> None:
    every = to_bits(set(Role) - {Role.NONE, Role.FOUNDER, Role.DECISION, Role.GUARDIAN})
    world.administer("appointOfficer", world.tax.id, NEWCOMER, every, 0, TERM_FROM, TERM_UNTIL)
    assert world.consortium.read("getOfficer", world.consortium.read("officerOf", NEWCOMER)).roles == every


EMPTY_TERMS = [(START + 9, START + 9), (START + 10, START + 9), (START - 9, START), (0, 0)]


@pytest.mark.parametrize(("valid_from", "valid_until"), EMPTY_TERMS)
def test_time_in_office_is_not_empty_or_over(world: World, valid_from: int, valid_until: int) -> None:
    assert world.chain.now == START
    with refused(refusals.OfficerTermEmpty(valid_from, valid_until)):
        world.administer("appointOfficer", world.tax.id, NEWCOMER, ROLES, 0, valid_from, valid_until)
    with refused(refusals.OfficerTermEmpty(valid_from, valid_until)):
        world.administer("amendOfficer", world.tax.officers[Role.REGISTRAR], 1, ROLES, 0, valid_from, valid_until)


def test_time_in_office_may_be_the_present_second_alone(world: World) -> None:
    world.administer("appointOfficer", world.tax.id, NEWCOMER, ROLES, 0, START, START + 1)
    world.registry.call("registerResource", (word("s"), 1, 0, 1, (0, 0, 0, 0), 0, 0), sender=NEWCOMER)


def test_officer_is_amended_by_an_administrator_of_its_organisation(world: World) -> None:
    officer, administrator = world.tax.officers[Role.REGISTRAR], world.tax.administrator
    emitted(
        world.consortium.call("amendOfficer", officer, 1, ROLES, 9, START + 1, START + 2, sender=administrator),
        events.OfficerAmended(
            officer, administrator, world.tax.id, Role.ADMINISTRATOR, 2, ROLES, 9, START + 1, START + 2
        ),
    )
    assert world.consortium.read("getOfficer", officer) == (2, world.tax.id, ROLES, 9, START + 1, START + 2)


def test_officer_without_the_role_any_more_acts_no_more_in_it(world: World) -> None:
    officer = world.tax.officers[Role.REGISTRAR]
    world.administer("amendOfficer", officer, 1, to_bits({Role.GRANTOR}), 0, TERM_FROM, TERM_UNTIL)
    with refused(refusals.OfficerRoleMissing(officer, Role.REGISTRAR, to_bits({Role.GRANTOR}))):
        world.resource()


def test_officer_is_dismissed_by_an_administrator_of_its_organisation_from_this_second_on(world: World) -> None:
    world.chain.move(100)
    officer, administrator = world.tax.officers[Role.REGISTRAR], world.tax.administrator
    emitted(
        world.consortium.call("dismissOfficer", officer, 1, sender=administrator),
        events.OfficerDismissed(officer, administrator, world.tax.id, Role.ADMINISTRATOR, 2),
    )
    registrar = to_bits({Role.REGISTRAR})
    assert world.consortium.read("getOfficer", officer) == (2, world.tax.id, registrar, 0, TERM_FROM, START + 100)
    with refused(refusals.OfficerNotInOffice(officer, TERM_FROM, START + 100, START + 100)):
        world.resource()


def test_administrator_may_dismiss_itself_and_then_acts_no_more(world: World) -> None:
    officer, administrator = world.tax.officers[Role.ADMINISTRATOR], world.tax.administrator
    world.consortium.call("dismissOfficer", officer, 1, sender=administrator)
    with refused(refusals.OfficerNotInOffice(officer, TERM_FROM, START, START)):
        world.consortium.call("dismissOfficer", world.tax.officers[Role.REGISTRAR], 1, sender=administrator)


def test_dismissal_before_the_first_day_in_office_leaves_none(world: World) -> None:
    world.administer("appointOfficer", world.tax.id, NEWCOMER, ROLES, 0, START + DAY, START + 2 * DAY)
    officer = world.consortium.read("officerOf", NEWCOMER)
    world.administer("dismissOfficer", officer, 1)
    world.chain.move(DAY)
    with refused(refusals.OfficerNotInOffice(officer, START + DAY, START, START + DAY)):
        world.registry.call("registerResource", (word("s"), 1, 0, 1, (0, 0, 0, 0), 0, 0), sender=NEWCOMER)


AMENDMENT = (ROLES, 0, TERM_FROM, TERM_UNTIL)


@pytest.mark.parametrize(("function", "rest"), [("amendOfficer", AMENDMENT), ("dismissOfficer", ())])
class TestEveryChangeOfAnOfficer:
    def test_names_one_that_there_is(self, world: World, function: str, rest: tuple[int, ...]) -> None:
        for unknown in (0, UNKNOWN):
            with refused(refusals.OfficerUnknown(unknown)):
                world.decide(function, unknown, 0, *rest)

    def test_knows_its_present_version(self, world: World, function: str, rest: tuple[int, ...]) -> None:
        officer = world.tax.officers[Role.REGISTRAR]
        world.administer("amendOfficer", officer, 1, *AMENDMENT)
        for seen in (0, 1, 3):
            with refused(refusals.OfficerVersionStale(officer, seen, 2)):
                world.consortium.call(function, officer, seen, *rest, sender=world.tax.administrator)

    def test_is_one_of_who_is_still_in_office(self, world: World, function: str, rest: tuple[int, ...]) -> None:
        officer = world.tax.officers[Role.REGISTRAR]
        world.administer("amendOfficer", officer, 1, ROLES, 0, START, START + DAY)
        world.chain.move_to(START + DAY - 1)
        checkpoint = world.chain.checkpoint()
        world.administer(function, officer, 2, *rest)
        world.chain.go_back(checkpoint)
        world.chain.move_to(START + DAY)
        with refused(refusals.OfficerTermOver(officer, START + DAY)):
            world.decide(function, officer, 2, *rest)

    def test_is_none_of_who_was_dismissed(self, world: World, function: str, rest: tuple[int, ...]) -> None:
        officer = world.tax.officers[Role.REGISTRAR]
        world.administer("dismissOfficer", officer, 1)
        with refused(refusals.OfficerTermOver(officer, START)):
            world.decide(function, officer, 2, *rest)

    def test_is_not_made_by_another_organisation(self, world: World, function: str, rest: tuple[int, ...]) -> None:
        with refused(refusals.AdministratorForeign(world.civil.id, world.tax.id)):
            world.consortium.call(
                function, world.tax.officers[Role.REGISTRAR], 1, *rest, sender=world.civil.administrator
            )


def _changes_of_officers(world: World) -> list[tuple[str, tuple[object, ...]]]:
    officer = world.tax.officers[Role.GRANTOR]
    return [
        ("appointOfficer", (world.tax.id, NEWCOMER, ROLES, 0, TERM_FROM, TERM_UNTIL)),
        ("amendOfficer", (officer, 1, ROLES, 0, TERM_FROM, TERM_UNTIL)),
        ("dismissOfficer", (officer, 1)),
        ("rotateKey", (officer, 1, NEWCOMER)),
    ]


@pytest.mark.parametrize("place", range(4))
class TestOfficersAreLookedAfter:
    def test_by_their_own_administrator_alone(self, world: World, place: int) -> None:
        function, args = _changes_of_officers(world)[place]
        with refused(refusals.AdministratorForeign(world.civil.id, world.tax.id)):
            world.consortium.call(function, *args, sender=world.civil.administrator)

    def test_not_by_a_stranger(self, world: World, place: int) -> None:
        function, args = _changes_of_officers(world)[place]
        for stranger in (STRANGER, FOUNDER):
            with refused(refusals.AccountUnknown(stranger)):
                world.consortium.call(function, *args, sender=stranger)

    def test_not_by_an_officer_who_is_no_administrator(self, world: World, place: int) -> None:
        function, args = _changes_of_officers(world)[place]
        roles = to_bits({Role.REGISTRAR})
        registrar = world.tax.officers[Role.REGISTRAR]
        with refused(refusals.OfficerRoleMissing(registrar, Role.ADMINISTRATOR, roles)):
            world.consortium.call(function, *args, sender=world.tax.registrar)

    def test_not_by_a_suspended_organisation(self, world: World, place: int) -> None:
        function, args = _changes_of_officers(world)[place]
        world.suspend(world.tax)
        with refused(refusals.OrganisationNotActive(world.tax.id, OrganisationStatus.SUSPENDED)):
            world.consortium.call(function, *args, sender=world.tax.administrator)

    def test_not_by_a_decision_while_the_organisation_can(self, world: World, place: int) -> None:
        function, args = _changes_of_officers(world)[place]
        with refused(refusals.OrganisationMeetsItsRule(world.tax.id)):
            world.decide(function, *args)

    @pytest.mark.parametrize("lost", ["suspended", "dismissed", "frozen"])
    def test_by_a_decision_while_the_organisation_cannot(self, world: World, place: int, lost: str) -> None:
        function, args = _changes_of_officers(world)[place]
        officer = world.tax.officers[Role.ADMINISTRATOR]
        if lost == "suspended":
            world.suspend(world.tax)
        elif lost == "dismissed":
            world.administer("dismissOfficer", officer, 1)
        else:
            world.consortium.call("freezeOfficer", officer, sender=world.tax.administrator)
        assert not world.consortium.read("meetsOwnRule", world.tax.id)
        assert len(world.decide(function, *_as_administrator(function, args))) == 1

    def test_by_a_decision_of_the_present_decisions_contract_alone(self, world: World, place: int) -> None:
        function, args = _changes_of_officers(world)[place]
        args = _as_administrator(function, args)
        world.suspend(world.tax)
        replaced, present = _two_deciders(world)
        with refused(refusals.AccountUnknown(replaced)):
            world.consortium.call(function, *args, sender=replaced)
        assert len(world.consortium.call(function, *args, sender=present)) == 1


def _as_administrator(function: str, args: tuple[object, ...]) -> tuple[object, ...]:
    """The same terms with the only role that a decision gives."""
    if function not in ("appointOfficer", "amendOfficer"):
        return args
    return (*args[:2], ADMINISTRATOR, *args[3:])


# --- what other contracts ask --------------------------------------------------------------------------------


@pytest.fixture
def asking(world: World) -> bytes:
    """An account that the directory lists for DATA_REGISTRY, so that a test can ask in a contract's place."""
    return world.replace(world.registry)


def test_authority_names_organisation_officer_and_unit(world: World, asking: bytes) -> None:
    officer = world.tax.officers[Role.REGISTRAR]
    world.administer("amendOfficer", officer, 1, to_bits({Role.REGISTRAR}), 42, TERM_FROM, TERM_UNTIL)
    for stage in Stage:
        found = world.consortium.read("authorise", world.tax.registrar, Role.REGISTRAR, stage, sender=asking)
        assert found == (world.tax.id, officer, 42)


@pytest.mark.parametrize("stage", list(Stage))
def test_caller_outside_the_directory_gets_no_authority(world: World, stage: Stage) -> None:
    with refused(refusals.ContractNotListed(STRANGER)):
        world.consortium.read("authorise", world.tax.registrar, Role.REGISTRAR, stage, sender=STRANGER)


def test_contract_that_winds_down_finishes_and_begins_nothing(world: World, asking: bytes) -> None:
    world.decide("listContract", ContractRole.DATA_REGISTRY, world.stand_in())
    asked = (world.tax.registrar, Role.REGISTRAR)
    with refused(refusals.ContractWindingDown(asking, ContractRole.DATA_REGISTRY)):
        world.consortium.read("authorise", *asked, Stage.BEGIN, sender=asking)
    for stage in (Stage.FINISH, Stage.RELIEVE):
        found = world.consortium.read("authorise", *asked, stage, sender=asking)
        assert found.organisation == world.tax.id


@pytest.mark.parametrize("role", [Role.NONE, Role.FOUNDER, Role.DECISION, Role.GUARDIAN])
def test_nobody_acts_in_a_role_that_is_not_given(world: World, asking: bytes, role: Role) -> None:
    officer, roles = world.tax.officers[Role.REGISTRAR], to_bits({Role.REGISTRAR})
    with refused(refusals.OfficerRoleMissing(officer, role, roles)):
        world.consortium.read("authorise", world.tax.registrar, role, Stage.BEGIN, sender=asking)


ACTING_KINDS = {
    Role.FINANCE: {OrganisationKind.FINANCE},
    Role.ISSUER: {OrganisationKind.HOSPITAL},
    Role.CLAIMS: {OrganisationKind.INSURER, OrganisationKind.EMPLOYER, OrganisationKind.AID},
    Role.INSPECTOR: {OrganisationKind.AUDIT},
}


@pytest.mark.parametrize("kind", list(OrganisationKind))
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.NONE, Role.FOUNDER, Role.DECISION, Role.GUARDIAN}))
def test_role_is_acted_in_by_organisations_of_its_kinds(
    world: World, asking: bytes, role: Role, kind: OrganisationKind
) -> None:
    world.decide("admitOrganisation", CODE, to_bits({kind}), True)
    organisation = world.consortium.read("organisationByCode", CODE)
    terms = (TERM_FROM, TERM_UNTIL)
    world.decide("appointOfficer", organisation, account("its administrator"), ADMINISTRATOR, 0, *terms)
    officer = world.appoint(organisation, NEWCOMER, {role}, account("its administrator"))

    def ask() -> object:
        return world.consortium.read("authorise", NEWCOMER, role, Stage.BEGIN, sender=asking)

    acting = ACTING_KINDS.get(role, set(OrganisationKind))
    if kind in acting:
        assert ask() == (organisation, officer, 0)
    else:
        refusal = refusals.OrganisationKindMissing(organisation, role, to_bits({kind}), to_bits(acting))
        with refused(refusal):
            ask()


def test_one_fitting_kind_of_several_is_enough(world: World) -> None:
    kinds = {OrganisationKind.UTILITY, OrganisationKind.AID, OrganisationKind.DEPARTMENT}
    payer = world.admit("water works", kinds, Role.CLAIMS)
    assert world.open_claim(world.issue(), payer=payer)


def test_report_is_accepted_from_a_contract_that_is_current_or_winds_down(world: World) -> None:
    asked = (world.claims.address, ContractRole.BILL_CLAIMS)
    assert world.consortium.read("requireReporter", *asked) is None
    world.replace(world.claims)
    assert world.consortium.read("requireReporter", *asked) is None
    world.decide("closeContract", world.claims.address, world.claims.head())
    with refused(refusals.ContractIsClosed(*asked)):
        world.consortium.read("requireReporter", *asked)


def test_report_is_not_accepted_from_a_contract_of_another_place(world: World) -> None:
    for reporter in (STRANGER, world.bills.address):
        with refused(refusals.ReporterNotListed(reporter, ContractRole.BILL_CLAIMS)):
            world.consortium.read("requireReporter", reporter, ContractRole.BILL_CLAIMS)


def test_active_organisation_is_told_from_one_that_is_suspended_or_unknown(world: World) -> None:
    assert world.consortium.read("requireActive", world.tax.id) is None
    assert world.consortium.read("heirOf", world.tax.id) == world.tax.id
    assert world.consortium.read("successorOf", world.tax.id) == world.tax.id
    world.suspend(world.tax)
    with refused(refusals.OrganisationNotActive(world.tax.id, OrganisationStatus.SUSPENDED)):
        world.consortium.read("requireActive", world.tax.id)
    for unknown in (0, UNKNOWN):
        with refused(refusals.OrganisationUnknown(unknown)):
            world.consortium.read("requireActive", unknown)


def test_what_there_is_not_reads_as_zero(world: World) -> None:
    read = world.consortium.read
    assert read("getOrganisation", UNKNOWN) == (0, 0, 0, False, 0, bytes(18))
    assert read("organisationByCode", b"Z" * 18) == 0
    assert read("getOfficer", UNKNOWN) == (0,) * 6
    assert read("officerOf", STRANGER) == 0
    assert read("getListing", STRANGER) == (0, 0, 0, 0, 0)
    assert read("contractOf", ContractRole.NONE) == NO_ADDRESS
