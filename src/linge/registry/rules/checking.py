"""What may be put on record about a person: each fault is a code and a sentence for people."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import identity, names, phones
from .drafts import NewDocument, NewHukou, NewPerson, NewPhone
from .identity import Areas, Checked
from .phones import CheckedPhone

CITIZEN_KINDS = (identity.CITIZEN, "112", identity.RESIDENCE_PERMIT, identity.FOREIGNER)
EARLIEST = 120

SENTENCES: dict[str, Promise] = {
    "name_empty": _("请填写姓名。"),
    "name_too_long": _("姓名超过50个字，请缩短。"),
    "name_characters": _("姓名中有不能使用的符号，请只填写汉字、字母和间隔号。"),
    "name_single": _("姓名只有一个字，请核对。"),
    "birth_future": _("出生日期不能晚于今天，请核对。"),
    "birth_long_ago": _("出生日期距今超过120年，请核对。"),
    "length": _("身份证号应为18位，请核对原件。"),
    "characters": _("证件号码中有不能使用的字符，请核对原件。"),
    "date": _("身份证号中的出生日期不存在或晚于今天。"),
    "checksum": _("身份证号第18位校验不符，请核对原件。"),
    "stored_as_number": _("身份证号被存成数字，末几位已丢失，请把该列改为文本后重填。"),
    "area_unknown": _("身份证前6位不在已知区划表中，请核对，可继续登记。"),
    "area_retired": _("身份证前6位是已撤销的区划代码，可继续登记。"),
    "retired_15": _("这是15位旧身份证号，已补出18位，请见到原件后确认。"),
    "century_ambiguous": _("15位旧号码的出生世纪无法确定，请核对出生日期。"),
    "sequence_zero": _("身份证号的顺序码是000，请核对原件。"),
    "birth_early": _("身份证号中的出生日期早于1900年，请核对。"),
    "sex_mismatch": _("性别与身份证第17位不一致。"),
    "birth_mismatch": _("出生日期与身份证号不一致。"),
    "demo_number": _("这是演示用号码，正式使用时不能登记。"),
    "region_code": _("户口所在地代码应为6、9或12位数字，请核对。"),
    "left_future": _("离开日期不能晚于今天，请核对。"),
    "hukou_before_birth": _("户籍起始日期不能早于出生日期，请核对。"),
    "phone": _("电话号码不完整，请填写11位手机号，或带区号的座机号。"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong, or doubtful: its code, the field it belongs to, the sentence for people."""

    code: str
    field: str

    @property
    def message(self) -> str:
        word = "phone" if self.field == "phone" and self.code != "demo_number" else self.code
        return str(SENTENCES[word])


@dataclass(frozen=True, slots=True)
class Known:
    """What checking needs to know of the world."""

    today: date
    areas: Areas
    demo: bool = False


def check_number(document: NewDocument, person: NewPerson, known: Known) -> Checked:
    """Check one document's number by the rule of its kind."""
    if document.kind not in CITIZEN_KINDS:
        return identity.check_document(document.kind, document.number)
    exact = person.birth_date if person.birth_precision == "day" else None
    return identity.check_citizen(
        document.number,
        today=known.today,
        areas=known.areas,
        sex=person.sex,
        birth=exact,
        demo=known.demo,
    )


def check_phone(phone: NewPhone, known: Known) -> CheckedPhone:
    """Check one phone number."""
    return phones.check_phone(phone.number, demo=known.demo)


def phone_faults(phone: NewPhone, known: Known) -> Iterator[Fault]:
    """What forbids a number, a made-up one outside a demonstration included."""
    checked = check_phone(phone, known)
    yield from _faults((*checked.errors, *checked.warnings), "phone")


def errors(person: NewPerson, known: Known) -> Iterator[Fault]:
    """What forbids the record. A number kept in doubt is no error, it becomes suspect."""
    for code in names.faults(names.clean(person.name)):
        if code != "single":
            yield Fault(f"name_{code}", "name")
    if person.birth_date and person.birth_date > known.today:
        yield Fault("birth_future", "birth_date")
    for document in person.documents:
        if not document.doubt:
            checked = check_number(document, person, known)
            yield from _faults(checked.errors, "number")
    for phone in person.phones:
        yield from _faults(check_phone(phone, known).errors, "phone")
    if person.hukou:
        yield from hukou_errors(person.hukou, person.birth_date, known)


def hukou_errors(told: NewHukou, born: date | None, known: Known) -> Iterator[Fault]:
    """What forbids a hukou record."""
    code = told.region_code
    if code and not (code.isascii() and code.isdigit() and len(code) in (6, 9, 12)):
        yield Fault("region_code", "region_code")
    if told.left_street_on and told.left_street_on > known.today:
        yield Fault("left_future", "left_street_on")
    if born and told.since < born:
        yield Fault("hukou_before_birth", "since")


def warnings(person: NewPerson, known: Known) -> Iterator[Fault]:
    """What is worth a second look and does not stop."""
    if "single" in names.faults(names.clean(person.name)):
        yield Fault("name_single", "name")
    if person.birth_date and person.birth_date.year < known.today.year - EARLIEST:
        yield Fault("birth_long_ago", "birth_date")
    for document in person.documents:
        yield from _faults(check_number(document, person, known).warnings, "number")
    for phone in person.phones:
        yield from _faults(check_phone(phone, known).warnings, "phone")


def _faults(codes: Iterable[str], field: str) -> Iterator[Fault]:
    for code in codes:
        yield Fault(code, field)
