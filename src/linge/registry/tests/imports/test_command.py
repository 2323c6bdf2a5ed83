"""The command line answers in the shape partners were promised."""

import io
import json

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from linge.registry.models import ImportBatch, Resident

from . import messy


@pytest.fixture
def run(community, tmp_path):
    def run(data, *options, name="人口.xlsx", subject="residents", where="幸福里社区"):
        file = tmp_path / name
        file.write_bytes(data)
        out = io.StringIO()
        call_command("import", subject, str(file), "--community", where, *options, stdout=out)
        return json.loads(out.getvalue()) if "--json" in options else out.getvalue()

    return run


def test_a_dry_run_tells_everything_and_writes_nothing(run, places):
    sheet = messy.write(places)
    answer = run(sheet.data, "--dry-run", "--json")
    said = {
        (fault["cell"], fault["code"])
        for row in answer["rows"]
        for kind in ("errors", "warnings", "notices")
        for fault in row[kind]
    }
    assert set(sheet.truth) <= said
    outcomes = {row["row"]: row["outcome"] for row in answer["rows"]}
    assert sheet.outcomes.items() <= outcomes.items()
    assert answer["counts"]["total"] == len(answer["rows"])
    assert Resident.objects.count() == ImportBatch.objects.count() == 0


def test_values_come_in_their_normal_form(run):
    book = openpyxl.Workbook()
    book.active.append(["姓名", "性别", "身份证号", "出生日期", "电话", "住址", "与户主关系"])
    book.active.append(
        [
            "张 桂兰",
            "F",
            "９９０１０１１９８５０７１２００２６",
            31240,
            12000000020,
            "３栋２门５０１",
            "户长",
        ]
    )
    out = io.BytesIO()
    book.save(out)
    (row,) = run(out.getvalue(), "--dry-run", "--json")["rows"]
    assert row["row"] == 2
    assert row["outcome"] == "new"
    expected = {
        "name": "张桂兰", "sex": "2", "id_number": "990101198507120026",
        "birth_date": "1985-07-12", "phone": "12000000020", "building": "3", "unit": "2",
        "room": "501", "relation": "02", "estate": "锦绣花园",
    }  # fmt: skip
    assert expected.items() <= row["values"].items()


def test_writing_tells_the_same_and_once_more_changes_nothing(run, places):
    sheet = messy.write(places, corrected=True)
    first = run(sheet.data, "--json")
    assert first["counts"]["new"] == Resident.objects.count() == len(first["rows"])
    again = run(sheet.data, "--json")
    assert again["counts"]["same"] == len(again["rows"])
    assert Resident.objects.count() == len(first["rows"])


def test_words_for_people(run, places):
    told = run(messy.write(places).data, "--dry-run")
    assert "id_checksum\t身份证号第18位校验不符，请核对原件。" in told
    assert "错误" in told.splitlines()[-1]


@pytest.mark.parametrize("where", ["幸福里", "幸福里社区"])
def test_a_community_is_found_by_its_name(run, places, where):
    assert run(messy.write(places).data, "--dry-run", "--json", where=where)["rows"]


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "空.xlsx", "files.empty"),
        (b"", "空.csv", "files.empty"),
        (b"PK\x03\x04cut", "断.xlsx", "files.broken"),
        ("甲,乙\n丙,丁\n".encode(), "无表头.csv", "registry.no_header"),
    ],
)
@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_a_bad_file_is_one_sentence(run, data, name, code, options):
    with pytest.raises(CommandError, match=code):
        run(data, *options, name=name)


def test_unknown_communities_and_files_are_told(run, community):
    with pytest.raises(CommandError, match="没有社区"):
        run(b"x", where="没有的")
    with pytest.raises(CommandError, match="打不开文件"):
        call_command("import", "residents", "/nowhere.xlsx", "--community", community.name)


def test_homes_by_the_command_line(run):
    text = "小区,楼栋,单元,房号,面积\n锦绣花园,3,2,501,88.8\n锦绣花园,3,2,1801,90\n"
    answer = run(text.encode("gb18030"), "--json", subject="dwellings", name="房屋.csv")
    assert [row["outcome"] for row in answer["rows"]] == ["updated", "new"]
    again = run(text.encode("gb18030"), "--json", subject="dwellings", name="房屋.csv")
    assert again["counts"]["same"] == 2
