"""What has to hold of a bundle (docs/bundle.md, What a verifier checks). Pure."""

from __future__ import annotations

from enum import StrEnum


class BundleRule(StrEnum):
    """A rule, by its name; a bundle is refused by the first that does not hold."""

    FORMAT = "FORMAT"
    DIGEST = "DIGEST"
    DEPLOYMENT = "DEPLOYMENT"
    GENESIS = "GENESIS"
    CHECKPOINT = "CHECKPOINT"
    HEADER = "HEADER"
    SETTLED = "SETTLED"
    UNTIL = "UNTIL"
    STATE = "STATE"
    CODE = "CODE"
    CREATION = "CREATION"
    TRANSACTIONS = "TRANSACTIONS"
    RECEIPTS = "RECEIPTS"
    COVERAGE = "COVERAGE"
    EVENT = "EVENT"
    RUNNING_HASH = "RUNNING_HASH"
    COMPLETENESS = "COMPLETENESS"
    LIFE = "LIFE"


TEXTS: dict[BundleRule, str] = {
    BundleRule.FORMAT: "the file is a bundle in its one encoding",
    BundleRule.DIGEST: "the last part has the digest of the bytes before it",
    BundleRule.DEPLOYMENT: "the deployment is the one that was pinned, of contracts that this package carries",
    BundleRule.GENESIS: "the chain begins with the genesis that was pinned",
    BundleRule.CHECKPOINT: "the checkpoint that was given is on the path",
    BundleRule.HEADER: "each header follows the one before by the rules of its engine",
    BundleRule.SETTLED: "the last block that is claimed cannot be undone",
    BundleRule.UNTIL: "the bundle reaches the block that was asked for",
    BundleRule.STATE: "nodes lead from the state's root to what is shown",
    BundleRule.CODE: "the contract's code is that of the published artifact",
    BundleRule.CREATION: "the contract was created from the published artifact, with the deployment's arguments",
    BundleRule.TRANSACTIONS: "the transactions are those of the header's root",
    BundleRule.RECEIPTS: "the receipts are those of the header's root",
    BundleRule.COVERAGE: "bodies stand where the coverage says, and nowhere else",
    BundleRule.EVENT: "each log of a contract is an event of it",
    BundleRule.RUNNING_HASH: "the contract's running hash is that of its events",
    BundleRule.COMPLETENESS: "no event of a contract is missing",
    BundleRule.LIFE: "an object's events make every version of it, up to the one in storage",
}
"""What each of them says."""
