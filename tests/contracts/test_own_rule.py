"""Consortium: how an organisation looks after its own officers and keys: endorsements, rotation, freezes, the past."""

from __future__ import annotations

import pytest

from govledger import refusals
from govledger.events import types as events
from govledger.model import FOR_EVER, ContractRole, OrganisationStatus, Role, to_bits
from govledger.privacy.keccak import keccak256
from tests.contracts.harness import DAY, NO_ADDRESS, START, account, emitted, refused, word
from tests.contracts.world import FOUNDER, GUARDIAN, STRANGER, TERM_FROM, TERM_UNTIL, World

NEWCOMER = account("newcomer")
ROLES = to_bits({Role.REGISTRAR, Role.GRANTOR})
ADMINISTRATOR = to_bits({Role.ADMINISTRATOR})
WEEK, MONTH = 7 * DAY, 30 * DAY
APPOINTMENT = (NEWCOMER, ROLES, 0, TERM_FROM, TERM_UNTIL)


def _own_acts(world: World) -> list[tuple[str, tuple[object, ...]]]:
    """Every act that needs two administrators where the organisation says so; two of them need a freeze."""
    grantor = world.tax.officers[Role.GRANTOR]
    return [
        ("appointOfficer", (world.tax.id, *APPOINTMENT)),
        ("amendOfficer", (grantor, 1, ROLES, 0, TERM_FROM, TERM_UNTIL)),
        ("dismissOfficer", (grantor, 1)),
        ("rotateKey", (grantor, 1, NEWCOMER)),
        ("confirmFreeze", (grantor, 2)),
        ("thawOfficer", (grantor, 2)),
        ("setAdministratorRule", (1, 1)),
    ]


def _prepared(world: World, place: int) -> tuple[str, tuple[object, ...], bytes]:
    """An act, ready to be done by the first of two administrators, and the second one's account."""
    second = world.need_two(world.tax)
    function, args = _own_acts(world)[place]
    if function in ("confirmFreeze", "thawOfficer"):
        world.consortium.call("freezeOfficer", world.tax.officers[Role.GRANTOR], sender=second)
    return function, args, second


# --- the rule ------------------------------------------------------------------------------------------------


def test_organisation_needs_one_administrator_until_it_says_two(world: World) -> None:
    assert world.consortium.read("getAdministration", world.tax.id) == (0, 0)
    second = world.second_administrator(world.tax)
    emitted(
        world.consortium.call("setAdministratorRule", 2, 0, sender=second),
        events.AdministratorRuleSet(world.tax.id, second, world.tax.id, Role.ADMINISTRATOR, 1, 2),
    )
    assert world.consortium.read("getAdministration", world.tax.id) == (1, 2)
    administrators = (world.tax.officers[Role.ADMINISTRATOR], world.consortium.read("officerOf", second))
    assert world.consortium.read("administratorsOf", world.tax.id) == administrators


def test_rule_of_two_needs_two_who_can_act(world: World) -> None:
    with refused(refusals.AdministratorsTooFew(world.tax.id, 1, 2)):
        world.consortium.call("setAdministratorRule", 2, 0, sender=world.tax.administrator)
    second = world.second_administrator(world.tax)
    world.consortium.call("freezeOfficer", world.consortium.read("officerOf", second), sender=world.tax.administrator)
    with refused(refusals.AdministratorsTooFew(world.tax.id, 1, 2)):
        world.consortium.call("setAdministratorRule", 2, 0, sender=world.tax.administrator)


@pytest.mark.parametrize("needed", [0, 1, 3, 255])
def test_rule_is_changed_to_the_other_of_one_and_two(world: World, needed: int) -> None:
    with refused(refusals.AdministratorRuleInvalid(world.tax.id, needed)):
        world.consortium.call("setAdministratorRule", needed, 0, sender=world.tax.administrator)


def test_rule_is_changed_at_the_version_that_was_seen(world: World) -> None:
    world.second_administrator(world.tax)
    with refused(refusals.AdministrationVersionStale(world.tax.id, 1, 0)):
        world.consortium.call("setAdministratorRule", 2, 1, sender=world.tax.administrator)


