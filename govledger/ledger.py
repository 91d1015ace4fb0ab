"""What a developer imports: open or deploy a ledger, act as an officer, read, index, and read the trail.

Here the two sides of the house meet: acting (`tx`) and reading back (`index`, `audit`). Neither knows of the other.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from govledger.actions.bills import BillsActions, BillsReader
from govledger.actions.claims import ClaimsActions, ClaimsReader
from govledger.actions.consortium import ConsortiumActions, ConsortiumReader
from govledger.actions.decisions import Decision, DecisionActions, DecisionReader
from govledger.actions.entries import EntriesActions, EntriesReader
from govledger.actions.grants import GrantsActions, GrantsReader
from govledger.actions.ranges import RangesActions, RangesReader
from govledger.actions.registry import RegistryActions, RegistryReader
from govledger.actions.requests import RequestsActions, RequestsReader
from govledger.actions.standing import StandingActions
from govledger.artifacts import CONTRACTS, load
from govledger.audit.attempts import AttemptEntry
from govledger.audit.attempts import attempts as read_attempts
from govledger.audit.bill_reports.section import BillReports
from govledger.audit.entry import TrailEntry, TrailFilter
from govledger.audit.inferring import infer_reasons
from govledger.audit.permissions import Change, changes, permissions_at
from govledger.audit.replay import Replayed
from govledger.audit.replay import replay as run_replay
from govledger.audit.stored import stored_source
from govledger.audit.trail import trail as read_trail
from govledger.bills.evidence import IssueEvidence
from govledger.bills.holder import HolderFile
from govledger.bills.number import format_key
from govledger.connection import Connection
from govledger.consensus.checkpoint import ChainRules, Checkpoint
from govledger.deployer.checking import check
from govledger.deployer.deploying import deploy as run_deployment
from govledger.deployer.folder import open_deployment
from govledger.deployer.settling import blocks_until_settled
from govledger.deployments import Deployment
from govledger.errors import BillNotIssued, InputError, VaultNotFound
from govledger.events import Event
from govledger.events.types import DecisionExecuted, ProposalMade, RequestFiled
from govledger.index.defaults import defaults_of
from govledger.index.deployment import indexed
from govledger.index.evidence import issue_evidence
from govledger.index.model import SyncReport, Trust
from govledger.index.node import JsonRpcNode, UntypedRpc
from govledger.index.objects import first_event
from govledger.index.reasons import RpcReasons
from govledger.index.store import Store, open_store
from govledger.index.sync import sync as run_sync
from govledger.model import ActionKind, Mode, PolicyTerms, Recorded, RequestTerms, fields_from_bits, fields_to_bits
from govledger.plan import NO_GUARDIAN, POLICIES, standard_plan
from govledger.rules.explaining import Explanation, explain
from govledger.rules.permissions import Permission
from govledger.tx.call import ContractCall, ContractInterface
from govledger.tx.endpoint import Web3Endpoint
from govledger.tx.outbox import FileOutbox
from govledger.tx.sending import Waiting
from govledger.tx.signing import Signer, signer_from
from govledger.tx.transactor import Transactor, read
from govledger.vault import Vault

E = TypeVar("E", bound=Event)


class Ledger:
    """The contracts of one deployment on one chain, to be read by anyone."""

    def __init__(
        self,
        deployment: Deployment,
        connection: Connection,
        *,
        store: Path | str | None = None,
        trust: Trust | None = None,
        checked_from: ChainRules | Checkpoint | None = None,
    ) -> None:
        """Join a deployment and the chain it stands on; `open` and `deploy` check that they belong together.

        Args:
            deployment: the manifest.
            connection: the chain.
            store: the index that `sync` and `trail` use: a path, `sqlite:///path` or `postgresql://…`; None: in memory.
            trust: how much `sync` recomputes; None: as before, and for a new index the receipts where known validators
                seal the blocks, the headers elsewhere.
            checked_from: with `Trust.SEALS`, by which rules all headers are checked from the genesis on, or from which
                checkpoint; None: as before.
        """
        self.deployment = deployment
        self.connection = connection
        self._endpoint = Web3Endpoint(connection)
        self._interfaces = {key: ContractInterface(key, load(name).abi) for key, name in CONTRACTS.items()}
        self._store_path = store
        self._trust = trust
        self._checked_from = checked_from
        self._store: Store | None = None
        self._settled_depth: int | None = None
        self.consortium = ConsortiumReader(self)
        self.decisions = DecisionReader(self)
        self.registry = RegistryReader(self)
        self.grants = GrantsReader(self)
        self.requests = RequestsReader(self)
        self.ranges = RangesReader(self)
        self.bills = BillsReader(self)
        self.claims = ClaimsReader(self)
        self.entries = EntriesReader(self)
        self.reports = BillReports(self)

    @classmethod
    def open(
        cls,
        directory: Path | str,
        connection: Connection,
        *,
        store: Path | str | None = None,
        trust: Trust | None = None,
        checked_from: ChainRules | Checkpoint | None = None,
    ) -> Ledger:
        """The ledger whose manifest is in a directory, as `deploy` wrote it; the other arguments as in `__init__`.

        Raises:
            DeploymentNotFound, ManifestInvalid: there is no manifest, or none that this version reads.
            ChainMismatch: the connection leads to another chain.
            CodeMismatch: the code at an address is not the contract that the manifest names.
        """
        deployment = open_deployment(directory)
        check(deployment, Web3Endpoint(connection))
        return cls(deployment, connection, store=store, trust=trust, checked_from=checked_from)

    # --- reading the contracts -------------------------------------------------------------------------

    @property
    def chain_id(self) -> int:
        """The chain's EIP-155 id."""
        return self.deployment.chain_id

    @property
    def genesis_hash(self) -> bytes:
        """The hash (32 bytes) of the chain's first block."""
        return self.deployment.genesis_hash

    def address_of(self, contract: str) -> bytes:
        """The address (20 bytes) of a contract of the deployment, by its key."""
        return self.deployment.address(contract)

    def first_id(self, contract: str) -> int:
        """The first id that a contract of the deployment gave: a successor's counters go on from its predecessor's."""
        names = [parameter.name for parameter in self._interfaces[contract].constructor().inputs]
        return int(str(self.deployment.contract(contract).arguments[names.index("first_id")]))

    def now(self) -> int:
        """The chain's time: the latest block's timestamp, in seconds. The machine's clock plays no part."""
        return self._endpoint.latest().timestamp

    @property
    def settled_depth(self) -> int:
        """How many blocks settle the one before them on this chain; 0 where a block is final at once."""
        if self._settled_depth is None:
            self._settled_depth = blocks_until_settled(self.connection)
        return self._settled_depth

    def read(self, contract: str, function: str, *arguments: Any) -> Any:
        """What a view of a contract returns; structs as named tuples."""
        return read(self._endpoint, self.call(contract, function, *arguments))

    def call(self, contract: str, function: str, *arguments: Any) -> ContractCall:
        """A call of a contract of the deployment, encoded.

        Raises:
            InputError: no such function, or arguments that do not fit it.
        """
        return self._interfaces[contract].call(self.address_of(contract), function, *arguments)

    # --- acting ----------------------------------------------------------------------------------------

    def acting_as(
        self,
        key: Signer | bytes | str,
        *,
        vault: Vault | None = None,
        outbox: Path | str | None = None,
        waiting: Waiting | None = None,
        fee_limit: int | None = None,
    ) -> Officer:
        """The ledger in the hands of one officer.

        Args:
            key: a private key (32 bytes, or hex), or a `Signer`.
            vault: the officer's organisation's, for what needs salts and tags: records, answers, bills, claims.
            outbox: a directory where what is signed is kept before it is sent, so that a process that is killed and
                started again repeats nothing; None: in memory.
            waiting: how long to wait for a block, and how deep it has to be; two minutes and not at all if None.
            fee_limit: the most to pay for one gas, in wei; no limit if None.

        Raises:
            OutboxError: the outbox cannot be used; `OutboxBusy` where another process acts with this key.
        """
        signer = signer_from(key)
        kept = None
        if outbox is not None:
            kept = FileOutbox.open(outbox, genesis_hash=self.genesis_hash, address=signer.address)
        transactor = Transactor(
            self._endpoint,
            signer,
            self.deployment.addresses,
            waiting=waiting,
            fee_limit=fee_limit,
            outbox=kept,
            settled_depth=self.settled_depth,
        )
        return Officer(self, transactor, vault)

    # --- indexing and the trail ------------------------------------------------------------------------

    def sync(self) -> SyncReport:
        """Bring the index up to the latest block, and check its running hashes against the contracts'.

        Raises:
            IndexingError: the chain's answers do not fit together; the index stays as it was.
            HeaderRefused, ConsensusUnsupported: the same at `Trust.SEALS`, of a header that is not sealed as it must.
            InputError: `Trust.SEALS` needs the chain's rules or a checkpoint.
            StoreError: the index cannot be read or written, or belongs to another deployment.
        """
        rpc, store = UntypedRpc(self.connection), self._opened_store()
        if self._trust is Trust.SEALS and self._checked_from is None and store.trust is not Trust.SEALS:
            raise InputError(f"{store.place} is of the level {store.trust}; give checked_from to bring it up to seals")
        return run_sync(JsonRpcNode(rpc), store, reasons=RpcReasons([rpc]), checked_from=self._checked_from)

    def trail(self, **wanted: Any) -> Iterator[TrailEntry]:
        """Who did what to which object, why, where, when and with what evidence, up to the latest block.

        Args:
            wanted: the fields of `TrailFilter`: resource, record, organisation, bill, grant, request, …

        Raises:
            IndexingError, StoreError: as `sync`.
        """
        chosen = TrailFilter(**wanted)
        self.sync()
        return read_trail(self._opened_store(), chosen)

    def attempts(
        self, *, function: str | None = None, refusal: str | None = None, **wanted: Any
    ) -> Iterator[AttemptEntry]:
        """Who tried what and was refused, and why as far as that is known, up to the latest block.

        A reason is inferred, never proved: `AttemptEntry.source` says from where. Calls through other contracts are
        not seen, nor is a call that was refused before it was sent (`Officer.on_record`).

        Args:
            function: the function's name, for instance `issueGrant`.
            refusal: the custom error's name, for instance `GrantExpired`.
            wanted: fields of `TrailFilter`, but for `kind` and `for_subject_at`; an object is wanted where an argument
                of its name is its number, an organisation where the sender acted for it.

        Raises:
            IndexingError, StoreError: as `sync`; also StoreError where the index is not checked at the level of
                receipts, which alone looks at calls that failed.
        """
        chosen = TrailFilter(**wanted)
        self.sync()
        return read_attempts(self._opened_store(), chosen, function=function, refusal=refusal)

    def infer_reasons(self) -> int:
        """Infer why calls were refused where no node could tell, by the rules of the contracts; how many that were.

        Raises:
            RuleBroken: an event of the index is not allowed, so that nothing can be said.
            IndexingError, StoreError: as `sync`.
        """
        self.sync()
        return infer_reasons(self._opened_store(), self.deployment)

    def decision(self, proposal: int) -> Decision | None:
        """What a proposal, or a decision of the founder's, says and how far it is; None if there is no such one.

        The contract holds the hash of its call; the call itself is in an event, which the index finds.

        Raises:
            IndexingError, StoreError: as `sync`.
        """
        found = self.decisions.proposal(proposal)
        if found is None:
            return None
        self.sync()
        event: DecisionExecuted | ProposalMade
        if found.kind is ActionKind.NONE:
            event = first_event(self._opened_store(), DecisionExecuted, proposal)
        else:
            event = first_event(self._opened_store(), ProposalMade, proposal)
        described = self.decisions.describe(event.target, event.call)
        tally, voted = self.decisions.tally(proposal), self.decisions.votes(proposal)
        return Decision(found, described, tally, voted, event.target, event.call)

    def request_terms(self, request: int) -> RequestTerms | None:
        """The terms that a request was filed with, or None if there is no such request.

        The contract holds their hash; the terms themselves are in an event, which the index finds.

        Raises:
            IndexingError, StoreError: as `sync`.
        """
        if self.requests.request(request) is None:
            return None
        self.sync()
        filed = first_event(self._opened_store(), RequestFiled, request)
        return RequestTerms(
            grant=filed.grant,
            resource=filed.resource,
            owner=filed.owner,
            grantee=filed.grantee,
            mode=Mode(filed.mode),
            fields=fields_from_bits(filed.fields),
            purpose=filed.purpose,
            legal_basis=filed.legal_basis,
            serve_by_at=filed.serve_by,
            acknowledge_within=filed.acknowledge_within,
            record=filed.record,
            index=filed.index,
            case_tag=filed.case_tag,
            site=filed.site,
            system=filed.system,
        )

    def issue_evidence(self, holder_file: HolderFile) -> IssueEvidence:
        """What shows, to somebody without a node, that a bill was issued: the block's header and the event in it.

        The header's hash is to be checked by whoever verifies; see `govledger.bills.evidence.verify_issue`.

        Raises:
            BillNotIssued: the file says that its bill is not on a chain yet.
            ChainMismatch: the bill was issued on another chain, or in another contract.
            IndexingError, StoreError: as `sync`; or the node does not have that block's header and receipts.
        """
        bill = holder_file.bill.document.key
        if holder_file.place is None:
            raise BillNotIssued(format_key(bill))
        self.sync()
        return issue_evidence(self.connection, self._opened_store(), bill, holder_file.place)

    def replay(self, until_block: int | None = None, manifests: Mapping[int, bytes] | None = None) -> Replayed:
        """Run everything that was done, up to a block, through the rules of the contracts.

        Args:
            until_block: the last block that counts; the latest if None.
            manifests: of batches of bills, by the batch's id: 96 bytes a bill. What they show besides stands in the
                findings: a manifest that does not make its batch's root, a reference that was used twice.

        Raises:
            RuleBroken: an event is not allowed; it names the rule, the event and where it stands.
            DocumentUnreadable: a manifest is not a whole number of rows.
            IndexingError, StoreError: as `sync`.
        """
        self.sync()
        with stored_source(self._opened_store(), self.deployment, until_block) as source:
            return run_replay(source, manifests)

    def explain(
        self,
        account: bytes,
        resource: int,
        mode: Mode,
        purpose: int,
        *,
        at: int | None = None,
        fields: Iterable[int] | None = None,
    ) -> Explanation:
        """Whether an account could file a request for a resource, and if not, by which rule; nothing is sent.

        Args:
            account: who would file (20 bytes): the grantee's requester, or in mode SUBMIT the owner's responder.
            resource: for which resource, as a whole.
            mode: in which mode.
            purpose: for which purpose, by its code.
            at: when, in seconds, with what was done so far; the latest block's time if None.
            fields: the fields' positions in the schema; all that a grant allows if None.

        Raises:
            InputError: a field's position is not from 0 to 255.
            RuleBroken: an event of the index is not allowed, so that nothing can be said.
            IndexingError, StoreError: as `sync`.
        """
        chosen = None if fields is None else fields_to_bits(fields)
        machine = self.replay().machine
        return explain(machine, account, resource, mode, purpose, self.now() if at is None else at, fields=chosen)

    def permissions(self, block: int | None = None) -> tuple[Permission, ...]:
        """Who may do what at the time of a block: roles that officers can act in, and grants with uses left.

        Args:
            block: the block; the latest if None.

        Raises:
            InputError: the chain has no such block, or it lies before the deployment.
            RuleBroken: an event up to it is not allowed.
            IndexingError, StoreError: as `sync`.
        """
        self.sync()
        return permissions_at(self._opened_store(), self.deployment, block)

    def permission_changes(self, before: int, after: int) -> tuple[Change, ...]:
        """What became allowed or ceased to be between two blocks, and by which act or decision.

        Raises:
            InputError: the chain has no such block, or they stand the wrong way round.
            RuleBroken: an event is not allowed.
            IndexingError, StoreError: as `sync`.
        """
        self.sync()
        return tuple(changes(self._opened_store(), self.deployment, before, after))

    @property
    def store(self) -> Store:
        """The index, as it is; `sync` brings it up to date."""
        return self._opened_store()

    def close(self) -> None:
        """Let go of the index."""
        if self._store is not None:
            self._store.close()
            self._store = None

    def _opened_store(self) -> Store:
        if self._store is None:
            place, deployment = self._store_path or ":memory:", indexed(self.deployment)
            self._store = open_store(place, deployment, self._trust, trust_if_new=self._default_trust)
        return self._store

    def _default_trust(self) -> Trust:
        """How much a new index recomputes: what the chain's engine asks for."""
        rpc = UntypedRpc(self.connection)
        return defaults_of(JsonRpcNode(rpc), rpc, self.deployment.first_block).trust


