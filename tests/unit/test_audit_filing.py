"""`govledger audit timestamp`, `sign` and their checks, as somebody types them."""

from __future__ import annotations

import json
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from govledger.cli import main
from govledger.cli.files import file_digest
from govledger.errors import InputError
from govledger.tx.keys import save_key
from tests.time_stamp_authority import Authority, Holder, certified, listening, stamping

KEY = (7).to_bytes(32)
CONTENT = b"evidence" * 100_000
ACCOUNT = "0xd41c057fd1c78805aac12b0a94a405c0461a6fbb"


def audit(*words: object, status: int = 0, given: str | None = None) -> Result:
    result = CliRunner().invoke(main, ["audit", *map(str, words)], input=given)
    assert result.exit_code == status, result.output
    return result


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "evidence.bundle"
    path.write_bytes(CONTENT)
    return path


@pytest.fixture(scope="module")
def root() -> Holder:
    return certified("an authority")


@pytest.fixture
def certificate(tmp_path: Path, root: Holder) -> Path:
    path = tmp_path / "authority.pem"
    path.write_bytes(root.pem)
    return path


@pytest.fixture
def keystore(tmp_path: Path) -> Path:
    save_key(tmp_path / "auditor.json", KEY, "open", work_factor=2)
    (tmp_path / "password").write_text("open\n")
    (tmp_path / "password").chmod(0o600)
    return tmp_path / "auditor.json"


def lines(result: Result) -> dict[str, str]:
    pairs = (line.partition("  ") for line in result.stdout.splitlines())
    return {name: text.strip() for name, _, text in pairs}


# --- time stamps ---------------------------------------------------------------------------------------


def test_a_file_is_stamped_and_the_token_kept_beside_it(file: Path, certificate: Path, root: Holder) -> None:
    authority = Authority(stamping(root))
    with listening(authority) as url:
        stamped = audit("timestamp", file, "--tsa", url, "--certificate", certificate)
    assert authority.asked == [sha256(CONTENT).digest()]
    kept = file.with_name("evidence.bundle.tsr")
    assert kept.exists()
    assert lines(stamped) == {
        "file": str(file),
        "sha256": f"0x{sha256(CONTENT).hexdigest()}",
        "stamped at": "2026-11-28T12:30:15Z",
        "accuracy seconds": "",
        "authority": "CN=a clock",
        "policy": "1.2.3.4.1",
        "serial number": "77",
        "token": str(kept),
    }
    found = json.loads(audit("verify-timestamp", file, "--certificate", certificate, "--json").stdout)
    assert (found["stamped_at"], found["accuracy_seconds"]) == (1_795_869_015, None)


def test_a_token_that_does_not_hold_is_not_kept(file: Path, certificate: Path, root: Holder, tmp_path: Path) -> None:
    for authority in (Authority(stamping(root), nonce=1), Authority(stamping(certified("another"))), Authority(root)):
        with listening(authority) as url:
            refused = audit("timestamp", file, "--tsa", url, "--certificate", certificate, status=1)
        assert "Error: this is no time stamp over the file by a pinned authority" in refused.output
    assert not list(tmp_path.glob("*.tsr"))


def test_an_earlier_token_is_not_overwritten(file: Path, certificate: Path, root: Holder, tmp_path: Path) -> None:
    with listening(Authority(stamping(root))) as url:
        words = ("timestamp", file, "--tsa", url, "--certificate", certificate)
        audit(*words)
        before = file.with_name("evidence.bundle.tsr").read_bytes()
        assert "cannot be written: File exists; name a new file" in audit(*words, status=1).output
        audit(*words, "--out", tmp_path / "second")
    assert file.with_name("evidence.bundle.tsr").read_bytes() == before
    audit("verify-timestamp", file, "--certificate", certificate, "--token", tmp_path / "second")


def test_a_changed_file_is_not_the_one_that_was_stamped(file: Path, certificate: Path, root: Holder) -> None:
    with listening(Authority(stamping(root))) as url:
        audit("timestamp", file, "--tsa", url, "--certificate", certificate)
    file.write_bytes(CONTENT[:-1])
    refused = audit("verify-timestamp", file, "--certificate", certificate, status=1)
    assert "Mismatch between messages; compare the file with the one that was filed" in refused.output


def test_without_its_packages_a_command_says_how_to_get_them(
    file: Path, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "govledger.audit.filing.timestamp", raising=False)
    monkeypatch.setitem(sys.modules, "rfc3161_client", None)
    for words in (("timestamp", file, "--tsa", "http://127.0.0.1:1"), ("verify-timestamp", file)):
        refused = audit(*words, "--certificate", certificate, status=1)
        assert "time stamps need the package rfc3161_client, which is not installed: pip install " in refused.output
        assert "'govledger[timestamp]'" in refused.output


# --- signatures ----------------------------------------------------------------------------------------


def test_a_file_is_signed_and_the_signer_named(file: Path, keystore: Path) -> None:
    signed = audit("sign", file, "--key", keystore, "--password-file", keystore.with_name("password"))
    kept = file.with_name("evidence.bundle.sig")
    expected = {
        "file": str(file),
        "sha256": f"0x{sha256(CONTENT).hexdigest()}",
        "signer": ACCOUNT,
        "signature": str(kept),
    }
    assert lines(signed) == expected
    assert json.loads(audit("verify-signature", file, "--json").stdout) == expected
    assert json.loads(audit("verify-signature", file, "--signer", ACCOUNT, "--json").stdout) == expected


def test_the_password_is_asked_for(file: Path, keystore: Path, tmp_path: Path) -> None:
    audit("sign", file, "--key", keystore, "--out", tmp_path / "mine", given="open\n")
    assert ACCOUNT in audit("verify-signature", file, "--signature", tmp_path / "mine").stdout


def test_a_signature_by_somebody_else_than_expected_is_refused(file: Path, keystore: Path) -> None:
    audit("sign", file, "--key", keystore, "--password-file", keystore.with_name("password"))
    refused = audit("verify-signature", file, "--signer", "0x" + "11" * 20, status=1)
    assert (
        f"Error: this is no signature over the file: 0x{ACCOUNT[2:]} made it, and not 0x{'11' * 20}" in refused.output
    )


def test_a_changed_file_is_not_the_one_that_was_signed(file: Path, keystore: Path) -> None:
    audit("sign", file, "--key", keystore, "--password-file", keystore.with_name("password"))
    file.write_bytes(CONTENT + b"!")
    assert "it is over the SHA-256 0x" in audit("verify-signature", file, status=1).output


def test_a_signer_that_signs_transactions_alone_is_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class OnlyTransactions:
        address = bytes(20)

    monkeypatch.setattr("govledger.cli.audit_filing.open_signer", lambda *_, **__: OnlyTransactions())
    refused = audit("sign", file, "--key", "web3signer:http://127.0.0.1:1", status=1)
    assert "web3signer:http://127.0.0.1:1 signs transactions alone; sign with a keystore" in refused.output
    assert not file.with_name("evidence.bundle.sig").exists()


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nothing cannot be read: No such file or directory"):
        file_digest(tmp_path / "nothing")
    assert "nothing.sig cannot be read" not in audit("verify-signature", tmp_path / "nothing", status=1).output
