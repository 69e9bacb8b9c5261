"""Three texts compared: with what the form was opened, what she sent, what is stored now."""

from portal.two_tabs import Clash, fingerprints, settle

OPENED = {"job": "Kok", "note": None, "contact": "mevrouw Öz"}


def test_what_she_changed_is_kept_and_what_was_changed_elsewhere_too() -> None:
    settled = settle({**OPENED, "job": "Souschef"}, {**OPENED, "note": "Gebeld"}, opened=fingerprints(OPENED), form={})
    assert settled.clashes == []
    assert settled.values == {"job": "Souschef", "note": "Gebeld", "contact": "mevrouw Öz"}


def test_what_was_changed_in_both_places_is_hers_to_choose() -> None:
    mine, theirs = {**OPENED, "job": "Souschef"}, {**OPENED, "job": "Afwasser"}
    settled = settle(mine, theirs, opened=fingerprints(OPENED), form={})
    assert settled.clashes == [Clash("job", "Souschef", "Afwasser")]
    seen = fingerprints(theirs)
    assert settle(mine, theirs, opened=seen, form={"keuze-job": "mine"}).values["job"] == "Souschef"
    assert settle(mine, theirs, opened=seen, form={"keuze-job": "theirs"}).values["job"] == "Afwasser"


def test_a_choice_is_asked_again_when_it_changed_once_more() -> None:
    mine, seen, now = ({**OPENED, "job": job} for job in ("Souschef", "Afwasser", "Bezorger"))
    settled = settle(mine, now, opened=fingerprints(seen), form={"keuze-job": "theirs"})
    assert settled.clashes == [Clash("job", "Souschef", "Bezorger")]


def test_the_same_change_in_both_places_is_no_question() -> None:
    both = {**OPENED, "note": "Gebeld"}
    assert settle(both, both, opened=fingerprints(OPENED), form={}).clashes == []


def test_a_form_without_fingerprints_overwrites_nothing_unseen() -> None:
    settled = settle({"note": "Mijn tekst"}, {"note": "Hun tekst"}, opened="", form={})
    assert [clash.name for clash in settled.clashes] == ["note"]
    assert settle({"note": "Mijn tekst"}, {"note": None}, opened="", form={}).clashes == []


def test_fingerprints_tell_nothing_of_the_text() -> None:
    assert "Öz" not in fingerprints(OPENED)
    assert len(fingerprints({"note": "x" * 100_000})) < 40
