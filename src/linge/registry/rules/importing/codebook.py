"""Words people write for a code: the code itself, its label, synonyms — and words with two codes."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

_REMARK = re.compile(r"[(（].*[)）]")


@dataclass(frozen=True, slots=True)
class Word:
    code: str
    label: str
    synonyms: tuple[str, ...] = ()


def word_key(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text)
    return "".join(folded.split()).lower()


class Codebook:
    """Looks words up both ways.

    A synonym with a remark in brackets, ``媳妇(本人之妻)``, says that the bare word alone is not
    enough: it means this code as well as another.
    """

    def __init__(self, words: Iterable[Word]) -> None:
        self.words = tuple(words)
        self._codes: dict[str, str] = {}
        self._doubtful: dict[str, set[str]] = {}
        for word in self.words:
            for text in (word.code, word.label, *word.synonyms):
                self._codes.setdefault(word_key(text), word.code)
                if bare := _bare(text):
                    self._doubtful.setdefault(bare, set()).add(word.code)
        for bare, meant in self._doubtful.items():
            if bare in self._codes:
                meant.add(self._codes[bare])
        self._labels: dict[str, str] = {}
        for word in self.words:
            self._labels.setdefault(word.code, word.label)

    def find(self, text: str) -> tuple[str, ...]:
        """The codes a word may stand for: none, one, or several when it must be asked."""
        key = word_key(text)
        if len(meant := self._doubtful.get(key, ())) > 1:
            return tuple(sorted(meant))
        if key in self._codes:
            return (self._codes[key],)
        padded = key.zfill(2)
        return (self._codes[padded],) if key.isdigit() and padded in self._codes else ()

    def label(self, code: str) -> str:
        return self._labels.get(code, code)

    def options(self, most: int = 8) -> str:
        """Some labels, to tell a person what may be written."""
        labels = list(self._labels.values())
        return "、".join(labels[:most]) + ("…" if len(labels) > most else "")


def _bare(text: str) -> str:
    stripped = _REMARK.sub("", text)
    return word_key(stripped) if stripped != text else ""
