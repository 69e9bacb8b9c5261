"""Numbers, days and periods as people write them to the assistant."""

import pytest

from eportfolio.intake.answers import Answer, Problem, given
from eportfolio.intake.engine import validate
from eportfolio.intake.questionnaire import current
from eportfolio.intake.words import asked_for_again, numbers_in
from tests.eportfolio.intake_words import TODAY, problem, said


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("24", 24),
        ("24 uur", 24),
        ("24u", 24),
        ("een stuk of 24 uur", 24),
        ("ongeveer 32 per week", 32),
        ("twintig", 20),
        ("vierentwintig uur", 24),
        ("tweeëndertig", 32),
        ("thirty-two", 32),
        ("thirty two hours", 32),
        ("een", 1),
        ("37,5 uur", 37.5),
        ("37.5", 37.5),
        ("٢٤", 24),
        (24, 24),
        (32.0, 32),
    ],
)
def test_a_number_is_read(text: object, hours: float) -> None:
    assert said("hours_per_week", text) == given(hours)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("veel", "number_unclear"),
        ("een paar uur", "number_unclear"),
        ("24 tot 32", "number_more_than_one"),
        ("24-32 uur", "number_more_than_one"),
        ("twintig of dertig", "number_more_than_one"),
        ("0", "number_too_low"),
        ("-5", "number_too_low"),
        ("168", "number_too_high"),
        ("9" * 400, "number_unclear"),
        ("", "empty_number"),
    ],
)
def test_a_number_that_cannot_be_used_says_what_to_do(text: str, code: str) -> None:
    assert problem("hours_per_week", text).code == code
    assert problem("hours_per_week", text, "en").text != problem("hours_per_week", text, "nl").text


def test_half_people_do_not_exist() -> None:
    assert problem("adults_in_home", "2,5").code == "number_whole"


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("45", 45),
        ("45 minuten", 45),
        ("een uur", 60),
        ("anderhalf uur", 90),
        ("een half uur", 30),
        ("half an hour", 30),
        ("an hour and a half", 90),
        ("one and a half hours", 90),
        ("drie kwartier", 45),
        ("1 uur en 15 minuten", 75),
        ("2 hours", 120),
        ("een stuk of 30 minuten", 30),
        ("een uur of anderhalf", 90),
        ("een minuut of twintig", 20),
        ("1u30", 90),
    ],
)
def test_travel_time_is_read_in_minutes(text: str, minutes: int) -> None:
    assert said("travel_minutes", text) == given(minutes)


