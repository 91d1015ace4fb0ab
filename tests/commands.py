"""Commands as a user runs them: on a deployment in the working directory, by keystores in it, on the embedded chain."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from govledger import connection as connection_module
from govledger.cli import main
from govledger.connection import Connection
from govledger.deployer.folder import write_manifest
from govledger.ledger import Ledger
from govledger.tx.keys import save_key


@dataclass
class Commands:
    """A deployment in `deployments/town`, and keystores in `keys`."""

    chain: Connection
    ledger: Ledger
    keys: Mapping[str, bytes]

    def result(self, words: str, key: str | None = None, *, text: bool = False) -> Result:
        """How a command ended that asks the chain."""
        arguments = [*shlex.split(words), "--rpc", "http://node", "--deployment", "town"]
        arguments += [] if text else ["--json"]
        if key is not None:
            arguments += ["--key", f"keys/{key}.json", "--password-file", "keys/password"]
        return CliRunner().invoke(main, arguments)

    def run(self, words: str, key: str | None = None) -> Any:
        """What a command that succeeds prints, as JSON."""
        ended = self.result(words, key)
        assert ended.exit_code == 0, ended.output
        return json.loads(ended.output)

    def table(self, words: str, key: str | None = None) -> list[str]:
        """The lines that a command that succeeds prints for people."""
        ended = self.result(words, key, text=True)
        assert ended.exit_code == 0, ended.output
        return [" ".join(line.split()) for line in ended.output.splitlines()]

    def refused(self, words: str, key: str | None = None) -> str:
        """The one line of a command that is refused."""
        return refusal_in(self.result(words, key))

    def wrong(self, words: str, key: str | None = None) -> str:
        """The last line of a command whose options are wrong."""
        ended = self.result(words, key)
        assert ended.exit_code == 2, ended.output
        return ended.output.splitlines()[-1].removeprefix("Error: ")

    def address(self, key: str) -> str:
        """Of the account that a key acts by."""
        return "0x" + self.ledger.acting_as(self.keys[key]).account.hex()


def refusal_in(ended: Result) -> str:
    """The one line of a command that was refused, which is no traceback."""
    assert ended.exit_code == 1, ended.output
    assert isinstance(ended.exception, SystemExit), "an error of govledger, and no traceback"
    [line] = ended.output.splitlines()
    assert line.startswith("Error: ")
    return line.removeprefix("Error: ")


@contextmanager
def working_in(folder: Path, chain: Connection) -> Iterator[None]:
    """The folder is the working directory, and every node that a command names is this chain."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr(connection_module, "connect", lambda *urls, **expected: nullcontext(chain))
        yield


def keep(ledger: Ledger, keys: Mapping[str, bytes]) -> None:
    """Puts the deployment and keystores into the working directory."""
    for name, key in keys.items():
        save_key(f"keys/{name}.json", key, "open sesame", work_factor=2)
    Path("keys/password").write_text("open sesame\n")
    Path("keys/password").chmod(0o600)
    Path("deployments/town").mkdir(parents=True)
    write_manifest(Path("deployments/town"), ledger.deployment)
