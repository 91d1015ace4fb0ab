"""The documented API of a Web3Signer in eth1 mode, over real HTTP with a real key."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from coincurve import PrivateKey

from govledger.errors import InputError, KeyFileError, SignatureInvalid, SignerFailed
from govledger.privacy.keccak import keccak256
from govledger.tx.keys import save_key
from govledger.tx.signer_source import open_signer
from govledger.tx.signing import DynamicFeeTransaction, LegacyTransaction, PrivateKeySigner
from govledger.tx.web3signer import Web3Signer

KEY, OTHER = bytes([7]) * 32, bytes([8]) * 32
ADDRESS = PrivateKeySigner(KEY).address
LEGACY = LegacyTransaction(chain_id=1337, nonce=7, gas_price=0, gas=90_000, to=bytes(20), data=b"\x01" * 40)
DYNAMIC = DynamicFeeTransaction(
    chain_id=1337, nonce=8, max_priority_fee_per_gas=1, max_fee_per_gas=9, gas=90_000, to=b"", data=b"\x02" * 400
)


class Signing:
    """A signing service that keeps keys; its answers can be replaced by path."""

    def __init__(self, *keys: bytes) -> None:
        self.keys = {PrivateKey(key).public_key.format(compressed=False)[1:].hex(): PrivateKey(key) for key in keys}
        self.replaced: dict[str, tuple[int, bytes]] = {}
        self.asked: list[tuple[str, Any]] = []
        self.pause = threading.Event()
        self.seconds = 0.0
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.answer(None)

            def do_POST(self) -> None:
                self.answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

            def answer(self, body: Any) -> None:
                service.pause.wait(service.seconds)
                service.asked.append((self.path, body))
                status, content = service.respond(self.path, body)
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None: ...

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()

    def respond(self, path: str, body: Any) -> tuple[int, bytes]:
        for beginning, answer in self.replaced.items():
            if path.startswith(beginning):
                return answer
        if path == "/upcheck":
            return 200, b"OK"
        if path == "/api/v1/eth1/publicKeys":
            return 200, json.dumps([f"0x{key}" for key in self.keys]).encode()
        identifier = path.removeprefix("/api/v1/eth1/sign/").removeprefix("0x")
        if identifier not in self.keys or body is None:
            return 404, b""
        signature = self.keys[identifier].sign_recoverable(keccak256(bytes.fromhex(body["data"][2:])), hasher=None)
        return 200, f"0x{signature[:64].hex()}{signature[64] + 27:02x}".encode()

    def stop(self) -> None:
        self.pause.set()
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def service() -> Iterator[Signing]:
    signing = Signing(KEY, OTHER)
    yield signing
    signing.stop()


@pytest.mark.parametrize("transaction", [LEGACY, DYNAMIC], ids=["legacy", "dynamic fee"])
def test_signer_signs_as_the_key_in_memory_does(service, transaction):
    signer = Web3Signer(service.url + "/", ADDRESS)
    assert signer.sign(transaction) == PrivateKeySigner(KEY).sign(transaction)
    path, body = service.asked[-1]
    assert path == f"/api/v1/eth1/sign/0x{PrivateKey(KEY).public_key.format(compressed=False)[1:].hex()}"
    assert body == {"data": f"0x{transaction.signing_payload().hex()}"}
    assert [path for path, _ in service.asked[:2]] == ["/upcheck", "/api/v1/eth1/publicKeys"]
    assert repr(signer) == f"Web3Signer({service.url}, 0x{ADDRESS.hex()})"


def test_account_is_chosen_where_the_signer_keeps_several(service):
    with pytest.raises(InputError, match="keeps 2 keys; say which account signs"):
        Web3Signer(service.url)
    del service.keys[PrivateKey(OTHER).public_key.format(compressed=False)[1:].hex()]
    assert Web3Signer(service.url).address == ADDRESS


def test_account_that_the_signer_does_not_keep_is_an_error(service):
    with pytest.raises(SignerFailed, match=f"keeps no key of 0x{'11' * 20}"):
        Web3Signer(service.url, b"\x11" * 20)


def test_key_that_was_taken_out_of_the_signer_is_an_error(service):
    signer = Web3Signer(service.url, ADDRESS)
    service.keys.clear()
    with pytest.raises(SignerFailed, match="HTTP 404: it does not know that key or path"):
        signer.sign(LEGACY)


def test_signature_of_another_key_is_found_out(service):
    signer = Web3Signer(service.url, ADDRESS)
    for identifier in service.keys:
        service.keys[identifier] = PrivateKey(OTHER)
    with pytest.raises(SignatureInvalid, match=f"signed as 0x{PrivateKeySigner(OTHER).address.hex()}"):
        signer.sign(LEGACY)


@pytest.mark.parametrize(("answer", "rule"), [(b"soon", "no signature in hex"), (b"0x1234", "65 bytes")])
def test_answer_that_is_no_signature_is_an_error(service, answer, rule):
    signer = Web3Signer(service.url, ADDRESS)
    service.replaced["/api/v1/eth1/sign"] = (200, answer)
    with pytest.raises(SignatureInvalid, match=rule):
        signer.sign(LEGACY)


def test_signature_in_quotes_is_one_too(service):
    """As answered to programs that ask for JSON."""
    signer = Web3Signer(service.url, ADDRESS)
    plain = service.respond(f"/api/v1/eth1/sign/{signer._identifier}", {"data": f"0x{LEGACY.signing_payload().hex()}"})
    service.replaced["/api/v1/eth1/sign"] = (200, b'"' + plain[1] + b'"')
    assert signer.sign(LEGACY) == PrivateKeySigner(KEY).sign(LEGACY)


@pytest.mark.parametrize("keys", [b"{}", b"[1]", b'["0x12"]', b"no", b'{"a": 1}', b"1"])
def test_answer_that_is_no_list_of_keys_is_an_error(service, keys):
    service.replaced["/api/v1/eth1/publicKeys"] = (200, keys)
    with pytest.raises((SignerFailed, InputError)):
        Web3Signer(service.url)


@pytest.mark.parametrize(
    ("status", "rule"), [(500, "HTTP 500; see its log"), (403, "HTTP 403: it refuses this host"), (302, "HTTP 302")]
)
def test_signer_that_is_not_well_is_named(service, status, rule):
    service.replaced["/upcheck"] = (status, b"")
    with pytest.raises(SignerFailed, match=f"{service.url} answered /upcheck with {rule}"):
        Web3Signer(service.url)


def test_silent_signer_is_named(service):
    service.seconds = 5.0
    with pytest.raises(SignerFailed, match=r"did not answer in 0\.1 s"):
        Web3Signer(service.url, timeout_seconds=0.1)


def test_signer_that_does_not_run_is_named_without_its_password(service):
    signer = Web3Signer(service.url, ADDRESS)
    service.stop()
    with pytest.raises(SignerFailed, match="no signer answers at"):
        signer.sign(LEGACY)
    with pytest.raises(SignerFailed) as caught:
        Web3Signer(service.url.replace("http://", "http://user:s3cret@"))
    assert "s3cret" not in str(caught.value)
    service.stop = lambda: None


def test_certificate_that_nobody_vouches_for_is_refused(service):
    """Plain HTTP on the other side: no certificate at all."""
    with pytest.raises(SignerFailed, match="is not to be trusted"):
        Web3Signer(service.url.replace("http://", "https://"))


@pytest.mark.parametrize("url", ["signer:9000", "ftp://signer", ""])
def test_address_that_is_no_http_url_is_refused(url):
    with pytest.raises(InputError, match="no address of a Web3Signer"):
        Web3Signer(url)


# --- by name -------------------------------------------------------------------------------------------


def test_text_names_an_account_of_a_web3signer(service):
    assert open_signer(f"web3signer:{service.url}#0x{ADDRESS.hex()}").address == ADDRESS
    with pytest.raises(InputError, match="keeps 2 keys"):
        open_signer(f"web3signer:{service.url}")
    with pytest.raises(InputError, match="'0x12' is no address"):
        open_signer(f"web3signer:{service.url}#0x12")


def test_text_without_a_prefix_names_a_keystore(tmp_path):
    with pytest.raises(KeyFileError, match=r"nothing\.json"):
        open_signer(tmp_path / "nothing.json")


def test_account_of_a_node_needs_a_node():
    with pytest.raises(InputError, match="there is no connection to one; give --rpc"):
        open_signer(f"node:0x{ADDRESS.hex()}")


def test_keystore_is_opened_by_the_first_line_of_the_password_file(tmp_path):
    save_key(tmp_path / "key.json", KEY, "open sesame", work_factor=2)
    (tmp_path / "password").write_text("open sesame\n")
    (tmp_path / "password").chmod(0o600)
    assert open_signer(tmp_path / "key.json", password_file=tmp_path / "password").address == ADDRESS
    assert open_signer(str(tmp_path / "key.json"), ask=lambda _prompt: "open sesame").address == ADDRESS


@pytest.mark.parametrize("text", ["node:0xzz", "node:0x12"])
def test_address_in_a_name_has_40_digits(text):
    class Node:
        embedded = False

    with pytest.raises(InputError, match="is no address; an address is 0x and 40 hex digits"):
        open_signer(text, connection=Node())