@dataclass(frozen=True, slots=True)
class _Sending:
    """How an officer's acts are sent."""

    preflight: bool = True
    """Whether each is tried first, so that a refusal leaves no trace."""
    gas: int | None = None


class Officer:
    """One officer at the ledger: everything that can be read, and what the officer's roles allow.

    It is the one writer of its key; keep one for each key. A context manager, where it has an outbox.
    """

    def __init__(
        self,
        ledger: Ledger,
        transactor: Transactor,
        vault: Vault | None,
        *,
        keys: Iterator[str] | None = None,
        sending: _Sending = _Sending(),
    ) -> None:
        """Join a ledger and a writer; `Ledger.acting_as` does it, `once` and `on_record` for acts of their own kind."""
        self.ledger = ledger
        self._vault = vault
        self._transactor = transactor
        self._keys = keys
        self._sending = sending
        self.consortium = ConsortiumActions(self)
        self.decisions = DecisionActions(self, self)
        self.registry = RegistryActions(self, self._open_vault)
        self.grants = GrantsActions(self)
        self.requests = RequestsActions(self, self._open_vault)
        self.ranges = RangesActions(self)
        self.bills = BillsActions(self, self._open_vault)
        self.standing = StandingActions(self, self._open_vault)
        self.claims = ClaimsActions(self, self._open_vault)
        self.entries = EntriesActions(self)

    @property
    def account(self) -> bytes:
        """The address (20 bytes) that this officer acts with."""
        return self._transactor.address

    @property
    def officer(self) -> int | None:
        """The id of the officer that the account serves, or None."""
        return self.ledger.consortium.officer_of(self.account)

    @property
    def organisation(self) -> int | None:
        """The id of the organisation that the account acts for, or None."""
        officer = self.officer
        found = None if officer is None else self.ledger.consortium.officer(officer)
        return None if found is None else found.organisation

    # --- doing things once -----------------------------------------------------------------------------

    def once(self, key: str) -> Officer:
        """This officer, for one act that is carried out once, however often it is asked for.

        `officer.once("grant-4711").grants.issue(terms)`: the same act under the same key again, also in another process
        with the same outbox, sends nothing and returns what came of the first. An act that takes several transactions
        numbers them (`grant-4711`, `grant-4711#2` …). What a bill or a record needs besides, the vault keeps.

        The arguments must be the same: name times, not "now".

        Raises:
            IdempotencyKeyReused: by the act: the key stands for another call.
            InputError: by the act: the officer has no outbox on disk.
        """
        numbers = itertools.count(2)
        keys = itertools.chain([key], (f"{key}#{number}" for number in numbers))
        return Officer(self.ledger, self._transactor, self._vault, keys=keys, sending=self._sending)

    # --- attempts on record ----------------------------------------------------------------------------

    def on_record(self, gas: int | None = None) -> Officer:
        """This officer, for acts that are sent without being tried first: one that is refused is on the chain as well.

        `officer.on_record().grants.issue(terms)`: whoever reads the trail's attempts sees that it was tried, by whom,
        and why it was refused; `Refusal.transaction` says where it stands. It costs what a transaction costs, of which
        a chain with fees wants the whole gas to be covered. What cannot be taken back is tried first all the same.

        Args:
            gas: how much each act takes along; the most that a block or EIP-7825 allows if None.
        """
        keys, sending = self._keys, _Sending(preflight=False, gas=gas)
        return Officer(self.ledger, self._transactor, self._vault, keys=keys, sending=sending)

    def recover(self) -> int:
        """Finish what an earlier process with the same outbox left on its way; how many transactions that were.

        Ask for it before looking at the ledger for what is still to do.

        Raises:
            TransactionError: the node does not take them, or they are in no block when the time is up.
        """
        return len(self._transactor.recover())

    def close(self) -> None:
        """Let go of the outbox, so that another process can act with this key."""
        self._transactor.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- what the sections ask -------------------------------------------------------------------------

    @property
    def chain_id(self) -> int:
        """The chain's EIP-155 id."""
        return self.ledger.chain_id

    @property
    def genesis_hash(self) -> bytes:
        """The hash (32 bytes) of the chain's first block."""
        return self.ledger.genesis_hash

    def address_of(self, contract: str) -> bytes:
        """The address (20 bytes) of a contract of the deployment, by its key."""
        return self.ledger.address_of(contract)

    def first_id(self, contract: str) -> int:
        """The first id that a contract of the deployment gave."""
        return self.ledger.first_id(contract)

    def now(self) -> int:
        """The chain's time: the latest block's timestamp, in seconds."""
        return self.ledger.now()

    def read(self, contract: str, function: str, *arguments: Any) -> Any:
        """What a view of a contract returns; structs as named tuples."""
        return self.ledger.read(contract, function, *arguments)

    def act(self, event: type[E], contract: str, function: str, *arguments: Any) -> Recorded[E]:
        """Carry out a contract's function and return the event of that type which it emitted.

        Raises:
            Refusal: the contract refused; one subclass per custom error.
            TransactionError: the call could not be sent or was not taken into a block in time.
        """
        call = self.ledger.call(contract, function, *arguments)
        [recorded] = self._carry_out(call, event, 1)
        return recorded

    def rehearse(self, contract: str, function: str, *arguments: Any) -> None:
        """Try out, on the latest block, whether a contract's function would be carried out; nothing is sent.

        Raises:
            Refusal: the contract would refuse; one subclass per custom error.
        """
        self._transactor.rehearse(self.ledger.call(contract, function, *arguments))

    def act_in_bulk(self, event: type[E], contract: str, calls: Sequence[bytes]) -> tuple[Recorded[E], ...]:
        """Carry out calls of a contract in one transaction, all or none, and return the event of each.

        Raises:
            BulkCallFailed: the contract refused one of them; none of them took effect.
            TransactionError: it could not be sent or was not taken into a block in time.
        """
        return self._carry_out(self.ledger.call(contract, "bulk", tuple(calls)), event, len(calls))

    def decide(self, event: type[E], contract: str, function: str, *arguments: Any) -> Recorded[E]:
        """Decide a call of a contract, and return the event of that type which the contract emitted.

        Raises:
            Refusal: the decision, or the contract that it calls, was refused.
            TransactionError: the call could not be sent or was not taken into a block in time.
        """
        decided = self.ledger.call(contract, function, *arguments)
        return self.act(event, "decisions", "decide", decided.to, decided.data)

    def encode(self, contract: str, function: str, *arguments: Any) -> tuple[bytes, bytes]:
        """The address of a contract (20 bytes), and the bytes of a call of it: what is proposed or endorsed.

        Raises:
            InputError: no such function, or arguments that do not fit it.
        """
        call = self.ledger.call(contract, function, *arguments)
        return call.to, call.data

    def _carry_out(self, call: ContractCall, event: type[E], count: int) -> tuple[Recorded[E], ...]:
        key = None if self._keys is None else next(self._keys)
        gas, preflight = self._sending.gas, self._sending.preflight
        return self._transactor.execute_all(call, event, count, gas=gas, preflight=preflight, key=key)

    def _open_vault(self) -> Vault:
        if self._vault is None:
            raise VaultNotFound(
                "this officer acts without a vault, and records, answers, bills and claims need one for salts and "
                "tags; give acting_as(key, vault=Vault.open(directory))"
            )
        return self._vault


