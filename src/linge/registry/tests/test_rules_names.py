"""Names as written, read and searched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linge.registry import codes
from linge.registry.rules import names
from linge.registry.rules.kinds import NameKeyKind as Kind


def read(name):
    return {" ".join(reading) for reading in names.readings(name, codes.surnames())}


def has_key(name, kind, typed):
    rest = dict(zip(names.WHOLE, names.REST, strict=True)).get(kind, kind)
    return bool({(kind, typed), (rest, typed)} & names.keys(name, codes.surnames()))


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("李 明", "李明"),
        ("李　明", "李明"),
        (" 李明\n", "李明"),
        ("买买提•吐尔逊", "买买提·吐尔逊"),
        ("买买提・吐尔逊", "买买提·吐尔逊"),
        ("买买提．吐尔逊", "买买提·吐尔逊"),
        ("JOHN  SMITH", "JOHN SMITH"),
        ("张\u200b三\u202e", "张三"),
        ("张\0三", "张三"),
        ("李㛃", "李㛃"),
        ("张𬎆", "张𬎆"),
        ("刘䶮", "刘䶮"),
    ],
)
def test_a_name_is_kept_in_one_form(raw, kept):
    assert names.clean(raw) == kept
    assert names.faults(kept) == ()


@pytest.mark.parametrize(
    ("name", "fault"),
    [("", "empty"), ("张" * 51, "too_long"), ("张😀", "characters"), ("王", "single"),
     ("<script>", "characters")],
)  # fmt: skip
def test_faults_of_a_name(name, fault):
    assert names.faults(names.clean(name)) == (fault,)


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("单雄", "shan xiong"), ("仇英", "qiu ying"), ("曾乐", "zeng le"), ("解缙", "xie jin"),
        ("查良", "zha liang"), ("尉迟恭", "yu chi gong"), ("万俟卨", "mo qi xie"),
        ("长孙无", "zhang sun wu"), ("朴成", "piao cheng"), ("欧阳若曦宁", "ou yang ruo xi ning"),
        ("司马光", "si ma guang"), ("吕品", "lv pin"), ("张桂兰", "zhang gui lan"),
    ],
)  # fmt: skip
def test_the_surname_table_decides_the_first_reading(name, first):
    assert " ".join(names.readings(name, codes.surnames())[0]) == first


def test_a_polyphone_is_found_by_every_reading():
    assert {"shan xiao", "dan xiao"} <= read("单晓")
    for initials in ("sx", "dx"):
        assert has_key("单晓", Kind.INITIALS, initials)
    for spelling in ("shanxiao", "danxiao"):
        assert has_key("单晓", Kind.FULL, spelling)


def test_a_key_tells_whether_it_spells_the_whole_name():
    keys = names.keys("张桂兰", codes.surnames())
    assert {(Kind.HAN, "张桂兰"), (Kind.HAN_REST, "桂兰"), (Kind.INITIALS_REST, "gl")} <= keys
    assert (Kind.HAN, "桂兰") not in keys


def test_any_part_of_a_name_is_the_start_of_a_key():
    for kind, part in [
        (Kind.HAN, "桂兰"), (Kind.FULL, "guilan"), (Kind.INITIALS, "gl"), (Kind.HAN, "兰"),
    ]:  # fmt: skip
        assert has_key("张桂兰", kind, part)


@pytest.mark.parametrize("typed", ["lvpin", "lupin", "lyupin", "lüpin", "LÜ PIN", "Lyu Pin"])
def test_u_with_dots_is_written_in_four_ways(typed):
    assert has_key("吕品", Kind.FULL, names.typed(typed))


@pytest.mark.parametrize("typed", ["zhangguilan", "zangguilang", "zhanguilan", "zhangguinan"])
def test_sounds_people_do_not_tell_apart_meet(typed):
    assert has_key("张桂兰", Kind.SOUND, names.alike(names.typed(typed)))


def test_latin_words_are_found_from_each_word():
    assert has_key("JOHN SMITH", Kind.FULL, "johnsmith")
    assert has_key("JOHN SMITH", Kind.FULL, "smith")
    assert has_key("JOHN SMITH", Kind.INITIALS, "js")


def test_a_dot_inside_a_name_needs_no_typing():
    assert has_key("买买提·吐尔逊", Kind.HAN, "买买提吐尔逊")
    assert has_key("买买提·吐尔逊", Kind.HAN, "吐尔逊")


def test_a_compound_surname_is_whole():
    assert names.surname_of("欧阳震华", codes.surnames()) == "欧阳"
    assert names.surname_of("欧阳", codes.surnames()) == "欧"
    assert names.surname_of("John Lee", codes.surnames()) == ""


@given(st.text(max_size=60))
def test_every_text_has_readings_and_keys_of_bounded_size(raw):
    assert len(names.readings(raw, codes.surnames())) <= names.MOST_READINGS
    assert all(len(key) <= names.LONGEST_KEY for _, key in names.keys(raw, codes.surnames()))
    assert names.clean(names.clean(raw)) == names.clean(raw)
