"""Tables as registers really are, and files that are made to harm: read as they are, or refused in words."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from proximity.bulk import reading
from proximity.bulk.factories import spreadsheet
from proximity.bulk.kinds import SHEET, TEXT, check_table
from proximity.bulk.reading import Fault, How, Unreadable, sheet_table, text_table
from proximity.bulk.rules.checking import FORMULA
from proximity.evidence.rules.kinds import Refusal, Refused

LATE = datetime(2019, 3, 12, 22, 5)  # noqa: DTZ001  (as a spreadsheet has it)


def text(content, how=None, country="es", piece=7):
    content = content.encode() if isinstance(content, str) else content
    pieces = (content[start : start + piece] for start in range(0, len(content), piece))
    with text_table(pieces, how or How(), country=country) as table:
        return table.how, table.headings, list(table.lines)


def sheet(content, how=None):
    with sheet_table(content, how or How()) as table:
        return table.how, table.headings, list(table.lines)


def refused(read, *given):
    with pytest.raises(Unreadable) as fault:
        read(*given)
    return fault.value.fault


def test_text_comes_in_pieces_of_any_size_with_line_breaks_inside_cells():
    content = 'Nº;Relato\r\n1;"Dijo:\r\n«vete»; y se fue"\r\n\r\n2;Nada\r\n'
    for piece in (1, 3, 4096):
        _, headings, lines = text(content, piece=piece)
        assert headings == ("Nº", "Relato")
        assert [(line.number, line.cells) for line in lines] == [
            (2, ("1", "Dijo:\n«vete»; y se fue")),
            (4, ("2", "Nada")),
        ]


@pytest.mark.parametrize(
    ("encoding", "country", "words"),
    [("utf-16", "fi", "Äiti löi päätä"), ("cp1257", "lv", "Šķērsiela ēka ļoti"), ("cp1251", "bg", "Преписка улица"),
     ("utf-8-sig", "pt", "Agressão à porta"), ("cp1252", "it", "È così – città")],
)  # fmt: skip
def test_each_country_s_encodings_are_read(encoding, country, words):
    table = "N;A\n" + "".join(f"{n};{words}\n" for n in range(30))
    _, _, lines = text(table.encode(encoding), country=country)
    assert {line.cells[1] for line in lines} == {words}


def test_what_excel_says_of_its_own_sign_is_believed():
    how, headings, lines = text("sep=|\r\na|b;c\r\n1|2;3\r\n")
    assert (how.delimiter, headings, lines[0].cells) == ("|", ("a", "b;c"), ("1", "2;3"))


def test_headings_twice_and_without_a_name_stay_apart():
    _, headings, _ = text("Fecha;Fecha;;Fecha\n1;2;3;4\n")
    assert headings == ("Fecha", "Fecha (2)", "C", "Fecha (3)")


def test_a_row_may_be_shorter_or_end_in_empty_cells():
    _, _, lines = text("a;b;c\n1\n1;2;3;;;\n1;2;3;4\n")
    assert [line.cells for line in lines] == [("1",), ("1", "2", "3"), ("1", "2", "3", "4")]


def test_what_was_exported_from_here_comes_back_as_it_was():
    _, _, lines = text("a;b\n'=1+1;'-3\n=\"007\";O'Brien\n")
    assert [line.cells for line in lines] == [("=1+1", "-3"), ("007", "O'Brien")]


def test_old_mac_line_ends_are_read():
    _, _, lines = text(b"a;b\r1;2\r3;4\r")
    assert [line.cells for line in lines] == [("1", "2"), ("3", "4")]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("", Fault.NO_TABLE), ("only one cell", Fault.NO_TABLE), ("a\nb\nc\n", Fault.NO_TABLE),
        (";".join(f"c{n}" for n in range(10_000)) + "\n1\n", Fault.TOO_MANY_COLUMNS),
        ("a;b\n" + ";".join("x" * 1 for _ in range(10_000)) + "\n", Fault.TOO_MANY_COLUMNS),
        ("a;b\n1;" + "x" * 40_000 + "\n", Fault.CELL_TOO_LONG),
        ('a;b\n1;"' + "x" * 200_000 + "\n", Fault.CELL_TOO_LONG),
    ],
    ids=["nothing", "one cell", "one column", "10,000 columns", "10,000 cells", "a long cell", "a quotation that never ends"],
)  # fmt: skip
def test_what_is_no_table_is_refused(content, fault):
    assert refused(text, content, None, "es", 4096) == fault


def test_the_wrong_encoding_is_said():
    assert refused(text, "Nº;Móvil\n1;á\n".encode("cp1252"), How(encoding="utf-8", delimiter=";")) == Fault.ENCODING


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(reading, "MAX_ROWS", 3)
    assert refused(text, "a;b\n" + "1;2\n" * 4, None, "es", 4096) == Fault.TOO_MANY_ROWS


def test_a_spreadsheet_is_read_sheet_by_sheet_with_days_numbers_and_formulas():
    content = spreadsheet(
        ("Portada", [["Informe", None], [None, None]]),
        ("Casos", [["Nº", "Fecha", "Hora", "Texto", "Suma"], [1.0, date(2019, 3, 12), LATE, " a ", "=A2+1"],
                   [None, None, None, None, None], ["007", "12/03/2019", True, 1.5, None]]),
    )  # fmt: skip
    how, headings, lines = sheet(content, How(sheet="Casos"))
    assert how.sheets == ("Portada", "Casos")
    assert headings == ("Nº", "Fecha", "Hora", "Texto", "Suma")
    assert [(line.number, line.cells) for line in lines] == [
        (2, ("1", "2019-03-12", "2019-03-12 22:05", "a", f"{FORMULA}=A2+1")), (4, ("007", "12/03/2019", "1", "1.5", "")),
    ]  # fmt: skip


def test_a_sheet_of_notes_before_the_table_is_passed_over_and_can_be_chosen_all_the_same():
    content = spreadsheet(("Notas", [["solo una nota"]]), ("Vacía", []), ("Casos", [["c", "d"], ["3", "4"]]))
    how, headings, _lines = sheet(content)
    assert (how.sheet, headings) == ("Casos", ("c", "d"))
    with pytest.raises(Unreadable) as raised:
        sheet(content, How(sheet="Notas"))
    assert raised.value.fault == Fault.NO_TABLE
    assert raised.value.how == How(sheet="Notas", sheets=("Notas", "Vacía", "Casos"))


def test_where_no_sheet_holds_a_table_all_are_named():
    with pytest.raises(Unreadable) as raised:
        sheet(spreadsheet(("Notas", [["solo una nota"]]), ("Más", [["otra"]])))
    assert raised.value.how is not None
    assert raised.value.how.sheets == ("Notas", "Más")


def test_a_sheet_with_a_million_empty_rows_ends():
    rows = [["a", "b"], ["1", "2"], *([None, None] for _ in range(reading.MAX_BLANK + 2)), ["3", "4"]]
    _, _, lines = sheet(spreadsheet(("S", rows)))
    assert [line.cells for line in lines] == [("1", "2")]


def packed(*parts, compression=zipfile.ZIP_DEFLATED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return stream.getvalue()


def test_a_bomb_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(openpyxl, "load_workbook", lambda *_a, **_k: pytest.fail("it was opened"))
    bomb = packed(("xl/worksheets/sheet1.xml", b"0" * (reading.MAX_UNPACKED + 1)))
    assert len(bomb) < 1_000_000
    assert refused(sheet, bomb) == Fault.BOMB
    assert refused(sheet, packed(*((f"{n}.bin", b"") for n in range(reading.MAX_PARTS + 1)))) == Fault.BOMB


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_not_parsed(monkeypatch, encoding):
    monkeypatch.setattr(openpyxl, "load_workbook", lambda *_a, **_k: pytest.fail("it was opened"))
    lol = '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY l2 "&lol;&lol;">]><sst>&l2;</sst>'
    assert refused(sheet, packed(("xl/sharedStrings.xml", lol.encode(encoding)))) == Fault.BOMB


def test_an_archive_that_lies_about_a_size_is_broken_and_no_more_is_unpacked():
    content = bytearray(spreadsheet(("S", [["a", "b"], ["1", "2"]])))
    place = content.rfind(b"PK\x01\x02")
    content[place + 24 : place + 28] = (10).to_bytes(4, "little")
    assert refused(sheet, bytes(content)) == Fault.BROKEN


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04" + b"\x00" * 100, packed(("a.txt", "a")), packed(("[Content_Types].xml", "<Types/>")),
     spreadsheet(("S", [["a", "b"]]))[:-30]],
    ids=["no archive", "another archive", "an empty office file", "cut off"],
)  # fmt: skip
def test_what_is_no_spreadsheet_is_refused(content):
    assert refused(sheet, content) == Fault.BROKEN


def test_a_sheet_of_10_000_columns_is_refused():
    assert refused(sheet, spreadsheet(("S", [[f"c{n}" for n in range(10_000)], ["1"]]))) == Fault.TOO_MANY_COLUMNS


@pytest.mark.parametrize(
    ("name", "head", "refusal"),
    [
        ("a.csv", b"", Refusal.EMPTY), ("a.xls", b"\xd0\xcf\x11\xe0", Refusal.UNKNOWN),
        ("a.csv", b"%PDF-1.7", Refusal.NOT_WHAT_IT_SAYS),
        ("a.csv", b"PK\x03\x04", Refusal.NOT_WHAT_IT_SAYS), ("a.xlsx", b"a;b\n", Refusal.NOT_WHAT_IT_SAYS),
        ("a.xlsm", b"PK\x03\x04", Refusal.UNKNOWN), ("a.csv", b"<html>", Refusal.NOT_WHAT_IT_SAYS),
        ("a", b"a;b", Refusal.UNKNOWN),
    ],
)  # fmt: skip
def test_what_is_no_table_by_name_or_first_bytes_is_not_taken(name, head, refusal):
    with pytest.raises(Refused) as fault:
        check_table(name, head)
    assert fault.value.refusal == refusal


def test_tables_are_taken():
    assert check_table("registro.CSV", "Nº;a\n".encode("utf-16")) is TEXT
    assert check_table("registro.xlsx", b"PK\x03\x04rest") is SHEET
