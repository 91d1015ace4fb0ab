"""FHIR resources in files: bulk data, one resource a line, and Bundles (I/O).

A file `*.ndjson` is read line by line and never held whole; a file `*.json` holds a Bundle or one resource. Each
resource that an import or an export is made of is validated before anything is done with it.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import msgspec

from govledger.bills.document import BillDocument
from govledger.bills.fhir.elements import Resource
from govledger.bills.fhir.plan import TYPES, plan_of, resources_of
from govledger.bills.fhir.validation import check
from govledger.bills.fhir.writing import Json, invoice_of, to_json
from govledger.bills.import_plan import ImportPlan
from govledger.errors import DocumentUnreadable, InputError
from govledger.privacy.canonical import parse_strict

# --- reading ---------------------------------------------------------------------------------------------


def read_plan(directory: Path | str) -> ImportPlan:
    """What the FHIR files in a directory become on a ledger.

    Raises:
        InputError: no files, or one cannot be read; the extra `fhir` is not installed.
        DocumentUnreadable: a line or a file is not JSON.
        FhirInvalid: a resource cannot be imported; names file, resource, element, value and rule.
    """
    return plan_of(_checked(read_resources(directory)))


def read_resources(directory: Path | str) -> Iterator[Resource]:
    """The resources in the files `*.ndjson` and `*.json` of a directory, by the files' names, one after the other.

    Raises:
        InputError: no such files, or one cannot be read.
        DocumentUnreadable: a line or a file is not JSON of FHIR resources.
    """
    folder = Path(directory)
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix in (".ndjson", ".json"))
        if not files:
            raise InputError(f"{folder} has no file *.ndjson or *.json with FHIR resources")
        for path in files:
            yield from _lines(path) if path.suffix == ".ndjson" else _bundle(path)
    except OSError as error:
        raise InputError(
            f"{error.filename or folder} cannot be read: {error.strerror}; the import needs files *.ndjson (bulk data) "
            "or *.json (Bundles) with FHIR resources"
        ) from None


def _lines(path: Path) -> Iterator[Resource]:
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                source = f"{path.name}, line {number}"
                yield _resource(source, _parsed(source, line))


def _bundle(path: Path) -> Iterator[Resource]:
    content = _parsed(path.name, path.read_bytes())
    whole = _resource(path.name, content)
    if whole.type != "Bundle":
        yield whole
        return
    for place, entry in enumerate(whole.root.items("entry")):
        yield _resource(f"{path.name}, entry {place}", entry.child("resource").value)


def _parsed(source: str, data: bytes) -> Any:
    try:
        return parse_strict(data, decimals=True)
    except DocumentUnreadable as error:
        raise DocumentUnreadable(f"{source}: {error}; nothing was imported") from error


def _resource(source: str, content: Any) -> Resource:
    if not isinstance(content, Mapping) or not isinstance(content.get("resourceType"), str):
        raise DocumentUnreadable(f"{source} is no FHIR resource: it is no object with a resourceType")
    return Resource(source, content)


def _checked(resources: Iterable[Resource]) -> Iterator[Resource]:
    for resource in resources:
        if resource.type in TYPES:
            check(resource)
            yield resource


# --- writing ---------------------------------------------------------------------------------------------


def write_plan(plan: ImportPlan, directory: Path | str) -> dict[str, int]:
    """Writes an import as bulk data, a file for each type of resource, into a new directory for its owner alone.

    The directory appears whole or not at all.

    Returns:
        How many resources of each type were written.

    Raises:
        InputError: the directory is there already, or cannot be written; the extra `fhir` is not installed.
    """
    target = Path(directory)
    if target.exists():
        raise InputError(f"{target} is there already; give a directory that is not, nothing is overwritten")
    counts: dict[str, int] = {}
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        half_done = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
        try:
            for kind, resources in groupby(resources_of(plan), itemgetter("resourceType")):
                with (half_done / f"{kind}.ndjson").open("wb") as file:
                    counts[kind] = _write_lines(file.write, resources)
            half_done.rename(target)
        except BaseException:
            shutil.rmtree(half_done, ignore_errors=True)
            raise
    except OSError as error:
        raise InputError(f"{target} cannot be written: {error.strerror}") from error
    return counts


def write_bills(bills: Iterable[tuple[BillDocument, int]], file: Path | str) -> int:
    """Writes issued bills as Invoices into a new file, for its owner alone: `*.ndjson` bulk data, else one Bundle.

    A bill that a red letter among them takes back is written as cancelled.

    Args:
        bills: each with its claimable amount in fen.
        file: where to.

    Returns:
        How many were written.

    Raises:
        DocumentInvalid: FHIR cannot hold a bill.
        InputError: the file is there already, or cannot be written; the extra `fhir` is not installed.
    """
    target, known = Path(file), list(bills)
    reds = [red for document, _ in known if (red := document.header.red_letter) is not None]
    reasons = {(red.blue_code, red.blue_number): red.reason for red in reds}
    invoices = [
        invoice_of(bill, claimable_fen=fen, taken_back=reasons.get((bill.header.code, bill.header.number)))
        for bill, fen in known
    ]
    written: list[bytes] = []
    count = _write_lines(written.append, invoices)
    if target.suffix != ".ndjson":
        entries = [{"fullUrl": f"urn:govledger:bill:{one['id']}", "resource": one} for one in invoices]
        bundle = {"resourceType": "Bundle", "type": "collection", "entry": entries}
        written = [msgspec.json.format(to_json(bundle), indent=2), b"\n"]
    _write_new(target, b"".join(written))
    return count


def _write_lines(write: Callable[[bytes], object], resources: Iterable[Json]) -> int:
    """Each resource as a line, once the library has found no fault in it."""
    count = 0
    for count, resource in enumerate(resources, 1):
        check(Resource(f"resource {count}", resource))
        write(to_json(resource) + b"\n")
    return count


def _write_new(target: Path, content: bytes) -> None:
    try:
        with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
    except FileExistsError as error:
        raise InputError(f"{target} is there already; give another file, nothing is overwritten") from error
    except OSError as error:
        raise InputError(f"{target} cannot be written: {error.strerror}") from error
