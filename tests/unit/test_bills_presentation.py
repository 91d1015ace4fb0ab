from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from govledger.bills.batch import Batch
from govledger.bills.commitment import reseal, seal
from govledger.bills.document import FIXED_PATHS, paths_named, position_of
from govledger.bills.holder import HolderFile
from govledger.bills.number import parse_key
from govledger.bills.presentation import ALWAYS_SHOWN, Presentation, Shown, present
from govledger.errors import (
    DocumentUnreadable,
    FieldNotProven,
    InnerNotProven,
    InputError,
    ProofMismatch,
    RootMismatch,
)
from govledger.privacy.commitments import FieldProof
from govledger.privacy.keccak import keccak256
from tests.sample_bills import ISSUER, SALT, changed, sample_bill
from tests.unit.test_bills_holder import CONSENT_SECRET, PLACE, batch_and_files, change

BATCH, (FILE, OTHER, *_) = batch_and_files()
EVERY_PATH = (*FIXED_PATHS, *(f"{name}[{entry}]" for name in ("charges", "lines") for entry in (0, 1)))


def altered(presentation: Presentation, alter: Callable[[dict[str, Any]], None]) -> Presentation:
    content = json.loads(presentation.to_json())
    alter(content)
    return Presentation.from_json(json.dumps(content))


def test_a_presentation_proves_the_chosen_fields_and_says_which_bill_it_is_of() -> None:
    shown = present(FILE, ["header.total_fen", "lines[1]"]).verify_against(BATCH.root)
    assert (shown.bill, shown.issuer, shown.place) == (parse_key("33060126-0000000001"), ISSUER, PLACE)
    assert (shown.root, shown.claimable_fen, shown.consent_key) == (BATCH.root, 2_235, FILE.bill.consent_key)
    assert set(shown.values) == {*ALWAYS_SHOWN, "header.total_fen", "lines[1]"}
    assert shown.values["header.total_fen"] == 15_235
    assert shown.values["lines[1]"]["amount_fen"] == 10_234  # type: ignore[call-overload, index]
    assert shown.complete == ()


def test_a_presentation_holds_nothing_of_the_other_fields_and_no_secret() -> None:
    text = present(FILE, ["header.total_fen", "lines[1]"]).to_json().decode()
    for hidden in ("张**", "心内科", "110200001", FILE.bill.root_salt.hex(), CONSENT_SECRET.hex(), "HIS-000001"):
        assert hidden not in text


def test_all_lines_with_their_counts_prove_that_these_are_all() -> None:
    shown = present(FILE, ["lines"]).verify_against(BATCH.root)
    assert shown.complete == ("lines",)
    assert shown.values["counts"] == [2, 2, 3, 1]
    assert present(FILE, ["lines", "charges", "channels", "differences"]).verify().complete == (
        "charges",
        "lines",
        "channels",
        "differences",
    )


@pytest.mark.parametrize("names", [["lines[0]", "lines[1]"], ["counts", "lines[0]"], ["counts", "lines[1]"]])
def test_lines_without_counts_or_with_one_missing_prove_no_completeness(names: list[str]) -> None:
    assert present(FILE, names).verify().complete == ()


def test_an_empty_list_is_complete_as_soon_as_the_counts_are_shown() -> None:
    bill = seal(sample_bill().__class__(**{**_parts(), "lines": ()}), SALT, claimable_fen=2_235)
    batch = Batch([bill.row(bytes(32), bytes(32))])
    assert present(HolderFile(bill, batch.opening(0)), ["counts"]).verify().complete == ("lines",)


def _parts() -> dict[str, Any]:
    document = sample_bill()
    return {name: getattr(document, name) for name in document.__struct_fields__}


