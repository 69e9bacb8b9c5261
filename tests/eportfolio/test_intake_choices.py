"""Choices, yes and no, texts and telephone numbers as people write them to the assistant."""

import pytest

from eportfolio.intake.answers import SKIPPED, UNKNOWN, given
from eportfolio.intake.words import says_back, says_skip, says_unknown, yes_or_no
from tests.eportfolio.intake_words import problem, said


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("permanent", "permanent"),
        ("Vast contract", "permanent"),
        ("vast", "permanent"),
        ("1", "permanent"),
        ("nummer 2", "temporary"),
        ("de tweede", "temporary"),
        ("the third one", "agency"),
        ("ik had een tijdelijk contract", "temporary"),
        ("an agency", "agency"),
        ("uitzend", "agency"),
        ("oproep", "on_call"),
    ],
)
def test_a_choice_is_read_by_label_number_or_part(text: str, value: str) -> None:
    assert said("contract_type", text) == given(value)


def test_the_longest_phrase_wins() -> None:
    assert said("education_level", "mbo 1") == given("lower")
    assert said("education_level", "mbo 4") == given("middle")
    assert said("education_level", "Mbo 2, 3 of 4") == given("middle")
    assert said("household", "Ik deel een woning met anderen") == given("sharing")


def test_an_unclear_choice_lists_what_there_is() -> None:
    unclear = problem("contract_type", "geen idee hoor dat heet")
    assert (unclear.code, "Vast contract" in unclear.text) == ("choice_unclear", True)
    assert problem("contract_type", "niet vast").code == "choice_unclear"
    assert problem("contract_type", "contract").code == "choice_more_than_one"
    assert problem("contract_type", "9").code == "choice_unclear"
    assert problem("contract_type", "").code == "empty_choice"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (["bike", "car"], ["bike", "car"]),
        (["car", "bike", "car"], ["bike", "car"]),
        ("1 en 3", ["walk", "scooter"]),
        ("1, 3", ["walk", "scooter"]),
        ("2 5", ["bike", "car"]),
        ("de eerste en de tweede", ["walk", "bike"]),
        ("fiets", ["bike"]),
        ("fiets en ov", ["bike", "public"]),
        ("met de fiets, soms met de auto", ["bike", "car"]),
        ("bike and train", ["bike", "public"]),
        ("auto fiets", ["bike", "car"]),
        ("alles", ["walk", "bike", "scooter", "public", "car", "other"]),
    ],
)
def test_several_choices_are_read(text: object, values: list[str]) -> None:
    assert said("transport", text) == given(values)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("B", ["B"]),
        ("b en be", ["B", "BE"]),
        ("rijbewijs B", ["B"]),
        ("I am driving a lorry", ["C"]),
        ("AM, B", ["AM", "B"]),
        ("geen", ["none"]),
        ("ik heb geen rijbewijs", ["none"]),
    ],
)
def test_licences_are_letters_that_are_also_words(text: str, values: list[str]) -> None:
    assert said("driving_licences", text) == given(values)


def test_several_choices_that_cannot_be_used_say_what_to_do() -> None:
    assert problem("transport", "fiets en paard").params["piece"] == "paard"
    assert problem("transport", "geen auto").code == "multiple_unclear"
    assert problem("transport", ["bike", "rocket"]).code == "multiple_unclear"
    assert problem("driving_licences", ["none", "B"]).code == "multiple_exclusive"
    assert problem("driving_licences", []).code == "empty_multiple"
    assert len(problem("transport", "paard " * 200).text) < 400


@pytest.mark.parametrize("text", ["ja", "Ja hoor", "yes", "zeker", "ja, maar niet altijd", "graag", "J", "yep"])
def test_yes_is_read(text: str) -> None:
    assert yes_or_no(text) is True
    assert said("pays_rent", text) == given(True)


@pytest.mark.parametrize("text", ["nee", "Nee dank u", "no", "zeker niet", "nope", "nee, ja vroeger wel", "not at all"])
def test_no_is_read(text: str) -> None:
    assert yes_or_no(text) is False


