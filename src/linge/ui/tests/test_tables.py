from datetime import date
from types import SimpleNamespace

import pytest

from linge.ui.tables import Badge, Column, Masked, Person, RowLink, Table


class Homes(Table):
    order = ("path",)
    columns = (
        Column("name", "户主", lambda row: Person(row.name, "3栋"), link=True, sort="name"),
        Column("phone", "电话", lambda row: Masked(row.phone)),
        Column("members", "人数", number=True, sort=("members", "-moved")),
        Column("state", "状态", lambda row: Badge("ok", "正常")),
        Column("moved", "入住", "moved"),
        Column("note", "备注", export=False),
    )

    def href(self, row):
        return f"/homes/{row.pk}/"


@pytest.fixture
def home():
    return SimpleNamespace(
        pk=7,
        name="张*兰",
        phone="120****0020",
        members=1200,
        moved=date(2026, 3, 4),
        note="",
    )


def test_a_cell_is_drawn_by_what_its_value_is(home):
    (row,) = Homes().rows([home])
    assert [cell.look for cell in row.cells] == [
        "person",
        "masked",
        "text",
        "badge",
        "time",
        "text",
    ]
    assert [cell.text for cell in row.cells][1:] == [
        "120****0020",
        "1,200",
        "正常",
        "2026-03-04",
        "—",
    ]


def test_a_row_knows_its_address_and_key(home):
    (row,) = Homes().rows([home])
    assert (row.href, row.key) == ("/homes/7/", "7")


@pytest.mark.parametrize(
    ("asked", "order"),
    [
        ("", ("path", "pk")),
        ("name", ("name", "pk")),
        ("-name", ("-name", "pk")),
        ("-members", ("-members", "moved", "pk")),
        ("phone", ("path", "pk")),
        ("password", ("path", "pk")),
    ],
)
def test_only_declared_columns_sort_and_the_key_settles_ties(asked, order):
    assert Homes().ordering(asked) == order


def test_a_sheet_holds_real_numbers_and_days_and_words_as_masked(home):
    table = Homes()
    assert [column.label for column in table.sheet_columns()] == [
        "户主",
        "电话",
        "人数",
        "状态",
        "入住",
    ]
    assert list(table.sheet_rows([home])) == [
        ["张*兰", "120****0020", 1200, "正常", date(2026, 3, 4)]
    ]


def test_the_column_of_links_shows_only_where_links_are_declared():
    class WithLinks(Homes):
        def links(self, row):
            return [RowLink("走访", "/")]

    assert not Homes().has_links
    assert WithLinks().has_links