def test_rule_is_set_by_administrators_alone(world: World) -> None:
    registrar = world.tax.officers[Role.REGISTRAR]
    with refused(refusals.OfficerRoleMissing(registrar, Role.ADMINISTRATOR, to_bits({Role.REGISTRAR}))):
        world.consortium.call("setAdministratorRule", 2, 0, sender=world.tax.registrar)
    with refused(refusals.AccountUnknown(STRANGER)):
        world.consortium.call("setAdministratorRule", 2, 0, sender=STRANGER)
    with refused(refusals.AccountUnknown(world.decisions.address)):
        world.decide("setAdministratorRule", 2, 0)


def test_change_of_the_own_rule_dodges_no_decision_that_names_the_organisations_version(world: World) -> None:
    version = world.consortium.read("getOrganisation", world.tax.id).version
    world.need_two(world.tax)
    assert world.decide("suspendOrganisation", world.tax.id, version, 0)


# --- endorsements --------------------------------------------------------------------------------------------


def test_endorsement_carries_the_whole_call_and_its_end(world: World) -> None:
    call = world.consortium.calldata("dismissOfficer", world.tax.officers[Role.REGISTRAR], 1)
    given = world.consortium.call("endorse", call, sender=world.tax.administrator)
    emitted(
        given,
        events.EndorsementGiven(1, world.tax.administrator, world.tax.id, Role.ADMINISTRATOR, 1, START + WEEK, call),
    )
    officer = world.tax.officers[Role.ADMINISTRATOR]
    assert world.consortium.read("getEndorsement", given.returned) == (1, officer, START + WEEK)
    assert world.consortium.read("getEndorsement", 99) == (0, 0, 0)


@pytest.mark.parametrize("place", range(7))
def test_act_of_two_is_done_by_one_and_endorsed_by_another(world: World, place: int) -> None:
    function, args, second = _prepared(world, place)
    endorsement = world.endorse(second, function, *args)
    done = world.consortium.call(function, *args, sender=world.tax.administrator)
    assert len(done) == 2
    assert done[0].CONTRACT == "consortium"
    emitted(
        done[1:],
        events.EndorsementUsed(endorsement, world.tax.administrator, world.tax.id, Role.ADMINISTRATOR, 2),
    )
    assert world.consortium.read("getEndorsement", endorsement)[::2] == (2, START)


@pytest.mark.parametrize("place", range(7))
def test_act_of_two_is_not_done_by_one_alone(world: World, place: int) -> None:
    function, args, _ = _prepared(world, place)
    call_hash = keccak256(world.consortium.calldata(function, *args))
    world.endorse(world.tax.administrator, function, *args)
    with refused(refusals.EndorsementMissing(world.tax.id, call_hash)):
        world.consortium.call(function, *args, sender=world.tax.administrator)


@pytest.mark.parametrize("why", ["another call", "withdrawn", "over", "frozen", "dismissed", "foreign", "used"])
def test_endorsement_that_does_not_hold_is_not_used(world: World, why: str) -> None:
    function, args, second = _prepared(world, 0)
    officer = world.consortium.read("officerOf", second)
    if why == "another call":
        world.endorse(second, function, world.tax.id, STRANGER, *APPOINTMENT[1:])
    elif why == "foreign":
        world.endorse(world.civil.administrator, function, *args)
    else:
        endorsement = world.endorse(second, function, *args)
    if why == "withdrawn":
        emitted(
            world.consortium.call("withdrawEndorsement", endorsement, sender=second),
            events.EndorsementWithdrawn(endorsement, second, world.tax.id, Role.ADMINISTRATOR, 2),
        )
    if why == "over":
        world.chain.move(WEEK)
    if why == "frozen":
        world.consortium.call("freezeOfficer", officer, sender=world.tax.administrator)
    if why == "dismissed":
        world.decide("confirmFreeze", officer, 1)
        world.decide("dismissOfficer", officer, 2)
        third = account("third administrator")
        world.decide("appointOfficer", world.tax.id, third, ADMINISTRATOR, 0, TERM_FROM, TERM_UNTIL)
    if why == "used":
        world.consortium.call(function, *args, sender=world.tax.administrator)
    call_hash = keccak256(world.consortium.calldata(function, *args))
    with refused(refusals.EndorsementMissing(world.tax.id, call_hash)):
        world.consortium.call(function, *args, sender=world.tax.administrator)


