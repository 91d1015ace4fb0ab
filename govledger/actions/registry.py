"""Resources and records: the catalogue of data, without the data."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress

from govledger.actions.section import Acting, ActingSection, ReadingSection, VaultAccess
from govledger.errors import InputError, NotInVault, SaltShredded
from govledger.events.types import (
    RecordBatchRegistered,
    RecordRegistered,
    RecordShredded,
    RecordSuperseded,
    RecordWithdrawn,
    ResourceAmended,
    ResourceRegistered,
    ResourceRetired,
    TimestampAnchored,
)
from govledger.model import (
    Mode,
    Record,
    Recorded,
    RecordStatus,
    Resource,
    ResourceStatus,
    RetirementReason,
    Sensitivity,
    ShreddingReason,
    WithdrawalReason,
    from_bits,
    split_item,
    to_bits,
)
from govledger.privacy.canonical import JsonValue
from govledger.registry.batch import NO_OPENING, RecordOpening
from govledger.registry.record import SealedRecord, seal_record
from govledger.vault import SALT_LENGTH

APPROVER_LIMIT = 4
"""A resource names at most so many approvers."""


class RegistryReader(ReadingSection):
    """What is kept, by whom, and in which versions."""

    CONTRACT = "data_registry"

    def resource(self, resource: int) -> Resource | None:
        """The resource with this id, or None."""
        found = self._read("getResource", resource)
        if not found.version:
            return None
        return Resource(
            found.version,
            found.owner,
            ResourceStatus(found.status),
            found.schema_version,
            Sensitivity(found.sensitivity),
            from_bits(Mode, found.modes),
            found.schema,
            tuple(approver for approver in found.approvers if approver),
            found.approvals,
            found.detail_approvals,
        )

    def resources(self) -> Iterator[tuple[int, Resource]]:
        """Every resource that was ever registered in this contract, with its id."""
        return self._every(self.resource)

    def record(self, record: int) -> Record | None:
        """The record, batch or item with this id, or None; also for an item before its first action."""
        found = self._read("getRecord", record)
        if not found.version:
            return None
        return Record(found.version, found.resource, RecordStatus(found.status), found.commitment, found.count)

    def require_live_record(self, record: int, resource: int, index: int = 0) -> None:
        """Nothing, if a record can be asked for.

        Args:
            record: one that stands alone, or a batch.
            resource: the resource that it belongs to.
            index: the item's place in a batch, from 0.

        Raises:
            Refusal: it is unknown, withdrawn or shredded, or belongs to another resource.
        """
        self._read("requireLiveRecord", record, index, resource)


class RegistryActions(RegistryReader, ActingSection):
    """What a registrar does for its own organisation."""

    def __init__(self, acting: Acting, vault: VaultAccess) -> None:
        super().__init__(acting)
        self._vault = vault

    def register_resource(
        self,
        schema: bytes,
        modes: Iterable[Mode],
        *,
        sensitivity: Sensitivity,
        schema_version: int = 1,
        approvers: Sequence[int] = (),
        approvals: int = 0,
        detail_approvals: int = 0,
    ) -> Recorded[ResourceRegistered]:
        """Register a resource of the own organisation.

        Args:
            schema: keccak256 (32 bytes) of the schema's bytes.
            modes: in which it may be granted.
            sensitivity: SENSITIVE and CORE need `detail_approvals` of at least 1.
            schema_version: the schema's own.
            approvers: up to four other organisations whose grantors approve grants.
            approvals: how many of them approve a grant that allows neither DETAIL nor SUBMIT.
            detail_approvals: how many of them approve one that does; not fewer.

        Raises:
            InputError: more than four approvers.
        """
        levels = (approvals, detail_approvals)
        terms = (schema, schema_version, sensitivity, to_bits(modes), _approvers(approvers), *levels)
        return self._act(ResourceRegistered, "registerResource", terms)

    def amend_resource(
        self,
        resource: int,
        seen_version: int,
        schema: bytes,
        modes: Iterable[Mode],
        *,
        sensitivity: Sensitivity,
        schema_version: int,
        approvers: Sequence[int] = (),
        approvals: int = 0,
        detail_approvals: int = 0,
    ) -> Recorded[ResourceAmended]:
        """Give a resource new terms, as `register_resource` does; what was granted before stays as it was granted."""
        levels = (approvals, detail_approvals)
        terms = (schema, schema_version, sensitivity, to_bits(modes), _approvers(approvers), *levels)
        return self._act(ResourceAmended, "amendResource", resource, seen_version, terms)

    def retire_resource(self, resource: int, seen_version: int, reason: RetirementReason) -> Recorded[ResourceRetired]:
        """Retire a resource: nothing new is registered or granted on it."""
        return self._act(ResourceRetired, "retireResource", resource, seen_version, reason)

    def register_record(self, resource: int, fields: Mapping[int, JsonValue]) -> Recorded[RecordRegistered]:
        """Register a record: its fields stay in the vault, a salted commitment goes on the chain.

        Args:
            resource: the resource's id.
            fields: the content, by the fields' positions in the resource's schema.

        Raises:
            VaultNotFound: the officer acts without a vault.
            InputError: no fields, or a position that is not from 0 to 255.
        """
        commitment = self._seal(fields)
        return self._act(RecordRegistered, "registerRecord", resource, commitment)

    def register_record_batch(
        self, resource: int, contents: Iterable[Mapping[int, JsonValue]]
    ) -> Recorded[RecordBatchRegistered]:
        """Register many records at once: all stay in the vault, one root goes on the chain, at the price of one record.

        The item at place i is the record `model.item_id(batch, i)`.

        Args:
            resource: the resource's id.
            contents: the content of each, by the fields' positions in the resource's schema.

        Raises:
            VaultNotFound: the officer acts without a vault.
            InputError: no records, one without fields, or a position that is not from 0 to 255.
        """
        sealed = [seal_record(fields, secrets.token_bytes(SALT_LENGTH)) for fields in contents]
        batch = self._vault().save_record_batch(sealed)
        return self._act(RecordBatchRegistered, "registerRecordBatch", resource, len(batch), batch.root)

    def supersede_record(
        self, record: int, seen_version: int, fields: Mapping[int, JsonValue]
    ) -> Recorded[RecordSuperseded]:
        """Give a record new content, as `register_record` does; its versions stay.

        Args:
            record: a record that stands alone, or an item of a batch.
            seen_version: its version; 0 for an item before its first action, which is then proved from the vault.
            fields: the new content.
        """
        opening = self._opening(record, seen_version)
        commitment = self._seal(fields)
        return self._act(RecordSuperseded, "supersedeRecord", record, seen_version, commitment, opening)

    def withdraw_record(self, record: int, seen_version: int, reason: WithdrawalReason) -> Recorded[RecordWithdrawn]:
        """Withdraw a record, a batch as a whole, or an item of one; its versions stay."""
        opening = self._opening(record, seen_version)
        return self._act(RecordWithdrawn, "withdrawRecord", record, seen_version, reason, opening)

    def shred_record(self, record: int, seen_version: int, reason: ShreddingReason) -> Recorded[RecordShredded]:
        """Say that the salts of a record, of a batch as a whole, or of an item of one are destroyed.

        Destroy them first (`Vault.shred_record`, `Vault.shred_batched_record`), also those of earlier versions, and
        wherever the vault was copied to.

        Raises:
            VaultNotFound: the officer acts without a vault.
            InputError: the vault still opens what the chain holds.
        """
        opening = self._opening(record, seen_version)
        self._require_shredded(record)
        return self._act(RecordShredded, "shredRecord", record, seen_version, reason, opening)

    def anchor_timestamp(self, record: int, seen_version: int, token: bytes) -> Recorded[TimestampAnchored]:
        """Put a time-stamp token's hash (keccak256 of an RFC 3161 token's bytes) beside a record, batch or item."""
        opening = self._opening(record, seen_version)
        return self._act(TimestampAnchored, "anchorTimestamp", record, seen_version, token, opening)

    def _seal(self, fields: Mapping[int, JsonValue]) -> bytes:
        """The commitment to fields that are in the vault, with their salt, before anything is sent."""
        record = seal_record(fields, secrets.token_bytes(SALT_LENGTH))
        self._vault().save_record(record)
        return record.commitment

    def _opening(self, record: int, seen_version: int) -> tuple[bytes, tuple[bytes, ...]]:
        """What the contract needs at the first action of an item, from the vault."""
        item = split_item(record)
        opening: RecordOpening = NO_OPENING
        if item is not None and seen_version == 0:
            batch, index = item
            opening = self._vault().record_batch(self._read("getRecord", batch).commitment).opening(index)
        return opening.as_struct()

    def _require_shredded(self, record: int) -> None:
        """The vault opens neither the present content of a record nor, for a batch, any of its items'."""
        vault, stored, item = self._vault(), self.record(record), split_item(record)
        opens: list[SealedRecord] = []
        if item is not None:
            with suppress(SaltShredded):
                opens.append(vault.batched_record(self._read("getRecord", item[0]).commitment, item[1]))
        if stored is not None and stored.count:
            opens += vault.batched_records(stored.commitment)
        elif stored is not None:
            with suppress(SaltShredded, NotInVault):
                opens.append(vault.record(stored.commitment))
        if opens:
            raise InputError(
                f"the vault still opens record {record} (0x{opens[0].commitment.hex()}); destroy its salts first, here "
                "and wherever the vault was copied to"
            )


def _approvers(approvers: Sequence[int]) -> tuple[int, ...]:
    """As the contract holds them: four places, zeros behind."""
    if len(approvers) > APPROVER_LIMIT:
        raise InputError(f"{len(approvers)} approvers; a resource names at most {APPROVER_LIMIT}")
    return (*approvers, *(0,) * (APPROVER_LIMIT - len(approvers)))
