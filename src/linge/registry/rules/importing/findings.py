"""What there is to say about a cell or a row: a code, a place, a sentence for people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linge.files.sheets import address


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTICE

MESSAGES: dict[str, tuple[Severity, Promise]] = {
    "id_as_number": (
        E,
        _("身份证号被存成数字，末几位已丢失，请把该列改为文本后重填。"),
    ),
    "id_checksum": (E, _("身份证号第18位校验不符，请核对原件。")),
    "id_date": (E, _("身份证号中的出生日期不存在或晚于今天。")),
    "id_length": (E, _("身份证号应为18位，现在是%(count)s位，请核对原件。")),
    "id_characters": (E, _("证件号码中有不能使用的字符，请核对原件。")),
    "id_demo": (E, _("这是演示用号码，正式使用时不能登记。")),
    "id_area": (W, _("身份证前6位不在已知区划表中，请核对，可继续导入。")),
    "id_area_retired": (W, _("身份证前6位是已撤销的区划代码，可继续导入。")),
    "id_sex": (W, _("性别与身份证第17位不一致。")),
    "id_birth": (W, _("出生日期与身份证号不一致，请核对原件。")),
    "id_15": (W, _("这是15位旧身份证号，已补出18位，请见到原件后确认。")),
    "id_century": (W, _("15位旧号码的出生世纪无法确定，请核对出生日期。")),
    "id_sequence": (W, _("身份证号的顺序码是000，请核对原件。")),
    "id_early": (W, _("身份证号中的出生日期早于1900年，请核对。")),
    "id_missing": (W, _("没有填写身份证号，按房屋、姓名和出生日期识别。")),
    "name_missing": (E, _("请填写姓名。")),
    "name_characters": (
        E,
        _("姓名“%(raw)s”中有不能使用的符号，请只填写汉字、字母和间隔号。"),
    ),
    "name_single": (W, _("姓名只有一个字，请核对。")),
    "date_ambiguous": (E, _("日期“%(raw)s”无法判断月和日，请写成 1985-03-12。")),
    "date_unknown": (E, _("日期“%(raw)s”不存在或看不懂，请写成 1985-03-12。")),
    "date_future": (E, _("日期“%(raw)s”晚于今天，请核对。")),
    "birth_long_ago": (W, _("出生日期距今超过120年，请核对。")),
    "before_birth": (E, _("入住日期早于出生日期，请核对。")),
    "phone_length": (E, _("手机号“%(raw)s”应为11位，现在是%(count)s位，请核对。")),
    "phone_characters": (
        E,
        _("电话“%(raw)s”看不懂，请填写11位手机号，或带区号的座机号。"),
    ),
    "phone_demo": (E, _("“%(raw)s”是演示用号码，正式使用时不能登记。")),
    "code_unknown": (E, _("“%(raw)s”不是“%(field)s”的可选值，可填：%(options)s。")),
    "code_ambiguous": (E, _("“%(raw)s”可能是%(options)s，请写明是哪一种。")),
    "number_unknown": (E, _("“%(raw)s”不是数字，请填写%(field)s的数字。")),
    "number_range": (
        E,
        _("“%(raw)s”超出%(field)s的合理范围（%(low)s至%(high)s），请核对。"),
    ),
    "address_missing": (E, _("请填写住址，或填写楼栋和房号。")),
    "address_unclear": (
        E,
        _("地址“%(raw)s”看不懂，请写成“3号楼2单元501室”或“3-2-501”。"),
    ),
    "address_unknown": (
        E,
        _("找不到房屋“%(raw)s”，请先建楼栋房号，或选择相近的：%(near)s。"),
    ),
    "address_units": (W, _("“%(raw)s”所在楼栋有多个单元，请写明是哪一套：%(near)s。")),
    "address_estates": (W, _("“%(raw)s”在多个小区都有，请写明小区：%(near)s。")),
    "building_unknown": (
        E,
        _("找不到楼栋“%(raw)s”，请先在房屋楼栋中建好，或核对：%(near)s。"),
    ),
    "out_of_scope": (E, _("该房屋不在您的管辖范围内，请交由所属社区导入。")),
    "two_heads": (E, _("该户有两个户主（第%(rows)s行），请只保留一个。")),
    "head_on_record": (E, _("该户在系统中已有户主，请核对与户主关系。")),
    "no_head": (W, _("该户没有户主，请补填。")),
    "head_young": (W, _("户主只有%(age)s岁，请核对。")),
    "two_spouses": (W, _("该户有两个配偶（第%(rows)s行），请核对与户主关系。")),
    "child_age": (W, _("子女与户主的年龄相差不到14岁，请核对关系或出生日期。")),
    "parent_age": (W, _("父母与户主的年龄相差不到14岁，请核对关系或出生日期。")),
    "relation_self": (E, _("“本人”不能作为与户主关系；户主本人请填“户主”。")),
    "same_in_file": (E, _("与第%(row)s行重复，请删去一行。")),
    "cell_error": (E, _("单元格是公式错误值“%(raw)s”，请改填文字。")),
    "too_long": (E, _("内容超过%(max)s个字，请缩短。")),
    "uscc_length": (E, _("统一社会信用代码应为18位，请核对。")),
    "uscc_characters": (E, _("统一社会信用代码中有不会出现的字符（如 I、O、S、V、Z），请核对。")),
    "uscc_checksum": (E, _("统一社会信用代码的校验位不对，请逐位核对。")),
    "uscc_doubt": (W, _("统一社会信用代码的登记机关或组织机构码少见，请核对，可继续导入。")),
    "required": (E, _("请填写%(field)s。")),
    "person_unknown": (E, _("系统中没有“%(field)s”这个人，请先导入或登记该居民。")),
    "party_name": (W, _("“%(field)s”与系统中此证件登记的姓名不一致，请核对。")),
    "organisation_unknown": (E, _("系统中没有这家单位，请先导入或登记该单位。")),
    "several_meant": (W, _("有几个可能的对象，请补填证件号码或统一信用代码后再导入。")),
    "out_of_scope_place": (E, _("这家单位登记在其他社区，请由所属社区导入。")),
    "same_party": (E, _("出租人和承租人不能是同一人，请核对。")),
    "ends_before": (E, _("结束日期早于开始日期，请核对。")),
    "other_book": (E, _("此人在系统中登记在另一本户口簿，请先办理迁出。")),
    "lease_overlap": (E, _("这段时间房屋已有租约；如分间出租，请在“分间出租”填“是”。")),
    "clear_refused": (E, _("%(field)s不能清空，请到居民页面办理更正。")),
    "hukou_where": (E, _("户口在外地的，请填写户籍地代码或户籍地址。")),
    "hukou_alone": (
        W,
        _("没有填写户籍状态；系统中没有此人户籍的，这一格不导入，请补填。"),
    ),
    "vacant_evidence": (E, _("登记空置需要佐证，请在房屋页面附照片登记。")),
    "plate_taken": (E, _("这种地址写法已指向另一套房屋，请核对。")),
    "repaired": (N, _("已自动更正：%(old)s → %(new)s。")),
    "filled_down": (N, _("与上方同一户，已按第%(row)s行填写：%(new)s。")),
    "older": (N, _("系统中的值较新（%(when)s），默认保留。")),
    "protected": (
        N,
        _("此项需审批，导入不直接改动，将生成变更申请。"),
    ),
    "fixed": (N, _("与系统中的值不同，导入不改动；确需更正，请到该条记录的页面办理。")),
    "head_changes": (N, _("更换户主需审批，导入不改动，请到该户页面办理。")),
    "no_key": (
        W,
        _("没有身份证号，也没有完整的住址和出生日期，无法确定是谁，请补填。"),
    ),
    "maybe_known": (W, _("可能与系统中已有居民是同一人（%(why)s），请先核对。")),
    "name_differs": (W, _("这个身份证号在系统中登记的是另一个姓名，请先核对。")),
    "known_elsewhere": (W, _("其他社区已有登记，请发起迁入核对。")),
    "record_unknown": (
        E,
        _("系统编号在本社区查不到；这一行若是新登记，请把系统编号留空。"),
    ),
    "record_other": (E, _("系统编号和这一格指的不是同一条记录，请核对，不要把两行的编号对调。")),
    "masked": (N, _("这一格是遮盖的内容，不写入，系统里的值不变。")),
    "hidden_row": (N, _("这一行在表格中被隐藏，没有导入；需要导入请先取消隐藏。")),
    "done_before": (N, _("上次已导入，本次跳过。")),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """``row`` and ``column`` (from 0) point at the cell; no column: it concerns the whole row."""

    code: str
    row: int
    column: int | None = None
    about: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        return MESSAGES[self.code][0]

    @property
    def cell(self) -> str:
        """``D5``, or ``5:5`` when it concerns the whole row."""
        return f"{self.row}:{self.row}" if self.column is None else address(self.row, self.column)

    @property
    def message(self) -> str:
        return str(MESSAGES[self.code][1]) % self.facts


def with_errors(findings: Iterable[Finding]) -> bool:
    return any(finding.severity is E for finding in findings)