def test_a_part_stands_for_all_of_its_fields() -> None:
    shown = present(FILE, ["visit"]).verify()
    assert [path for path in shown.values if path.startswith("visit.")] == [
        path for path in FIXED_PATHS if path.startswith("visit.")
    ]
    assert paths_named(FILE.bill.document, "header")[-1] == "header.red_letter.reason"
    assert paths_named(FILE.bill.document, "header.red_letter") == (
        "header.red_letter.blue_code",
        "header.red_letter.blue_number",
        "header.red_letter.reason",
    )


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("header.totl", "no field of a bill is called 'header.totl'"),
        ("lines[2]", r"the bill has no lines\[2\]; it has 2 lines, counted from 0"),
        ("salt", "no field of a bill is called 'salt'"),
    ],
)
def test_a_field_that_the_bill_does_not_have_cannot_be_shown(name: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        present(FILE, [name])


@settings(max_examples=40, deadline=None)
@given(st.sets(st.sampled_from(EVERY_PATH)))
def test_any_choice_of_fields_reads_back_and_proves_exactly_itself(chosen: set[str]) -> None:
    presentation = present(FILE, chosen)
    assert Presentation.from_json(presentation.to_json()) == presentation
    assert Presentation.from_json(presentation.canonical_bytes()) == presentation
    shown = presentation.verify_against(BATCH.root)
    assert list(shown.values) == sorted(chosen | set(ALWAYS_SHOWN), key=position_of)


def test_the_canonical_form_is_rfc_8785_and_does_not_depend_on_the_order_asked_for() -> None:
    one, two = present(FILE, ["counts", "payer.name"]), present(FILE, ["payer.name", "counts", "counts"])
    assert one == two
    assert one.canonical_bytes() == rfc8785.dumps(json.loads(one.to_json()))


def test_a_presentation_made_before_issue_reads_back_without_a_place() -> None:
    presentation = present(HolderFile(FILE.bill, FILE.opening), ["counts"])
    assert Presentation.from_json(presentation.to_json()).verify().place is None


# --- what does not hold --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("alter", "path"),
    [
        (change(["fields", "header.total_fen", "value"], 15_236), "header.total_fen"),
        (change(["fields", "header.total_fen", "value"], "15235"), "header.total_fen"),
        (change(["fields", "header.total_fen", "salt"], "0x" + "11" * 32), "header.total_fen"),
        (change(["fields", "header.total_fen", "proof"], []), "header.total_fen"),
        (change(["fields", "header.total_fen", "proof", 0], "0x" + "11" * 32), "header.total_fen"),
        (change(["fields", "header.number", "value"], "0000000002"), "header.number"),
        (change(["commitment"], "0x" + "11" * 32), "header.code"),
    ],
)
def test_a_field_that_was_changed_is_not_proven(alter: Callable[[dict[str, Any]], None], path: str) -> None:
    with pytest.raises(FieldNotProven, match="ask the holder for it again") as caught:
        altered(present(FILE, ["header.total_fen"]), alter).verify()
    assert caught.value.path == path


def test_a_field_cannot_pass_for_another_one() -> None:
    def rename(content: dict[str, Any]) -> None:
        content["fields"]["settlement.cash_fen"] = content["fields"].pop("header.total_fen")

    with pytest.raises(FieldNotProven) as caught:
        altered(present(FILE, ["header.total_fen"]), rename).verify()
    assert (caught.value.path, caught.value.value) == ("settlement.cash_fen", 15_235)


def test_a_field_of_another_bill_is_not_proven() -> None:
    mine, theirs = present(FILE, ["header.total_fen"]), present(OTHER, ["header.total_fen"])
    with pytest.raises(FieldNotProven, match=r"header\.total_fen"):
        replace(mine, fields=(*mine.fields[:-1], theirs.fields[-1])).verify()


def test_a_value_that_canonical_json_cannot_hold_is_not_proven() -> None:
    mine = present(FILE, ["header.total_fen"])
    broken = replace(mine.fields[-1], value=2**60)
    with pytest.raises(FieldNotProven, match="1152921504606846976"):
        replace(mine, fields=(*mine.fields[:-1], broken)).verify()


@pytest.mark.parametrize(
    "alter",
    [
        change(["claimable_fen"], 1),
        change(["consent_key"], "0x" + "11" * 20),
        change(["blinder"], "0x" + "11" * 32),
        change(["opening", "inner"], "0x" + "11" * 32),
    ],
)
def test_parts_that_do_not_open_the_inner_hash_are_refused(alter: Callable[[dict[str, Any]], None]) -> None:
    presentation = altered(present(FILE, []), alter)
    with pytest.raises(InnerNotProven) as caught:
        presentation.verify()
    assert caught.value.inner == presentation.opening.row.inner


@pytest.mark.parametrize(
    "alter",
    [
        change(["opening", "index"], 1),
        change(["opening", "business_tag"], "0x" + "11" * 32),
        change(["opening", "proof", 0], "0x" + "11" * 32),
    ],
)
def test_an_altered_place_in_the_batch_leads_to_another_root(alter: Callable[[dict[str, Any]], None]) -> None:
    with pytest.raises(RootMismatch) as caught:
        altered(present(FILE, []), alter).verify_against(BATCH.root)
    assert (caught.value.bill, caught.value.expected) == ("33060126-0000000001", BATCH.root)
    assert isinstance(caught.value, ProofMismatch)


