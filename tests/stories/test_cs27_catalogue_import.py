"""CS27: the catalogue by spreadsheet. Every fault is named by its cell and nothing is written; what
is exported comes back unchanged; what is used never vanishes.

区 sends its own list. 系统管理员 brings it, reads what is wrong, corrects it, looks at what it would
have meant for the last cases, and publishes.
"""

import csv
import io

import openpyxl
import pytest

from linge.cases.actions.catalogue_drafts import (
    FaultyCells,
    draft_catalogue,
    publish_catalogue,
    read_catalogue,
)
from linge.cases.models import CatalogueDraft, Category, Standard
from linge.cases.queries.catalogue_sheet import (
    catalogue_csv,
    catalogue_rows,
    changes_of,
    rehearse,
)
from linge.cases.rules import State
from linge.cases.tests.factories import CaseFactory, make_town
from linge.kernel.access import Actor
from linge.kernel.refusals import Refused
from linge.kernel.tests.test_worktime import at as moment


def written(rows):
    """Rows as a workbook, its sheet named 目录."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "目录"
    page.append(list(rows[0]))
    for row in rows:
        page.append(list(row.values()))
    return book, page


def bytes_of(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.proves("C1")
@pytest.mark.django_db
def test_every_fault_is_named_and_nothing_is_written(at):
    at("2026-06-15 09:00")
    make_town()
    rows = catalogue_rows()[:6]
    rows[0]["limit_unit"] = "5天左右"
    rows[1]["criterion"] = ""
    rows[2]["small_code"] = "0999"
    rows[3] |= {"small_code": rows[4]["small_code"], "small_name": rows[4]["small_name"]}
    rows[5]["limit_amount"] = "0.3"
    with pytest.raises(FaultyCells) as faulty:
        draft_catalogue(bytes_of(written(rows)[0]), "区目录.xlsx", by=Actor.clock("case"))
    told = {fault.cell: fault.words for fault in faulty.value.faults}
    assert told == {
        "目录!I2": "单位写 urgent_hour、work_hour、work_day 或 natural_day",
        "目录!G3": "请填写",
        "目录!C4": "小类编码要以大类编码开头",
        "目录!F6": "同一小类的标准序号重复，请改号",
        "目录!H7": "时限写0.25的倍数，例如 0.5、1、2",
    }
    assert faulty.value.message.splitlines()[1] == "目录!G3 请填写"
    assert not CatalogueDraft.objects.exists()
    headless = read_catalogue("大类,小类\n01,0101\n".encode(), "x.csv")
    assert headless.faults[0].words.startswith("没有找到表头")


@pytest.mark.proves("C1")
@pytest.mark.django_db
def test_merged_cells_and_line_breaks_are_read_and_told(at):
    at("2026-06-15 09:00")
    make_town()
    rows = catalogue_rows()[:3]
    rows[1] |= {"large_code": "", "large_name": ""}
    rows[2]["small_name"] = "积水\n污水外溢"
    book, page = written(rows)
    page.merge_cells("A2:A3")
    page.merge_cells("B2:B3")
    reading = read_catalogue(bytes_of(book), "区目录.xlsx")
    assert not reading.faults
    assert [row["large_name"] for row in reading.rows] == ["环境卫生"] * 3
    assert reading.rows[2]["small_name"] == "积水污水外溢"
    assert [str(remark) for remark in reading.remarks] == [
        "目录!A3 合并单元格，按“01”补齐",
        "目录!B3 合并单元格，按“环境卫生”补齐",
        "目录!D4 去掉了换行，读作“积水污水外溢”",
    ]


@pytest.mark.proves("C1")
@pytest.mark.django_db
def test_a_round_trip_changes_nothing_and_a_change_is_dated(at):
    at("2026-06-15 09:00")
    town, clock = make_town(), Actor.clock("case")
    exported, before = catalogue_csv(), Standard.objects.count()
    for data, name in (
        (exported, "目录.csv"),
        (bytes_of(written(catalogue_rows())[0]), "目录.xlsx"),
    ):
        draft = draft_catalogue(data, name, by=clock)
        assert changes_of(draft.rows) == []
        loaded = publish_catalogue(draft, by=clock)
        assert (loaded.opened, loaded.closed) == (0, 0)
    assert catalogue_csv() == exported and Standard.objects.count() == before

    case = CaseFactory(town=town, state=State.DISPATCHED)
    rows = [row for row in catalogue_rows() if row["small_code"] == "0201"]
    rows[0] |= {"limit_amount": "1.0", "agency_post": "roads"}
    lines = io.StringIO(newline="")
    csv.DictWriter(lines, rows[0]).writerows([dict(zip(rows[0], rows[0], strict=True)), *rows])
    draft = draft_catalogue(lines.getvalue().encode(), "路灯.csv", by=clock)
    (change,) = changes_of(draft.rows)
    assert (change.code, change.new) == ("0201", False)
    assert change.cells == (("limit_amount", "2", "1"), ("agency_post", "lighting", "roads"))
    (effect,) = rehearse(draft.rows)
    assert effect.case == case and effect.agency == ("城市照明所", "市政养护所")
    assert effect.due == (moment("2026-06-17 09:00"), moment("2026-06-16 09:00"))

    at("2026-07-01 10:00")
    loaded = publish_catalogue(draft, by=clock)
    assert (loaded.opened, loaded.closed) == (1, 1), "only the one standard; nothing else vanished"
    old, new = Standard.objects.filter(category__code="0201").order_by("since")
    assert (str(old.until), str(new.since), new.limit_amount) == ("2026-07-01", "2026-07-01", 1)
    case.refresh_from_db()
    assert case.standard == old, "an open case keeps its own"
    assert Category.objects.filter(code="0101", until=None).exists()
    with pytest.raises(Refused, match=r"cases\.moved_on"):
        publish_catalogue(draft, by=clock)
    with pytest.raises(Refused):
        draft_catalogue(exported, "目录.csv", by=town.dispatcher)