def test_call_is_endorsed_once_at_a_time(world: World) -> None:
    function, args, second = _prepared(world, 0)
    endorsement = world.endorse(second, function, *args)
    with refused(refusals.EndorsementExists(endorsement)):
        world.endorse(second, function, *args)
    world.chain.move(WEEK)
    assert world.endorse(second, function, *args) == endorsement + 1


def test_endorsement_is_withdrawn_by_who_gave_it_while_it_is_open(world: World) -> None:
    function, args, second = _prepared(world, 0)
    endorsement, officer = world.endorse(second, function, *args), world.consortium.read("officerOf", second)
    with refused(refusals.EndorsementForeign(endorsement, officer)):
        world.consortium.call("withdrawEndorsement", endorsement, sender=world.tax.administrator)
    with refused(refusals.EndorsementForeign(99, 0)):
        world.consortium.call("withdrawEndorsement", 99, sender=second)
    world.chain.move(WEEK)
    with refused(refusals.EndorsementOver(endorsement, START + WEEK)):
        world.consortium.call("withdrawEndorsement", endorsement, sender=second)


def test_only_administrators_endorse(world: World) -> None:
    registrar = world.tax.officers[Role.REGISTRAR]
    for function, args in (("endorse", (b"",)), ("withdrawEndorsement", (1,))):
        with refused(refusals.OfficerRoleMissing(registrar, Role.ADMINISTRATOR, to_bits({Role.REGISTRAR}))):
            world.consortium.call(function, *args, sender=world.tax.registrar)


# --- administrators ------------------------------------------------------------------------------------------


def test_administrators_term_ends_within_five_years(world: World) -> None:
    latest = START + 1825 * DAY
    for roles in (ADMINISTRATOR, ADMINISTRATOR | ROLES):
        with refused(refusals.OfficerTermTooLong(latest + 1, latest)):
            world.administer("appointOfficer", world.tax.id, NEWCOMER, roles, 0, TERM_FROM, latest + 1)
    registrar = world.tax.officers[Role.REGISTRAR]
    with refused(refusals.OfficerTermTooLong(latest + 1, latest)):
        world.administer("amendOfficer", registrar, 1, ADMINISTRATOR, 0, TERM_FROM, latest + 1)
    world.administer("appointOfficer", world.tax.id, NEWCOMER, ADMINISTRATOR, 0, TERM_FROM, latest)


def test_organisation_has_at_most_sixteen_administrators_and_ended_ones_give_way(world: World) -> None:
    for number in range(15):
        world.appoint(world.tax.id, account(f"administrator {number}"), {Role.ADMINISTRATOR})
    with refused(refusals.AdministratorsExceeded(world.tax.id)):
        world.appoint(world.tax.id, NEWCOMER, {Role.ADMINISTRATOR})
    registrar = world.tax.officers[Role.REGISTRAR]
    with refused(refusals.AdministratorsExceeded(world.tax.id)):
        world.administer("amendOfficer", registrar, 1, ADMINISTRATOR, 0, TERM_FROM, TERM_UNTIL)
    one = world.consortium.read("officerOf", account("administrator 3"))
    world.administer("amendOfficer", one, 1, ADMINISTRATOR, 7, TERM_FROM, TERM_UNTIL)
    world.administer("dismissOfficer", one, 2)
    other = world.consortium.read("officerOf", account("administrator 4"))
    world.administer("amendOfficer", other, 1, ROLES, 0, TERM_FROM, TERM_UNTIL)
    assert len(world.consortium.read("administratorsOf", world.tax.id)) == 14
    newcomers = {world.appoint(world.tax.id, who, {Role.ADMINISTRATOR}) for who in (NEWCOMER, STRANGER)}
    assert newcomers < set(world.consortium.read("administratorsOf", world.tax.id))


