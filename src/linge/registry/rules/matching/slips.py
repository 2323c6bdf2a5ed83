"""The slips that make one person look like two, each as people make them."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from string import ascii_lowercase
from typing import Protocol

from .likeness import Tongue

HAN_SLIPS = (
    "digit", "swap", "fifteen", "letter_o", "lost_x", "no_number", "variant", "homophone",
    "day_month", "day_digit", "moved", "moved", "new_phone", "wrong_sex",
)  # fmt: skip
LATIN_SLIPS = (
    "digit", "swap", "no_number", "typo_given", "typo_family", "nickname", "crossed",
    "day_month", "day_digit", "moved", "moved", "new_phone", "typo_address", "no_given",
)  # fmt: skip
SIGNS = {
    "1": "伟强军勇杰涛明超建国志鹏飞宇浩晨磊波辉刚健峰亮文武斌俊凯龙德福庆荣华东海",
    "2": "芳娜敏静丽艳娟霞秀英玲桂兰玉梅红燕萍莉雪琳颖慧婷佳欣怡洁蕾晶莹蓉凤珍",
}
MORE = "安平永春成金学海云山林江天世家宝新民生光元恒思子梓轩涵泽睿博嘉诗语若曦瑞祥"


class Record(Protocol):
    """The facts a slip may touch."""

    @property
    def given(self) -> str: ...
    @property
    def family(self) -> str: ...
    @property
    def birth(self) -> str: ...
    @property
    def document(self) -> str: ...
    @property
    def sex(self) -> str: ...
    @property
    def address(self) -> str: ...


@dataclass
class Slips:
    """Names to give and the ways to spoil them. ``weights`` are how common each surname is."""

    families: Sequence[str]
    weights: Sequence[float]
    first_names: Sequence[str]
    tongue: Tongue
    glyphs: Mapping[str, Sequence[str]] = field(default_factory=dict)
    sounds: Mapping[str, Sequence[str]] = field(init=False)

    def __post_init__(self) -> None:
        alike: dict[str, list[str]] = defaultdict(list)
        for sign in sorted(set("".join(SIGNS.values()) + MORE + "".join(self.glyphs))):
            alike[self.tongue.sound(f"王{sign}")].append(sign)
        self.sounds = {sign: signs for signs in alike.values() for sign in signs}

    def family(self, rng: Random) -> str:
        return rng.choices(self.families, self.weights)[0]

    def given_sign(self, rng: Random) -> str:
        return rng.choice(MORE)

    def given(self, rng: Random, sex: str, mark: str = "") -> str:
        """A given name; ``mark`` is the sign that brothers and sisters share."""
        if self.first_names:
            half = len(self.first_names) // 2
            return rng.choice(self.first_names[half:] if sex == "2" else self.first_names[:half])
        if rng.random() < 0.15:
            return rng.choice(SIGNS[sex])
        return (mark or rng.choice(MORE + SIGNS[sex])) + rng.choice(SIGNS[sex] + MORE)

    def slip(self, kind: str, person: Record, rng: Random) -> dict[str, str]:
        """The facts as told with one slip of a kind; unchanged where the kind does not fit."""
        return SLIPS[kind](self, person, rng)

    def homophone(self, name: str, rng: Random) -> str:
        """A name with one sign replaced by another of the same sound."""
        fitting = [
            (place, [other for other in self.sounds.get(sign, ()) if other != sign])
            for place, sign in enumerate(name)
        ]
        fitting = [choice for choice in fitting if choice[1]]
        if not fitting:
            return name
        place, others = rng.choice(fitting)
        return name[:place] + rng.choice(others) + name[place + 1 :]

    def variant(self, name: str, rng: Random) -> str:
        """A name in traditional or variant signs."""
        return "".join(rng.choice(self.glyphs.get(sign, (sign,))) for sign in name)

    def nickname(self, name: str, rng: Random) -> str:
        short = [one for one, whole in self.tongue.short_names.items() if whole == name]
        return rng.choice(short) if short else name


def typo(text: str, rng: Random) -> str:
    """A word with one letter lost, doubled, changed, or swapped with its neighbour."""
    if len(text) < 3:
        return text
    place = rng.randrange(1, len(text) - 1)
    before, sign, after = text[:place], text[place], text[place + 1 :]
    other = rng.choice(ascii_lowercase)
    return rng.choice(
        (before + after, before + sign + sign + after, before + other + after,
         before + after[:1] + sign + after[1:])
    )  # fmt: skip


def _digit(text: str, rng: Random, places: range) -> str:
    place = rng.choice([at for at in places if at < len(text) and text[at].isdigit()] or [0])
    other = rng.choice([sign for sign in "0123456789" if sign != text[place : place + 1]])
    return text[:place] + other + text[place + 1 :] if text else text


def _swap(text: str, rng: Random) -> str:
    fitting = [at for at in range(len(text) - 1) if text[at] != text[at + 1]]
    if not fitting:
        return text
    at = rng.choice(fitting)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _fifteen(number: str) -> str:
    return number[:6] + number[8:17] if len(number) == 18 and number[6:8] == "19" else number


def _day_month(day: str) -> str:
    year, month, date = day.split("-") if day.count("-") == 2 else (day, "", "")
    return f"{year}-{date}-{month}" if date and int(date) <= 12 else day


Slip = Callable[[Slips, Record, Random], dict[str, str]]
SLIPS: Mapping[str, Slip] = {
    "digit": lambda _, who, rng: {"document": _digit(who.document, rng, range(18))},
    "swap": lambda _, who, rng: {"document": _swap(who.document, rng)},
    "fifteen": lambda _, who, rng: {"document": _fifteen(who.document)},
    "letter_o": lambda _, who, rng: {"document": who.document.replace("0", "O", 1)},
    "lost_x": lambda _, who, rng: {"document": who.document.removesuffix("X")},
    "no_number": lambda _, who, rng: {"document": ""},
    "no_given": lambda _, who, rng: {"given": ""},
    "variant": lambda own, who, rng: {"family": own.variant(who.family, rng),
                                      "given": own.variant(who.given, rng)},
    "homophone": lambda own, who, rng: {"given": own.homophone(who.given, rng)},
    "day_month": lambda _, who, rng: {"birth": _day_month(who.birth)},
    "day_digit": lambda _, who, rng: {"birth": _digit(who.birth, rng, range(3, 10))},
    "wrong_sex": lambda _, who, rng: {"sex": {"1": "2", "2": "1"}.get(who.sex, "")},
    "typo_given": lambda _, who, rng: {"given": typo(who.given, rng)},
    "typo_family": lambda _, who, rng: {"family": typo(who.family, rng)},
    "typo_address": lambda _, who, rng: {"address": typo(who.address, rng)},
    "nickname": lambda own, who, rng: {"given": own.nickname(who.given, rng)},
    "crossed": lambda _, who, rng: {"given": who.family, "family": who.given},
}  # fmt: skip
