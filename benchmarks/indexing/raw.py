"""The bytes that an index needs, downloaded and thrown away: what no index can be faster than."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import urllib3
from indexing.described import Chain

from govledger.index.model import Trust
from govledger.index.node import BATCH_LENGTH
from govledger.index.pipeline import in_order
from govledger.index.plan import Span, SpanControl
from govledger.index.transport import REQUESTS_AT_ONCE
from govledger.index.wire import batch_body, request_body


def download(chain: Chain, trust: Trust) -> None:
    """Asks what the index asks, span by span, as many at once."""
    pool = urllib3.PoolManager(maxsize=REQUESTS_AT_ONCE)
    addresses = [f"0x{address.hex()}" for address in sorted(one.address for one in chain.deployment.contracts.values())]

    def post(body: bytes) -> int:
        headers = {"Content-Type": "application/json"}
        return len(pool.request("POST", chain.url, body=body, headers=headers).data)

    def read(span: Span) -> tuple[Span, int]:
        numbers = range(span.first, span.last + 1)
        size = _each(post, "eth_getBlockByNumber", [(hex(number), False) for number in numbers])
        if trust is Trust.RECEIPTS:
            return span, size + _each(post, "eth_getBlockReceipts", [(hex(number),) for number in numbers])
        criteria = {"fromBlock": hex(span.first), "toBlock": hex(span.last), "address": addresses}
        return span, size + post(request_body("eth_getLogs", (criteria,)))

    control = SpanControl()
    jobs: Iterator[Callable[[], tuple[Span, int]]] = (
        partial(read, span) for span in control.spans(chain.deployment.first_block, chain.last_block)
    )
    for span, size in in_order(jobs, REQUESTS_AT_ONCE):
        control.answered(len(span), size)


def _each(post: Callable[[bytes], int], method: str, asked: list[tuple[Any, ...]]) -> int:
    return sum(
        post(batch_body(method, asked[start : start + BATCH_LENGTH])) for start in range(0, len(asked), BATCH_LENGTH)
    )
