"""Time stamps: what an authority says of a file is believed after every check, and under pinned certificates alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.x509.oid import ExtendedKeyUsageOID

from govledger.audit.filing.authority import LONGEST_ANSWER, ask_authority
from govledger.audit.filing.timestamp import Timestamp, pinned_certificates, request_for, verified_timestamp
from govledger.errors import InputError, TimestampAuthorityFailed, TimestampInvalid
from tests.conftest import ROOT
from tests.time_stamp_authority import POLICY, SHA3_256, Authority, Holder, Manner, certified, listening, stamping

DIGEST = sha256(b"evidence").digest()
AT = datetime(2026, 11, 28, 12, 30, 15, tzinfo=UTC)
SECONDS = int(AT.timestamp())
DATA = ROOT / "tests" / "data"


@pytest.fixture(scope="module")
def root() -> Holder:
    return certified("an authority")


def answered(authority: Authority, digest: bytes = DIGEST) -> tuple[bytes, int]:
    request = request_for(digest)
    return authority.answer(request.content), request.nonce


def believed(authority: Authority, *pinned: Holder, digest: bytes = DIGEST) -> Timestamp:
    answer, nonce = answered(authority)
    return verified_timestamp(answer, digest, [holder.certificate for holder in pinned], nonce=nonce)


def refused(authority: Authority, *pinned: Holder, said: str, digest: bytes = DIGEST) -> None:
    with pytest.raises(TimestampInvalid, match=said):
        believed(authority, *pinned, digest=digest)


# --- what is believed ----------------------------------------------------------------------------------


def test_a_token_says_when_the_file_was_there_and_by_whose_clock(root: Holder) -> None:
    authority = Authority(stamping(root))
    assert believed(authority, root) == Timestamp(SECONDS, None, "CN=a clock", POLICY, 77)
    assert authority.asked == [DIGEST], "the digest of the file itself is sent"


def test_a_fraction_of_the_time_is_cut_off_and_the_accuracy_rounded_up(root: Holder) -> None:
    clock = stamping(root)
    late = Authority(clock, AT + timedelta(milliseconds=1), accuracy=timedelta(seconds=2, microseconds=3_004))
    assert believed(late, root) == Timestamp(SECONDS, 3, "CN=a clock", POLICY, 77)
    exact = Authority(clock, AT, accuracy=timedelta(seconds=2))
    assert believed(exact, root).accuracy_seconds == 2


def test_a_kept_answer_is_verified_without_the_request(root: Holder) -> None:
    answer, _ = answered(Authority(stamping(root)))
    assert verified_timestamp(answer, DIGEST, [root.certificate]).stamped_at == SECONDS


def test_every_request_has_a_nonce_of_its_own() -> None:
    assert len({request_for(DIGEST).nonce for _ in range(20)}) == 20


def test_what_stands_between_the_root_and_the_authority_is_pinned_beside_the_root(root: Holder) -> None:
    between = certified("between", root)
    authority = Authority(stamping(between))
    refused(authority, root, said="unable to get local issuer certificate")
    assert believed(authority, root, between).stamped_at == SECONDS
    assert len(pinned_certificates(root.pem + between.pem)) == 2


def test_a_certificate_that_has_ended_since_still_vouches_for_its_time(root: Holder) -> None:
    clock = stamping(root, end=AT + timedelta(seconds=1))
    assert believed(Authority(clock, AT), root).stamped_at == SECONDS
    refused(Authority(clock, AT + timedelta(seconds=2)), root, said="certificate has expired")


def test_a_token_that_openssl_made_is_believed() -> None:
    """Made by `openssl ts -reply` of OpenSSL 3.0.19."""
    pinned = pinned_certificates((DATA / "timestamp-openssl.pem").read_bytes())
    found = verified_timestamp((DATA / "timestamp-openssl.tsr").read_bytes(), DIGEST, pinned)
    assert found == Timestamp(1_795_889_412, 1, "CN=tsa", "1.2.3.4.1", 4)


# --- what is refused -----------------------------------------------------------------------------------


def test_a_token_over_another_file_is_refused(root: Holder) -> None:
    refused(Authority(stamping(root), digest=b"\x99" * 32), root, said="Mismatch between messages")
    refused(Authority(stamping(root)), root, digest=b"\x99" * 32, said="Mismatch between messages")


def test_an_older_token_does_not_pass_for_an_answer(root: Holder) -> None:
    refused(Authority(stamping(root), nonce=1), root, said="Nonce mismatch")


def test_a_digest_by_another_algorithm_is_refused(root: Holder) -> None:
    refused(
        Authority(stamping(root), algorithm=SHA3_256), root, said=rf"a digest by {SHA3_256}, not by SHA-256 \(2\.16\."
    )


def test_an_authority_that_is_not_pinned_is_refused(root: Holder) -> None:
    other = certified("an authority")
    refused(Authority(stamping(other)), root, said="certificate verify error; Verify error: ")


def test_a_certificate_that_is_not_for_time_stamps_alone_is_refused(root: Holder) -> None:
    builder = certified("a builder", root, usages=(ExtendedKeyUsageOID.CODE_SIGNING,))
    for signer in (builder, stamping(root, critical=False), certified("anybody", root)):
        refused(Authority(signer), root, said="Verify error: unsuitable certificate purpose")


def test_a_token_that_somebody_else_signed_is_refused(root: Holder) -> None:
    thief = Holder(stamping(root).certificate, stamping(root).key)
    refused(Authority(thief), root, said="signature failure")


def test_a_request_that_was_not_granted_is_refused(root: Holder) -> None:
    refused(Authority(stamping(root), status=2), root, said="PKIStatus is not GRANTED")


@pytest.mark.parametrize("damaged", [b"", b"no token", b"\x30\x80"])
def test_what_is_no_answer_is_refused(root: Holder, damaged: bytes) -> None:
    with pytest.raises(TimestampInvalid, match="parse error"):
        verified_timestamp(damaged, DIGEST, [root.certificate])


def test_an_altered_answer_is_refused_or_says_the_same(root: Holder) -> None:
    """Nobody signs a few bytes, as names of algorithms that stand there twice: they change nothing that is said."""
    answer, nonce = answered(Authority(stamping(root), accuracy=timedelta(seconds=1)))
    said = verified_timestamp(answer, DIGEST, [root.certificate], nonce=nonce)
    accepted = 0
    for place in range(len(answer)):
        for change in (0x01, 0x80):
            altered = bytearray(answer)
            altered[place] ^= change
            try:
                assert verified_timestamp(bytes(altered), DIGEST, [root.certificate], nonce=nonce) == said
                accepted += 1
            except TimestampInvalid:
                pass
    assert accepted < len(answer) // 20
    for end in range(len(answer)):
        with pytest.raises(TimestampInvalid):
            verified_timestamp(answer[:end], DIGEST, [root.certificate], nonce=nonce)


# --- certificates --------------------------------------------------------------------------------------


def test_a_file_without_a_root_pins_nothing(root: Holder) -> None:
    with pytest.raises(InputError, match="this is no PEM file with certificates"):
        pinned_certificates(b"no certificate")
    with pytest.raises(InputError, match="none of these certificates is a root"):
        pinned_certificates(stamping(root).pem)
    with pytest.raises(InputError, match="this is no PEM file with certificates"):
        pinned_certificates(root.certificate.public_bytes(serialization.Encoding.DER))


# --- over HTTP -----------------------------------------------------------------------------------------


def test_an_answer_comes_as_it_was_given(root: Holder) -> None:
    authority = Authority(stamping(root))
    request = request_for(DIGEST)
    with listening(authority) as url:
        answer = ask_authority(url, request.content)
    assert verified_timestamp(answer, DIGEST, [root.certificate], nonce=request.nonce).stamped_at == SECONDS


@pytest.mark.parametrize(
    ("manner", "said"),
    [
        (Manner(status=500), "answered with HTTP 500 and the content type application/timestamp-reply"),
        (Manner(kind="text/html; charset=utf-8"), "answered with HTTP 200 and the content type text/html, not with"),
        (Manner(padding=LONGEST_ANSWER), f"answered with more than {LONGEST_ANSWER} bytes; that is no time stamp"),
    ],
)
def test_what_no_authority_answers_is_refused(root: Holder, manner: Manner, said: str) -> None:
    with listening(Authority(stamping(root)), manner) as url, pytest.raises(TimestampAuthorityFailed, match=said):
        ask_authority(url, request_for(DIGEST).content)


def test_an_address_where_nobody_answers_is_named_without_its_password(root: Holder) -> None:
    with listening(Authority(stamping(root))) as url:
        pass
    with pytest.raises(TimestampAuthorityFailed) as caught:
        ask_authority(url.replace("//", "//me:secret@"), b"request", timeout_seconds=2)
    assert str(caught.value).startswith(f"no time stamp comes from {url.removesuffix('/stamp')} (NewConnectionError)")


@pytest.mark.parametrize("url", ["ftp://host/tsa", "host", "https://", ""])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(InputError, match="is no address of a time-stamp authority; write https://HOST/PATH"):
        ask_authority(url, b"request")