def test_two_travel_times_are_one_too_many() -> None:
    assert problem("travel_minutes", "een half uur of een uur").code == "number_more_than_one"
    assert problem("travel_minutes", "30 tot 45").code == "number_more_than_one"
    assert problem("travel_minutes", "ver").code == "number_unclear"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1-12-2026", "2026-12-01"),
        ("01-12-2026", "2026-12-01"),
        ("1/12/2026", "2026-12-01"),
        ("1.12.26", "2026-12-01"),
        ("1 12 2026", "2026-12-01"),
        ("2026-12-01", "2026-12-01"),
        ("1 december", "2026-12-01"),
        ("1 december 2026", "2026-12-01"),
        ("vanaf 1 dec. 2026", "2026-12-01"),
        ("1-dec-2026", "2026-12-01"),
        ("december 1st, 2026", "2026-12-01"),
        ("the 1st of December", "2026-12-01"),
        ("1e van december", "2026-12-01"),
        ("1-2", "2027-02-01"),
        ("1 februari", "2027-02-01"),
        ("januari", "2027-01-01"),
        ("in may", "2027-05-01"),
        ("I may start in June", "2027-06-01"),
        ("half januari", "2027-01-15"),
        ("eind februari", "2027-02-28"),
        ("begin mei 2027", "2027-05-01"),
        ("vandaag", "2026-11-24"),
        ("per direct", "2026-11-24"),
        ("ik kan meteen beginnen", "2026-11-24"),
        ("right away", "2026-11-24"),
        ("morgen", "2026-11-25"),
        ("tomorrow", "2026-11-25"),
        ("overmorgen", "2026-11-26"),
        ("the day after tomorrow", "2026-11-26"),
        ("maandag", "2026-11-30"),
        ("aanstaande vrijdag", "2026-11-27"),
        ("dinsdag", "2026-12-01"),
        ("volgende week maandag", "2026-11-30"),
        ("maandag volgende week", "2026-11-30"),
        ("next week Wednesday", "2026-12-02"),
        ("next friday", "2026-12-04"),
        ("volgende week", "2026-11-30"),
        ("over twee weken", "2026-12-08"),
        ("in two weeks", "2026-12-08"),
        ("over een maand", "2026-12-24"),
        ("in 3 months", "2027-02-24"),
        ("volgende maand", "2026-12-01"),
        ("volgend jaar, 15 maart 2027", "2027-03-15"),
    ],
)
def test_a_date_is_read(text: str, day: str) -> None:
    assert said("available_from", text) == given(day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("gisteren", "2026-11-23"),
        ("eergisteren", "2026-11-22"),
        ("vorige week vrijdag", "2026-11-20"),
        ("afgelopen dinsdag", "2026-11-17"),
        ("last monday", "2026-11-23"),
        ("twee weken geleden", "2026-11-10"),
        ("3 months ago", "2026-08-24"),
        ("1 oktober", "2026-10-01"),
        ("1 december", "2025-12-01"),
        ("1-10-'26", "2026-10-01"),
        ("31-12-99", None),
    ],
)
def test_a_date_in_the_past_is_read(text: str, day: str | None) -> None:
    found = said("notice_date", text)
    assert found == given(day) if day else isinstance(found, Problem)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31-2-2027", "date_impossible"),
        ("30 februari", "date_impossible"),
        ("2026-13-01", "date_impossible"),
        ("99-99-9999", "date_impossible"),
        ("0-0-0000", "date_impossible"),
        ("na de zomer", "date_unclear"),
        ("24 uur", "date_unclear"),
        ("1 december of 1 januari", "date_more_than_one"),
        ("1-11-2026", "date_too_early"),
        ("1-1-2030", "date_too_late"),
        ("   ", "empty_date"),
        ("over 999 jaar", "date_too_late"),
    ],
)
def test_a_date_that_cannot_be_used_says_what_to_do(text: str, code: str) -> None:
    assert problem("available_from", text).code == code
    assert problem("available_from", text, "en").code == code


def test_the_example_in_a_problem_is_itself_a_good_answer() -> None:
    for question_id in ("available_from", "notice_date"):
        example = problem(question_id, "geen datum te zien").params["example"]
        assert isinstance(said(question_id, example), Answer)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("van 1-3-2019 tot 31-12-2026", "2019-03-01", "2026-12-31"),
        ("maart 2019 - juni 2024", "2019-03-01", "2024-06-30"),
        ("2019 tot 2024", "2019-01-01", "2024-12-31"),
        ("from March 2019 until June 2024", "2019-03-01", "2024-06-30"),
        ("sinds maart 2019", "2019-03-01", None),
        ("van 1 maart 2019 tot nu", "2019-03-01", None),
        ("since 2019", "2019-01-01", None),
        ("1 januari 2020 tot eind december", "2020-01-01", "2026-12-31"),
        ("03/2015 t/m 12-2018", "2015-03-01", "2018-12-31"),
        ("from May 2020 until last month", "2020-05-01", "2026-10-31"),
        ("vanaf maart vorig jaar tot nu", "2025-03-01", None),
        ("van vorig jaar mei tot vorige maand", "2025-05-01", "2026-10-31"),
        ("van januari tot maart 2024", "2024-01-01", "2024-03-31"),
        ("from november to march 2024", "2023-11-01", "2024-03-31"),
        ("loopt nog, sinds 2021", "2021-01-01", None),
        ("01.03.2015-31.12.2018", "2015-03-01", "2018-12-31"),
        ("'15 tot '18", "2015-01-01", "2018-12-31"),
        ({"first": "1-3-2019", "last": "31-12-2026"}, "2019-03-01", "2026-12-31"),
        ({"first": "1-3-2019", "last": ""}, "2019-03-01", None),
        ({"first": "2019-03-01", "last": None}, "2019-03-01", None),
        ({"first": "maart 2019", "last": "morgen"}, "2019-03-01", "2026-11-25"),
    ],
)
def test_a_period_is_read(text: object, first: str, last: str | None) -> None:
    assert said("last_job_period", text) == given({"first": first, "last": last})


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("een paar jaar", "period_unclear"),
        ("31-12-2026", "period_unclear"),
        ("2015, 2018 en 2020", "period_unclear"),
        ({"first": "", "last": "31-12-2026"}, "period_unclear"),
        ({"first": "lang geleden", "last": "31-12-2026"}, "period_unclear"),
        ({"first": "", "last": " "}, "empty_period"),
        ("van 1-3-2024 tot 1-3-2019", "period_backwards"),
        ("van 1-3-2024 tot 1-3-2040", "date_too_late"),
        ("van 31-2-2024 tot 1-3-2025", "date_impossible"),
        ("december 2024 tot maart 2020", "period_backwards"),
        ("zomer 2019 tot nu", "period_unclear"),
        ("drie jaar tot vorige week", "period_unclear"),
    ],
)
def test_a_period_that_cannot_be_used_says_what_to_do(text: object, code: str) -> None:
    assert problem("last_job_period", text).code == code


