// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// The places that the consortium's directory fills, each with one current contract. The Consortium itself is not
/// listed: it holds the directory and is never replaced.
enum ContractRole {
    NONE,
    DECISIONS,
    DATA_REGISTRY,
    ACCESS_GRANTS,
    DATA_REQUESTS,
    BILL_RANGES,
    MEDICAL_BILLS,
    BILL_CLAIMS
}

/// Where a listed contract stands in its life.
enum ListingState {
    NONE,
    /// Takes everything.
    CURRENT,
    /// Was replaced: finishes what it began, begins nothing.
    WINDING_DOWN,
    /// Takes nothing; its final head is recorded.
    CLOSED
}

/// What an act does to obligations; decides whether a contract that winds down, or is paused, still takes it.
enum Stage {
    /// Begins something new.
    BEGIN,
    /// Goes on with what was begun: also while the contract winds down.
    FINISH,
    /// Only takes something back or owns up to it (revocation, release, acknowledgement, justification): also while the
    /// contract winds down or is paused.
    RELIEVE
}
