"""Cells go out harmless and come back as they were; days are read in the order that was said, or refused."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proximity.bulk.rules.cells import as_written, harmless, same, tidy
from proximity.bulk.rules.dates import BadDay, Order, latest_day, read_day
from proximity.bulk.rules.encodings import guess_encoding, guess_of

TODAY = date(2026, 11, 26)


@given(st.text())
def test_what_goes_out_comes_back(text):
    assert as_written(harmless(text)) == text or text.startswith('="')


@pytest.mark.parametrize("cell", ["=1+1", "+34", "-3", "@SUM(A1)", "\t=1", "\r=1", "'=1", "''=1", '=cmd|"/c calc"!A0'])
def test_no_cell_that_goes_out_begins_as_a_formula(cell):
    assert harmless(cell)[0] == "'"
    assert as_written(harmless(cell)) == cell


@pytest.mark.parametrize("cell", ["", "a", "'quoted'", "O'Brien", "2019-03-12"])
def test_what_is_harmless_stays_as_it_is(cell):
    assert harmless(cell) == cell


def test_kept_zeros_and_odd_blanks_are_undone():
    assert tidy('="00123"') == "00123"
    assert tidy("  Mari\u0301a\xa0\x00 \u200b") == "María"
    assert same("Nº  de Expediente:") == same("n de expediente")


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("12/03/2019", "2019-03-12"), ("12.3.2019", "2019-03-12"), ("12.03.2019.", "2019-03-12"), ("12-03-19", "2019-03-12"),
        ("2019-03-12", "2019-03-12"), ("2019/3/12 14:05", "2019-03-12"), ("12.03.2019 г.", "2019-03-12"),
        ("12/03/2019 23:59:59", "2019-03-12"), ("2019-03-12T10:00:00+01:00", "2019-03-12"), ("03/2019", "2019-03"),
        ("2019", "2019"), ("12 de marzo de 2019", "2019-03-12"), ("2019. gada 12. martā", "2019-03-12"),
        ("12. maaliskuuta 2019", "2019-03-12"), ("12 March 2019", "2019-03-12"), ("12 март 2019 г.", "2019-03-12"),
        ("12. juuni 2019", "2019-06-12"), ("12. jūlijs 2019", "2019-07-12"), ("01/01/99", "1999-01-01"),
    ],
)  # fmt: skip
def test_days_are_read_in_the_forms_of_the_countries(cell, day):
    assert read_day(cell, Order.DMY, today=TODAY).text == day


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("31/02/2019", "date"), ("03/25/2019", "date_order"), ("43536", "date_serial"), ("soon", "date"),
        ("1/1/1800", "date_old"), ("01/01/2027", "date_future"), ("12 de 2019", "date"),
        ("0000-00-00", "date"), ("9" * 5000, "date"), ("١٢/٠٣/٢٠١٩", "date"),
    ],
)  # fmt: skip
def test_what_is_no_day_is_refused_and_says_how(cell, code):
    with pytest.raises(BadDay) as fault:
        read_day(cell, Order.DMY, today=TODAY)
    assert fault.value.code == code


def test_the_order_is_said_and_a_short_year_is_told():
    assert read_day("03/12/2019", Order.MDY, today=TODAY).text == "2019-03-12"
    assert read_day("12/03/19", Order.DMY, today=TODAY).short


SPANISH = "Nº;Fecha;Descripción\n1;12/03/2019;Le gritó «vete a tu país» en la calle\n2;13/03/2019;Pintada\n"


@pytest.mark.parametrize(
    ("text", "encoding", "country", "guessed"),
    [
        (SPANISH, "utf-8", "es", "utf-8"), (SPANISH, "utf-8-sig", "es", "utf-8"), (SPANISH, "cp1252", "es", "cp1252"),
        (SPANISH, "utf-16", "es", "utf-16-le"), (SPANISH, "utf-16-be", "es", "utf-16-be"),
        ("Nr;Datums;Vieta\n1;12.03.2019.;Rīga, Brīvības iela, šķērsiela ž\n", "cp1257", "lv", "cp1257"),
        ("Номер;Дата;Място\n1;12.03.2019;София, улица Измислена\n", "cp1251", "bg", "cp1251"),
        ("Номер;Дата;Място\n1;12.03.2019;София\n", "cp1251", "es", "cp1251"),
    ],
)  # fmt: skip
def test_the_encoding_is_guessed(text, encoding, country, guessed):
    assert guess_encoding(text.encode(encoding), country=country) == guessed


@pytest.mark.parametrize("sign", [";", ",", "\t", "|"])
def test_the_sign_between_cells_and_the_line_of_the_headings_are_guessed(sign):
    text = io.StringIO()
    writer = csv.writer(text, delimiter=sign)
    writer.writerow(["Informe anual, 2019"])
    writer.writerow([])
    writer.writerow(["Nº", "Fecha", "Relato"])
    writer.writerows([[str(one), "12/03/2019", "Dijo: a, b; c | d"] for one in range(20)])
    guess = guess_of(text.getvalue().encode(), country="es")
    assert (guess.delimiter, guess.header) == (sign, 3)


@pytest.mark.parametrize(
    ("hour", "city", "day"),
    [(12, "Europe/London", 27), (22, "Europe/London", 28), (23, "Europe/Madrid", 28), (21, "Europe/Sofia", 27)],
)
def test_a_day_that_has_begun_in_another_city_may_be_brought_in(hour, city, day):
    assert latest_day(datetime(2026, 11, 27, hour, 30, tzinfo=UTC), city) == date(2026, 11, day)
