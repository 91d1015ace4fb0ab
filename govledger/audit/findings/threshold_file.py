"""Thresholds of findings on disk: those of a file, and the ones that come with the package (I/O)."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from govledger.audit.findings.thresholds import Thresholds, parse_thresholds
from govledger.errors import InputError

DEFAULT_FILE = "thresholds.toml"


def default_text() -> str:
    """Every threshold with what it means, in TOML."""
    return files(__package__).joinpath(DEFAULT_FILE).read_text(encoding="utf-8")


def default_thresholds() -> Thresholds:
    """The thresholds that hold where nobody says otherwise."""
    text = default_text()
    return parse_thresholds(text, text, DEFAULT_FILE)


def read_thresholds(path: Path) -> Thresholds:
    """The thresholds of a file, which holds what differs from the default ones.

    Raises:
        InputError: it cannot be read, is no TOML, or has an unknown name, a wrong type or a value that breaks a rule.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no text in UTF-8"
        raise InputError(f"{path} cannot be read: {reason}") from error
    return parse_thresholds(text, default_text(), str(path))
