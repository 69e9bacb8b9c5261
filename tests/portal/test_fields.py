"""Dates as people type them."""

import datetime as dt

import pytest
import time_machine
from flask import Flask
from werkzeug.datastructures import MultiDict

from portal.fields import DateField, NotInPast, parse_date
from portal.forms import Form


@pytest.fixture(autouse=True)
def in_request(app: Flask):
    with app.test_request_context("/", headers={"Accept-Language": "nl"}):
        yield


@pytest.mark.parametrize(
    "text",
    [
        "1-12-2026",
        "01-12-2026",
        "01/12/2026",
        "1.12.2026",
        "1 12 2026",
        " 1 december 2026 ",
        "1 DECEMBER 2026",
        "1 dec 2026",
        "1 dec. 2026",
        "dinsdag 1 december 2026",
        "di. 1 december 2026",
        "2026-12-01",
        "1 December, 2026".replace(",", ""),
    ],
)
def test_many_ways_to_write_one_day(text: str) -> None:
    assert parse_date(text) == dt.date(2026, 12, 1)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("31-02-2026", "februari 2026 heeft 28 dagen"),
        ("29-2-2028", None),
        ("32-1-2026", "heeft 31 dagen"),
        ("0-1-2026", "heeft 31 dagen"),
        ("1-13-2026", "12 maanden"),
        ("1 foober 2026", "kennen deze maand niet"),
        ("1 december", "Schrijf ook het jaar"),
        ("1-12", "Schrijf ook het jaar"),
        ("1-12-26", "vier cijfers"),
        ("1-12-0026", "jaar klopt niet"),
        ("morgen", "dag, maand en jaar"),
        ("1-12-2026; DROP TABLE", "dag, maand en jaar"),
        ("1" * 500, "dag, maand en jaar"),
    ],
)
def test_impossible_dates_get_kind_words(text: str, says: str | None) -> None:
    if says is None:
        assert parse_date(text) == dt.date(2028, 2, 29)
        return
    with pytest.raises(ValueError, match=says):
        parse_date(text)


class Form1(Form):
    class Meta(Form.Meta):
        csrf = False

    day = DateField("Dag", [NotInPast()])


def form(text: str) -> Form1:
    return Form1(MultiDict({"day": text}))


def test_what_was_typed_stays_when_it_cannot_be_read() -> None:
    wrong = form("31-2-2026")
    assert not wrong.validate()
    assert wrong.day._value() == "31-2-2026"
    assert Form1(data={"day": dt.date(2026, 3, 1)}).day._value() == "01-03-2026"


@time_machine.travel("2026-11-21 23:30:00+00:00", tick=False)
def test_today_is_the_day_on_the_offices_wall() -> None:
    assert form("22-11-2026").validate()
    past = form("21-11-2026")
    assert not past.validate()
    assert "al geweest" in str(past.day.errors[0])
