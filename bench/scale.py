"""Sets two populations beside one another: does a page cost more where there are more people?

``python -m bench.scale SMALL BIG`` measures both in one run, one after the other, with the same
code on the same machine (`bench.population`), and prints a table for ``docs/performance.md``. Each of
the two is a data directory, optionally with the address of a PostgreSQL database after ``@``:
``/srv/linge@postgres://linge@127.0.0.1/linge``.
"""

import json
import os
import subprocess
import sys
from typing import Any

LEVELS = {"community": "one community in scope", "street": "the whole street in scope"}


def measured(where: str) -> dict[str, Any]:
    """The figures of one installation, from a process of its own."""
    folder, _at, database = where.partition("@")
    chosen = {"LINGE_DATA_DIR": folder, "LINGE_DEMO": "1"}
    if database:
        chosen["DATABASE_URL"] = database
    told = subprocess.run(
        [sys.executable, "-m", "bench.population", "--json"],
        env={**os.environ, **chosen},
        stdout=subprocess.PIPE,
        check=True,
    )
    figures: dict[str, Any] = json.loads(told.stdout.splitlines()[-1])
    return figures


def table(small: dict[str, Any], big: dict[str, Any], level: str) -> str:
    """Median and p95 of both, in milliseconds, p95 of CPU time, and the statements."""
    before = {row["label"]: row for row in small["rows"] if row["level"] == level}
    lines = [
        f"| {LEVELS[level]} | {small['people']:,}: p50 | p95 | p95 CPU |"
        f" {big['people']:,}: p50 | p95 | p95 CPU | statements |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for row in (row for row in big["rows"] if row["level"] == level):
        past = before[row["label"]]
        spans = (one[name] for one in (past, row) for name in ("median", "p95", "cpu"))
        cells = " | ".join(f"{span:.0f}" for span in spans)
        asked = f"{past['statements']} → {row['statements']}"
        same = past["statements"] == row["statements"]
        lines.append(f"| {row['label']} | {cells} | {row['statements'] if same else asked} |")
    return "\n".join(lines)


def main() -> None:
    """Measure both, print a table for each breadth of scope."""
    small, big = (measured(where) for where in sys.argv[1:3])
    print(f"{big['vendor']}\n")
    for level in LEVELS:
        print(table(small, big, level), end="\n\n")


if __name__ == "__main__":
    main()
