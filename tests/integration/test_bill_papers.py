"""What a holder does with a bill, and whoever it is shown to: the commands as a user runs them, on real bills."""

from __future__ import annotations

import io
import json
import logging
import shlex
import stat
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from click.testing import CliRunner, Result
from PIL import Image

import govledger
from govledger import RedLetterReason
from govledger import connection as connection_module
from govledger.bills.evidence import IssueEvidence, verify_issue
from govledger.bills.holder import HolderFile
from govledger.bills.link import link_of, parse_link
from govledger.bills.number import format_key
from govledger.bills.presentation import present
from govledger.cli import main
from govledger.connection import Connection
from govledger.deployer.folder import write_manifest
from govledger.errors import (
    BillNotIssued,
    BlockMissing,
    ChainMismatch,
    LogMisplaced,
    NodeRefused,
    NodeUnusable,
    StoreError,
)
from govledger.index.evidence import issue_evidence
from govledger.privacy.keccak import keccak256
from tests.bodies import Bodies, found, order
from tests.integration.conftest import Anvil

BASE = "https://bills.example/verify"


@dataclass
class Bills:
    """Bills that were issued on a chain, as holders' files in the working directory."""

    bodies: Bodies
    batch: HolderFile
    """The third of a batch of five."""

    alone: HolderFile
    red: HolderFile

    def result(self, words: str) -> Result:
        return CliRunner().invoke(main, ["bill", *shlex.split(words)])

    def run(self, words: str) -> Any:
        """What a command that succeeds prints, as JSON."""
        ended = self.result(f"{words} --json")
        assert ended.exit_code == 0, ended.output
        return json.loads(ended.output)

    def refused(self, words: str) -> str:
        """The one line of a command that is refused."""
        ended = self.result(words)
        assert ended.exit_code == 1, ended.output
        assert isinstance(ended.exception, SystemExit), "an error of govledger, and no traceback"
        [line] = ended.output.splitlines()
        return line.removeprefix("Error: ")

    def evidence(self, name: str) -> str:
        """The options by which a bill is verified, its evidence fetched first."""
        Path(f"{name}.evidence.json").unlink(missing_ok=True)
        made = self.run(f"evidence {name}.json --rpc http://node --deployment town --out {name}.evidence.json")
        return f"--evidence {name}.evidence.json --header-hash {made['block_hash']} --deployment town"


def issue_all(chain: Connection, folder: Path) -> Bills:
    bodies = found(chain, folder / "vaults")
    number_range = bodies.grant_range()
    bills = bodies.hospital.bills
    batch = bills.issue_batch(number_range, [order(number) for number in range(1, 6)])
    alone = bills.issue(number_range, order(6)).key
    red = bills.red_letter(
        batch.keys[0], number_range, business_number="RED-1", reason=RedLetterReason.REFUND, cashier="王**"
    ).event.red_bill
    return Bills(bodies, *(bills.holder_file(key) for key in (batch.keys[2], alone, red)))


@pytest.fixture(scope="module")
def bills(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bills]:
    folder = tmp_path_factory.mktemp("bills")
    (folder / "vaults").mkdir()
    with govledger.embedded() as chain, pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr(connection_module, "connect", lambda *urls, **expected: nullcontext(chain))
        made = issue_all(chain, folder)
        Path("deployments/town").mkdir(parents=True)
        write_manifest(Path("deployments/town"), made.bodies.ledger.deployment)
        for name in ("batch", "alone", "red"):
            Path(f"{name}.json").write_bytes(getattr(made, name).to_json())
        yield made


# --- show ----------------------------------------------------------------------------------------------


def test_show_prints_the_bill_and_no_secret_of_it(bills: Bills) -> None:
    printed = bills.result("show batch.json")
    assert printed.exit_code == 0
    for wanted in ("医疗门诊收费票据（电子）", "0000000003", "壹佰伍拾贰元叁角伍分", "阿司匹林肠溶片", "心内科"):
        assert wanted in printed.output
    assert bills.batch.bill.root_salt.hex() not in printed.output
    shown = bills.run("show batch.json")
    assert (shown["bill"], shown["claimable_fen"]) == ("33060126-0000000003", 2_235)
    assert shown["document"]["header"]["total_fen"] == 15_235
    assert shown["place"]["batch"] == bills.batch.place.batch  # type: ignore[union-attr]
    assert bills.batch.bill.root_salt.hex() not in json.dumps(shown)


