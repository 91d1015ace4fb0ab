"""Signing by a Web3Signer in its `eth1` mode, which keeps the keys of an organisation behind HTTP (I/O).

The part of its API that is used (docs.web3signer.consensys.io, "eth1"):

- `GET /upcheck`: 200 when it runs.
- `GET /api/v1/eth1/publicKeys`: a JSON list of uncompressed public keys, 0x and 128 hexadecimal digits.
- `POST /api/v1/eth1/sign/PUBLIC-KEY` with `{"data": "0x…"}`: the signature over keccak-256 of the data, as a text
  0x r s v, with v 27 or 28. It hashes by itself: data is a transaction's signing payload.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests

from govledger.errors import InputError, SignatureInvalid, SignerFailed
from govledger.secp256k1 import PUBLIC_KEY_LENGTH, address_of
from govledger.tx.signing import Transaction, checked_signature

DEFAULT_TIMEOUT_SECONDS = 10.0


class Web3Signer:
    """One account of a Web3Signer. Threads may share it."""

    def __init__(
        self,
        url: str,
        address: bytes | None = None,
        *,
        timeout_seconds: float = DEFAULT_TIMEOUT_SECONDS,
        ca_file: Path | None = None,
        client_certificate: tuple[Path, Path] | None = None,
    ) -> None:
        """Find the account's public key at the signer.

        Args:
            url: http:// or https://; certificates are always checked.
            address: the account (20 bytes); None if the signer keeps one only.
            timeout_seconds: how long one request may take.
            ca_file: the authorities that may vouch for the signer; the system's if None.
            client_certificate: certificate and key file that this program shows, if the signer asks for one.

        Raises:
            InputError: the address is no HTTP URL, or several keys are there and none was chosen.
            SignerFailed: it does not answer, or does not keep the account's key.
        """
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise InputError(f"{url!r} is no address of a Web3Signer; write https://HOST:PORT")
        self._url = url.rstrip("/")
        self._shown = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        self._timeout = timeout_seconds
        self._verify: bool | str = True if ca_file is None else str(ca_file)
        self._certificate = None if client_certificate is None else tuple(map(str, client_certificate))
        self._sessions = threading.local()
        self._ask("GET", "/upcheck")
        keys = {address_of(key): key for key in self._public_keys()}
        if address is None:
            if len(keys) != 1:
                raise InputError(f"the signer at {self._shown} keeps {len(keys)} keys; say which account signs")
            [address] = keys
        if address not in keys:
            raise SignerFailed(
                f"the signer at {self._shown} keeps no key of 0x{address.hex()}; give it the key's configuration, or "
                f"choose one of its {len(keys)} accounts"
            )
        self.address = address
        self._identifier = f"0x{keys[address].hex()}"

    def __repr__(self) -> str:
        return f"Web3Signer({self._shown}, 0x{self.address.hex()})"

    def sign(self, transaction: Transaction) -> bytes:
        """The raw signed transaction, after checking that the signature is this account's.

        Raises:
            SignerFailed: the signer does not answer, or does not sign.
            SignatureInvalid: its signature is none, or another account's.
        """
        return transaction.signed_by(
            lambda payload: checked_signature(payload, self._signature(payload), self.address, f"{self._shown}")
        )

    def _signature(self, payload: bytes) -> bytes:
        answer = self._ask("POST", f"/api/v1/eth1/sign/{self._identifier}", {"data": f"0x{payload.hex()}"})
        text = answer.text.strip().strip('"')
        try:
            return bytes.fromhex(text.removeprefix("0x"))
        except ValueError:
            raise SignatureInvalid(f"{self._shown} answered {text[:80]!r}, which is no signature in hex") from None

    def _public_keys(self) -> list[bytes]:
        answer = self._ask("GET", "/api/v1/eth1/publicKeys")
        try:
            keys = [bytes.fromhex(one.removeprefix("0x"))[-PUBLIC_KEY_LENGTH:] for one in answer.json()]
        except (ValueError, TypeError, AttributeError):
            keys = [b""]
        if any(len(key) != PUBLIC_KEY_LENGTH for key in keys):
            raise SignerFailed(
                f"{self._shown} does not list its public keys as a Web3Signer in eth1 mode does; check the address and "
                "that it was started with the subcommand eth1"
            )
        return keys

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> requests.Response:
        try:
            answer = self._session().request(
                *(method, self._url + path),
                json=body,
                timeout=self._timeout,
                verify=self._verify,
                cert=self._certificate,  # type: ignore[arg-type]  # a tuple of two
                allow_redirects=False,
            )
        except requests.exceptions.SSLError as error:
            raise SignerFailed(
                f"the certificate of the signer at {self._shown} is not to be trusted ({error}); give the file of the "
                "authority that made it"
            ) from None
        except requests.Timeout:
            raise SignerFailed(f"the signer at {self._shown} did not answer in {self._timeout:g} s") from None
        except requests.RequestException as error:
            raise SignerFailed(
                f"no signer answers at {self._shown} ({type(error).__name__}); check that it runs and the address is "
                "right"
            ) from None
        if answer.status_code != 200:
            rule = {404: "it does not know that key or path", 403: "it refuses this host"}.get(answer.status_code, "")
            raise SignerFailed(
                f"the signer at {self._shown} answered {path.split('/0x')[0]} with HTTP {answer.status_code}"
                f"{': ' if rule else ''}{rule}; see its log"
            )
        return answer

    def _session(self) -> requests.Session:
        if not hasattr(self._sessions, "session"):
            self._sessions.session = requests.Session()
        session: requests.Session = self._sessions.session
        return session
