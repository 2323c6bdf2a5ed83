"""The wizard opens, says what happens, and refuses in words."""

import io

import openpyxl
import pytest
from django.urls import reverse

from linge.registry.actions import imports as actions
from linge.registry.models import ImportBatch, Resident
from linge.territory.tests import actors
from linge.territory.tests.factories import RegionFactory

from . import messy
from .desk import Desk

TEXT = "姓名\t性别\t身份证号\t住址\n张桂兰\t女\t990101198507120026\t3-2-501\n"


@pytest.fixture
def desk(as_actor, officer):
    return Desk(as_actor(officer))


def test_the_list_says_how_to_begin(desk):
    page = desk.client.get(reverse("registry:imports")).content.decode()
    assert "还没有导入过表格" in page
    assert reverse("registry:import_new") in page


@pytest.mark.parametrize("subject", ["residents", "dwellings"])
def test_templates_are_handed_out(desk, subject):
    answer = desk.client.get(reverse(f"registry:import_template_{subject}"))
    assert answer["Content-Type"].startswith("application/vnd.openxmlformats")
    assert openpyxl.load_workbook(io.BytesIO(answer.content)).sheetnames[1] == "填写说明"


def test_cells_are_pasted_and_written(desk, django_capture_on_commit_callbacks):
    desk.paste(TEXT)
    assert "表头" in desk.read()
    desk.map()
    assert "全部行都可以导入" in desk.read()
    with django_capture_on_commit_callbacks(execute=True):
        desk.do("confirm", mode="all")
    assert "写入完成：新增 1 行" in desk.read()
    assert "导入" in desk.client.get(reverse("registry:imports")).content.decode()
    desk.do("roll_back")
    assert "已撤销本次导入" in desk.read()
    assert Resident.objects.count() == 0


def test_the_preview_names_cells_and_hides_numbers(desk, places):
    desk.check(messy.write(places).data)
    words = desk.read(show="error", page=1)
    assert "J9 身份证号第18位校验不符，请核对原件。" in words
    assert "990101198507120027" not in words
    assert "第1行：幸福里社区实有人口登记表" in desk.read()


def test_a_page_of_rows_is_swapped_alone(desk, places):
    desk.check(messy.write(places).data)
    address = reverse("registry:import", args=[desk.batch.uuid])
    headers = {"HX-Request": "true", "HX-Target": "import-step"}
    part = desk.client.get(address, {"show": "new", "page": 2}, headers=headers).content.decode()
    assert part.lstrip().startswith("<section")
    assert "<html" not in part


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "空.xlsx", "空的"),
        (b"PK\x03\x04", "断.xlsx", "不完整或已损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "旧.xlsx", "另存为.xlsx"),
        (b"\xff\xfea", "乱.csv", "文字编码"),
        (b"<svg/>", "图.svg", "请上传.xlsx、.xls或.csv"),
    ],
)
def test_a_bad_file_is_answered_beside_its_field(desk, data, name, words):
    answer = desk.upload(data, name)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Resident.objects.count() == 0


def test_nothing_sent_is_asked_for(desk):
    sent = {"subject": "residents", "community": desk._community(), "pasted": " "}
    answer = desk.client.post(reverse("registry:import_new"), sent)
    assert "请选择一个文件，或粘贴表格内容。" in answer.content.decode()


def test_a_sheet_without_a_header_asks_where_it_is(desk):
    desk.paste("甲\t乙\n姓名\t住址\n张桂兰\t3-2-501\n")
    assert "前20行里没有找到表头" in desk.read()
    assert desk.do("header", row="").status_code == 422
    desk.do("header", row=2)
    assert desk.batch.header_row == 2
    desk.map()
    assert desk.batch.state == "checked"


def test_two_columns_for_one_field_are_refused_at_the_column(desk):
    desk.paste(TEXT)
    answer = desk.map(column_1="name")
    assert answer.status_code == 422
    assert "“姓名”对应了两列，请只保留一列。" in answer.content.decode()


def test_one_may_go_back_and_may_give_up(desk):
    desk.paste(TEXT)
    desk.map()
    desk.do("remap")
    assert desk.batch.state == "parsed"
    desk.do("discard")
    assert desk.batch.state == "discarded"
    assert desk.batch.workbook is None


def test_a_stale_button_says_so(desk):
    desk.paste(TEXT)
    answer = desk.do("roll_back")
    assert answer.status_code == 422
    assert "状态刚刚变了" in answer.content.decode()


def test_a_destroyed_file_cannot_be_fetched(desk):
    desk.paste(TEXT)
    desk.map()
    ImportBatch.objects.update(workbook=None)
    answer = desk.workbook()
    assert answer.status_code == 410
    assert "已按规定销毁" in answer.content.decode()


@pytest.mark.proves("X2")
def test_a_batch_of_another_community_is_not_there(as_actor, community, officer):
    batch = actions.receive_workbook(
        TEXT.encode(), "表.csv", by=officer, community=community, subject="residents"
    )
    stranger = as_actor(actors.officer(RegionFactory(parent=community.parent)))
    for page in ("import", "import_workbook"):
        address = reverse(f"registry:{page}", args=[batch.uuid])
        assert stranger.get(address).status_code == 404
    for deed in ("confirm", "roll_back", "discard", "mapping", "header", "remap"):
        address = reverse(f"registry:import_{deed}", args=[batch.uuid])
        assert stranger.post(address).status_code == 404