@pytest.mark.parametrize("roles", [to_bits({Role.REGISTRAR}), ADMINISTRATOR | ROLES])
def test_decision_gives_the_role_of_administrator_alone(world: World, roles: int) -> None:
    world.suspend(world.tax)
    with refused(refusals.DecisionRolesInvalid(roles)):
        world.decide("appointOfficer", world.tax.id, NEWCOMER, roles, 0, TERM_FROM, TERM_UNTIL)
    with refused(refusals.DecisionRolesInvalid(roles)):
        world.decide("amendOfficer", world.tax.officers[Role.REGISTRAR], 1, roles, 0, TERM_FROM, TERM_UNTIL)


def test_decision_looks_after_officers_of_an_ended_organisation_no_more(world: World) -> None:
    world.merge(world.tax, world.civil)
    with refused(refusals.OrganisationNotActive(world.tax.id, OrganisationStatus.MERGED)):
        world.decide("appointOfficer", world.tax.id, NEWCOMER, ADMINISTRATOR, 0, TERM_FROM, TERM_UNTIL)


# --- keys ----------------------------------------------------------------------------------------------------


def test_rotated_key_stops_at_once_and_the_officer_stays(world: World) -> None:
    officer, old = world.tax.officers[Role.REGISTRAR], world.tax.registrar
    world.chain.move(100)
    emitted(
        world.administer("rotateKey", officer, 1, NEWCOMER),
        events.KeyRotated(officer, world.tax.administrator, world.tax.id, Role.ADMINISTRATOR, 2, NEWCOMER, old),
    )
    read = world.consortium.read
    assert read("accountOf", officer) == NEWCOMER
    assert read("officerOf", NEWCOMER) == read("officerOf", old) == officer
    assert read("getBinding", old) == (officer, START, START + 100, 0, 0)
    assert read("getBinding", NEWCOMER) == (officer, START + 100, FOR_EVER, 0, 0)
    terms = (word("schema"), 1, 0, 1, (0, 0, 0, 0), 0, 0)
    with refused(refusals.AccountRetired(old, officer, START + 100)):
        world.registry.call("registerResource", terms, sender=old)
    assert world.registry.call("registerResource", terms, sender=NEWCOMER)


def test_key_is_rotated_to_an_account_that_served_nobody(world: World) -> None:
    officer = world.tax.officers[Role.REGISTRAR]
    grantor = world.tax.officers[Role.GRANTOR]
    for who, refusal in (
        (NO_ADDRESS, refusals.AccountZero()),
        (world.claims.address, refusals.AccountListed(world.claims.address)),
        (world.tax.grantor, refusals.AccountTaken(world.tax.grantor, grantor)),
        (world.tax.registrar, refusals.AccountTaken(world.tax.registrar, officer)),
    ):
        with refused(refusal):
            world.administer("rotateKey", officer, 1, who)


def test_account_serves_one_officer_for_ever_also_after_rotation(world: World) -> None:
    officer, old = world.tax.officers[Role.REGISTRAR], world.tax.registrar
    world.administer("rotateKey", officer, 1, NEWCOMER)
    with refused(refusals.AccountTaken(old, officer)):
        world.administer("rotateKey", officer, 2, old)


def test_contract_that_served_an_officer_before_rotation_is_not_listed(world: World) -> None:
    wallet = world.stand_in()
    officer = world.appoint(world.tax.id, wallet, {Role.REGISTRAR})
    world.administer("rotateKey", officer, 1, NEWCOMER)
    with refused(refusals.ListingServesOfficer(wallet, officer)):
        world.decide("listContract", ContractRole.BILL_CLAIMS, wallet)


# --- freezes -------------------------------------------------------------------------------------------------


def test_administrator_freezes_a_key_for_a_week_without_a_second_one(world: World) -> None:
    world.need_two(world.tax)
    officer, who = world.tax.officers[Role.REGISTRAR], world.tax.registrar
    emitted(
        world.consortium.call("freezeOfficer", officer, sender=world.tax.administrator),
        events.FreezeSet(officer, world.tax.administrator, world.tax.id, Role.ADMINISTRATOR, 2, who, START + WEEK),
    )
    assert world.consortium.read("getBinding", who) == (officer, START, FOR_EVER, START + WEEK, START + WEEK + MONTH)
    world.chain.move(WEEK - 1)
    with refused(refusals.OfficerFrozen(officer, START + WEEK)):
        world.resource()
    with refused(refusals.OfficerFrozen(officer, START + WEEK)):
        world.consortium.call("freezeOfficer", officer, sender=world.tax.administrator)
    world.chain.move(1)
    assert world.resource()