def deploy(
    connection: Connection,
    key: Signer | bytes | str | None = None,
    *,
    name: str | None = None,
    directory: Path | str = "deployments",
    store: Path | str | None = None,
    guardian: bytes = NO_GUARDIAN,
    policies: Mapping[ActionKind, PolicyTerms] = POLICIES,
) -> Ledger:
    """Deploy the eight contracts, or finish a deployment that was interrupted, and open the ledger.

    Args:
        connection: the chain.
        key: the deployer's, who becomes the consortium's founder; None on the embedded chain: its first account.
        name: the deployment's. Without one, and on the embedded chain, which dies with the process, nothing is
            written.
        directory: where deployments are kept, each in a folder of its name.
        store: the ledger's index, as in `Ledger`; None: in memory.
        guardian: the account (20 bytes) that may stop and cancel for a limited time; zero: none.
        policies: what decisions of each kind need, once votes decide.

    Raises:
        DeploymentError: an earlier run of that name does not fit, or the deployment failed; says the way out.
        TransactionError, ConnectionFailed: the chain did not take it.
    """
    if key is None:
        if not connection.development_keys:
            raise InputError("give the deployer's key; only the embedded chain has one of its own")
        key = connection.development_keys[0]
    signer = signer_from(key)
    plan = standard_plan(signer.address, guardian=guardian, policies=policies)
    deployment = run_deployment(connection, signer, plan, name=name, directory=directory)
    return Ledger(deployment, connection, store=store)
