"""The matcher on tables nobody trained it for: precise, and it finds most doubles."""

import csv
import io
import json
import time

import pytest
from django.core.management import CommandError, call_command

from linge.registry import codes, sheets
from linge.registry.rules.matching import verdicts
from linge.registry.rules.matching.columns import digits_of_day
from linge.registry.rules.matching.headers import read_headers
from linge.registry.rules.matching.planting import HAN, LATIN, plant
from linge.registry.rules.matching.tables import taken_apart


def planted(people, seed, style):
    headers, *rows = plant(people, seed, style, codes.match_slips(style))
    return sheets.Table(list(headers), [list(row) for row in rows])


def verdict_on(table):
    answer = sheets.search_table(table)
    true = verdicts.true_pairs(answer.labels)
    return verdicts.measure((found.rows for found in answer.parked), true)


@pytest.mark.proves("G1")
@pytest.mark.parametrize("seed", [3, 11])
@pytest.mark.parametrize("style", [HAN, LATIN])
def test_without_training_it_is_precise_and_finds_most(style, seed):
    verdict = verdict_on(planted(5_000, seed, style))
    assert verdict.true > 400
    assert verdict.precision >= 0.99
    assert verdict.recall >= 0.85


def test_ten_thousand_rows_take_less_than_ten_seconds():
    table = planted(9_000, 5, HAN)
    began = time.process_time()
    sheets.search_table(table)
    assert time.process_time() - began < 10


def test_the_same_seed_plants_the_same_table():
    assert planted(50, 7, LATIN) == planted(50, 7, LATIN)
    assert planted(50, 7, LATIN) != planted(50, 8, LATIN)


def test_an_exact_number_shared_by_nearly_all_pairs_finds_nearly_all():
    table = planted(3_000, 9, HAN)
    number, label = table.headers.index("身份证号"), table.headers.index("真实编号")
    own = {row[label]: f"{place:07d}" for place, row in enumerate(table.rows)}
    rows = [[*row[:number], own[row[label]], *row[number + 1 :]] for row in table.rows]
    verdict = verdict_on(sheets.Table(table.headers, rows))
    assert verdict.precision >= 0.999
    assert verdict.recall >= 0.99


@pytest.mark.parametrize(
    ("headers", "fields"),
    [
        (["rec_id", " given_name", "surname", "date_of_birth", "soc_sec_id"],
         {"row", "given", "family", "birth", "document"}),
        (["编号", "姓名", "性别", "出生日期", "身份证号码", "联系电话", "住址"],
         {"row", "name", "sex", "birth", "document", "phone", "address"}),
        (["ID", "First Name", "Last Name", "DOB", "ZIP Code", "True ID"],
         {"row", "given", "family", "birth", "postcode", "label"}),
    ],
)  # fmt: skip
def test_columns_are_known_by_their_headers(headers, fields):
    assert set(read_headers(headers, [], codes.match_headings()).columns) == fields


def test_a_column_called_id_with_id_numbers_is_the_document():
    rows = [["990101198507120026"], ["99010119850712019X"], [""]]
    assert read_headers(["id"], rows, codes.match_headings()).columns == {"document": 0}
    assert read_headers(["id"], [["1"], ["2"]], codes.match_headings()).columns == {"row": 0}


def test_an_unknown_column_is_named_and_not_compared():
    layout = read_headers(["姓名", "爱好"], [], codes.match_headings())
    assert layout.unknown == ("爱好",)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("1985-7-2", "19850702"),
        ("1985年7月2日", "19850702"),
        ("19850702", "19850702"),
        ("02/07/1985", "19850702"),
        ("07/22/1985", "19850722"),
        ("1985-07-02T00:00:00", "19850702"),
        ("19851902", "19851902"),
    ],
)
def test_days_are_read_however_they_are_written(written, day):
    assert digits_of_day(written) == day


def test_a_latin_full_name_is_taken_apart():
    assert taken_apart("John Smith") == taken_apart("Smith, John") == ("john", "smith")
    assert taken_apart("Cher") == ("", "cher")


def sheet(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


TWINS = """编号,姓名,出生日期,电话,地址
1,张桂兰,1985-07-12,12000000020,锦绣花园3-2-501
2,张桂芳,1985-07-12,12000000020,锦绣花园3-2-501
3,張桂蘭,1985-07-12,12000000020,锦绣花园3号楼2单元501室
4,李明,1990-01-01,12000000021,锦绣花园3-2-502
"""


def test_twins_in_one_home_stay_two_and_other_characters_are_one(tmp_path):
    out = io.StringIO()
    call_command("match", sheet(tmp_path, "rows.csv", TWINS), "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert told["clusters"] == [["1", "3"]]
    assert told["pairs"][0]["because"]["name"] == "variant"
    assert "measured" not in told
    assert "张" not in out.getvalue()


def test_a_labelled_table_is_measured(tmp_path):
    out = io.StringIO()
    call_command("match-make", "300", "--seed", "4", "--latin", stdout=out)
    rows = list(csv.DictReader(out.getvalue().splitlines()))
    assert len(rows) > 300
    told = io.StringIO()
    call_command("match", sheet(tmp_path, "rows.csv", out.getvalue()), stdout=told)
    assert "precision: " in told.getvalue()


def test_match_check_names_what_it_missed(tmp_path):
    rows = sheet(tmp_path, "rows.csv", TWINS)
    out = io.StringIO()
    call_command("match-check", rows, sheet(tmp_path, "t.csv", "a,b\n3,1\n2,4\n"), stdout=out)
    assert "missed\t2\t4" in out.getvalue()
    assert "precision: 1.0\nrecall: 0.5" in out.getvalue()
    labelled = io.StringIO()
    truth = sheet(tmp_path, "l.csv", "编号,entity\n1,x\n3,x\n")
    call_command("match-check", rows, truth, stdout=labelled)
    assert "precision: 1.0\nrecall: 1.0" in labelled.getvalue()


@pytest.mark.parametrize("text", ["姓名,电话\n", ""])
def test_a_table_without_rows_is_refused_in_a_sentence(tmp_path, text):
    with pytest.raises(CommandError):
        call_command("match", sheet(tmp_path, "rows.csv", text))


def test_a_missing_file_is_refused_in_a_sentence(tmp_path):
    with pytest.raises(CommandError, match="registry.no_file"):
        call_command("match", tmp_path / "nowhere.csv")


def test_a_table_of_one_row_or_of_unknown_columns_has_no_pairs():
    assert not sheets.search_table(sheets.Table(["姓名"], [["张桂兰"]])).parked
    assert not sheets.search_table(sheets.Table(["爱好"], [["棋"], ["棋"]])).parked
