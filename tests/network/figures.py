"""What the run on real nodes measured: printed at its end, and kept as JSON, so that it can be quoted."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Figures:
    """Times and counts by name, in the order in which they came."""

    values: dict[str, float | int | str] = field(default_factory=dict)
    faults: dict[str, int] = field(default_factory=dict)

    def note(self, name: str, value: float | int | str) -> None:
        self.values[name] = value

    def fault(self, kind: str) -> None:
        """One more fault of a kind was made, and was there."""
        self.faults[kind] = self.faults.get(kind, 0) + 1

    @contextmanager
    def time(self, name: str) -> Iterator[None]:
        began = time.monotonic()
        yield
        self.note(f"{name}, seconds", round(time.monotonic() - began, 1))

    def lines(self) -> list[str]:
        faults = ", ".join(f"{kind}: {count}" for kind, count in self.faults.items()) or "none"
        return [*(f"{name}: {value}" for name, value in self.values.items()), f"faults: {faults}"]

    def write(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"figures": self.values, "faults": self.faults}, indent=2) + "\n")
