"""The contracts' rules once more, in plain Python: what is accepted, what is refused and why, what it emits. Pure.

One module for each contract, one class each, which holds the contract's state. A method for each function of the
contract takes the same arguments in the same order. Those that change something begin with `sender`, the account that
calls, and `now`, the block's time, and return the events that the contract would emit; what the contract refuses is
refused with the same exception and the same facts, checked in the same order, and leaves the state as it was. An
auditor can read them as the specification of the business; tests hold them equal to the contracts call by call.

An event says which call made it: `implied_call`. So the events alone, run through the rules, either come out again or
name the rule that was broken.
"""
