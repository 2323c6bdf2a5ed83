"""The English catalogue: collect the sentences, and fail while one has no English (X4).

``--check`` compares what the code says with ``locale/en``; without it the catalogue is rewritten,
new sentences empty. Needs GNU gettext's xgettext.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

PACKAGE = Path("src/linge")
ENGLISH = PACKAGE / "locale/en/LC_MESSAGES/django.po"
HAN = re.compile(r"[\u4e00-\u9fff]")
QUOTED = re.compile("“[^”]*”")
HEADER = rb"""# The interface in English, sorted by scripts/catalogue.py; the words are written by hand.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

"""


def collected() -> Catalog:
    """Every sentence of templates and code, through Django's makemessages in a scratch folder."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "linge"
        shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("locale", "tests", "built"))
        (copy / "locale").mkdir()
        command = [sys.executable, "-m", "django", "makemessages", "-l", "en", "--no-location"]
        subprocess.run([*command, "-v", "0"], cwd=copy, check=True)
        with (copy / "locale/en/LC_MESSAGES/django.po").open("rb") as file:
            return read_po(file, locale="en")


def english() -> Catalog:
    """The catalogue as it is kept."""
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def faults(told: Catalog, kept: Catalog) -> list[str]:
    """Sentences without English, with Chinese left in it, or with other placeholders.

    What stands in quotes may be Chinese: an address or a word somebody is to type as it is.
    """
    found = []
    for message in told:
        if not message.id:
            continue
        ours = kept.get(message.id, message.context)
        words = _words(ours.string) if ours else []
        if not words or not all(words):
            found.append(f"no English: {message.id}")
        elif any(HAN.search(QUOTED.sub("", text)) for text in words):
            found.append(f"Chinese left: {message.id}")
        elif _places(_words(message.id)[:1]) - _places(words):
            found.append(f"placeholder lost: {message.id}")
    return found


def _words(value: object) -> list[str]:
    return list(value) if isinstance(value, tuple | list) else [str(value or "")]


def _places(words: list[str]) -> set[str]:
    return {place for text in words for place in re.findall(r"%\(\w+\)", text)}


def renew(told: Catalog, kept: Catalog) -> None:
    """Write the catalogue anew: today's sentences with the English they have.

    Its header is ours and bears no date, so that two branches do not quarrel about one.
    """
    for message in told:
        ours = kept.get(message.id, message.context) if message.id else None
        if ours:
            message.string = ours.string
            message.flags -= {"fuzzy"}
    with ENGLISH.open("wb") as file:
        file.write(HEADER)
        write_po(file, told, width=100, sort_output=True, omit_header=True)


def main() -> int:
    """Check or renew; 1 when a sentence lacks its English."""
    told, kept = collected(), english()
    if "--check" not in sys.argv:
        renew(told, kept)
        return 0
    found = faults(told, kept)
    print("\n".join(found) or f"catalogue: {len(told)} sentences have their English")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