@pytest.mark.parametrize("ahead", [0, MONTH - 1, MONTH])
def test_key_is_not_frozen_again_within_thirty_days_without_confirmation(world: World, ahead: int) -> None:
    officer = world.tax.officers[Role.REGISTRAR]
    world.consortium.call("freezeOfficer", officer, sender=world.tax.administrator)
    world.chain.move(WEEK + ahead)
    if ahead < MONTH:
        with refused(refusals.OfficerFreezeTooSoon(officer, START + WEEK + MONTH)):
            world.consortium.call("freezeOfficer", officer, sender=world.tax.administrator)
    else:
        assert world.consortium.call("freezeOfficer", officer, sender=world.tax.administrator)


def test_one_stolen_administrator_key_cannot_hold_the_others_down(world: World) -> None:
    """Three administrators, two of whom must agree; the first one's key is stolen and freezes the others."""
    second, third = world.need_two(world.tax), account("third administrator")
    terms = (world.tax.id, third, ADMINISTRATOR, 0, TERM_FROM, TERM_UNTIL)
    world.endorse(second, "appointOfficer", *terms)
    world.consortium.call("appointOfficer", *terms, sender=world.tax.administrator)
    thief, read = world.tax.administrator, world.consortium.read
    for who in (second, third):
        world.consortium.call("freezeOfficer", read("officerOf", who), sender=thief)
    officer = read("officerOf", second)
    call_hash = keccak256(world.consortium.calldata("confirmFreeze", officer, 2))
    with refused(refusals.EndorsementMissing(world.tax.id, call_hash)):
        world.consortium.call("confirmFreeze", officer, 2, sender=thief)
    world.chain.move(WEEK)
    with refused(refusals.OfficerFreezeTooSoon(officer, START + WEEK + MONTH)):
        world.consortium.call("freezeOfficer", officer, sender=thief)
    stolen = read("officerOf", thief)
    version = read("getOfficer", stolen).version
    world.endorse(third, "dismissOfficer", stolen, version)
    assert world.consortium.call("dismissOfficer", stolen, version, sender=second)


def test_freeze_is_confirmed_by_the_own_rule_until_it_is_thawed(world: World) -> None:
    officer, who = world.tax.officers[Role.REGISTRAR], world.tax.registrar
    act = (world.tax.administrator, world.tax.id, Role.ADMINISTRATOR)
    world.consortium.call("freezeOfficer", officer, sender=world.tax.administrator)
    emitted(world.administer("confirmFreeze", officer, 2), events.FreezeSet(officer, *act, 3, who, FOR_EVER))
    with refused(refusals.OfficerFrozen(officer, FOR_EVER)):
        world.administer("confirmFreeze", officer, 3)
    world.chain.move(100 * DAY)
    with refused(refusals.OfficerFrozen(officer, FOR_EVER)):
        world.resource()
    emitted(world.administer("thawOfficer", officer, 3), events.FreezeSet(officer, *act, 4, who, 0))
    assert world.consortium.read("getBinding", who).freezable_from == START + 100 * DAY + MONTH
    assert world.resource()


def test_only_a_frozen_key_is_confirmed_by_the_own_rule_or_thawed(world: World) -> None:
    officer = world.tax.officers[Role.REGISTRAR]
    for function in ("confirmFreeze", "thawOfficer"):
        with refused(refusals.OfficerNotFrozen(officer)):
            world.administer(function, officer, 1)
    with refused(refusals.OfficerNotFrozen(officer)):
        world.decide("thawOfficer", officer, 1)


