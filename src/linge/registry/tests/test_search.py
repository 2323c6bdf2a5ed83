"""The one search box: every form it understands, in scope, masked, in order."""

from dataclasses import replace
from importlib import import_module

import pytest
from django.core.cache import cache

from linge.audit.models import AuditEntry
from linge.registry import actions, codes, numbers, queries
from linge.registry.rules import searching
from linge.registry.rules.searching import Kind
from linge.registry.tests.factories import homes, resident
from linge.territory.tests.actors import officer, worker
from linge.territory.tests.factories import (
    DwellingFactory,
    GridFactory,
    OrganisationFactory,
    RegionFactory,
)


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("张", {Kind.HAN}),
        ("桂兰", {Kind.HAN}),
        ("zgl", {Kind.LATIN}),
        ("Lü Pin", {Kind.LATIN}),
        ("张gl", {Kind.MIXED}),
        ("0026", {Kind.TAIL}),
        ("019X", {Kind.TAIL}),
        ("990101198507120026", {Kind.DOCUMENT}),
        ("12000000001", {Kind.PHONE}),
        ("91990101MA0000015C", {Kind.USCC}),
        ("3-2-501", {Kind.ADDRESS}),
        ("锦绣3-2-501", {Kind.ADDRESS}),
        ("3号楼二单元501室", {Kind.ADDRESS}),
        ("z", set()),
        ("", set()),
        ("%", set()),
        ("_", set()),
        ("'", set()),
        ("\0", set()),
    ],
)
def test_what_words_can_mean(words, kinds):
    assert {ask.kind for ask in searching.understand(words)} >= kinds
    assert bool(searching.understand(words)) == bool(kinds)


def test_a_mixed_name_is_spelled_in_one_alphabet():
    (spelling,) = searching.spellings(("张", "gl"), codes.surnames())
    assert (spelling.full, spelling.initials) == ("zhanggl", "zgl")


@pytest.fixture
def grid():
    return GridFactory()


@pytest.fixture
def people(grid):
    home = homes(grid)[0]
    names = (
        "张桂兰",
        "单晓",
        "吕品",
        "买买提·吐尔逊",
        "欧阳若曦宁",
        "李㛃",
        "JOHN SMITH",
        "张桂花",
    )
    return {name: resident(name, home=home) for name in names}


def found(actor, words, *, label="居民", **more):
    answer = queries.search(actor, words, **more)
    return [row.name for group in answer.groups if group.label == label for row in group.rows]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("张桂兰", "张桂兰"), ("桂兰", "张桂兰"), ("兰", "张桂兰"), ("zhangguilan", "张桂兰"),
        ("ZhangGuiLan", "张桂兰"), ("guilan", "张桂兰"), ("zgl", "张桂兰"), ("gl", "张桂兰"),
        ("张gl", "张桂兰"), ("张桂l", "张桂兰"), ("张guilan", "张桂兰"), ("zhang桂兰", "张桂兰"),
        ("ｚｇｌ", "张桂兰"), ("sx", "单晓"), ("dx", "单晓"), ("shanxiao", "单晓"),
        ("danxiao", "单晓"), ("lvpin", "吕品"), ("lupin", "吕品"), ("lyupin", "吕品"),
        ("lüpin", "吕品"), ("买买提吐尔逊", "买买提·吐尔逊"), ("吐尔逊", "买买提·吐尔逊"),
        ("欧阳", "欧阳若曦宁"), ("ouyang", "欧阳若曦宁"), ("oy", "欧阳若曦宁"), ("李㛃", "李㛃"),
        ("smith", "JOHN SMITH"), ("john sm", "JOHN SMITH"),
    ],
)  # fmt: skip
def test_a_name_is_found_in_every_form(people, grid, words, name):
    assert name in found(worker(grid), words)


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["zangguilan", "zhanguilan", "zhangguinan", "張桂蘭"])
def test_a_name_that_sounds_alike_is_offered_as_such(people, grid, words):
    assert "张桂兰" in found(worker(grid), words, label="读音相近")


@pytest.mark.django_db
def test_exact_comes_before_the_beginning_and_that_before_the_rest(people, grid):
    home = homes(grid)[0]
    for name in ("王桂", "桂兰", "桂兰花"):
        resident(name, home=home)
    assert found(worker(grid), "桂兰") == ["桂兰", "桂兰花", "张桂兰"]


@pytest.mark.django_db
def test_an_answer_tells_namesakes_apart_without_giving_age_or_birth(people, grid, at):
    at("2026-06-15 09:00")
    (row,) = queries.search(worker(grid), "张桂兰").groups[0].rows
    assert row.note.endswith("号楼 · 70–74岁")
    assert "1953" not in row.note


