"""The elements of a FHIR resource, each with its place in it, so that an error says where. Pure.

JSON numbers arrive as they were written, as integers or `Decimal`: an amount is exact or refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, NoReturn, TypeVar

from govledger.bills.fhir.vocabulary import CURRENCY, EXTENSION
from govledger.errors import FhirInvalid

MEND = "mend the resource or export it again; nothing was imported"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LARGEST_PLACE = 15
"""No amount, price or quantity of a bill has a digit at 10^16 or above."""

_MOST_FIGURES = 40
"""More figures than any amount needs, zeros behind it included."""

_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.0+)?(Z|[+-][0-9]{2}:[0-9]{2})")
_Choice = TypeVar("_Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource, and where it was read."""

    source: str
    """`Invoice.ndjson, line 3`."""

    content: Mapping[str, Any]

    @property
    def type(self) -> str:
        """`Invoice`."""
        return str(self.content.get("resourceType"))

    @property
    def name(self) -> str:
        """`Invoice/c1`, or the type alone where there is no id."""
        identity = self.content.get("id")
        return self.type if identity is None else f"{self.type}/{identity}"

    @property
    def root(self) -> Element:
        """The resource as an element."""
        return Element(self, self.type, self.content)

    def refuse(self, path: str, value: object, rule: str, way_out: str = MEND) -> NoReturn:
        """Raise the error about an element of this resource."""
        raise FhirInvalid(self.source, self.name, path, shown(value), rule, way_out)


def shown(value: object) -> str:
    """A value in an error: short, and of a whole object only that it is one."""
    if value is None:
        return "nothing"
    if isinstance(value, Mapping):
        return "an object"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    text = str(value)
    return text if len(text) <= 80 else f"{text[:79]}…"