def test_show_marks_a_red_letter(bills: Bills) -> None:
    printed = bills.result("show red.json").output
    assert "红字" in printed and "负壹佰伍拾贰元叁角伍分" in printed


def test_show_of_a_bill_without_lines_and_place_prints_what_there_is(bills: Bills, tmp_path: Path) -> None:
    from govledger.bills.batch import Batch
    from govledger.bills.commitment import reseal
    from tests.sample_bills import SALT, sample_bill

    document = sample_bill(remark="复诊")
    bare = reseal(
        type(document)(
            **{name: () if name == "lines" else getattr(document, name) for name in document.__struct_fields__}
        ),
        SALT,
        claimable_fen=0,
        consent_key=bytes(20),
    )
    file = HolderFile(bare, Batch([bare.row(bytes(32), bytes(32))]).opening(0))
    (tmp_path / "bare.json").write_bytes(file.to_json())
    printed = bills.result(f"show {tmp_path / 'bare.json'}").output
    assert "复诊" in printed and "chain id" not in printed and "项目编码" not in printed


def test_a_file_that_is_none_or_not_there_is_refused_in_one_line(bills: Bills, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{}")
    assert "not a file of format govledger.holder.v1" in bills.refused(f"show {tmp_path / 'x.json'}")
    assert "cannot be read" in bills.refused("show nothing.json")


# --- page and code -------------------------------------------------------------------------------------


def test_page_is_made_as_html_and_pdf_for_its_owner_alone(bills: Bills, tmp_path: Path) -> None:
    html, pdf = tmp_path / "page.html", tmp_path / "page.pdf"
    ended = bills.result(f"page batch.json --html {html} --pdf {pdf} --link-base {BASE} --paper A5")
    assert ended.exit_code == 0, ended.output
    assert "33060126-0000000003" in ended.output
    assert "<svg" in html.read_text() and pdf.read_bytes().startswith(b"%PDF")
    assert {stat.S_IMODE(path.stat().st_mode) for path in (html, pdf)} == {0o600}
    assert "cannot be written: File exists; name a new file" in bills.refused(f"page batch.json --html {html}")


def test_page_without_a_link_has_no_code(bills: Bills, tmp_path: Path) -> None:
    assert bills.result(f"page batch.json --html {tmp_path / 'page.html'}").exit_code == 0
    assert "<svg" not in (tmp_path / "page.html").read_text()


@pytest.mark.parametrize("words", ["page batch.json", f"qr batch.json --link-base {BASE}"])
def test_a_command_that_is_not_told_what_to_make_says_so(bills: Bills, words: str) -> None:
    ended = bills.result(words)
    assert ended.exit_code == 2
    assert "say what to make" in ended.output


def test_the_code_leads_to_the_bill_and_opens_its_copy(bills: Bills, tmp_path: Path) -> None:
    png, svg, copy = tmp_path / "code.png", tmp_path / "code.svg", tmp_path / "copy"
    ended = bills.result(f"qr batch.json --link-base {BASE} --png {png} --svg {svg} --copy {copy}")
    assert ended.output == f"{link_of(bills.batch, BASE)}\n"
    (found_code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(png.read_bytes())))
    assert parse_link(found_code.text) == link_of(bills.batch, BASE)
    assert svg.read_bytes().startswith(b"<?xml")
    (tmp_path / "link").write_text(found_code.text)
    options = bills.evidence("batch")
    verdict = bills.run(f"verify {copy} --link {tmp_path / 'link'} {options}")
    assert verdict["verdict"] == "issued_as_shown"
    assert verdict["values"]["visit.department"] == "心内科"
    assert verdict["complete"] == ["charges", "lines", "channels", "differences"]


