"""How `govledger index --verify seals` is told by which rules a chain is sealed, and what it writes down of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, fields
from functools import reduce, wraps
from pathlib import Path
from typing import Any

import click

from govledger.cli.chain import ChainChoice
from govledger.cli.files import READ, read_file, write_whole
from govledger.consensus.checkpoint import ChainRules, Checkpoint
from govledger.consensus.engine import Engine
from govledger.consensus.genesis_file import DEFAULT_EPOCH_BLOCKS, chain_rules
from govledger.deployments import Deployment
from govledger.errors import ConsensusUnsupported, DocumentUnreadable, GenesisInvalid, InputError, StoreError
from govledger.index.defaults import Defaults
from govledger.index.model import Trust
from govledger.index.seals import settled_checkpoint, settled_depth_of
from govledger.index.store import Store, read_store
from govledger.privacy.canonical import parse_strict


@dataclass(frozen=True, slots=True)
class SealChoice:
    """What a command was told of the seals."""

    genesis: Path | None = None
    """The chain's genesis file."""
    engine: str | None = None
    epoch_blocks: int | None = None
    block_seconds: int | None = None
    checkpoint: Path | None = None
    written: Path | None = None
    """Where a checkpoint goes."""

    @property
    def is_given(self) -> bool:
        """Whether it was told anything."""
        return any(value is not None for value in (self.genesis, self.engine, self.checkpoint, self.written))

    def checked_from(self, chain: ChainChoice, deployment: Deployment) -> ChainRules | Checkpoint | None:
        """The rules by which the deployment's chain is sealed, or the checkpoint to begin with; None if nothing says.

        Raises:
            InputError: a file cannot be read or is none, or the checkpoint was made by other rules.
            NetworkError: the network cannot be read.
            CheckpointInvalid: the file holds no checkpoint.
            ConsensusUnsupported: the genesis file names validators that cannot be followed.
        """
        rules = self._rules(chain, deployment)
        if self.checkpoint is None:
            return rules
        checkpoint = Checkpoint.decode(read_file(self.checkpoint))
        if rules is not None and checkpoint.rules != rules:
            raise InputError(
                f"{self.checkpoint} was made by other rules than those that are given (engine, genesis, epoch, block "
                "time); give those, or leave them out: a checkpoint holds its own"
            )
        return checkpoint

    def required(self, chain: ChainChoice, deployment: Deployment) -> ChainRules | Checkpoint:
        """As `checked_from`.

        Raises:
            InputError: nothing says by which rules the chain is sealed.
        """
        found = self.checked_from(chain, deployment)
        if found is None:
            raise InputError(
                "seals are checked by the rules of their chain: give --network, --genesis, --engine or --checkpoint"
            )
        return found

    def _rules(self, chain: ChainChoice, deployment: Deployment) -> ChainRules | None:
        if self.genesis is not None:
            return chain_rules(genesis_document(self.genesis), deployment.genesis_hash)
        if self.engine is not None:
            epoch = DEFAULT_EPOCH_BLOCKS if self.epoch_blocks is None else self.epoch_blocks
            return ChainRules(Engine(self.engine), deployment.genesis_hash, epoch, self.block_seconds)
        if chain.network is not None:
            from govledger.network.folder import open_network

            return chain_rules(open_network(chain.network).genesis.json, deployment.genesis_hash)
        return None


OPTIONS = (
    click.option("--genesis", type=READ, metavar="FILE", help="The chain's genesis file, for --verify seals."),
    click.option(
        "--engine",
        type=click.Choice([engine.value for engine in Engine]),
        help="In the place of a genesis file: the chain's engine.",
    ),
    click.option(
        "--epoch",
        "epoch_blocks",
        type=click.IntRange(min=1),
        metavar="BLOCKS",
        help=f"With --engine: how long votes wait; {DEFAULT_EPOCH_BLOCKS} blocks if left out.",
    ),
    click.option(
        "--block-time",
        "block_seconds",
        type=click.IntRange(min=0),
        metavar="SECONDS",
        help="With --engine: the least time between blocks.",
    ),
    click.option(
        "--checkpoint", type=READ, metavar="FILE", help="Begin there instead of with the genesis, for --verify seals."
    ),
    click.option(
        "--write-checkpoint",
        "written",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help="Write the checkpoint of the last settled block there.",
    ),
)
"""Of a command that takes a `SealChoice`, in the order in which its help shows them."""


