from __future__ import annotations

import pytest
from eth_keys import keys

from govledger.errors import InputError
from govledger.network.enode import Enode
from tests.sample_networks import enode, public_key, secret

KEY = public_key(7).hex()
DEVP2P_EXAMPLE = (
    "enode://6f8a80d14311c39f35f516fa664deaaaa13e85b2f7493f37f6144d86991ec012937307647bd3b9a82abe2974e1407241"
    "d54947bbb39763a4cac9f77166ad92a0@10.3.58.6:30303?discport=30301"
)
"""The example of devp2p's enode.md."""


def test_url_is_read_and_written_the_same() -> None:
    url = f"enode://{KEY}@192.0.2.1:30303"
    assert str(Enode.parse(url)) == url
    assert Enode.parse(url) == Enode(public_key(7), "192.0.2.1", 30_303)


def test_example_of_the_specification_is_read_without_its_discovery_port() -> None:
    found = Enode.parse(DEVP2P_EXAMPLE)
    assert (found.host, found.port) == ("10.3.58.6", 30_303)
    assert str(found) == DEVP2P_EXAMPLE.partition("?")[0]


def test_address_is_that_of_the_key() -> None:
    assert enode(7).address == keys.PrivateKey(secret(7)).public_key.to_canonical_address()


@pytest.mark.parametrize("host", ["[2001:db8::7]", "node-1.example.org", "localhost", "10.0.0.1"])
def test_host_is_an_ip_address_or_a_name(host: str) -> None:
    url = f"enode://{KEY}@{host}:1"
    assert str(Enode.parse(f" {url}\n")) == url
    assert Enode.parse(url).is_numeric is (host in ("[2001:db8::7]", "10.0.0.1"))


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("127.8.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("192.0.2.1", False),
        ("a.b", False),
    ],
)
def test_loopback_is_known(host: str, loopback: bool) -> None:
    assert enode(1, host).is_loopback is loopback


@pytest.mark.parametrize(
    ("url", "rule"),
    [
        ("", "is no public part of a node"),
        (f"http://{KEY}@192.0.2.1:30303", "is no public part of a node"),
        (f"enode://{KEY}@192.0.2.1", "is no public part of a node"),
        (f"enode://{KEY}@192.0.2.1:30303?raftport=1", "is no public part of a node"),
        (f"enode://{KEY}@2001:db8::7:30303", "is no public part of a node"),
        (f"enode://{KEY[:-2]}@192.0.2.1:30303", "has 126 hex digits; a public key has 128"),
        (f"enode://{'00' * 64}@192.0.2.1:30303", "is no public key of secp256k1"),
        (f"enode://{KEY}@192.0.2.1:0", "port 0 does not exist"),
        (f"enode://{KEY}@192.0.2.1:", "port 0 does not exist"),
        (f"enode://{KEY}@192.0.2.1:65536", "port 65536 does not exist"),
        (f"enode://{KEY}@0.0.0.0:30303", r"0\.0\.0\.0 is no address that another node can call"),
        (f"enode://{KEY}@[ff02::1]:30303", "is no address that another node can call"),
        (f"enode://{KEY}@:30303", "is neither an IP address nor a host's name"),
        (f"enode://{KEY}@192.0.2:30303", "is neither an IP address nor a host's name"),
        (f"enode://{KEY}@-a.example:30303", "is neither an IP address nor a host's name"),
        (f"enode://{KEY}@a b:30303", "is neither an IP address nor a host's name"),
        (f"enode://{KEY}@{'a.' * 130}example:30303", "is neither an IP address nor a host's name"),
    ],
)
def test_anything_else_is_refused_with_the_rule(url: str, rule: str) -> None:
    with pytest.raises(InputError, match=rule):
        Enode.parse(url)