def test_decision_freezes_for_good_what_is_not_frozen_and_thaws_it(world: World) -> None:
    officer, who, by = world.tax.officers[Role.REGISTRAR], world.tax.registrar, world.decisions.address
    emitted(
        world.decide("confirmFreeze", officer, 1), events.FreezeSet(officer, by, 0, Role.DECISION, 2, who, FOR_EVER)
    )
    emitted(world.decide("thawOfficer", officer, 2), events.FreezeSet(officer, by, 0, Role.DECISION, 3, who, 0))


def test_nobody_thaws_or_confirms_his_own_freeze(world: World) -> None:
    second = world.need_two(world.tax)
    officer = world.consortium.read("officerOf", second)
    world.endorse(second, "thawOfficer", officer, 2)
    world.consortium.call("freezeOfficer", officer, sender=world.tax.administrator)
    for function in ("thawOfficer", "confirmFreeze", "rotateKey"):
        args = (officer, 2, *((NEWCOMER,) if function == "rotateKey" else ()))
        with refused(refusals.OfficerFrozen(officer, START + WEEK)):
            world.consortium.call(function, *args, sender=second)
    call_hash = keccak256(world.consortium.calldata("thawOfficer", officer, 2))
    with refused(refusals.EndorsementMissing(world.tax.id, call_hash)):
        world.consortium.call("thawOfficer", officer, 2, sender=world.tax.administrator)


def test_rotation_leaves_the_freeze_with_the_old_account(world: World) -> None:
    officer, old = world.tax.officers[Role.REGISTRAR], world.tax.registrar
    world.consortium.call("freezeOfficer", officer, sender=world.tax.administrator)
    world.administer("rotateKey", officer, 2, NEWCOMER)
    assert world.registry.call("registerResource", (word("schema"), 1, 0, 1, (0, 0, 0, 0), 0, 0), sender=NEWCOMER)
    assert world.consortium.read("getBinding", old).frozen_until == START + WEEK


@pytest.mark.parametrize("caller", ["stranger", "guardian", "founder", "civil ADMINISTRATOR", "tax REGISTRAR"])
def test_keys_are_frozen_by_administrators_of_the_organisation_and_by_the_guardian_through_decisions(
    world: World, caller: str
) -> None:
    who, officer = account(caller), world.tax.officers[Role.GRANTOR]
    registrar = world.tax.officers[Role.REGISTRAR]
    roles = to_bits({Role.REGISTRAR})
    refusal = {
        "civil ADMINISTRATOR": refusals.AdministratorForeign(world.civil.id, world.tax.id),
        "tax REGISTRAR": refusals.OfficerRoleMissing(registrar, Role.ADMINISTRATOR, roles),
    }.get(caller, refusals.AccountUnknown(who))
    for function, args in (("freezeOfficer", ()), ("confirmFreeze", (1,)), ("thawOfficer", (1,))):
        with refused(refusal):
            world.consortium.call(function, officer, *args, sender=who)


def test_key_is_looked_after_of_an_officer_that_there_is_at_the_version_that_was_seen(world: World) -> None:
    officer, sender = world.tax.officers[Role.REGISTRAR], world.tax.administrator
    for contract, by in ((world.consortium, sender), (world.decisions, GUARDIAN)):
        with refused(refusals.OfficerUnknown(9_999)):
            contract.call("freezeOfficer", 9_999, sender=by)
    for function, *more in (("confirmFreeze",), ("thawOfficer",), ("rotateKey", NEWCOMER)):
        with refused(refusals.OfficerUnknown(9_999)):
            world.consortium.call(function, 9_999, 1, *more, sender=sender)
        with refused(refusals.OfficerVersionStale(officer, 2, 1)):
            world.consortium.call(function, officer, 2, *more, sender=sender)


@pytest.mark.parametrize("function", ["freezeOfficer", "confirmFreeze", "thawOfficer", "rotateKey"])
def test_key_of_who_left_office_is_not_looked_after(world: World, function: str) -> None:
    officer = world.tax.officers[Role.REGISTRAR]
    world.administer("dismissOfficer", officer, 1)
    args = {"freezeOfficer": (officer,), "rotateKey": (officer, 2, NEWCOMER)}.get(function, (officer, 2))
    with refused(refusals.OfficerTermOver(officer, START)):
        world.administer(function, *args)


