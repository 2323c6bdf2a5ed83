from datetime import date

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from linge.kernel.refusals import Outside, Refused
from linge.ui.forms import DayField, LingeForm, PhotosField
from linge.ui.kit import KitForm


class Visit(LingeForm):
    cards = (("谁", ("name",)), ("何时", ("day",)))
    private = ("name",)

    name = forms.CharField(label="姓名")
    day = DayField(label="日期")
    result = forms.ChoiceField(label="结果", choices=[("", "请选择"), ("met", "见到")])
    photos = PhotosField(label="照片", required=False, most=2, size=1)


def sent(**values):
    return {"name": "王芳", "day": "2026-03-14", "result": "met"} | values


def photo(name="a.jpg", size=10):
    return SimpleUploadedFile(name, b"x" * size, content_type="image/jpeg")


def test_a_missing_value_is_asked_for_by_its_name():
    form = Visit({})
    assert form.errors["name"] == ["请填写姓名。"]
    assert form.errors["result"] == ["请选择结果。"]


@pytest.mark.parametrize("typed", ["2026-03-14", "20260314", "2026/3/14", "2026.03.14", "0314"])
def test_a_day_is_read_as_people_type_it(at, typed):
    at("2026-11-24 09:00")
    form = Visit(sent(day=typed))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["day"] == date(2026, 3, 14)


def test_a_day_that_is_none_is_answered_with_an_example():
    assert Visit(sent(day="上周三")).errors["day"] == ["请按年月日填写，例如 2026-03-14。"]


def test_a_refusal_stands_beside_its_field():
    form = Visit(sent())
    assert form.is_valid()
    with form.refusals():
        raise Refused("registry.name_taken", "这个名字已经登记过。", "name")
    assert form.errors["name"] == ["这个名字已经登记过。"]


def test_a_refusal_without_a_field_stands_above_the_form():
    form = Visit(sent())
    assert form.is_valid()
    with form.refusals():
        raise Refused("cases.moved_on", "该案件刚刚被其他人处理，请刷新页面。", "agency")
    assert form.non_field_errors() == ["该案件刚刚被其他人处理，请刷新页面。"]


def test_what_lies_outside_the_scope_is_never_told_in_a_form():
    form = Visit(sent())
    with pytest.raises(Outside), form.refusals():
        raise Outside("access.outside", "没有找到。")


def test_fields_no_card_names_join_the_last_card():
    cards = [(card.title, [field.name for field in card.fields]) for card in Visit().sections()]
    assert cards == [("谁", ["name"]), ("何时", ["day", "result", "photos"])]


def test_private_fields_are_never_kept_in_a_draft():
    assert "data-private" in str(Visit()["name"])
    assert "data-private" in str(KitForm()["id_number"])


def test_several_photographs_arrive_as_a_list():
    files = MultiValueDict({"photos": [photo("a.jpg"), photo("b.jpg")]})
    form = Visit(sent(), files)
    assert form.is_valid(), form.errors
    assert [each.name for each in form.cleaned_data["photos"]] == ["a.jpg", "b.jpg"]


def test_no_photograph_is_an_empty_list():
    form = Visit(sent(), MultiValueDict())
    assert form.is_valid(), form.errors
    assert form.cleaned_data["photos"] == []


@pytest.mark.parametrize(
    ("photos", "said"),
    [
        ([photo(), photo(), photo()], "最多2张照片，请去掉1张。"),
        (
            [photo("楼道.jpg", 2 * 1024 * 1024)],
            "照片“楼道.jpg”超过1MB，请换一张或让手机压缩后再传。",
        ),
    ],
)
def test_too_many_or_too_large_photographs_are_told(photos, said):
    assert Visit(sent(), MultiValueDict({"photos": photos})).errors["photos"] == [said]