def seal_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Gives a command the options on seals, and their `SealChoice` as the argument `seals`."""

    @wraps(command)
    def with_seals(*args: Any, **options: Any) -> Any:
        choice = SealChoice(**{field.name: options.pop(field.name) for field in fields(SealChoice)})
        if choice.genesis is not None and choice.engine is not None:
            raise click.UsageError("a genesis file names the engine: give --genesis or --engine")
        if choice.engine is None and (choice.epoch_blocks is not None or choice.block_seconds is not None):
            raise click.UsageError("--epoch and --block-time go with --engine; a genesis file and a network have both")
        return command(*args, seals=choice, **options)

    return reduce(lambda decorated, option: option(decorated), reversed(OPTIONS), with_seals)


def checked_from(
    choice: SealChoice, chain: ChainChoice, deployment: Deployment, defaults: Defaults, place: str, verify: str | None
) -> ChainRules | Checkpoint | None:
    """From where the seals of a store's chain are checked; None if they are not, or as before.

    Nothing is made, so that a store does not stand there which cannot be filled.

    Args:
        choice: what the command was told of seals.
        chain: the chain that it was told.
        deployment: what is indexed.
        defaults: what follows from the chain's engine.
        place: the store.
        verify: the level that was asked for, if any.

    Raises:
        InputError: the options are for a level that is not asked for, or needed and not there.
        ConsensusUnsupported: the chain has no seals.
    """
    stored = _level_of(place)
    if (Trust(verify) if verify else stored) is not Trust.SEALS:
        if choice.is_given:
            raise InputError("what is said of seals and checkpoints is for --verify seals; add it")
        return None
    if defaults.trust is Trust.HEADERS:
        raise ConsensusUnsupported(
            f"block {deployment.first_block} bears no validator's seal, as on a development chain "
            "(--verify receipts does without)"
        )
    found = choice.checked_from(chain, deployment)
    if found is None and stored is not Trust.SEALS:
        raise InputError(
            "seals are checked by the rules of their chain: give --network, --genesis, --engine or --checkpoint"
        )
    return found


class CheckpointFile:
    """Where the checkpoint of the last settled block goes."""

    def __init__(self, path: Path, store: Store) -> None:
        """Nothing is written yet."""
        self._path = path
        self._store = store
        self._written: Checkpoint | None = None

    def write(self) -> None:
        """Writes it, whole or not at all, unless it is there already.

        Raises:
            InputError: it cannot be written.
        """
        checkpoint = settled_checkpoint(self._store)
        if checkpoint is not None and checkpoint != self._written:
            write_whole(self._path, checkpoint.encode())
            self._written = checkpoint

    def sentence(self) -> str:
        """What was written."""
        if self._written is None:
            return f"no block is settled yet: {self._path} was not written"
        return f"the checkpoint of block {self._written.number} is in {self._path}"


def sentence_of_seals(checkpoint: Checkpoint) -> str:
    """What the seals say, up to a checkpoint."""
    depth = settled_depth_of(checkpoint)
    settled = f"; those up to block {max(0, checkpoint.number - depth)} are settled" if depth else ", and is settled"
    return (
        f"every header up to block {checkpoint.number} is sealed by the chain's validators, "
        f"{len(checkpoint.validators)} by now{settled}"
    )


def genesis_document(path: Path) -> dict[str, Any]:
    """The JSON of a genesis file, read strictly.

    Raises:
        InputError: it cannot be read.
        GenesisInvalid: it is no JSON object.
    """
    try:
        found: Any = parse_strict(read_file(path))
    except DocumentUnreadable as problem:
        raise GenesisInvalid(
            f"{path} is no JSON ({problem}), so it is no genesis file; take it from a member of the network"
        ) from None
    if not isinstance(found, dict):
        raise GenesisInvalid(f"{path} is no genesis file; take it from a member of the network")
    return found


def _level_of(place: str) -> Trust | None:
    """The level of a store; None if there is none that this version reads."""
    try:
        with closing(read_store(place)) as reader:
            return reader.trust
    except StoreError:
        return None
