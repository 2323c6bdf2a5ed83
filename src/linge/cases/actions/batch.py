"""The same deed once for each of many cases, each in its own transaction (批量办理)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from linge.kernel.refusals import Outside, Refused

from .. import rules
from ..models import Case

MOST = 50


@dataclass(frozen=True, slots=True)
class Batch:
    """What a batch came to: the cases done, those left with the reason in words, and how many are no
    longer this person's to see."""

    done: tuple[Case, ...]
    left: tuple[tuple[Case, str], ...]
    gone: int = 0

    @property
    def sentence(self) -> str:
        """The whole in one line."""
        left = len(self.left) + self.gone
        return rules.refusal("stale_batch", done=len(self.done), left=left).message


def for_each(cases: Iterable[Case], deed: Callable[[Case], Case], gone: int = 0) -> Batch:
    """Do it to each case as it was seen; one that has moved on stops none of the others."""
    done, left = [], []
    for case in cases:
        try:
            done.append(deed(case))
        except Outside:
            raise
        except Refused as refused:
            left.append((case, refused.message))
    return Batch(tuple(done), tuple(left), gone)