# --- the past ------------------------------------------------------------------------------------------------


def test_officer_at_tells_what_held_then(world: World) -> None:
    officer, who = world.tax.officers[Role.REGISTRAR], world.tax.registrar
    registrar, grantor = to_bits({Role.REGISTRAR}), to_bits({Role.GRANTOR})
    world.chain.move(100)
    world.administer("amendOfficer", officer, 1, grantor, 0, START + 50, START + 300 * DAY)
    world.chain.move(100)
    world.consortium.call("freezeOfficer", officer, sender=world.tax.administrator)
    world.chain.move(100)
    world.administer("thawOfficer", officer, 3)
    world.chain.move(100)
    world.administer("rotateKey", officer, 4, NEWCOMER)
    world.chain.move(100)
    world.administer("dismissOfficer", officer, 5)
    world.chain.move(100)

    def at(account_: bytes, seconds: int) -> tuple[int, int]:
        found: tuple[int, int] = world.consortium.read("officerAt", account_, START + seconds)
        return found

    assert at(who, -1) == (0, 0)
    assert at(who, 0) == at(who, 99) == (officer, registrar)
    assert at(who, 100) == at(who, 199) == (officer, grantor)
    assert at(who, 200) == at(who, 299) == (0, 0), "frozen"
    assert at(who, 300) == at(who, 399) == (officer, grantor)
    assert at(who, 400) == (0, 0), "another account serves"
    assert at(NEWCOMER, 399) == (0, 0)
    assert at(NEWCOMER, 400) == at(NEWCOMER, 499) == (officer, grantor)
    assert at(NEWCOMER, 500) == at(NEWCOMER, 600) == (0, 0), "dismissed"
    assert at(STRANGER, 0) == at(FOUNDER, 0) == (0, 0)
    with refused(refusals.TimeAhead(START + 601, START + 600)):
        at(who, 601)


def test_freeze_that_nobody_confirmed_is_over_in_the_past_from_its_last_second_on(world: World) -> None:
    officer, who = world.tax.officers[Role.REGISTRAR], world.tax.registrar
    world.consortium.call("freezeOfficer", officer, sender=world.tax.administrator)
    world.chain.move(2 * WEEK)
    assert world.consortium.read("officerAt", who, START + WEEK - 1) == (0, 0)
    assert world.consortium.read("officerAt", who, START + WEEK) == (officer, to_bits({Role.REGISTRAR}))


def test_officer_served_by_a_new_key_from_its_first_second_on_although_the_old_one_was_frozen(world: World) -> None:
    officer, who = world.tax.officers[Role.REGISTRAR], world.tax.registrar
    world.consortium.call("freezeOfficer", officer, sender=world.tax.administrator)
    world.chain.move(100)
    world.administer("rotateKey", officer, 2, NEWCOMER)
    assert world.consortium.read("officerAt", NEWCOMER, START + 100) == (officer, to_bits({Role.REGISTRAR}))
    assert world.consortium.read("officerAt", who, START + 99) == (0, 0)


def test_last_change_of_a_second_stands_for_it(world: World) -> None:
    officer, who = world.tax.officers[Role.REGISTRAR], world.tax.registrar
    for version, roles in ((1, ROLES), (2, to_bits({Role.GRANTOR}))):
        world.administer("amendOfficer", officer, version, roles, 0, TERM_FROM, TERM_UNTIL)
    assert world.consortium.read("officerAt", who, START) == (officer, to_bits({Role.GRANTOR}))


# --- by the guardian -----------------------------------------------------------------------------------------


def test_guardian_freezes_through_decisions(world: World) -> None:
    officer, who = world.tax.officers[Role.REGISTRAR], world.tax.registrar
    emitted(
        world.decisions.call("freezeOfficer", officer, sender=GUARDIAN),
        events.GuardianFroze(GUARDIAN, GUARDIAN, 0, Role.GUARDIAN, 2, officer),
        events.FreezeSet(officer, world.decisions.address, 0, Role.GUARDIAN, 2, who, START + WEEK),
    )
