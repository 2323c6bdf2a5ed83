"""The truth file: which records of the demonstration were planted, by uuid and nothing else."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from linge.registry.models import MatchCandidate, Resident
from linge.registry.rules.matching.points import PARKED
from linge.registry.rules.matching.verdicts import Verdict, measure

FILE = "demo-truth.json"
Pair = tuple[str, str]


@dataclass
class Truth:
    """Pairs by uuid; requests and conflicts by uuid."""

    duplicates: dict[str, list[Pair]] = field(default_factory=lambda: {"T2": [], "T3": []})
    look_alikes: list[Pair] = field(default_factory=list)
    stale_requests: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)

    def pair(self, tier: str, one: Resident, two: Resident) -> None:
        """Two records of one person; without a tier two people who look alike."""
        told = self.duplicates[tier] if tier else self.look_alikes
        told.append((str(one.uuid), str(two.uuid)))

    def write(self, folder: Path) -> None:
        """Put the truth beside the data."""
        text = json.dumps(asdict(self), indent=1)
        (folder / FILE).write_text(f"{text}\n", encoding="utf-8")


def read_truth(folder: Path) -> Truth:
    """The truth of the demonstration in a data directory."""
    told: dict[str, Any] = json.loads((folder / FILE).read_text(encoding="utf-8"))
    return Truth(**told)


def judge(truth: Truth) -> Verdict:
    """How well the pairs that wait for somebody agree with the planted ones."""
    ids = {str(uuid): pk for uuid, pk in Resident.objects.values_list("uuid", "pk")}
    planted = [pair for pairs in truth.duplicates.values() for pair in pairs]
    found = MatchCandidate.objects.filter(tier__in=PARKED)
    true = ((ids[one], ids[two]) for one, two in planted)
    return measure(found.values_list("first_id", "second_id"), true)
