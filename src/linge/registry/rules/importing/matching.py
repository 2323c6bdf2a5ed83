"""What each row would do to the register: new, updated, same, or a question for a person."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from ..matching.likeness import Level
from ..matching.points import PARKED, Profile, Scale, Score, Tier
from .findings import Finding
from .judging import Judged
from .people import HEAD
from .states import RowOutcome

PROTECTED = ("name", "sex", "birth_date", "hukou_state", "hukou_region")
PLAIN = ("former_name", "nationality", "ethnicity", "marital", "education", "role", "since",
         "hukou_address", "book_no", "left", "left_street_on", "left_reason")  # fmt: skip
HUKOU_PLAIN = ("hukou_address", "book_no", "left", "left_street_on", "left_reason")


@dataclass(frozen=True, slots=True)
class Held:
    """A person on record, as values of a sheet. ``phones`` are numbers, the main one first.

    ``documents`` are the valid ones by kind; ``headed_by_other`` tells that the household of the
    main home has another head; ``confirmed_on`` is the last day somebody but an import told of it.
    """

    pk: int
    version: int
    values: Mapping[str, Any]
    documents: Mapping[str, str] = field(default_factory=dict)
    phones: tuple[str, ...] = ()
    dwellings: frozenset[int] = frozenset()
    mine: bool = True
    confirmed_on: str = ""

    @property
    def profile(self) -> Profile:
        """What is compared when somebody else may be this person."""
        return Profile(
            name=self.values.get("name", ""),
            birth_date=self.values.get("birth_date", ""),
            sex=self.values.get("sex", ""),
            documents=self.documents,
            valid=frozenset(self.documents),
            phones=frozenset(self.phones),
            dwellings=self.dwellings,
        )


@dataclass(frozen=True, slots=True)
class Register:
    """What is on record: people by document, by home and birth, and by name and by birth date.

    ``heads`` are homes → the person who is head of the household there; ``by_record`` are numbers of
    our own exports, of people of this community alone.
    """

    by_document: Mapping[tuple[str, str], Held]
    by_home: Mapping[tuple[int, str, str], Held]
    by_name: Mapping[str, Sequence[Held]]
    by_birth: Mapping[str, Sequence[Held]]
    heads: Mapping[int, int] = field(default_factory=dict)
    by_record: Mapping[str, Held] = field(default_factory=dict)


@dataclass(slots=True)
class Decision:
    outcome: RowOutcome
    person: Held | None = None
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)


class Matcher:
    """Decides row by row; adds findings about what the register says."""

    def __init__(
        self, register: Register, columns: Mapping[str, int], scale: Scale, told_on: str = ""
    ) -> None:
        self.register, self.columns, self.told_on = register, columns, told_on
        self.scale = scale

    def decide(self, row: Judged) -> Decision:
        if row.excluded:
            return Decision(RowOutcome.EXCLUDED, self._known(row))
        if row.wrong:
            return Decision(RowOutcome.ERROR)
        if any(f.code in ("address_units", "address_estates") for f in row.findings):
            return Decision(RowOutcome.PARKED)
        if fault := self._misnumbered(row):
            self.say(row, fault, "record")
            return Decision(RowOutcome.ERROR)
        held = self._known(row)
        if held is None:
            return self._newcomer(row)
        if not held.mine:
            self.say(row, "known_elsewhere", "id_number")
            return Decision(RowOutcome.PARKED)
        if row.values["name"] not in (
            held.values["name"],
            held.values.get("former_name"),
        ):
            self.say(row, "name_differs", "name")
            return Decision(RowOutcome.PARKED, held)
        return self._update(row, held)

    def say(self, row: Judged, code: str, name: str, **facts: Any) -> None:
        row.findings.append(Finding(code, row.row, self.columns.get(name), name, facts))

    def _misnumbered(self, row: Judged) -> str:
        """What is wrong with the number of our own export: unknown here, or of somebody else."""
        values = row.values
        if "record" not in values:
            return ""
        held = self.register.by_record.get(values["record"])
        document = (values.get("id_kind", ""), values.get("id_number", ""))
        holder = self.register.by_document.get(document, held)
        if held is None or holder is None:
            return "record_unknown"
        return "" if holder.pk == held.pk else "record_other"

    def _known(self, row: Judged) -> Held | None:
        """The person a row means: by our number, by document, else by home, name and birth date."""
        values = row.values
        if record := values.get("record"):
            return self.register.by_record.get(record)
        number, kind = values.get("id_number", ""), values.get("id_kind", "")
        if number and (held := self.register.by_document.get((kind, number))):
            return held
        if not (values.get("dwelling") and values.get("birth_date") and values.get("name")):
            return None
        key = (values["dwelling"], values["name"], values["birth_date"])
        held = self.register.by_home.get(key)
        if held and number and held.documents.get(kind, number) != number:
            return None
        return held

    def _newcomer(self, row: Judged) -> Decision:
        values = row.values
        if not values.get("id_number") and not (
            values.get("dwelling") and values.get("birth_date")
        ):
            self.say(row, "no_key", "id_number" if "id_number" in self.columns else "name")
            return Decision(RowOutcome.PARKED)
        if not values.get("dwelling"):
            self.say(row, "address_missing", "room" if "room" in self.columns else "address")
            return Decision(RowOutcome.ERROR)
        if found := self._suspect(row):
            held, why = found
            self.say(row, "maybe_known", "name", why=why)
            return Decision(RowOutcome.PARKED, held)
        if not values.get("id_number"):
            self.say(row, "id_missing", "id_number")
        if self._other_head(row, None):
            return Decision(RowOutcome.ERROR)
        return Decision(RowOutcome.NEW)

    def _suspect(self, row: Judged) -> tuple[Held, str] | None:
        """Someone on record who may be this person: equal after one slip, or by points."""
        name, born = row.values["name"], row.values.get("birth_date", "")
        namesakes = self.register.by_name.get(name, ())
        scores = [
            (held, likeness(row.values, held, self.scale, len(namesakes)))
            for held in (*namesakes, *self.register.by_birth.get(born, ()))
        ]
        for held, score in scores:
            if score.tier is Tier.T2:
                return held, str(_("身份证号只差一处"))
        for held, score in scores:
            if score.tier in PARKED and score.because["document"] is not Level.DIFFERS:
                return held, str(_("姓名、出生日期等相同"))
        return None

    def _other_head(self, row: Judged, person: int | None) -> bool:
        head = self.register.heads.get(row.values.get("dwelling", 0))
        if row.values.get("relation") != HEAD or head is None or head == person:
            return False
        if row.values.get("household_no"):
            return False
        self.say(row, "head_on_record", "relation")
        return True

    def _update(self, row: Judged, held: Held) -> Decision:
        if self._other_head(row, held.pk):
            return Decision(RowOutcome.ERROR, held)
        changes = dict(self._differences(row, held))
        told_on = row.values.get("collected_on") or self.told_on
        if changes and told_on and held.confirmed_on and told_on < held.confirmed_on:
            filling = {name: pair for name, pair in changes.items() if pair[0] in ("", None)}
            for name in changes.keys() - filling.keys():
                self.say(row, "older", name, when=held.confirmed_on)
            changes = filling
        outcome = RowOutcome.UPDATED if changes else RowOutcome.SAME
        return Decision(outcome, held, changes)

    def _differences(self, row: Judged, held: Held) -> Iterable[tuple[str, tuple[Any, Any]]]:
        """Field → (old, new) of what the row would change; protected ones are only said."""
        values = row.values
        for name in PROTECTED:
            old, new = held.values.get(name, ""), values.get(name, "")
            if name == "sex" and old in ("0", "9"):
                old = ""
            if not new or new == old or name == "name":
                continue
            if old:
                self.say(row, "protected", name)
            else:
                yield name, (old, new)
        hukou_known = held.values.get("hukou_state") or values.get("hukou_state")
        for name in PLAIN:
            if name in HUKOU_PLAIN and not hukou_known:
                continue
            old, new = held.values.get(name, ""), values.get(name, "")
            if name in ("role", "since") and values.get("dwelling") != held.values.get("dwelling"):
                continue
            if name in row.cleared and old:
                yield name, (old, "")
            elif new != "" and new != old:
                yield name, (old, new)
        yield from self._numbers(row, held)
        yield from self._home(row, held)

    def _numbers(self, row: Judged, held: Held) -> Iterable[tuple[str, tuple[Any, Any]]]:
        values = row.values
        told = values.get("phones", ())
        if any(number not in held.phones for number in told) or (
            told and held.phones[:1] != (told[0],)
        ):
            yield "phones", ("、".join(held.phones), "、".join(told))
        number, kind = values.get("id_number", ""), values.get("id_kind", "")
        other = held.documents.get(kind, "")
        if number and other and other != number:
            self.say(row, "protected", "id_number")
        elif number and not other:
            yield "id_number", ("", number)

    def _home(self, row: Judged, held: Held) -> Iterable[tuple[str, tuple[Any, Any]]]:
        values = row.values
        dwelling = values.get("dwelling")
        if dwelling and dwelling not in held.dwellings:
            yield "dwelling", (held.values.get("dwelling", ""), dwelling)
        relation, old = values.get("relation", ""), held.values.get("relation", "")
        stays = not dwelling or dwelling == held.values.get("dwelling")
        if not relation or (stays and relation == old):
            return
        if stays and old and HEAD in (relation, old):
            self.say(row, "head_changes", "relation")
        elif dwelling in (None, held.values.get("dwelling")) or dwelling not in held.dwellings:
            yield "relation", (old if stays else "", relation)


def likeness(values: Mapping[str, Any], held: Held, scale: Scale, namesakes: int) -> Score:
    """How much a row and a person on record look like one, on the register's scale."""
    dwelling = values.get("dwelling")
    number, kind = values.get("id_number", ""), values.get("id_kind", "")
    told = Profile(
        name=values.get("name", ""),
        birth_date=values.get("birth_date", ""),
        sex=values.get("sex", ""),
        documents={kind: number} if number else {},
        valid=frozenset({kind}),
        phones=frozenset(values.get("phones", ())),
        dwellings=frozenset({dwelling} if dwelling else ()),
    )
    return scale.score(told, held.profile, namesakes)


def decide_home(
    row: Judged, held: Mapping[str, Any] | None, columns: Mapping[str, int]
) -> Decision:
    """What a row about a home would do: a new door, changed facts, or nothing."""
    if row.excluded:
        return Decision(RowOutcome.EXCLUDED)
    if row.wrong:
        return Decision(RowOutcome.ERROR)
    if any(f.code in ("address_units", "address_estates") for f in row.findings):
        return Decision(RowOutcome.PARKED)
    if held is None:
        return Decision(RowOutcome.NEW)
    changes = {
        name: (held.get(name, ""), row.values[name])
        for name in ("area_m2", "use", "floor")
        if name in columns and row.values.get(name, "") not in ("", held.get(name, ""))
    }
    if (plate := row.values.get("plate", "")) and plate not in held.get("plates", ()):
        changes["plate"] = ("", plate)
    if "area_m2" in row.cleared and held.get("area_m2"):
        changes["area_m2"] = (held["area_m2"], "")
    return Decision(RowOutcome.UPDATED if changes else RowOutcome.SAME, None, changes)