def committed(fields: list[tuple[int, Any]]) -> Shown:
    """What a presentation of a document shows that no rule of a bill stands behind."""
    from govledger.privacy.canonical import canonical_bytes
    from govledger.privacy.commitments import blinder, commitment_of, disclose, inner_hash

    commitment = commitment_of([(position, canonical_bytes(value)) for position, value in fields], SALT)
    inner = inner_hash(commitment, 0, bytes(20), blinder(SALT))
    opening = replace(FILE.opening, row=replace(FILE.opening.row, inner=inner))
    shown: tuple[FieldProof, ...] = disclose(fields, SALT, [position for position, _ in fields])
    return Presentation(shown, commitment, 0, bytes(20), blinder(SALT), opening).verify()


NAMED = [(1, "33060126"), (2, "0000000001"), (5, ISSUER)]


@pytest.mark.parametrize("counts", [2, [2, 2, 3], [True, 2, 3, 1], ["2", 2, 3, 1]])
def test_counts_that_are_none_prove_nothing(counts: object) -> None:
    with pytest.raises(FieldNotProven, match="counts"):
        committed([*NAMED, (44, counts)])


def test_an_entry_beyond_the_length_of_its_list_is_refused() -> None:
    with pytest.raises(FieldNotProven) as caught:
        committed([*NAMED, (44, [0, 1, 0, 0]), (position_of("lines[0]"), {}), (position_of("lines[1]"), {})])
    assert caught.value.path == "lines[1]"


@pytest.mark.parametrize(
    ("code", "number", "path"), [("3306", "0000000001", "header.code"), ("33060126", 1, "header.number")]
)
def test_a_document_whose_number_is_none_is_refused(code: object, number: object, path: str) -> None:
    with pytest.raises(FieldNotProven) as caught:
        committed([(1, code), (2, number), (5, ISSUER)])
    assert caught.value.path == path


def test_a_sealed_bill_that_broke_a_rule_is_still_what_was_committed_to() -> None:
    bill = reseal(changed(sample_bill(), "header", total_fen=-1), SALT, claimable_fen=0, consent_key=bytes(20))
    batch = Batch([bill.row(keccak256(b"tag"), bytes(32))])
    shown = present(HolderFile(bill, batch.opening(0)), ["header.total_fen"]).verify_against(batch.root)
    assert shown.values["header.total_fen"] == -1


@pytest.mark.parametrize(
    ("alter", "words"),
    [
        (change(["format"], "govledger.presentation.v2"), "not a file of format govledger.presentation.v1"),
        (change(["extra"], 1), "unknown field `extra`"),
        (change(["fields", "header.totl"], {}), "fields"),
        (change(["fields", "lines[00]"], {"value": 1, "salt": "0x" + "11" * 32, "proof": []}), r"written 'lines\[0\]'"),
        (change(["fields", "nothing"], {"value": 1, "salt": "0x" + "11" * 32, "proof": []}), "called 'nothing'"),
        (change(["fields", "header.code", "salt"], "11"), "header.code's salt is not 0x"),
        (change(["fields", "header.code", "proof"], ["0x"]), "header.code's proof is not 0x"),
        (change(["commitment"], "0x"), "commitment is not 0x"),
        (change(["claimable_fen"], -1), "claimable_fen"),
        (change(["claimable_fen"], 2**48), "claimable_fen"),
        (change(["opening", "index"], 2**32), r"\$\.opening\.index"),
        (change(["fields", "header.code", "value"], 1.5), "1.5 is no integer"),
    ],
)
def test_a_presentation_of_another_shape_is_refused(alter: Callable[[dict[str, Any]], None], words: str) -> None:
    with pytest.raises(DocumentUnreadable, match=words):
        altered(present(FILE, []), alter)


@pytest.mark.parametrize("path", ALWAYS_SHOWN)
def test_a_presentation_that_does_not_say_which_bill_it_is_of_is_refused(path: str) -> None:
    def drop(content: dict[str, Any]) -> None:
        del content["fields"][path]

    with pytest.raises(DocumentUnreadable, match=f"does not show {path}"):
        altered(present(FILE, []), drop)
