"""geth as the oracle: the hash that we compute from a genesis is the one of geth's own block 0."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from govledger.consensus import clique
from govledger.consensus.engine import Engine, genesis_extra_data, validators_in
from govledger.consensus.header import Header
from govledger.network.genesis import Client, GenesisOptions, make_genesis, read_genesis
from tests.blocks import address, key_number

pytestmark = pytest.mark.nodes
PATIENCE_SECONDS = 60
ALONE = (
    *("--nodiscover", "--nat", "none", "--netrestrict", "127.0.0.0/8", "--maxpeers", "0", "--port", "0"),
    *("--authrpc.port", "0", "--ipcdisable", "--syncmode", "full"),
)
RICH = {bytes([number]) * 20: 10**24 + number for number in range(1, 30)}


def run(geth: Path, *words: str | Path) -> str:
    done = subprocess.run([geth, *words], capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def begun(geth: Path, folder: Path, genesis: dict[str, Any]) -> Path:
    """A data directory that geth began with a genesis."""
    file = folder / "genesis.json"
    file.write_text(json.dumps(genesis))
    run(geth, "--datadir", folder / "data", "init", file)
    return folder / "data"


def asked(geth: Path, data: Path, script: str, *options: str | Path) -> Any:
    """What a script in geth's console, on a node alone, gives as JSON."""
    said = run(geth, "--datadir", data, *ALONE, *options, "--exec", f"JSON.stringify({script})", "console")
    return json.loads(json.loads(said))


def block_0(geth: Path, data: Path) -> tuple[str, Header]:
    block_hash, raw = asked(geth, data, "[eth.getBlock(0).hash, debug.getRawHeader('0x0')]")
    return block_hash[2:], Header.decode(bytes.fromhex(raw[2:]))


@pytest.mark.parametrize("fees", [False, True])
@pytest.mark.parametrize("validators", [1, 4, 21])
def test_genesis_for_geth_has_the_hash_of_geth_s_own_block_0(geth, tmp_path, fees, validators):
    genesis = make_genesis(
        GenesisOptions(
            engine=Engine.CLIQUE,
            client=Client.GETH,
            chain_id=20_264,
            validators=tuple(bytes([number]) * 20 for number in range(validators, 0, -1)),
            zero_fee=not fees,
            timestamp=1_700_000_000,
            alloc=RICH if fees else {},
        )
    )
    assert block_0(geth, begun(geth, tmp_path, genesis.json)) == (genesis.hash.hex(), genesis.header)


def test_accounts_with_code_storage_and_nothing_count_as_geth_counts_them(geth, tmp_path):
    file = {
        "config": {"chainId": 7, "homesteadBlock": 0, "eip150Block": 0, "clique": {"period": 1, "epoch": 30_000}},
        "difficulty": 1,
        "gasLimit": "8000000",
        "nonce": "0x2a",
        "timestamp": "1700000000",
        "coinbase": "0x" + "07" * 20,
        "mixHash": "0x" + "08" * 32,
        "extraData": "0x" + genesis_extra_data(Engine.CLIQUE, [b"\x01" * 20]).hex(),
        "alloc": {
            "01" * 20: {"balance": "0"},
            "0x" + "02" * 20: {"balance": "123456789"},
            "03" * 20: {"balance": "0x10", "nonce": "0x5", "code": "0x600160005500"},
            "04" * 20: {
                "balance": "0x0",
                "code": "0x00",
                "storage": {"0x01": "0x05", "00" * 32: "00" * 31 + "02", "0x" + "09" * 32: "0x00"},
            },
        },
    }
    genesis = read_genesis(file, Engine.CLIQUE)
    assert block_0(geth, begun(geth, tmp_path, file)) == (genesis.hash.hex(), genesis.header)


def test_hash_of_goerli_is_computed_from_the_file_that_geth_carries(geth):
    genesis = read_genesis(json.loads(run(geth, "--goerli", "dumpgenesis")), Engine.CLIQUE)
    assert genesis.hash.hex() == "bf7e331f7f7c1dd2e05159666b3bf8bc7a8a3a9eb1d518969eab529dd9b88c1a"
    assert len(validators_in(Engine.CLIQUE, genesis.header)) == 1


@pytest.mark.parametrize("fees", [False, True])
def test_sealer_of_geth_s_blocks_is_the_key_that_sealed_them(geth, tmp_path, fees):
    key = key_number(4_242)
    signer = address(key)
    genesis = make_genesis(
        GenesisOptions(
            engine=Engine.CLIQUE,
            client=Client.GETH,
            chain_id=20_264,
            validators=(signer,),
            block_seconds=1,
            zero_fee=not fees,
            epoch_blocks=2,
            alloc=RICH if fees else {},
        )
    )
    data = begun(geth, tmp_path, genesis.json)
    (tmp_path / "key").write_text(key.to_hex())
    (tmp_path / "password").write_text("only for this test")
    password = ("--password", tmp_path / "password")
    run(geth, "account", "import", "--datadir", data, "--lightkdf", *password, tmp_path / "key")
    sealing = ("--mine", "--miner.etherbase", f"0x{signer.hex()}", "--unlock", f"0x{signer.hex()}")
    each = "function (n) { return [eth.getBlock(n).hash, debug.getRawHeader('0x' + n)] }"
    script = f"[admin.sleepBlocks(3), [1, 2, 3].map({each})]"
    _, blocks = asked(geth, data, script, *sealing, *password)
    headers = [Header.decode(bytes.fromhex(raw[2:])) for _, raw in blocks]
    for (block_hash, _), header in zip(blocks, headers, strict=True):
        assert clique.block_hash(header).hex() == block_hash[2:]
        assert clique.sealer(header) == signer
        assert (header.base_fee_per_gas is not None) == fees
    assert headers[0].parent_hash == genesis.hash
    assert [validators_in(Engine.CLIQUE, header) for header in headers] == [(), (signer,), ()]