@pytest.mark.django_db
def test_the_next_grid_is_not_searched(people, grid):
    other = worker(GridFactory(community=grid.community))
    for words in ("张桂兰", "zgl", "3-1-101"):
        assert queries.search(other, words).count == 0


@pytest.mark.django_db
def test_whole_numbers_are_found_in_scope_and_only_known_elsewhere(people, grid):
    person = people["张桂兰"]
    number = numbers.clear(person.documents.get())
    phone = numbers.clear(person.phones.get())
    assert found(worker(grid), number) == ["张桂兰"]
    assert found(worker(grid), phone) == ["张桂兰"]
    away = officer(RegionFactory())
    answer = queries.search(away, number)
    assert (answer.count, answer.note) == (0, "其他社区已有登记，请发起迁入核对。")
    assert queries.search(away, phone).count == 0


@pytest.mark.django_db
def test_the_last_four_digits_work_in_the_own_community(people, grid):
    person = people["单晓"]
    number = numbers.clear(person.documents.get())
    phone = numbers.clear(person.phones.get())
    assert "单晓" in found(officer(grid.community), phone[-4:])
    assert "单晓" in found(officer(grid.community), number[-4:], tails=True)
    assert "单晓" not in found(officer(grid.community), number[-4:]) or number[-4:] == phone[-4:]
    assert queries.search(officer(RegionFactory()), number[-4:], tails=True).count == 0


@pytest.mark.django_db
def test_a_short_address_finds_the_home(grid):
    home = homes(grid)[0]
    key = home.key
    estate = home.estate.name
    for words in (key, f"{estate}{key}", f"{estate[:2]}{key}"):
        assert any(home.room in name for name in found(worker(grid), words, label="地址"))
    assert queries.dwellings_at(worker(grid), key).get() == home
    assert queries.dwellings_at(worker(grid), "桂兰") is None


@pytest.mark.django_db
def test_an_address_without_a_unit_may_be_any(grid):
    home = homes(grid)[0]
    DwellingFactory(
        unit__building=home.building, unit__grid=grid, unit__number="2", room=home.room, floor=1
    )
    rows = queries.dwellings_at(worker(grid), f"{home.building.number}-{home.room}")
    assert rows.count() == 2


@pytest.mark.django_db
def test_organisations_are_found_by_name_and_code(grid):
    OrganisationFactory(
        community=grid.community, grid=grid, name="桂兰便民超市", uscc="91990101MA0000015C"
    )
    assert found(worker(grid), "便民", label="单位商户") == ["桂兰便民超市"]
    assert found(worker(grid), "桂兰", label="单位商户") == ["桂兰便民超市"]
    assert found(worker(grid), "91990101MA0000015C", label="单位商户") == ["桂兰便民超市"]


@pytest.mark.django_db
def test_the_own_grid_comes_first_however_many_bear_the_name(grid, monkeypatch):
    """Whoever leads a grid in a community they see whole meets the own people before the others."""
    monkeypatch.setattr(import_module("linge.registry.queries.search"), "CANDIDATES", 2)
    community = grid.community
    others, own = homes(GridFactory(community=community))[0], homes(grid)[0]
    for name in ("王芳", "王芳芳", "王芳华"):
        resident(name, home=others)
    resident("王芳香", home=own)
    both = replace(officer(community), grants=(*officer(community).grants, *worker(grid).grants))
    assert found(both, "王芳") == ["王芳", "王芳香", "王芳华"]
    assert found(both, "wangf") == ["王芳香", "王芳", "王芳芳"]


@pytest.mark.django_db
def test_initials_borne_whole_come_before_a_syllable_that_begins_so(grid):
    home = homes(grid)[0]
    for name in ("赵华", "张海"):
        resident(name, home=home)
    resident("郑和平", home=home)
    assert found(worker(grid), "zh") == ["张海", "赵华", "郑和平"]


@pytest.mark.django_db
def test_who_searches_more_than_sixty_times_a_minute_waits_and_is_on_the_trail(people, grid, at):
    cache.clear()
    by = worker(grid)
    at("2026-06-15 09:00:20")
    answers = [actions.look_up(by, "张桂兰") for _time in range(62)]
    assert all(answer.count for answer in answers[:60])
    told = "一分钟内搜索超过60次，请40秒后再搜索。本次情况已记入审计记录。"
    assert [(answer.count, answer.note) for answer in answers[60:]] == [(0, told)] * 2
    assert AuditEntry.objects.filter(act="registry.search_haste", by=by.key).count() == 1
    at("2026-06-15 09:01:00")
    assert actions.look_up(by, "张桂兰").count == 1
