"""Lay both communities onto their maps and write ``demo/data``."""

import sys
from pathlib import Path

from .brief import COMMUNITIES
from .laying import lay
from .plane import save

DATA = Path(__file__).parent.parent / "data"


def main(folder: Path) -> None:
    for brief in COMMUNITIES:
        placed, base = lay(brief, folder)
        save(DATA / f"{brief.slug}.json.gz", placed)
        save(DATA / f"{brief.slug}-base.geojson.gz", base)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
