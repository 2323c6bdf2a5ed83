"""Sheets of the 12345 hotline: all or nothing, twice adds nothing, results go back without people."""

import json
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from linge.cases import actions as cases
from linge.cases.models import Case
from linge.cases.tests.factories import make_town
from linge.integrations.rules.hotline import read
from linge.kernel import crypto
from linge.kernel.zone import SHANGHAI

GOOD = """工单编号,来电时间,来电人,联系电话,诉求地址,诉求内容,诉求类别
WH20260615001,2026-06-15 08:10,张桂兰,12000000020,幸福里3号楼,楼道灯不亮,路灯不亮
WH20260615002,2026-06-10 19:00,李明,12000000021,,"夜里施工，吵得睡不着",0603
WH20260615003,,,,幸福路口,井盖松动,
"""
BAD = """工单编号,来电时间,诉求内容,小类
,2026-06-15 08:10,楼道灯不亮,
2.02606E+13,昨天,井盖松动,
A1,,,
A2,,路灯不亮,不存在的小类
A2,,路灯不亮,
"""


@pytest.fixture
def town(db, at):
    at("2026-06-15 09:00")
    return make_town()


def run(tmp_path, text: str, *, encoding: str = "utf-8", fails: bool = False):
    """The command's answer for a file of this text."""
    file = tmp_path / "sheets.csv"
    file.write_bytes(text.encode(encoding))
    out = StringIO()
    try:
        call_command("cases", "import", str(file), "--json", stdout=out)
    except SystemExit as ended:
        assert fails and ended.code == 1
    return json.loads(out.getvalue())


@pytest.mark.proves("C1")
def test_a_file_imported_twice_adds_nothing(town, tmp_path):
    first = run(tmp_path, GOOD)
    assert [row["outer_no"] for row in first["new"]] == [f"WH2026061500{n}" for n in (1, 2, 3)]
    lamp, noise, cover = Case.objects.filter(source="hotline").order_by("outer_no")
    assert lamp.category.code == "0201" and noise.category.code == "0603"
    assert crypto.open_field(lamp, "reporter_phone") == "12000000020"
    assert (
        f"{lamp.reported_at.astimezone(SHANGHAI):%H:%M}" == "08:10"
    )  # the caller waits since the call
    assert not noise.device_clock_off and "2026-06-10 19:00" in noise.notes.get().words
    assert cover.place_text == "幸福路口" and noise.place_unknown
    again = run(tmp_path, GOOD, encoding="gb18030")
    assert again["new"] == [] and len(again["known"]) == 3
    assert Case.objects.count() == 3
    more = GOOD + "WH20260615004,,,,幸福路口,路灯不亮,\n"
    assert [row["outer_no"] for row in run(tmp_path, more)["new"]] == ["WH20260615004"]


def test_a_file_with_faults_is_refused_whole_and_names_every_cell(town, tmp_path):
    told = run(tmp_path, BAD, fails=True)
    assert [fault["cell"] for fault in told["faults"]] == ["A2", "A3", "B3", "C4", "D5", "A6"]
    assert not Case.objects.exists()
    with pytest.raises(CommandError, match="C4"):
        file = tmp_path / "sheets.csv"
        call_command("cases", "import", str(file))


@pytest.mark.parametrize(("text", "cell"), [("", "A1"), ("诉求内容\n路灯不亮\n", "A1")])
def test_a_file_without_its_columns_says_which(text, cell):
    faults = read(text.encode()).faults
    assert [fault.cell for fault in faults] == [cell]


def test_results_go_back_without_people(town, tmp_path):
    run(tmp_path, GOOD)
    case = Case.objects.get(outer_no="WH20260615003")
    words = "此井盖由供水公司管理，已转请处理"
    cases.reject_case(case, by=town.intake_clerk, reason_code="not_ours", words=words)
    file = tmp_path / "results.csv"
    call_command("cases", "results", str(file), "--since", "2026-06-01")
    text = file.read_bytes().decode("utf-8-sig")
    lines = text.splitlines()
    assert lines[0].startswith("工单编号,事件编号,办理状态")
    assert len(lines) == 4 and words in lines[3]
    assert "张桂兰" not in text and "12000000020" not in text


def test_the_clerk_imports_on_a_page(town, as_actor):
    page = as_actor(town.intake_clerk)
    address = "/desk/integrations/hotline/"

    def send(text):
        file = SimpleUploadedFile("sheets.csv", text.encode())
        return page.post(address, {"community": town.community.pk, "file": file})

    refused = send(BAD)
    assert refused.status_code == 422
    assert "D5" in refused.content.decode() and not Case.objects.exists()
    assert send(GOOD).status_code == 302
    assert Case.objects.count() == 3
    answer = page.get(f"{address}results.csv")
    assert answer.content.decode("utf-8-sig").count("\n") == 4
    assert as_actor(town.grid_a).get(address).status_code == 403
