"""The rules of FHIR itself: cardinalities, types, choices, unknown elements, by the library fhir.resources. Pure.

The library has the definitions of R4B. Those of the resources that are used here, and of their data types, are those of
R4. What it does not check, the codes of required value sets among them, is checked where it is read.
"""

from __future__ import annotations

from typing import Any

from govledger.bills.fhir.elements import Resource
from govledger.errors import InputError


def check(resource: Resource) -> None:
    """Checks a resource against FHIR's definition of its type.

    Raises:
        FhirInvalid: it breaks a rule; names the first element that does.
        InputError: the extra `fhir` is not installed.
    """
    model, refused = _model(resource.type)
    try:
        model.model_validate(dict(resource.content))
    except refused as error:
        first = error.errors()[0]
        path = resource.type + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in first["loc"])
        resource.refuse(path, first["input"], f"keeps FHIR's definition: {first['msg']}")


def _model(kind: str) -> tuple[Any, Any]:
    """The library's class of a type, and the error it raises."""
    try:
        from fhir.resources.R4B import get_fhir_model_class
        from pydantic import ValidationError
    except ImportError as error:
        raise InputError(
            f"FHIR resources are validated with the package {error.name}: install the extra with "
            "pip install 'govledger[fhir]'"
        ) from error
    return get_fhir_model_class(kind), ValidationError