def test_the_secret_of_a_code_is_in_no_output_log_or_error(
    bills: Bills, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    link = link_of(bills.batch, BASE)
    secret = link.url.partition("#")[2]
    (tmp_path / "link").write_text(link.url)
    (tmp_path / "broken").write_text(link.url.replace("code=", "cod="))
    wrong_base = shlex.quote(link.url)
    outputs = [
        bills.result(words).output
        for words in (
            f"qr batch.json --link-base {BASE} --png {tmp_path / 'a.png'} --svg {tmp_path / 'a.svg'}",
            f"page batch.json --link-base {BASE} --html {tmp_path / 'a.html'} --pdf {tmp_path / 'a.pdf'}",
            f"qr batch.json --link-base {wrong_base} --png {tmp_path / 'b.png'}",
            f"verify batch.json --link {tmp_path / 'link'}",
            f"verify batch.json --link {tmp_path / 'broken'}",
            f"verify batch.json --link {wrong_base}",
            "show batch.json",
            f"qr batch.json --link-base {BASE} --png {tmp_path / 'a.png'}",
        )
    ]
    text = "".join(outputs) + caplog.text
    assert (
        "the file with the secret cannot be read" in text
        and "is not opened by this link" in text
        and "is not code, number and check" in text
    )
    assert all(form not in text for form in (secret, secret[:12], link.secret.hex()))
    assert secret not in (tmp_path / "a.html").read_text()


# --- disclose and verify -------------------------------------------------------------------------------


def test_chosen_fields_are_disclosed_and_verified_offline(bills: Bills, tmp_path: Path) -> None:
    options = bills.evidence("batch")
    out = tmp_path / "shown.json"
    made = bills.run(f"disclose batch.json header.total_fen lines --out {out}")
    assert made["complete"] == ["lines"]
    assert "心内科" not in out.read_text()
    verdict = bills.run(f"verify {out} {options}")
    assert (verdict["verdict"], verdict["bill"], verdict["event"]) == (
        "issued_as_shown",
        "33060126-0000000003",
        "BatchIssued",
    )
    assert verdict["organisation"] == bills.bodies.organisations[verdict["issuer"]]
    assert verdict["values"]["header.total_fen"] == 15_235
    bills.bodies.ledger.sync()
    header = bills.bodies.ledger.store.header(verdict["block_number"])
    assert header is not None and verdict["block_hash"] == "0x" + header.hash.hex()
    assert verdict["issued_in_block_at"] == header.timestamp
    printed = bills.result(f"verify {out} {options}")
    assert printed.exit_code == 0 and "issued_as_shown" in printed.output


@pytest.mark.parametrize(
    ("name", "event"), [("batch", "BatchIssued"), ("alone", "BillIssued"), ("red", "BillRedLettered")]
)
def test_a_holders_file_is_verified_whichever_way_its_bill_was_issued(bills: Bills, name: str, event: str) -> None:
    verdict = bills.run(f"verify {name}.json {bills.evidence(name)}")
    assert (verdict["verdict"], verdict["event"]) == ("issued_as_shown", event)
    assert verdict["bill"] == format_key(getattr(bills, name).bill.document.key)


def test_a_file_alone_is_only_consistent_in_itself_and_the_exit_status_says_so(bills: Bills) -> None:
    ended = bills.result("verify batch.json --json")
    assert ended.exit_code == 3
    assert json.loads(ended.output)["verdict"] == "consistent_in_itself"


@pytest.mark.parametrize("left_out", ["--evidence", "--header-hash", "--deployment"])
def test_what_verification_needs_is_given_together(bills: Bills, left_out: str) -> None:
    words = shlex.split(bills.evidence("batch"))
    at = words.index(left_out)
    ended = bills.result(f"verify batch.json {shlex.join(words[:at] + words[at + 2 :])}")
    assert ended.exit_code == 2
    assert "go together" in ended.output


def test_a_bill_with_the_evidence_of_another_is_refused(bills: Bills) -> None:
    assert "holds no event by which MedicalBills issued batch" in bills.refused(
        f"verify batch.json {bills.evidence('alone')}"
    )
    hashes = bills.evidence("batch").replace("--header-hash 0x", "--header-hash 0x00")[:-1]
    assert bills.result(f"verify batch.json {hashes}").exit_code == 2
    wrong = f"--evidence batch.evidence.json --header-hash 0x{'00' * 32} --deployment town"
    assert "header is not that of block 0x0000" in bills.refused(f"verify batch.json {wrong}")


def test_a_changed_field_is_refused(bills: Bills, tmp_path: Path) -> None:
    options = bills.evidence("batch")
    content = json.loads(present(bills.batch, ["header.total_fen"]).to_json())
    content["fields"]["header.total_fen"]["value"] = 99_999
    (tmp_path / "changed.json").write_text(json.dumps(content))
    assert "header.total_fen is not 99999" in bills.refused(f"verify {tmp_path / 'changed.json'} {options}")


# --- evidence ------------------------------------------------------------------------------------------


def test_evidence_comes_from_the_index_and_a_node(bills: Bills) -> None:
    ledger = bills.bodies.ledger
    evidence = ledger.issue_evidence(bills.batch)
    assert IssueEvidence.from_json(evidence.to_json()) == evidence
    header = ledger.store.header(evidence.header.number)
    assert header is not None
    issued = verify_issue(present(bills.batch, []), evidence, header_hash=header.hash, deployment=ledger.deployment)
    assert issued.block_number == header.number


def test_a_bill_that_is_on_no_chain_or_another_has_no_evidence(bills: Bills) -> None:
    ledger = bills.bodies.ledger
    with pytest.raises(BillNotIssued, match="33060126-0000000003 is not on a chain yet"):
        ledger.issue_evidence(replace(bills.batch, place=None))
    place = bills.batch.place
    assert place is not None
    with pytest.raises(ChainMismatch, match="was issued on chain 1 in 0x"):
        ledger.issue_evidence(replace(bills.batch, place=replace(place, chain_id=1)))


@pytest.mark.parametrize(("batch", "what"), [(99, "batch 99"), (0, "bill 33060126-0000000003")])
def test_a_bill_that_the_index_does_not_know_has_no_evidence(bills: Bills, batch: int, what: str) -> None:
    place = bills.batch.place
    assert place is not None
    with pytest.raises(StoreError, match=f"the index holds no event by which {what} was issued"):
        bills.bodies.ledger.issue_evidence(replace(bills.batch, place=replace(place, batch=batch)))


@dataclass
class Liar:
    """A node whose answers to some methods are others."""

    rpc: Connection
    answers: dict[str, Callable[[Any], Any]]

    def request(self, method: str, *parameters: Any) -> Any:
        return self._answer(method, self.rpc.request(method, *parameters))

    def request_batch(self, requests: Any) -> list[Any]:
        answers = self.rpc.request_batch(requests)
        return [self._answer(method, answer) for (method, _), answer in zip(requests, answers, strict=True)]

    def _answer(self, method: str, answer: Any) -> Any:
        answer = self.answers.get(method, lambda given: given)(answer)
        if isinstance(answer, NodeRefused) and method == "eth_getBlockByNumber":
            raise answer
        return answer


REFUSED = NodeRefused("eth", -32_000, "no")


@pytest.mark.parametrize(
    ("method", "lie", "error", "words"),
    [
        ("eth_getBlockByNumber", lambda _: None, BlockMissing, "the node has no block"),
        ("eth_getBlockByNumber", lambda _: REFUSED, NodeUnusable, "eth_getBlockByNumber: "),
        ("eth_getBlockByNumber", lambda _: "x", NodeUnusable, "answers eth_getBlockByNumber with something else"),
        ("eth_getBlockByNumber", lambda block: block | {"gasUsed": "0x1"}, LogMisplaced, "which is indexed"),
        ("eth_getTransactionReceipt", lambda _: REFUSED, NodeUnusable, "a receipt: "),
        ("eth_getTransactionReceipt", lambda _: None, NodeUnusable, "answers eth_getTransactionReceipt with something"),
        ("eth_getTransactionReceipt", lambda one: one | {"status": "0x0"}, LogMisplaced, "not those of its header"),
    ],
)
def test_a_node_that_lies_is_found_out(
    bills: Bills, method: str, lie: Callable[[Any], Any], error: type[Exception], words: str
) -> None:
    ledger = bills.bodies.ledger
    ledger.sync()
    place = bills.batch.place
    assert place is not None
    rpc = Liar(ledger.connection, {method: lie})
    with pytest.raises(error, match=words):
        issue_evidence(rpc, ledger.store, bills.batch.bill.document.key, place)


def test_bills_of_a_node_behind_http_are_verified_without_it(free_chain: Anvil, tmp_path: Path) -> None:
    (tmp_path / "vaults").mkdir()
    keys = tuple(keccak256(b"bill papers %d" % number) for number in range(9))
    with free_chain.connect() as chain:
        made = issue_all(replace(chain, development_keys=keys), tmp_path)
        ledger = made.bodies.ledger
        for file in (made.batch, made.alone, made.red):
            evidence = IssueEvidence.from_json(ledger.issue_evidence(file).to_json())
            header = ledger.store.header(evidence.header.number)
            assert header is not None
            issued = verify_issue(present(file, []), evidence, header_hash=header.hash, deployment=ledger.deployment)
            assert issued.shown.bill == file.bill.document.key
