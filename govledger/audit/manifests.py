"""What the manifests of batches of bills show that no event does: the tags of bills that nobody touched yet. Pure.

The contracts refuse a tag that was used, from a bill's first action on. Before that a batch is a root alone, under
which a reference can stand twice, or once more. Whoever holds the manifest rebuilds the root, and sees every tag.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from govledger import refusals
from govledger.bills.batch import ROW_LENGTH, ManifestRow, manifest_root, parse_manifest
from govledger.bills.number import format_key
from govledger.errors import Refusal
from govledger.events import Event
from govledger.events import types as events
from govledger.privacy.tags import ABSENT_TAG
from govledger.rules.medical_bills import BillLeaf


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with something that the contracts took, and could not see."""

    event: str
    """Name of the event by which it was done."""
    rule: str
    """Which rule was broken, with its facts."""
    at: tuple[int, int]
    """Where the event stands: block number and log index."""
    refusal: Refusal | None = None
    """What the contracts refuse the second bill with, as soon as somebody acts on it; None for a root."""

    def __str__(self) -> str:
        return f"{self.event} in block {self.at[0]}, log {self.at[1]}: {self.rule}"


class Manifests:
    """The manifests that are at hand, held against the events; `findings` are what does not fit.

    Args:
        manifests: by the batch's id: 96 bytes a bill.
    """

    def __init__(self, manifests: Mapping[int, bytes]) -> None:
        self.findings: list[Finding] = []
        self._manifests = manifests
        self._proper: dict[int, bytes] = {}
        """Those that make their batch's root."""
        self._issuers: dict[int, int] = {}
        """By batch."""
        self._bills: dict[tuple[int, bytes], int] = {}
        """The bill that carries a tag, by issuer and tag."""

    def row_of(self, batch: int, index: int) -> BillLeaf | None:
        """The leaf at a place of a batch; None where no manifest shows it."""
        manifest = self._proper.get(batch)
        if manifest is None:
            return None
        row = manifest[index * ROW_LENGTH : (index + 1) * ROW_LENGTH]
        return BillLeaf(row[:32], row[32:64], row[64:])

    def see(self, event: Event, at: tuple[int, int]) -> None:
        """Takes the next event of the chain; nothing, where there are no manifests.

        Raises:
            DocumentUnreadable: the batch's manifest is not a whole number of rows.
        """
        if not self._manifests:
            return
        found: Any = event
        match event:
            case events.BatchIssued():
                self._issuers[event.batch] = event.acting_organisation
                if event.batch in self._manifests:
                    self._see_batch(event, at)
            case events.BillIssued():
                self._see_bill(event.NAME, found.acting_organisation, found.bill, _row_in(found), at)
            case events.BillRedLettered():
                self._see_bill(event.NAME, found.acting_organisation, found.red_bill, _row_in(found), at)
            case events.BillOpened() | events.ClaimOpened() | events.BillBooked():
                if found.batch in self._issuers:
                    self._see_bill(event.NAME, self._issuers[found.batch], found.bill, _row_in(found), at)

    def _see_batch(self, event: events.BatchIssued, at: tuple[int, int]) -> None:
        manifest = self._manifests[event.batch]
        rows, root = parse_manifest(manifest), manifest_root(manifest)
        if (len(rows), root) != (event.count, event.root):
            made = f"its manifest has {len(rows)} bills and makes the root 0x{root.hex()}"
            issued = f"it was issued with {event.count} and 0x{event.root.hex()}"
            self.findings.append(Finding(event.NAME, f"batch {event.batch}: {made}; {issued}", at))
            return
        self._proper[event.batch] = manifest
        for index, row in enumerate(rows):
            self._see_bill(event.NAME, event.acting_organisation, event.first + index, row, at)

    def _see_bill(self, name: str, issuer: int, bill: int, row: ManifestRow, at: tuple[int, int]) -> None:
        """Each tag of an issuer stands at one bill, and once."""
        tags = [tag for tag in (row.business_tag, row.settlement_tag) if tag != ABSENT_TAG]
        for tag in dict.fromkeys(tags):
            carrier = self._bills.setdefault((issuer, tag), bill)
            if carrier != bill or tags.count(tag) > 1:
                where = f"at bill {format_key(carrier)} and again at bill {format_key(bill)}"
                rule = f"the tag 0x{tag.hex()} of organisation {issuer} stands {where}"
                self.findings.append(Finding(name, rule, at, refusals.BillTagUsed(issuer, tag)))


def _row_in(event: Any) -> ManifestRow:
    return ManifestRow(event.business_tag, event.settlement_tag, event.inner)
