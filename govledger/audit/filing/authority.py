"""Asks a time-stamp authority over HTTP, as RFC 3161, section 3.4 has it (I/O)."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

import urllib3

from govledger.errors import InputError, TimestampAuthorityFailed

TIMEOUT_SECONDS: Final = 30.0
LONGEST_ANSWER: Final = 1024 * 1024
"""Bytes; a token with its certificates has some thousand."""
QUERY: Final = "application/timestamp-query"
REPLY: Final = "application/timestamp-reply"


def ask_authority(url: str, request: bytes, *, timeout_seconds: float = TIMEOUT_SECONDS) -> bytes:
    """The answer to a request for a time stamp, as it came: nothing of it is checked.

    Args:
        url: http:// or https://; what is sent is a digest, and the answer is signed.
        request: DER of TimeStampReq.
        timeout_seconds: how long the answer may take to begin, and how long it may stand still.

    Raises:
        InputError: no such address.
        TimestampAuthorityFailed: nothing answers there, or not as an authority does.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InputError(f"{url!r} is no address of a time-stamp authority; write https://HOST/PATH")
    name = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
    headers = {"Content-Type": QUERY, "Accept": REPLY}
    try:
        with urllib3.PoolManager(retries=False, timeout=timeout_seconds) as pool:
            answer = pool.request("POST", url, body=request, headers=headers, preload_content=False, redirect=False)
            content = answer.read(LONGEST_ANSWER + 1)
            answer.release_conn()
    except urllib3.exceptions.HTTPError as error:
        raise TimestampAuthorityFailed(
            f"no time stamp comes from {name} ({type(error).__name__}); check the address and the way there"
        ) from None
    kind = answer.headers.get("Content-Type", "none").partition(";")[0].strip().lower()
    if answer.status != 200 or kind != REPLY:
        raise TimestampAuthorityFailed(
            f"{name} answered with HTTP {answer.status} and the content type {kind}, not with 200 and {REPLY}; check "
            "the address in the authority's documents"
        )
    if len(content) > LONGEST_ANSWER:
        raise TimestampAuthorityFailed(f"{name} answered with more than {LONGEST_ANSWER} bytes; that is no time stamp")
    return content
