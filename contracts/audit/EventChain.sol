// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title The running hash over a contract's own events
/// @notice One storage word, the head, is a function of every event this contract ever emitted, in order, with the
/// number and time of its block. Two proofs of that word show that an extract of the events between them is complete.
/// @dev It is the first base of every contract, so that the head stands in slot 0 everywhere.
/// For each event:  digest = keccak256(topic0 ‖ topic1 ‖ topic2 ‖ keccak256(data))
///                  head   = keccak256(head ‖ digest ‖ uint256(block.number) ‖ uint256(block.timestamp))
/// The head starts at zero. Every event has exactly two indexed arguments: the object it is about and the actor, who is
/// always msg.sender. Both are value types, so that a topic is the argument's ABI word.
abstract contract EventChain {
    bytes32 private _head;

    /// @notice The running hash over all events of this contract so far; zero before the first one.
    function head() external view returns (bytes32) {
        return _head;
    }

    /// @dev To be called once after each `emit`, with the same arguments.
    /// @param signature The event's topic0.
    /// @param object The first indexed argument as a word.
    /// @param data The ABI encoding of the arguments that are not indexed.
    function _link(bytes32 signature, uint256 object, bytes memory data) internal {
        bytes32 digest = keccak256(abi.encode(signature, object, msg.sender, keccak256(data)));
        // One write for each event, also where a constructor lists several contracts: the head must follow every one.
        // slither-disable-next-line costly-loop
        _head = keccak256(abi.encode(_head, digest, block.number, block.timestamp));
    }
}
