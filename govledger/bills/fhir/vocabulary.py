"""The words that FHIR lacks for a bill: identifier systems, code systems and extensions, all below `urn:govledger:`."""

from __future__ import annotations

# --- systems of identifiers ------------------------------------------------------------------------------

PUBLIC_CODE = "urn:govledger:public-code"
"""The 18 characters of an organisation (统一社会信用代码)."""

BILL_NUMBER = "urn:govledger:bill-number"
"""Code and number of an issued bill, `33060126-0000000001`."""

BUSINESS_NUMBER = "urn:govledger:business-number"
"""The hospital system's own transaction number of a bill."""

CLAIM_REFERENCE = "urn:govledger:claim-reference"
"""A payer's own number of a claim."""

# --- systems of codes --------------------------------------------------------------------------------------

BILL_KIND = "urn:govledger:bill-kind"
CHARGE_CATEGORY = "urn:govledger:charge-category"
ITEM_CODE = "urn:govledger:item-code"
PAYMENT_CHANNEL = "urn:govledger:payment-channel"
DIFFERENCE_KIND = "urn:govledger:difference-kind"
RED_LETTER_REASON = "urn:govledger:red-letter-reason"
PAYER_CLASS = "urn:govledger:payer-class"

SETTLEMENT = "urn:govledger:settlement"
"""The names of the settlement's amounts, `insurance_fund` and so on."""

PARTICIPANT_ROLE = "urn:govledger:participant-role"
"""`cashier`, `reviewer`."""

SUPPORTING_INFORMATION = "urn:govledger:supporting-information"
"""`bill`: what a claim asks for a part of."""

# --- extensions --------------------------------------------------------------------------------------------

EXTENSION = "urn:govledger:fhir:"
"""What the addresses of all extensions begin with."""

ISSUER_TYPE = EXTENSION + "issuer-type"
ISSUING_POINT = EXTENSION + "issuing-point"
CHECK_CODE = EXTENSION + "check-code"
CLAIMABLE = EXTENSION + "claimable"
RED_LETTER = EXTENSION + "red-letter"
VISIT = EXTENSION + "visit"
CARD_TYPE = EXTENSION + "card-type"
CARD = EXTENSION + "card"
LINE_REFERENCE = EXTENSION + "line-reference"
SPECIFICATION = EXTENSION + "specification"
UNIT = EXTENSION + "unit"
UNIT_PRICE = EXTENSION + "unit-price"
PAYMENT_REFERENCE = EXTENSION + "payment-reference"
EXPLANATION = EXTENSION + "explanation"

# --- words of FHIR -----------------------------------------------------------------------------------------

CURRENCY = "CNY"
ABSENT_REASON = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
ORGANIZATION_TYPE = "http://terminology.hl7.org/CodeSystem/organization-type"
CLAIM_TYPE = "http://terminology.hl7.org/CodeSystem/claim-type"
PRIORITY = "http://terminology.hl7.org/CodeSystem/processpriority"
ADJUDICATION = "http://terminology.hl7.org/CodeSystem/adjudication"
