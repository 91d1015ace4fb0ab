"""What `--store` takes: a file, or a database of a PostgreSQL server."""

from __future__ import annotations

from typing import Any

import click

from govledger.errors import InputError
from govledger.index.address import store_address


class StoreName(click.ParamType):
    """A path, `sqlite:///path` or `postgresql://user@host/database`."""

    name = "STORE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name as it was given, found to be one of a store."""
        try:
            store_address(str(value))
        except InputError as problem:
            self.fail(str(problem), param, ctx)
        return str(value)


STORE = StoreName()
