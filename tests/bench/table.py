"""The rows of the bench, each with its bar."""

from collections.abc import Sequence
from dataclasses import dataclass

HEADER = ("what", "product", "yardstick", "ratio", "bar", "")


@dataclass(frozen=True)
class Ratio:
    """The product takes at most ``bar`` times as long as the yardstick. Both are seconds."""

    what: str
    product: float
    yardstick: float
    bar: float

    def holds(self, allowance: float = 0) -> bool:
        """Whether it is under its bar, or no more than the allowance over it: a part of the bar."""
        return self.product <= self.bar * (1 + allowance) * self.yardstick

    def cells(self) -> tuple[str, ...]:
        ratio = f"{self.product / self.yardstick:.2f}"
        return self.what, duration(self.product), duration(self.yardstick), ratio, f"{self.bar:g} x"


@dataclass(frozen=True)
class Count:
    """There are at most ``bar`` of something."""

    what: str
    counted: int
    bar: int

    def holds(self, allowance: float = 0) -> bool:
        """Whether there are not too many: what is counted does not depend on the machine, so nothing is allowed."""
        return self.counted <= self.bar

    def cells(self) -> tuple[str, ...]:
        return self.what, f"{self.counted:,}", "", "", f"{self.bar}"


@dataclass(frozen=True)
class Longest:
    """Nothing took longer than ``bar``. Both are seconds."""

    what: str
    taken: float
    bar: float

    def holds(self, allowance: float = 0) -> bool:
        """Whether it is under its bar, or no more than the allowance over it: a part of the bar."""
        return self.taken <= self.bar * (1 + allowance)

    def cells(self) -> tuple[str, ...]:
        return self.what, duration(self.taken), "", "", f"{self.bar:g} s"


Row = Ratio | Count | Longest


def duration(seconds: float) -> str:
    """Below a second in ms."""
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"


def as_text(rows: Sequence[Row]) -> str:
    """The table, a line for each row."""
    lines = [HEADER, *((*row.cells(), "ok" if row.holds() else "over") for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if 0 < index < 5 else cell.ljust(width)
            for index, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )
