"""`govledger audit timestamp`, `sign` and their checks: what makes a file fit to be filed."""

from __future__ import annotations

from pathlib import Path

import click

from govledger.audit.filing.signature import FileSignature, signing_hash
from govledger.cli.files import READ, file_digest, read_file, write_new
from govledger.cli.output import show
from govledger.cli.values import Address
from govledger.errors import FileSignatureInvalid, InputError
from govledger.tx.signer_source import open_signer

FILE = click.argument("file", metavar="FILE", type=READ)
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
CERTIFICATE = click.option(
    "--certificate",
    type=READ,
    metavar="PEM",
    required=True,
    help="The authority's root certificate, which is pinned, and those between it and the authority if need be.",
)


@click.command("timestamp")
@FILE
@click.option("--tsa", required=True, metavar="URL", help="The time-stamp authority's address (RFC 3161 over HTTP).")
@CERTIFICATE
@click.option("--out", type=READ, metavar="FILE", help="A new file for the token; FILE.tsr if left out.")
@AS_JSON
def timestamp_command(file: Path, tsa: str, certificate: Path, out: Path | None, as_json: bool) -> None:
    """Have an authority say when FILE was there. Its SHA-256 alone is sent.

    Nothing is written unless the token is one over FILE, under the pinned certificate.
    """
    from govledger.audit.filing.authority import ask_authority
    from govledger.audit.filing.timestamp import pinned_certificates, request_for, verified_timestamp

    digest = file_digest(file)
    pinned = pinned_certificates(read_file(certificate))
    request = request_for(digest)
    answer = ask_authority(tsa, request.content)
    verified_timestamp(answer, digest, pinned, nonce=request.nonce)
    kept = _beside(file, out, ".tsr")
    write_new(kept, answer)
    _print_timestamp(file, kept, certificate, as_json)


@click.command("verify-timestamp")
@FILE
@CERTIFICATE
@click.option("--token", type=READ, metavar="FILE", help="The file with the token; FILE.tsr if left out.")
@AS_JSON
def verify_timestamp_command(file: Path, certificate: Path, token: Path | None, as_json: bool) -> None:
    """Check offline that an authority saw FILE, and say when."""
    _print_timestamp(file, _beside(file, token, ".tsr"), certificate, as_json)


@click.command("sign")
@FILE
@click.option("--key", required=True, metavar="KEY", help="Whose key signs: a keystore file (version 3).")
@click.option(
    "--password-file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Its first line opens the keystore; asked for if left out.",
)
@click.option("--out", type=READ, metavar="FILE", help="A new file for the signature; FILE.sig if left out.")
@AS_JSON
def sign_command(file: Path, key: str, password_file: Path | None, out: Path | None, as_json: bool) -> None:
    """Sign the SHA-256 of FILE with an account's key, as wallets sign a text (EIP-191)."""
    digest = file_digest(file)
    signer = open_signer(
        key, password_file=password_file, ask=lambda prompt: str(click.prompt(prompt, hide_input=True))
    )
    if not hasattr(signer, "sign_digest"):
        raise InputError(f"{key} signs transactions alone; sign with a keystore")
    kept = _beside(file, out, ".sig")
    write_new(kept, FileSignature(digest, signer.address, signer.sign_digest(signing_hash(digest))).to_json())
    _print_signature(file, kept, None, as_json)


@click.command("verify-signature")
@FILE
@click.option("--signature", type=READ, metavar="FILE", help="The file with the signature; FILE.sig if left out.")
@click.option("--signer", type=Address(), help="Who has to have signed; if left out, who did is printed.")
@AS_JSON
def verify_signature_command(file: Path, signature: Path | None, signer: bytes | None, as_json: bool) -> None:
    """Check offline that somebody signed FILE, and say who."""
    _print_signature(file, _beside(file, signature, ".sig"), signer, as_json)


def _beside(file: Path, given: Path | None, ending: str) -> Path:
    return file.with_name(file.name + ending) if given is None else given


def _print_timestamp(file: Path, token: Path, certificate: Path, as_json: bool) -> None:
    """Prints what a token that is kept says, after its check."""
    from govledger.audit.filing.timestamp import pinned_certificates, verified_timestamp

    digest = file_digest(file)
    found = verified_timestamp(read_file(token), digest, pinned_certificates(read_file(certificate)))
    facts = {
        "file": str(file),
        "sha256": digest,
        "stamped_at": found.stamped_at,
        "accuracy_seconds": found.accuracy_seconds,
        "authority": found.authority,
        "policy": found.policy,
        "serial_number": str(found.serial_number),
        "token": str(token),
    }
    show(facts, as_json)


def _print_signature(file: Path, kept: Path, expected: bytes | None, as_json: bool) -> None:
    """Prints who signed a file, after the check of the signature.

    Raises:
        FileSignatureInvalid: it is none, or by another one than expected.
    """
    digest = file_digest(file)
    signer = FileSignature.from_json(read_file(kept)).verify(digest)
    if expected is not None and signer != expected:
        raise FileSignatureInvalid(f"0x{signer.hex()} made it, and not 0x{expected.hex()}")
    show({"file": str(file), "sha256": digest, "signer": signer, "signature": str(kept)}, as_json)
