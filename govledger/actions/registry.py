"""Resources and records: the catalogue of data, without the data."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping

from govledger.actions.section import Acting, ActingSection, ReadingSection, VaultAccess
from govledger.events.types import (
    RecordRegistered,
    RecordSuperseded,
    RecordWithdrawn,
    ResourceAmended,
    ResourceRegistered,
    ResourceRetired,
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
    WithdrawalReason,
    from_bits,
    to_bits,
)
from govledger.privacy.canonical import JsonValue
from govledger.registry.record import seal_record
from govledger.vault import SALT_LENGTH


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
        )

    def record(self, record: int) -> Record | None:
        """The record with this id, or None."""
        found = self._read("getRecord", record)
        if not found.version:
            return None
        return Record(found.version, found.resource, RecordStatus(found.status), found.commitment)


class RegistryActions(RegistryReader, ActingSection):
    """What a registrar does for its own organisation."""

    def __init__(self, acting: Acting, vault: VaultAccess) -> None:
        super().__init__(acting)
        self._vault = vault

    def register_resource(
        self, schema: bytes, modes: Iterable[Mode], *, sensitivity: Sensitivity, schema_version: int = 1
    ) -> Recorded[ResourceRegistered]:
        """Register a resource; schema is keccak256 (32 bytes) of the schema's bytes."""
        terms = (schema, schema_version, sensitivity, to_bits(modes))
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
    ) -> Recorded[ResourceAmended]:
        """Give a resource new terms; what was granted before stays as it was granted."""
        terms = (schema, schema_version, sensitivity, to_bits(modes))
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

    def supersede_record(
        self, record: int, seen_version: int, fields: Mapping[int, JsonValue]
    ) -> Recorded[RecordSuperseded]:
        """Give a record new content, as `register_record` does; its versions stay."""
        commitment = self._seal(fields)
        return self._act(RecordSuperseded, "supersedeRecord", record, seen_version, commitment)

    def _seal(self, fields: Mapping[int, JsonValue]) -> bytes:
        """The commitment to fields that are in the vault, with their salt, before anything is sent."""
        record = seal_record(fields, secrets.token_bytes(SALT_LENGTH))
        self._vault().save_record(record)
        return record.commitment

    def withdraw_record(self, record: int, seen_version: int, reason: WithdrawalReason) -> Recorded[RecordWithdrawn]:
        """Withdraw a record; its versions stay."""
        return self._act(RecordWithdrawn, "withdrawRecord", record, seen_version, reason)
