"""The pages of an import, walked as a supervisor does; refused to everybody else; nothing is lost when something is missing."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from proximity.accounts.actors import enter_as, machine_of
from proximity.bulk import jobs
from proximity.bulk.factories import spreadsheet
from proximity.bulk.models import Import
from proximity.bulk.operations.running import take_some_back
from proximity.bulk.operations.working import check_rows, make_some_cases, read_table
from proximity.bulk.tests.conftest import SPANISH
from proximity.cases.models import Case

pytestmark = pytest.mark.django_db

COLUMNS = {
    "source": "Registro 2019", "column_0": "external", "column_1": "recorded", "column_2": "happened", "column_3": "told",
    "column_4": "place", "column_5": "grounds", "column_6": "status", "column_7": "leave_out", "all_bias": "yes",
    "all_status": "", "ground_status": "suspected", "ground_basis": "membership", "order": "dmy", "language": "es",
}  # fmt: skip


@pytest.fixture
def desk(cast, workspace, folders):
    return workspace(cast.bob)


@pytest.fixture
def work(cast):
    """Return a function that does the worker's next part of an import."""

    def do(what, found=None):
        by = machine_of(cast.organisations["madrid.police"])
        enter_as(by)
        found = found or Import.objects.latest("id")
        if what in {make_some_cases, take_some_back}:
            jobs._while_more(found.pk, found.organisation_id, what)
        else:
            what(import_id=found.pk, by=by)

    return do


def send(desk, content=SPANISH, name="registro.csv"):
    content = content.encode() if isinstance(content, str) else content
    return desk.post("/import/", {"file": SimpleUploadedFile(name, content)})


def text(answer):
    return answer.content.decode()


def test_from_the_file_to_the_cases_and_back(desk, work):
    sent = send(desk)
    address = sent.headers["Location"]
    assert "The work goes on by itself" in text(desk.get(address))
    work(read_table)
    assert "5 rows were read" in text(desk.get(address))
    page = text(desk.get(f"{address}columns/"))
    assert "read as UTF-8" in page
    assert "EXP-1 · EXP-2 · EXP-3" in page
    answer = desk.post(f"{address}columns/", COLUMNS)
    assert answer.headers["Location"] == f"{address}values/"
    page = text(desk.get(f"{address}values/"))
    assert "1 value is still to be decided" in page
    assert "An official category that is wider" in page
    answer = desk.post(f"{address}values/", filled(page) | {"value_0": "RACE", "value_0_too": "XENO"})
    assert answer.headers["Location"] == address
    work(check_rows)
    page = text(desk.get(address))
    assert "Make 2 cases" in page
    report = text(desk.get(f"{address}rows/?only=wrong"))
    assert "This is no day that we can read." in report
    assert "marzo" in report
    assert not Case.objects.exists()
    desk.post(f"{address}begin/")
    work(make_some_cases)
    page = text(desk.get(address))
    assert "2 cases were made" in page
    assert "MAD-2019-0001" in text(desk.get(f"{address}rows/?only=done"))
    assert "registro.csv" in text(desk.get("/import/"))
    assert desk.post(f"{address}undo/", {"reason": ""}).status_code == 422
    assert desk.post(f"{address}undo/", {"reason": "Wrong year"}).status_code == 302
    work(take_some_back)
    assert "taken back" in text(desk.get(address))
    assert not Case.objects.exists()


def filled(page):
    """Return what a page of values holds chosen."""
    found = {}
    for name, body in re.findall(r'<select name="(value_\d+(?:_too)?)"(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', body)
        found[name] = chosen[1] if chosen else ""
    return found


def test_what_is_missing_is_said_beside_its_field_and_what_was_chosen_stays(desk, work):
    address = send(desk).headers["Location"]
    work(read_table)
    answer = desk.post(f"{address}columns/", COLUMNS | {"column_7": "", "all_bias": "", "column_4": "told"})
    assert answer.status_code == 422
    page = text(answer)
    assert "Say what this column is, or leave it out." in page
    assert "Another column is this already." in page
    assert page.count("This is needed.") >= 1
    assert 'value="Registro 2019"' in page


def test_a_value_without_a_meaning_stops_there(desk, work):
    address = send(desk).headers["Location"]
    work(read_table)
    desk.post(f"{address}columns/", COLUMNS)
    page = text(desk.get(f"{address}values/"))
    answer = desk.post(f"{address}values/", filled(page))
    assert answer.status_code == 422
    assert "Say what this value means." in text(answer)


