"""Checks of key files: who can read them, and whether they open. Pure."""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Sequence
from typing import Final

from govledger.doctor.model import Check, KeyFile, KeyFolder, KeyKind, Topic, counted

OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
OTHERS_WRITE: Final = stat.S_IWGRP | stat.S_IWOTH
LISTED: Final = 5
"""So many problems of one folder are named; the others are counted."""

MOST_ACCOUNTS: Final = 50

KEY_FILES = Topic("key files", "who can read a key file and its password can act as the account, and nobody can tell")

_RAW_KEY = re.compile(r"(?:0x)?[0-9a-fA-F]{64}\s*")
_ADDRESS = re.compile(r"(?:0x)?[0-9a-fA-F]{40}")
_PARTS: Final = ("cipher", "ciphertext", "cipherparams", "kdf", "kdfparams", "mac")


def kind_of(name: str, content: bytes) -> KeyKind:
    """What a file holds, by its content and, for passwords, by its name; UNKNOWN if it is no key file."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return KeyKind.UNKNOWN
    if "crypto" in _fields(text):
        return KeyKind.KEYSTORE
    if _RAW_KEY.fullmatch(text) and "password" not in name.lower():
        return KeyKind.RAW_KEY
    return KeyKind.PASSWORD if "password" in name.lower() else KeyKind.UNKNOWN


def problem_of(kind: KeyKind, content: bytes) -> str:
    """Why a file of that kind cannot be used; empty if it can."""
    text = content.decode("utf-8")
    if kind is KeyKind.PASSWORD:
        return "" if text.splitlines()[:1] not in ([], [""]) else "its first line, the password, is empty"
    if kind is not KeyKind.KEYSTORE:
        return ""
    fields = _fields(text)
    if fields.get("version") != 3:
        return f"it is a keystore of version {fields.get('version')!r}; only version 3 can be read"
    crypto = fields["crypto"]
    missing = [part for part in _PARTS if not isinstance(crypto, dict) or part not in crypto]
    return f"it is a damaged keystore: {', '.join(missing)} missing" if missing else ""


def address_in(content: bytes) -> bytes | None:
    """The account that a keystore says it is of; keystores need not say it."""
    address = _fields(content.decode("utf-8")).get("address")
    if not isinstance(address, str) or not _ADDRESS.fullmatch(address):
        return None
    return bytes.fromhex(address.removeprefix("0x"))


def accounts_in(files: Sequence[KeyFile], folders: Sequence[KeyFolder]) -> tuple[bytes, ...]:
    """The accounts of keystores, each once; no more than may be asked about one by one."""
    every = (*files, *(file for folder in folders for file in folder.files))
    return tuple(dict.fromkeys(file.address for file in every if file.address is not None))[:MOST_ACCOUNTS]


def _fields(text: str) -> dict[str, object]:
    """A JSON object's fields by their names in small letters; none if the text is no object."""
    try:
        document = json.loads(text)
    except ValueError:
        return {}
    return {key.lower(): value for key, value in document.items()} if isinstance(document, dict) else {}


def key_file(file: KeyFile) -> Check:
    """One file that was named: readable for its owner alone, and complete."""
    subject = str(file.path)
    if problems := _problems(file):
        return KEY_FILES.failed(subject, f"{file.kind}: {'; '.join(problems)}", _advice([file]))
    if not file.is_own:
        return KEY_FILES.warning(subject, _foreign(file), f"chown it to the user who runs govledger: {file.path}")
    if file.kind is KeyKind.UNKNOWN:
        return KEY_FILES.warning(
            subject, "neither a keystore nor a raw key nor a password file", "name the keystore file (version 3)"
        )
    return KEY_FILES.ok(subject, f"{file.kind}, mode {file.mode:03o}")


def key_folder(folder: KeyFolder) -> Check:
    """All key files of a folder together: every problem, or how many files are in order."""
    subject = str(folder.path)
    if folder.problem:
        return KEY_FILES.failed(subject, folder.problem, "name a folder that this user can read")
    problems = [f"others may write into {path} (chmod 700)" for path in folder.open_folders]
    wrong = [file for file in folder.files if _problems(file)]
    problems += [f"{file.path.relative_to(folder.path)}: {'; '.join(_problems(file))}" for file in wrong]
    if problems:
        more = f"; and {len(problems) - LISTED} more" if len(problems) > LISTED else ""
        return KEY_FILES.failed(
            subject,
            f"{len(problems)} of {len(folder.files)} key files or their folders: {' | '.join(problems[:LISTED])}{more}",
            _advice(wrong) or "chmod 700 the folders that are named",
        )
    foreign = [file for file in folder.files if not file.is_own]
    if foreign:
        return KEY_FILES.warning(
            subject,
            f"{len(foreign)} of {len(folder.files)} key files belong to another user, {foreign[0].path} the first",
            "chown them to the user who runs govledger or the node",
        )
    if not folder.files:
        return KEY_FILES.not_applicable(subject, "no key files in this folder")
    return KEY_FILES.ok(subject, f"{counted(len(folder.files), 'key file')}, for the owner alone")


def _problems(file: KeyFile) -> list[str]:
    found = [file.problem] if file.problem else []
    if file.mode & OTHERS:
        found.insert(0, f"open to other users (mode {file.mode:03o})")
    return found


def _advice(files: Sequence[KeyFile]) -> str:
    """What to do about files with problems."""
    steps = []
    opened = [file.path for file in files if file.mode & OTHERS]
    if opened:
        names = " ".join(map(str, opened[:LISTED])) + (" …" if len(opened) > LISTED else "")
        steps.append(f"chmod 600 {names}; if others had time to read it, replace the key")
    if any(file.problem for file in files):
        steps.append("check name and owner of what cannot be used, or restore it from its backup")
    return "; ".join(steps)


def _foreign(file: KeyFile) -> str:
    return f"{file.kind}, mode {file.mode:03o}; it belongs to another user"
