"""Dates as people write them, and what they mean."""

import pytest

from eportfolio.documents.cv.dates import dates_in, is_only_dates


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("sept. 2019 – heden", "2019-09", None),
        ("03/2015 t/m 12-2018", "2015-03", "2018-12"),
        ("01-03-2020 t/m 31-12-2021", "2020-03", "2021-12"),
        ("2019 - nu", "2019", None),
        ("2014-2016", "2014", "2016"),
        ("mei '15 - juni '17", "2015-05", "2017-06"),
        ("juni – augustus 2018", "2018-06", "2018-08"),
        ("van maart 2010 tot en met mei 2011", "2010-03", "2011-05"),
        ("1 september 2019 - 31 augustus 2020", "2019-09", "2020-08"),
        ("2018-19", "2018", "2019"),
        ("sinds 2020", "2020", None),
        ("2020 –", "2020", None),
        ("August 2019 – Present · 2 yrs 3 mos", "2019-08", None),
        ("Mayıs 2022 – halen", "2022-05", None),
        ("od 03.2015 do 12.2018", "2015-03", "2018-12"),
        ("wrz 2009 – paź 2017", "2009-09", "2017-10"),
        ("Januar 2019 – heute", "2019-01", None),
        ("Janvier 2019 à mars 2020", "2019-01", "2020-03"),
        ("вересень 2015 – травень 2018", "2015-09", "2018-05"),
    ],
)
def test_a_range(written: str, start: str, end: str | None) -> None:
    (found,) = dates_in(written)

    assert (found.start, found.end, found.ongoing) == (start, end, end is None)
    assert is_only_dates(written)


@pytest.mark.parametrize(("written", "end"), [("2019", "2019"), ("nov. 2018", "2018-11"), ("02-11-1998", "1998-11")])
def test_one_date_alone_is_when_something_ended(written: str, end: str) -> None:
    (found,) = dates_in(written)

    assert (found.start, found.end, found.ongoing) == (None, end, False)


def test_what_was_written_is_kept_and_where_it_stood() -> None:
    text = "Kok bij Restaurant De Linde (sept. 2019 – heden)"
    (found,) = dates_in(text)

    assert found.written == "sept. 2019 – heden"
    assert text[found.at : found.until] == "sept. 2019 – heden"


@pytest.mark.parametrize(
    "text", ["7541 QY Enschede", "06-12345678", "groep 3-4", "mail2019@voorbeeld.example", "€ 2000", ""]
)
def test_what_is_no_date(text: str) -> None:
    assert not dates_in(text)


def test_a_date_inside_a_sentence_is_not_alone() -> None:
    assert not is_only_dates("Sinds 2019 begeleid ik groepen van twintig kinderen")