def test_the_report_is_taken_along_and_runs_in_no_spreadsheet(desk, work):
    table = "Nº;Fecha;Relato\n=cmd|' /C calc'!A0;nunca;x\n"
    address = send(desk, table).headers["Location"]
    work(read_table)
    desk.post(f"{address}columns/", {
        "source": "R", "column_0": "external", "column_1": "happened", "column_2": "told", "all_bias": "yes", "all_status": "new",
        "order": "dmy", "language": "", "ground_status": "", "ground_basis": "",
    })  # fmt: skip
    work(check_rows)
    answer = desk.get(f"{address}rows.csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Row;")
    assert not [cell for line in lines for cell in line.split(";") if cell.lstrip('"')[:1] in {"=", "+", "-", "@"}]
    assert "nunca" in lines[1]


def test_another_encoding_and_another_sheet_are_chosen(desk, work):
    address = send(desk, SPANISH.encode("cp1252")).headers["Location"]
    work(read_table)
    assert "read as Windows-1252" in text(desk.get(f"{address}columns/"))
    assert desk.post(f"{address}how/", {"encoding": "utf-8", "delimiter": ";", "header": "3"}).status_code == 302
    work(read_table)
    page = text(desk.get(address))
    assert "could not be read in this encoding" in page
    assert "Read it in another way" in page
    for path in ("columns/", "values/"):
        assert desk.get(f"{address}{path}").headers["Location"] in {address, f"{address}columns/"}
    book = spreadsheet(("Portada", [["a", "b"], ["1", "2"]]), ("Casos", [["c", "d"], ["3", "4"]]))
    address = send(desk, book, "libro.xlsx").headers["Location"]
    work(read_table)
    assert "“Portada”" in text(desk.get(f"{address}columns/"))
    assert desk.post(f"{address}how/", {"sheet": "Casos", "header": "1"}).status_code == 302
    work(read_table)
    assert "“Casos”" in text(desk.get(f"{address}columns/"))


def test_where_no_table_was_found_another_sheet_can_still_be_chosen(desk, work):
    book = spreadsheet(("Notas", [["solo una nota"]]), ("Casos", [["c", "d"], ["3", "4"]]))
    address = send(desk, book, "libro.xlsx").headers["Location"]
    work(read_table)
    assert "“Casos”" in text(desk.get(f"{address}columns/"))
    desk.post(f"{address}how/", {"sheet": "Notas", "header": "1"})
    work(read_table)
    page = text(desk.get(address))
    assert "No table was found" in page
    assert "Read it in another way" in page
    asked = text(desk.get(f"{address}how/"))
    assert '<option value="Notas" selected>' in asked
    assert '<option value="Casos">' in asked
    desk.post(f"{address}how/", {"sheet": "Casos", "header": "1"})
    work(read_table)
    assert "“Casos”" in text(desk.get(f"{address}columns/"))


def test_a_spreadsheet_that_does_not_open_is_not_asked_about(desk, work):
    address = send(desk, spreadsheet(("S", [["a", "b"]]))[:-30], "libro.xlsx").headers["Location"]
    work(read_table)
    page = text(desk.get(address))
    assert "damaged or locked" in page
    assert "Read it in another way" not in page


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0", "no table that we can read"), ("a.csv", b"%PDF-1.4", "no table that we can read"),
        ("a.csv", b"", "empty"), ("a.exe", b"MZ", "no table that we can read"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_beside_the_field(desk, folders, name, content, words):
    answer = send(desk, content, name)
    assert answer.status_code == 422
    assert words in text(answer)
    assert not list(folders.rglob("*.sealed"))
    assert not Import.objects.exists()


def test_letting_go(desk, work):
    address = send(desk).headers["Location"]
    work(read_table)
    assert desk.post(f"{address}drop/").headers["Location"] == "/import/"
    assert desk.get(address).status_code == 404


@pytest.mark.parametrize("who", ["alice", "nadia", "carmen", "lars", "petra", "ines"])
def test_nobody_else_imports(cast, workspace, folders, who):
    browser = workspace(getattr(cast, who))
    assert browser.get("/import/").status_code == 403
    assert send(browser).status_code == 403
    assert "/import/" not in text(browser.get("/"))


def test_a_second_import_of_another_city_is_not_found(desk, work, cast, workspace):
    address = send(desk).headers["Location"]
    for path in ("", "columns/", "values/", "rows/", "rows.csv", "how/"):
        assert workspace(cast.charlie).get(f"{address}{path}").status_code == 404


def test_odd_questions_of_the_report_are_answered(desk, work):
    address = send(desk).headers["Location"]
    work(read_table)
    for query in ("only=nothing", "after=-1", "after=99999999999999999999", "after=a&only=%00"):
        assert desk.get(f"{address}rows/?{query}").status_code == 200


def test_a_page_out_of_its_turn_leads_to_where_the_import_stands(desk, work):
    address = send(desk).headers["Location"]
    assert desk.get(f"{address}columns/").headers["Location"] == address
    work(read_table)
    assert desk.get(f"{address}values/").headers["Location"] == f"{address}columns/"
    assert desk.post(f"{address}begin/").status_code == 302