def test_no_input_makes_the_engine_fall_over() -> None:
    hostile = [
        "\x00",
        "１２",
        "١",
        "∞",
        "½",
        "1e9",
        "--",
        "{}",
        "%s",
        "'; drop table",
        "0" * 5000,
        "²",
        "1-1-1",
        "٪",
        "\ud800",
    ]
    for one in current().questions:
        for text in hostile:
            for language in ("nl", "en"):
                found = validate(one, text, language, TODAY)
                assert isinstance(found, Answer) or found.text


def test_numbers_keep_their_order_and_appear_once() -> None:
    assert numbers_in("3 en 5 en 3") == [3, 5]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("zo snel mogelijk", "2026-11-24"),
        ("as soon as possible", "2026-11-24"),
        ("asap", "2026-11-24"),
        ("maandag 7 december", "2026-12-07"),
        ("a week from Monday", "2026-12-07"),
        ("over een week of twee", "2026-12-08"),
        ("volgende maand de 15e", "2026-12-15"),
        ("the 15th of next month", "2026-12-15"),
        ("de 15e", "2026-12-15"),
        ("de 28e", "2026-11-28"),
        ("eind van de maand", "2026-11-30"),
        ("at the end of the month", "2026-11-30"),
        ("eind volgende maand", "2026-12-31"),
        ("over een half jaar", "2027-05-24"),
        ("volgend jaar", "2027-01-01"),
        ("z.s.m.", "2026-11-24"),
        ("1e van de maand", "2026-12-01"),
        ("de eerste van de maand", "2026-12-01"),
        ("maart volgend jaar", "2027-03-01"),
        ("volgend jaar 15 maart", "2027-03-15"),
        ("eind van het jaar", "2026-12-31"),
        ("the beginning of next year", "2027-01-01"),
    ],
)
def test_a_day_as_people_say_it(text: str, day: str) -> None:
    assert said("available_from", text) == given(day)


@pytest.mark.parametrize(
    "text",
    [
        "over anderhalve maand",
        "over een halve week",
        "dinsdag 7 december",
        "over een paar weken",
        "tweede week van januari",
        "in the summer of 2027",
    ],
)
def test_a_day_that_is_not_one_is_asked_again(text: str) -> None:
    assert problem("available_from", text).code in ("date_unclear", "date_more_than_one")


@pytest.mark.parametrize(
    "text",
    [
        "drie dagen",
        "2 dagen per week",
        "halve week",
        "fulltime",
        "full-time",
        "een dag of drie",
        "half time",
        "parttime",
    ],
)
def test_days_are_not_taken_for_hours(text: str) -> None:
    assert problem("hours_per_week", text).code == "number_in_days"
    assert "hours" in problem("hours_per_week", text, "en").text


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("3 dagen van 8 uur", 24),
        ("four days of six hours", 24),
        ("24 uurtjes", 24),
        ("3 x 8 uur", 24),
        ("vier keer acht", 32),
        ("vijf ochtenden van 4 uur", 20),
    ],
)
def test_days_of_so_many_hours_are_multiplied(text: str, hours: int) -> None:
    assert said("hours_per_week", text) == given(hours)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("verander mijn antwoord op vraag 4", 4),
        ("change my answer to question 4", 4),
        ("ik wil vraag vier aanpassen", 4),
        ("terug naar de derde vraag", 3),
        ("go back to the fourth question", 4),
        ("vraag nummer 12 klopt niet", 12),
        ("4e vraag opnieuw", 4),
        ("terug", None),
        ("verander mijn antwoord", None),
        ("4", None),
        ("ik had bij mijn vorige baan vraag 4 keer per week", None),
    ],
)
def test_a_question_is_asked_for_by_its_number(text: str, number: int | None) -> None:
    assert asked_for_again(text) == number
