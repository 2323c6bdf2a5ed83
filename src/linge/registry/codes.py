"""Packaged code tables of national standards, read once. `data/README.md` names their origin."""

import csv
import gzip
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from django.utils.translation import get_language

from .rules.identity import Areas
from .rules.matching.headers import Heading
from .rules.matching.likeness import Kind, Level, Tongue
from .rules.matching.planting import LATIN, LATIN_FAMILIES
from .rules.matching.points import Scale
from .rules.matching.slips import Slips
from .rules.names import Surnames

TABLES = ("sex", "marital", "education", "ethnicity", "family_relation", "documents", "employment")
_DATA = files("linge.registry") / "data"
_EXTRA = {"ethnicity": {"97": "其他", "98": "外国血统"}}
_EXTRA_ENGLISH = {"ethnicity": {"97": "Other", "98": "Of foreign descent"}}


def _rows(name: str) -> list[dict[str, str]]:
    raw = (_DATA / name).read_bytes()
    text = gzip.decompress(raw) if name.endswith(".gz") else raw
    return list(csv.DictReader(text.decode("utf-8-sig").splitlines()))


@cache
def table(name: str) -> Mapping[str, str]:
    """Code → label of one standard, in the standard's words and order."""
    told = {row["code"]: row["name"] for row in _rows(f"{name}.csv")}
    return MappingProxyType({**told, **_EXTRA.get(name, {})})


@cache
def _english(name: str) -> Mapping[str, str]:
    column = "roman" if name == "ethnicity" else "name_en"
    told = {row["code"]: row[column] for row in _rows(f"{name}.csv")}
    return MappingProxyType({**told, **_EXTRA_ENGLISH.get(name, {})})


def labels(name: str) -> Mapping[str, str]:
    """Code → label of one standard, in the reader's language."""
    return _english(name) if _reads_english() else table(name)


def label(name: str, code: str) -> str:
    """A code in the reader's words; an unknown one as it is, none as nothing."""
    return labels(name).get(code, code) if code else ""


def _reads_english() -> bool:
    return (get_language() or "").startswith("en")


@cache
def relation_synonyms() -> Mapping[str, tuple[str, ...]]:
    """Relation code → the words people write for it."""
    rows = _rows("family_relation_synonyms.csv")
    return MappingProxyType(
        {row["code"]: tuple(row["synonyms_semicolon"].split(";")) for row in rows}
    )


@cache
def audit_rules() -> Mapping[str, Mapping[str, str]]:
    """Code of a rule of the record audit → its severity and what it says."""
    return MappingProxyType({row["code"]: row for row in _rows("audit_rules.csv")})


def audit_message(code: str) -> str:
    """What a rule of the record audit says, in the reader's language."""
    return audit_rules()[code]["message_en" if _reads_english() else "message"]


@cache
def areas() -> Areas:
    """Every six-digit area code ever issued, and whether it is still in use."""
    known: dict[str, bool] = {}
    for row in _rows("id_prefix_codes.csv.gz"):
        known[row["code"]] = known.get(row["code"], False) or row["current"] == "1"
    return MappingProxyType(known)


@cache
def surnames() -> Surnames:
    """Surname → its readings, each a tuple of syllables, the usual one first."""
    readings: dict[str, list[tuple[str, ...]]] = {}
    for name in ("surname_readings.csv", "surnames.csv"):
        for row in _rows(name):
            for reading in row["pinyin"].split(";"):
                syllables = tuple(reading.split())
                known = readings.setdefault(row["surname"], [])
                if syllables not in known:
                    known.append(syllables)
    return MappingProxyType({name: tuple(known) for name, known in readings.items()})


@cache
def tongue() -> Tongue:
    """What comparing names needs to know of writing."""
    glyphs = {ord(row["glyph"]): row["plain"] for row in _rows("glyphs.csv")}
    short = {
        name: row["name"] for row in _rows("short_names.csv") for name in row["short"].split(";")
    }
    return Tongue(surnames(), MappingProxyType(glyphs), MappingProxyType(short))


@cache
def match_headings() -> tuple[Heading, ...]:
    """Headers of tables to be searched for duplicates, field by field."""
    return tuple(
        Heading(
            row["field"],
            Kind(row["kind"]),
            row["side"],
            frozenset(row["synonyms"].split(";")),
        )
        for row in _rows("match_headers.csv")
    )


@cache
def match_scale() -> Scale:
    """The points of likely duplicates; `match_weights.csv` holds them as rows."""
    rows = _rows("match_weights.csv")
    weights = {(row["field"], Level(row["level"])): int(row["points"]) for row in rows}
    return Scale(MappingProxyType(weights), tongue())


@cache
def care_kinds() -> tuple[Mapping[str, str], ...]:
    """The kinds of care needs every community begins with."""
    return tuple(MappingProxyType(row) for row in _rows("care_kinds.csv"))


@cache
def forbidden_kinds() -> tuple[str, ...]:
    """Words no kind of need may carry; the list changes with a release alone."""
    return tuple(row["word"] for row in _rows("forbidden_kinds.csv"))


def match_slips(style: str) -> Slips:
    """Names and slips for an invented table of a style."""
    words = tongue()
    if style == LATIN:
        return Slips(LATIN_FAMILIES, _falling(len(LATIN_FAMILIES)), _given_names(), words)
    variants: dict[str, list[str]] = defaultdict(list)
    for glyph, plain in words.glyphs.items():
        variants[plain].append(chr(glyph))
    weights = {row["surname"]: float(row["weight_pct"]) for row in _rows("surnames.csv")}
    return Slips(list(weights), list(weights.values()), (), words, variants)


def _falling(count: int) -> list[float]:
    """Weights of names from the commonest to the rarest."""
    return [1 / (place + 12) for place in range(count)]


def _given_names() -> list[str]:
    tables = ("short_names.csv", "latin_given_names.csv")
    return [row["name"] for table in tables for row in _rows(table)]


def choices(name: str, *, blank: str = "") -> list[tuple[str, str]]:
    """A table as form choices; ``blank`` is the label of “not chosen”."""
    return [("", blank), *labels(name).items()]
