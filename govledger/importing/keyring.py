"""The officers' keys of an import and its organisations' vaults, in one directory that only its owner enters (I/O).

::

    DIRECTORY/                          0700; every file in it 0600
      lock                              held by the one import that runs
      deployment.json                   the deployment that keys and vaults belong to
      password                          opens the keystores; made once
      founder.json                      the founder's keystore, if somebody put it there
      officers/CODE-POST.json           a keystore (version 3) for each officer, made once
      vaults/CODE/                      a vault for each hospital and payer (govledger.vault)
      outbox/                           what each officer signed, before it is sent (govledger.tx.outbox)

Keys and vaults are made when they are first needed, and never anew. Who reads the directory can act as every officer in
it: on a consortium of several organisations each one's keystore and vault move to that organisation after the import.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from types import TracebackType
from typing import Literal

import msgspec

from govledger.deployments import Deployment
from govledger.errors import InputError, KeyFileError
from govledger.importing.parties import Party, Post
from govledger.privacy.canonical import canonical_bytes
from govledger.tx.keys import load_key, save_key
from govledger.tx.signing import PrivateKeySigner
from govledger.vault import Vault, private_files

KEYRING_FORMAT: Literal["govledger.keyring.v1"] = "govledger.keyring.v1"
FOUNDER = "founder.json"
WORK_FACTOR = 1_024
"""n of scrypt. The password is 32 random bytes in a file beside the keystores: nobody tries passwords."""

_OWN_NAMES = {"lock", "password", "officers", "vaults", "outbox", FOUNDER}


class _Binding(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    format: Literal["govledger.keyring.v1"]
    deployment: str
    digest: str


class Keyring:
    """The keys and vaults of one deployment's imports; a context manager. One process at a time has it."""

    def __init__(self, directory: Path, lock: private_files.WriterLock) -> None:
        self.directory = directory
        self._lock = lock
        self._signers: dict[tuple[str, str], PrivateKeySigner] = {}
        self._vaults: dict[str, Vault] = {}
        self._password = self._made_once(directory / "password")

    @classmethod
    def open(cls, directory: Path | str, deployment: Deployment) -> Keyring:
        """The keys and vaults in a directory, which is made if it is not there.

        Raises:
            InputError: the directory holds other things, or another deployment's keys.
            VaultExposed: others than the owner can read it.
            VaultLocked: another import uses it.
            VaultError: it cannot be read or written.
        """
        path = Path(directory)
        with private_files.disk_errors(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            exists = path.exists()
        if not exists:
            private_files.make_private_directory(path)
        private_files.require_private(path)
        lock = private_files.WriterLock(path / "lock")
        try:
            _bind(path, deployment)
            for name in ("officers", "vaults", "outbox"):
                if not (path / name).exists():
                    private_files.make_private_directory(path / name)
                private_files.require_private(path / name)
            return cls(path, lock)
        except BaseException:
            lock.close()
            raise

    # --- keys ------------------------------------------------------------------------------------------

    def signer(self, party: Party, post: Post) -> PrivateKeySigner:
        """The officer's signer; its key is made if there is none.

        Raises:
            KeyFileError: the keystore is damaged, or open to others.
        """
        place = (party.public_code, post.name)
        if place not in self._signers:
            path = self.directory / "officers" / f"{party.public_code}-{post.name}.json"
            if not path.exists():
                self._make_key(path)
            self._signers[place] = load_key(path, password=self._password)
        return self._signers[place]

    @property
    def founder(self) -> Path:
        """Where the founder's keystore is, if somebody put it here."""
        return self.directory / FOUNDER

    def _make_key(self, path: Path) -> None:
        """A keystore under its name in one step, so that a killed run leaves none that is cut short."""
        unfinished = path.with_name(private_files.NEW + path.name)
        with private_files.disk_errors(unfinished):
            unfinished.unlink(missing_ok=True)
        save_key(unfinished, secrets.token_bytes(32), self._password, work_factor=WORK_FACTOR)
        private_files.move(unfinished, path)

    def _made_once(self, path: Path) -> str:
        if not path.exists():
            if any((self.directory / "officers").glob("*.json")):
                raise KeyFileError(f"{path} is missing, which opens the officers' keystores; restore it from its copy")
            private_files.write_whole(path, secrets.token_hex(32).encode() + b"\n")
        private_files.require_private(path)
        return private_files.read(path).decode("utf-8", "replace").strip()

    @property
    def outbox(self) -> Path:
        """The directory of the officers' outboxes."""
        return self.directory / "outbox"

    # --- vaults ----------------------------------------------------------------------------------------

    def has_vault(self, public_code: str) -> bool:
        """Whether the organisation's vault was made."""
        return (self._vault_path(public_code) / "organisation.json").exists()

    def vault(self, public_code: str) -> Vault:
        """The organisation's vault, open for writing; made if there is none.

        Raises:
            VaultError: it cannot be opened.
        """
        if public_code not in self._vaults:
            path = self._vault_path(public_code)
            make = Vault.open(path) if self.has_vault(public_code) else Vault.create(path, public_code)
            self._vaults[public_code] = make
        return self._vaults[public_code]

    def _vault_path(self, public_code: str) -> Path:
        return self.directory / "vaults" / public_code

    # --- closing ---------------------------------------------------------------------------------------

    def close(self) -> None:
        """Lets another import in."""
        for vault in self._vaults.values():
            vault.close()
        self._vaults.clear()
        self._lock.close()

    def __enter__(self) -> Keyring:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _bind(path: Path, deployment: Deployment) -> None:
    """Notes whose keys these are, once; refuses another deployment's."""
    file = path / "deployment.json"
    digest = "0x" + deployment.digest().hex()
    if not file.exists():
        with private_files.disk_errors(path):
            others = {entry.name for entry in path.iterdir() if not entry.name.startswith(private_files.NEW)}
        if others - _OWN_NAMES:
            raise InputError(
                f"{path} holds other things ({min(others - _OWN_NAMES)}); give the import's keys and vaults a "
                "directory of their own"
            )
        binding = _Binding(KEYRING_FORMAT, deployment.name, digest)
        content = msgspec.json.format(canonical_bytes(msgspec.to_builtins(binding)), indent=2)
        private_files.write_whole(file, content + b"\n")
        return
    private_files.require_private(file)
    try:
        bound = msgspec.json.decode(private_files.read(file), type=_Binding)
    except msgspec.MsgspecError as error:
        raise KeyFileError(f"{file} is damaged ({error}); restore it from its copy") from None
    if bound.digest != digest:
        raise InputError(
            f"{path} holds the keys and vaults of deployment {bound.deployment} ({bound.digest}), not of "
            f"{deployment.name} ({digest}); give each deployment a directory of its own"
        )
