"""Examining nodes and key files: each node by a connection of its own, then all together (I/O)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from govledger.connection import connect
from govledger.deployments import Deployment
from govledger.doctor.checks import examination, known_of, unsettled_blocks
from govledger.doctor.key_files import look_at_file, look_into_folder
from govledger.doctor.model import Examination, Meeting, NodeFacts, NoNode, Unanswered
from govledger.doctor.questions import Questions, Watch
from govledger.doctor.secrecy import accounts_in
from govledger.errors import ConnectionFailed
from govledger.network.description import NetworkDescription

TIMEOUT_SECONDS: Final = 10.0


def examine(
    urls: Sequence[str],
    *,
    network: NetworkDescription | None = None,
    deployment: Deployment | None = None,
    key_files: Sequence[Path] = (),
    key_folders: Sequence[Path] = (),
    timeout_seconds: float = TIMEOUT_SECONDS,
    watch: Watch | None = None,
) -> Examination:
    """Examine nodes and key files.

    Args:
        urls: the nodes' JSON-RPC addresses.
        network: what they should be.
        deployment: what should stand on their chain.
        key_files: files that hold keys or open them.
        key_folders: folders with such files.
        timeout_seconds: how long one request may take.
        watch: the machine's clock, and the patience with a chain that stands still.

    Raises:
        InputError: an address is no HTTP URL. Whatever else is wrong is in the examination.
    """
    known = known_of(network, deployment)
    files = tuple(map(look_at_file, key_files))
    folders = tuple(map(look_into_folder, key_folders))
    nodes: list[NodeFacts | NoNode] = []
    reached: dict[str, Questions] = {}
    with ExitStack() as stack:
        for url in dict.fromkeys(urls):
            try:
                connection = stack.enter_context(connect(url, timeout_seconds=timeout_seconds))
                questions = Questions(connection, known, watch or Watch())
                facts = questions.facts(deployment, accounts_in(files, folders))
            except ConnectionFailed as error:
                nodes.append(NoNode(_without_password(url), str(error)))
                continue
            nodes.append(facts)
            reached[facts.url] = questions
        meeting = _meeting(reached, max(map(unsettled_blocks, nodes), default=0))
    return examination(nodes, meeting, files, folders, known)


def _meeting(nodes: Mapping[str, Questions], unsettled: int) -> Meeting | None:
    """What the nodes have at the lowest of their heights, and below it where blocks do not change any more."""
    asked = {url: questions.height() for url, questions in nodes.items()}
    heights = {url: height for url, height in asked.items() if not isinstance(height, Unanswered)}
    if len(heights) < 2:
        return None
    lowest = min(heights.values())
    settled = max(0, lowest - unsettled)
    at_lowest, at_settled = ({url: nodes[url].block_hash(number) for url in heights} for number in (lowest, settled))
    return Meeting(heights, lowest, at_lowest, settled, at_settled)


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    if parts.password is None:
        return url
    return parts._replace(netloc=f"{parts.username}:…@{parts.netloc.rpartition('@')[2]}").geturl()