@dataclass(frozen=True, slots=True)
class Element:
    """A value in a resource."""

    resource: Resource
    path: str
    """In the way of FHIRPath: `Invoice.lineItem[2].priceComponent[0].factor`."""

    value: Any

    def refuse(self, rule: str, way_out: str = MEND) -> NoReturn:
        """Raise the error about this element."""
        self.resource.refuse(self.path, self.value, rule, way_out)

    # --- what stands in it -----------------------------------------------------------------------------

    def get(self, name: str) -> Element | None:
        """The element of that name, or None."""
        if not isinstance(self.value, Mapping):
            self.refuse("is an object")
        found = self.value.get(name)
        return None if found is None else Element(self.resource, f"{self.path}.{name}", found)

    def child(self, name: str) -> Element:
        """The element of that name."""
        found = self.get(name)
        if found is None:
            self.resource.refuse(f"{self.path}.{name}", None, "is there")
        return found

    def items(self, name: str) -> list[Element]:
        """The elements of a list; none if there is no list."""
        found = self.get(name)
        if found is None:
            return []
        if not isinstance(found.value, list):
            found.refuse("is a list")
        return [Element(self.resource, f"{found.path}[{place}]", value) for place, value in enumerate(found.value)]

    def only(self, name: str) -> Element | None:
        """The one element of a list, or None."""
        found = self.items(name)
        if len(found) > 1:
            found[1].refuse("stands alone: a bill has one")
        return found[0] if found else None

    def extension(self, url: str) -> Element | None:
        """The extension with that address, or None."""
        found = [one for one in self.items("extension") if one.child("url").value == url]
        if len(found) > 1:
            found[1].refuse(f"stands once: {url}")
        path = f"{self.path}.extension('{url.removeprefix(EXTENSION)}')"
        return Element(self.resource, path, found[0].value) if found else None

    def required_extension(self, url: str) -> Element:
        """The extension with that address."""
        found = self.extension(url)
        if found is None:
            self.resource.refuse(f"{self.path}.extension('{url.removeprefix(EXTENSION)}')", None, "is there")
        return found

    def extension_text(self, url: str) -> str | None:
        """The text of an extension, or None if it is not there."""
        found = self.extension(url)
        return None if found is None else found.child("valueString").text()

    # --- what it says ----------------------------------------------------------------------------------

    def text(self) -> str:
        """A string, a code or a URI."""
        if not isinstance(self.value, str) or not self.value:
            self.refuse("is text")
        return self.value

    def one_of(self, *words: str) -> str:
        """One of some codes of FHIR."""
        if self.value not in words:
            self.refuse(f"is one of {', '.join(words)}")
        return self.text()

    def choice(self, kind: type[_Choice]) -> _Choice:
        """A code of a closed list."""
        try:
            return kind(self.text())
        except ValueError:
            self.refuse(f"is one of {', '.join(kind)}")

    def coding(self, system: str) -> Element | None:
        """The coding of a CodeableConcept in a code system, or None."""
        found = [one for one in self.items("coding") if one.child("system").value == system]
        if len(found) > 1:
            found[1].refuse(f"stands once for the system {system}")
        return found[0] if found else None

    def required_coding(self, system: str) -> Element:
        """The coding of a CodeableConcept in a code system."""
        found = self.coding(system)
        if found is None:
            self.resource.refuse(f"{self.path}.coding", self.value.get("coding"), f"has a code of the system {system}")
        return found

    def identifier(self, system: str) -> str | None:
        """The value of the identifier with a system in a resource's list, or None."""
        found = [one for one in self.items("identifier") if _system_of(one) == system]
        if len(found) > 1:
            found[1].refuse(f"stands once for the system {system}")
        return found[0].child("value").text() if found else None

    def required_identifier(self, system: str) -> str:
        """The value of the identifier with a system in a resource's list."""
        found = self.identifier(system)
        if found is None:
            rule = f"has one with the system {system}"
            self.resource.refuse(f"{self.path}.identifier", self.value.get("identifier"), rule)
        return found

    def named(self, system: str) -> str:
        """The identifier by which a Reference names another resource."""
        identifier = self.child("identifier")
        if _system_of(identifier) != system:
            identifier.refuse(f"has the system {system}: resources are found by identifier, not by a server's id")
        return identifier.child("value").text()

    def scaled(self, digits: int) -> int:
        """A decimal as an integer of its last allowed digit: 12.34 with two digits is 1234."""
        value = Decimal(self.value) if type(self.value) is int else self.value
        if not isinstance(value, Decimal):
            self.refuse("is a number")
        if not value:
            return 0
        sign, figures, exponent = value.as_tuple()
        fits = len(figures) <= _MOST_FIGURES and -digits <= value.adjusted() <= _LARGEST_PLACE
        if isinstance(exponent, int) and fits:
            number = int("".join(map(str, figures)))
            places = exponent + digits
            if places >= 0:
                return (-number if sign else number) * int(10**places)
            whole, rest = divmod(number, int(10**-places))
            if not rest:
                return -whole if sign else whole
        self.refuse(f"is a number with at most {digits} digits after the point that count, below 10^16")

    def money(self, digits: int = 2) -> int:
        """A Money in fen, or with four digits in 1/10000 yuan."""
        currency = self.child("currency")
        if currency.value != CURRENCY:
            currency.refuse(f"is {CURRENCY}: a bill is in yuan")
        return self.child("value").scaled(digits)

    def seconds(self) -> int:
        """A dateTime, to the second and with its time zone, in seconds since 1970."""
        rule = "is a time to the second with its zone, 2026-01-27T16:17:47Z"
        if not isinstance(self.value, str) or _TIME.fullmatch(self.value) is None:
            self.refuse(rule)
        try:
            return (datetime.fromisoformat(self.value) - EPOCH) // timedelta(seconds=1)
        except ValueError:
            self.refuse(rule)


def _system_of(identifier: Element) -> object:
    system = identifier.get("system")
    return None if system is None else system.value
