"""The directory of keys and vaults: made once, only the owner's, of one deployment, for one import at a time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from govledger.bills.synthea import hospital_code
from govledger.deployments import DeployedContract, Deployment
from govledger.errors import InputError, KeyFileError, VaultError, VaultExposed, VaultLocked
from govledger.importing.keyring import Keyring
from govledger.importing.parties import ADMINISTRATOR, FINANCE, FIRST_FINANCE_OFFICER
from govledger.tx.keys import load_key
from tests.synthea_files import HOSPITALS

HOSPITAL = hospital_code(HOSPITALS[0])


def deployment(chain_id: int = 1) -> Deployment:
    contract = DeployedContract(
        "consortium", "Consortium", bytes(20), (), bytes(32), bytes(32), bytes(32), 1, bytes(32)
    )
    return Deployment("town", chain_id, bytes(32), bytes(20), 0, (contract,))


def modes(directory: Path) -> set[tuple[bool, int]]:
    return {(path.is_dir(), path.stat().st_mode & 0o777) for path in [directory, *directory.rglob("*")]}


def test_everything_is_made_once_and_only_the_owner_reads_it(tmp_path: Path) -> None:
    with Keyring.open(tmp_path / "a" / "keys", deployment()) as keyring:
        first = keyring.signer(FINANCE, ADMINISTRATOR).address
        other = keyring.signer(FINANCE, FIRST_FINANCE_OFFICER).address
        assert not keyring.has_vault(HOSPITAL)
        tag_secret = (keyring.vault(HOSPITAL)._directory / "organisation.json").read_bytes()
        assert keyring.vault(HOSPITAL) is keyring.vault(HOSPITAL)
    assert first != other
    assert modes(tmp_path / "a" / "keys") == {(True, 0o700), (False, 0o600)}
    with Keyring.open(tmp_path / "a" / "keys", deployment()) as keyring:
        assert keyring.signer(FINANCE, ADMINISTRATOR).address == first
        assert keyring.has_vault(HOSPITAL)
        assert (keyring.vault(HOSPITAL)._directory / "organisation.json").read_bytes() == tag_secret


def test_officers_keystores_are_opened_by_any_program_with_the_password(tmp_path: Path) -> None:
    with Keyring.open(tmp_path / "keys", deployment()) as keyring:
        address = keyring.signer(FINANCE, ADMINISTRATOR).address
        assert keyring.founder == tmp_path / "keys" / "founder.json"
    [keystore] = (tmp_path / "keys" / "officers").iterdir()
    assert keystore.name == f"{FINANCE.public_code}-administrator.json"
    assert load_key(keystore, password_file=tmp_path / "keys" / "password").address == address


def test_keystore_that_a_killed_run_left_unfinished_is_made_anew(tmp_path: Path) -> None:
    with Keyring.open(tmp_path / "keys", deployment()) as keyring:
        unfinished = tmp_path / "keys" / "officers" / f".new-{FINANCE.public_code}-administrator.json"
        unfinished.write_text('{"crypto"')
        address = keyring.signer(FINANCE, ADMINISTRATOR).address
    assert not unfinished.exists()
    with Keyring.open(tmp_path / "keys", deployment()) as keyring:
        assert keyring.signer(FINANCE, ADMINISTRATOR).address == address


def test_one_import_at_a_time(tmp_path: Path) -> None:
    with Keyring.open(tmp_path / "keys", deployment()), pytest.raises(VaultLocked):
        Keyring.open(tmp_path / "keys", deployment())
    Keyring.open(tmp_path / "keys", deployment()).close()


def test_directory_that_others_enter_is_refused(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys").chmod(0o750)
    with pytest.raises(VaultExposed):
        Keyring.open(tmp_path / "keys", deployment())


def test_directory_with_other_things_is_refused_and_let_go(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir(mode=0o700)
    (tmp_path / "keys" / "holiday.jpg").touch()
    with pytest.raises(InputError, match=r"holds other things \(holiday\.jpg\)"):
        Keyring.open(tmp_path / "keys", deployment())
    (tmp_path / "keys" / "holiday.jpg").unlink()
    (tmp_path / "keys" / "founder.json").touch()
    Keyring.open(tmp_path / "keys", deployment()).close()


def test_keys_of_another_deployment_are_refused(tmp_path: Path) -> None:
    Keyring.open(tmp_path / "keys", deployment()).close()
    with pytest.raises(InputError, match="holds the keys and vaults of deployment town"):
        Keyring.open(tmp_path / "keys", deployment(chain_id=2))


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"format":"govledger.keyring.v2","deployment":"a","digest":"b"}'])
def test_damaged_note_of_the_deployment_is_refused(tmp_path: Path, content: bytes) -> None:
    Keyring.open(tmp_path / "keys", deployment()).close()
    note = tmp_path / "keys" / "deployment.json"
    assert json.loads(note.read_bytes())["deployment"] == "town"
    note.write_bytes(content)
    with pytest.raises(KeyFileError, match=r"deployment\.json is damaged"):
        Keyring.open(tmp_path / "keys", deployment())


def test_lost_password_is_not_made_anew_while_there_are_keystores(tmp_path: Path) -> None:
    with Keyring.open(tmp_path / "keys", deployment()) as keyring:
        keyring.signer(FINANCE, ADMINISTRATOR)
    (tmp_path / "keys" / "password").unlink()
    with pytest.raises(KeyFileError, match="password is missing"):
        Keyring.open(tmp_path / "keys", deployment())


def test_place_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(VaultError, match="file"):
        Keyring.open(tmp_path / "file" / "keys", deployment())
