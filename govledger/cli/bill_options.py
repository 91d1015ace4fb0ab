"""What the commands about bills take: a bill, an order, a consent, who is meant."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from govledger.bills.consent import Consent
from govledger.bills.consent_file import Revocation, consent_from_json, revocation_from_json, secret_from_json
from govledger.bills.order import BillOrder
from govledger.cli.files import read_file, read_secret
from govledger.cli.trail import BillNumber

BILL = click.argument("bill", metavar="BILL", type=BillNumber())
RANGE = click.option(
    "--range", "number_range", type=click.IntRange(min=1), required=True, metavar="ID", help="The range of its number."
)


class ConsentFile(click.ParamType):
    """A consent, as `govledger bill consent give` wrote it."""

    name = "FILE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Consent:
        """What the file holds; an error of govledger ends the program as any other."""
        return consent_from_json(read_file(Path(str(value))))


class RevocationFile(click.ParamType):
    """A revocation, as `govledger bill consent revoke` wrote it."""

    name = "FILE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Revocation:
        """What the file holds."""
        return revocation_from_json(read_file(Path(str(value))))


class SecretFile(click.ParamType):
    """The secret of a bill's one-time key, as `govledger bill consent key` wrote it."""

    name = "FILE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> bytes:
        """The 32 bytes in the file."""
        return secret_from_json(read_secret(Path(str(value))))


class OrderFile(click.ParamType):
    """A bill to be issued: format govledger.order.v1."""

    name = "ORDER"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> BillOrder:
        """What the file holds."""
        return BillOrder.from_json(read_file(Path(str(value))))


ORDER = click.argument("order", metavar="ORDER", type=OrderFile())
CONSENT = click.option("--consent", type=ConsentFile(), help="The subject's consent, where the bill asks for one.")