def test_neither_yes_nor_no_is_asked_again() -> None:
    assert problem("pays_rent", "dat hangt er van af").code == "yes_no_unclear"
    assert problem("pays_rent", "misschien ja misschien nee").code == "yes_no_unclear"
    assert said("pays_rent", "no") == given(False)
    assert said("pays_rent", True) == given(True)


@pytest.mark.parametrize(
    "text",
    [
        "weet ik niet",
        "Ik weet het niet.",
        "dat weet ik niet meer",
        "I don't remember",
        "geen idee",
        "don't know",
        "I don’t know",
        "not sure",
        "?",
    ],
)
def test_i_do_not_know_is_an_answer(text: str) -> None:
    assert says_unknown(text)
    assert said("hours_per_week", text) == UNKNOWN


@pytest.mark.parametrize(
    "text",
    ["sla over", "Sla deze vraag over", "overslaan", "skip", "skip this question", "liever niet", "liever niet zeggen"],
)
def test_a_voluntary_question_can_be_skipped(text: str) -> None:
    assert says_skip(text)
    assert said("own_account", text) == SKIPPED


def test_a_longer_text_is_no_command() -> None:
    assert not says_unknown("ik weet niet of ik dat kan, maar ik wil kok worden")
    assert said("goal", "ik weet niet of ik dat kan") == given("ik weet niet of ik dat kan")
    assert not says_skip("volgende week begin ik")
    assert says_back("ga terug")
    assert not says_back("ik wil terug naar mijn oude werk")


def test_a_needed_question_explains_why_it_cannot_be_skipped() -> None:
    assert problem("hours_per_week", "sla over").code == "cannot_skip_may_be_unknown"
    assert problem("last_job_title", "sla over").code == "cannot_skip"
    assert problem("last_job_title", "weet ik niet").code == "cannot_be_unknown_in_words"
    assert problem("contact_way", "weet ik niet").code == "cannot_be_unknown"
    assert said("phone", "weet ik niet") == SKIPPED


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("06 12345678", "+31612345678"),
        ("06-12 34 56 78", "+31612345678"),
        ("bel mij op 0612345678 na vijven", "+31612345678"),
        ("+32 470 12 34 56", "+32470123456"),
        ("020 624 1111", "+31206241111"),
    ],
)
def test_a_phone_number_is_read(text: str, number: str) -> None:
    assert said("phone", text) == given(number)


@pytest.mark.parametrize("text", ["0612", "geen telefoon", "06123456789012", "112 112"])
def test_what_is_no_phone_number_is_refused(text: str) -> None:
    assert problem("phone", text).code == "phone_unclear"


def test_text_is_kept_as_written_without_control_characters() -> None:
    assert said("own_account", " Ik kook\r\ngraag.\x00 ") == given("Ik kook\ngraag.")
    assert said("desired_work", "kok\n in  de zorg") == given("kok in de zorg")
    assert said("goal", "<b>werk</b> 🙂") == given("<b>werk</b> 🙂")


def test_a_text_that_is_too_long_says_by_how_much() -> None:
    too_long = problem("desired_work", "x" * 151)
    assert (too_long.code, too_long.params) == ("text_too_long", {"count": "151", "max": "150"})
    assert problem("goal", "  ").code == "empty_text"


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("de eerste en de derde", ["walk", "scooter"]),
        ("de 1e en de 3e", ["walk", "scooter"]),
        ("een en drie", ["walk", "scooter"]),
        ("two, four", ["bike", "public"]),
        ("the first two", ["walk", "bike"]),
        ("de laatste", ["other"]),
        ("the first one", ["walk"]),
        ("fiets en soms met de trein", ["bike", "public"]),
    ],
)
def test_choices_are_named_by_their_place_in_the_list(text: str, chosen: list[str]) -> None:
    assert said("transport", text) == given(chosen)
