"""`govledger import`: somebody else's data onto a ledger."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import click
import msgspec
from rich.console import Console, JustifyMethod
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from govledger import fhir_files
from govledger.bills.import_plan import ImportPlan
from govledger.cli.chain import ChainChoice, chain_options
from govledger.cli.store import STORE
from govledger.connection import Connection, embedded
from govledger.deployments import check_name
from govledger.errors import InputError, ReconciliationFailed
from govledger.importing import tables
from govledger.importing.keyring import Keyring
from govledger.importing.reconciliation import Equation, Reconciliation
from govledger.importing.run import ImportReport, Stage, import_bills
from govledger.ledger import Ledger, deploy
from govledger.tx.signer_source import NODE, WEB3SIGNER, open_signer
from govledger.tx.signing import PrivateKeySigner, Signer

DEPLOYMENTS = Path("deployments")
WIDTH = 160

Tell = Callable[[Stage, int, int], None]


@click.group("import")
def import_group() -> None:
    """Bring somebody else's data onto a ledger."""


def _import_options(command: Callable[..., None]) -> Callable[..., None]:
    """What every import can be told: the folder, where to, with which keys, and how to report."""
    options = (
        click.argument("dir", type=click.Path(path_type=Path)),
        click.option("--json", "as_json", is_flag=True, help="Print the report as one JSON object."),
        chain_options(required=False),
        click.option("--deployment", "name", metavar="NAME", help="The deployment on the given chain."),
        click.option(
            "--deployments",
            default=DEPLOYMENTS,
            show_default=True,
            metavar="DIR",
            type=click.Path(path_type=Path),
            help="Where deployments are kept.",
        ),
        click.option(
            "--keys",
            metavar="DIR",
            type=click.Path(path_type=Path),
            help="The officers' keys and the vaults, made if they are not there; needed with a chain.",
        ),
        click.option(
            "--key",
            "key",
            metavar="SIGNER",
            help="The founder's keystore, or web3signer:URL#ADDRESS, or node:ADDRESS, if anybody is still to be "
            "admitted; founder.json in --keys, or the founder's of --network, if left out.",
        ),
        click.option(
            "--password-file",
            metavar="FILE",
            type=click.Path(path_type=Path),
            help="Its first line opens the founder's keystore; asked for if left out.",
        ),
        click.option(
            "--store",
            type=STORE,
            help="The index; index.sqlite in --keys, or on the embedded chain in memory, if left out.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@import_group.command("synthea")
@_import_options
def synthea_command(dir: Path, **options: Any) -> None:
    """Turn the CSV tables of a Synthea data set in DIR into bills and claims on a ledger.

    On the embedded chain, with keys and vaults that are gone afterwards, unless --rpc or --network, --deployment and
    --keys name a ledger that stays. There the same command again changes nothing, and finishes a run that was cut
    short.
    """
    _import(lambda: tables.read_plan(dir), **options)


@import_group.command("fhir")
@_import_options
def fhir_command(dir: Path, **options: Any) -> None:
    """Turn FHIR R4 resources in DIR into bills and claims on a ledger.

    They stand in files *.ndjson (bulk data) and *.json (Bundles). Invoices become bills; each Claim, with the
    ExplanationOfBenefit that answers it, a reservation and a settlement. Where to, and what happens the second time,
    is as with `import synthea`.
    """
    _import(lambda: fhir_files.read_plan(dir), **options)


def _import(
    read: Callable[[], ImportPlan],
    *,
    as_json: bool,
    chain: ChainChoice,
    name: str | None,
    deployments: Path,
    keys: Path | None,
    key: str | None,
    password_file: Path | None,
    store: str | None,
) -> None:
    _require_together(chain, name, keys, key)
    plan = read()
    with _progress() as progress:
        if not chain.is_given:
            report = _on_embedded_chain(plan, store, progress)
        else:
            assert name is not None and keys is not None
            folder = deployments / check_name(name)
            with (
                chain.connect() as connection,
                closing(Ledger.open(folder, connection, store=store or keys / "index.sqlite")) as ledger,
                Keyring.open(keys, ledger.deployment) as keyring,
            ):
                founder = _founder(key, password_file, keyring, chain, connection)
                report = import_bills(ledger, plan, keyring, founder, progress=progress)
    if as_json:
        click.echo(msgspec.json.encode(report))
    else:
        _print(report)
    if not report.reconciliation.holds:
        raise ReconciliationFailed(report.reconciliation.failures)


def _on_embedded_chain(plan: ImportPlan, store: str | None, progress: Tell) -> ImportReport:
    with tempfile.TemporaryDirectory(prefix="govledger-import-") as folder, embedded() as chain:
        founder = PrivateKeySigner(chain.development_keys[0])
        with (
            closing(deploy(chain, founder, name="import", store=store)) as ledger,
            Keyring.open(Path(folder) / "keys", ledger.deployment) as keyring,
        ):
            return import_bills(ledger, plan, keyring, lambda: founder, progress=progress)


def _require_together(chain: ChainChoice, name: str | None, keys: Path | None, key: str | None) -> None:
    if not chain.is_given and (name is not None or keys is not None or key is not None):
        raise click.UsageError(
            "--deployment, --keys and --key are for a chain that stays; give its --rpc too, or --network"
        )
    if chain.is_given and (name is None or keys is None):
        raise click.UsageError("a chain given with --network or --rpc needs --deployment and --keys")


def _founder(
    key: str | None, password_file: Path | None, keyring: Keyring, chain: ChainChoice, connection: Connection
) -> Callable[[], Signer]:
    """The founder's key, once it is asked for: the one named, the one beside the officers', or the network's."""
    source: str | Path = key or keyring.founder
    of_network = chain.founder()
    if key is None and of_network is not None and not keyring.founder.exists():
        source, password_file = of_network.keystore, password_file or of_network.password_file

    def load() -> Signer:
        if not str(source).startswith((WEB3SIGNER, NODE)) and not Path(source).exists():
            raise InputError(
                f"the consortium's founder decides who is admitted, and there is no keystore {source}; give it with "
                "--key"
            )
        return open_signer(
            source,
            password_file=password_file,
            ask=lambda prompt: click.prompt(prompt, hide_input=True, err=True),
            connection=connection,
        )

    return load


@contextmanager
def _progress() -> Iterator[Tell]:
    """A bar for each stage, on standard error, from the first stage on."""
    columns = (TextColumn("{task.description:<28}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    bars = Progress(*columns, console=Console(stderr=True))
    tasks: dict[Stage, TaskID] = {}

    def show(stage: Stage, done: int, total: int) -> None:
        if stage not in tasks:
            bars.start()
            tasks[stage] = bars.add_task(stage.value, total=total)
        bars.update(tasks[stage], completed=done)

    try:
        yield show
    finally:
        if tasks:
            bars.stop()


# --- the report ----------------------------------------------------------------------------------------


def _print(report: ImportReport) -> None:
    console = Console(file=sys.stdout, width=WIDTH, highlight=False)
    found = report.reconciliation
    for table in (_bills_of_zero(found), _paid_above(found), _refused_bills(found), _unsettled(found)):
        if table.row_count:
            console.print(table)
            console.print()
    done = report.done
    console.print(
        f"deployment {report.deployment} on chain {report.chain_id}, digest {report.digest}\n"
        f"{report.hospitals} hospitals, {report.payers} payers, bills of code {', '.join(report.codes)}\n"
        f"this run: {done.organisations_admitted} organisations admitted, {done.officers_appointed} officers "
        f"appointed, {done.bills_issued} bills issued, {done.reimbursements_settled} reimbursements settled, "
        f"in {report.seconds:.1f} s\n"
    )
    console.print(_equations(found))
    console.print("\nthe reconciliation holds" if found.holds else "\nthe reconciliation does NOT hold")


def _table(title: str, *columns: str) -> Table:
    table = Table(box=None, pad_edge=False, title=title, title_justify="left", title_style="bold")
    for column in columns:
        justify: JustifyMethod = "right" if column in _AMOUNTS else "left"
        table.add_column(column, justify=justify, no_wrap=column != "reason", overflow="fold")
    return table


_AMOUNTS = {"charged", "paid", "above", "claimable", "amount", "left", "in the files", "on the ledger", "listed"}


def _bills_of_zero(found: Reconciliation) -> Table:
    table = _table(f"Bills of zero: {len(found.bills_of_zero)}", "claim", "bill", "hospital")
    for one in found.bills_of_zero:
        table.add_row(one.claim, one.bill, one.hospital)
    return table


def _paid_above(found: Reconciliation) -> Table:
    title = f"Paid at the counter above the bill, so that nothing is claimable: {len(found.paid_above)}"
    table = _table(title, "claim", "bill", "hospital", "charged", "paid", "above", "claimable")
    for one in found.paid_above:
        amounts = map(_yuan, (one.total_fen, one.paid_fen, one.above_fen, one.claimable_fen))
        table.add_row(one.claim, one.bill, one.hospital, *amounts)
    return table


def _refused_bills(found: Reconciliation) -> Table:
    table = _table(f"Claims that did not become bills: {len(found.refused_bills)}", "claim", "charged", "reason")
    for one in found.refused_bills:
        table.add_row(one.claim, _yuan(one.total_fen), one.reason)
    return table


def _unsettled(found: Reconciliation) -> Table:
    title = f"Reimbursements that were not settled: {len(found.unsettled)}"
    table = _table(title, "claim", "bill", "payment", "amount", "left", "reason")
    for one in found.unsettled:
        left = "" if one.left_fen is None else _yuan(one.left_fen)
        reason = one.reason if one.refusal is None else one.refusal
        table.add_row(one.claim, one.bill or "", one.payment, _yuan(one.amount_fen), left, reason)
    return table


def _equations(found: Reconciliation) -> Table:
    table = _table("Reconciliation", "", "in the files", "on the ledger", "listed", "holds")
    for one in found.equations:
        table.add_row(one.name, *_amounts(one), "yes" if one.holds else "NO")
    return table


def _amounts(equation: Equation) -> Iterator[str]:
    show = _yuan if equation.unit == "fen" else "{:,}".format
    return map(show, (equation.files, equation.ledger, equation.listed))


def _yuan(fen: int) -> str:
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"
