"""People find the right article with their own words."""

import statistics
import time

import pytest
import yaml

from knowledge.articles import load_articles
from knowledge.folding import fold
from knowledge.search import WORDS, search, words_of
from knowledge.training import written_examples

QUESTIONS = [
    ("nl", "maximale tijd dat ik ww ontvang", "ww-duration"),
    ("nl", "solicitatiepligt aantal per vier weken", "ww-job-search-duty"),
    ("nl", "ik wil vrijwilliger worden bij de brandweer ww", "ww-volunteer-work"),
    ("nl", "ziekmeldn bij UWV", "ww-sick"),
    ("nl", "vakantiedagen tijdens werkloosheid", "ww-holiday"),
    ("nl", "formulier inkomsten van deze maand UWV kwijt", "ww-income-statement"),
    ("nl", "ze bieden mij werk onder mijn opleidingsniveau", "ww-suitable-work"),
    ("nl", "webwinkel beginnen vanuit de ww", "ww-own-business"),
    ("nl", "op staande voet ontslagen door mijn baas", "ww-culpable-unemployment"),
    ("nl", "werkloosheidsuitkering aanvraagen termijn", "ww-apply"),
    ("nl", "parttime erbij werken en ww houden", "ww-working-alongside"),
    ("nl", "ww bijna afgelopen, welke uitkering dan", "ww-after-ww"),
    ("nl", "bijstandsuitkering regelen", "pw-apply"),
    ("nl", "voorschot op de bijstand", "pw-advance"),
    ("nl", "zoektermijn voor jongeren", "pw-search-period-under27"),
    ("nl", "maximum spaarrekening bijstand", "pw-assets"),
    ("nl", "mijn neef van dertig komt inwonen", "pw-cost-sharer"),
    ("nl", "gezamelijke huishouding met vriendin", "pw-living-together"),
    ("nl", "boete omdat ik iets niet aan de gemeente heb gemeld", "pw-fine"),
    ("nl", "cadeautjes van familie en bijstand", "pw-gifts"),
    ("nl", "sociale dienst staat voor mijn deur voor controle", "pw-house-visit"),
    ("nl", "tegenprestasie", "pw-tegenprestatie"),
    ("nl", "bezwaarschrft opsturen", "gen-objection"),
    ("nl", "klacht over onbeleefde medewerker", "gen-complaint"),
    ("nl", "wie leest mijn dossier", "gen-who-sees-my-data"),
    ("nl", "gratis advocaat", "gen-legal-aid"),
    ("nl", "wie is mijn klantregisseur", "portal-my-coach"),
    ("nl", "afspraak met coach weigeren", "portal-agreement-disagree"),
    ("nl", "hoeveel tijd kost de intake", "portal-intake-duration"),
    ("nl", "ben je een robot", "portal-chatbot"),
    ("nl", "cv toevoegn", "portal-cv-upload"),
    ("en", "number of months of unemployment benefit", "ww-duration"),
    ("en", "reporting sick to uwv", "ww-sick"),
    ("en", "vacation while on welfare", "pw-holiday-abroad"),
    ("en", "objecton against decision", "gen-objection"),
    ("en", "can i keep my savings on bijstand", "pw-assets"),
    ("en", "talk to my case manager name", "portal-my-coach"),
    ("en", "upload resume file", "portal-cv-upload"),
    ("en", "start my own company on ww", "ww-own-business"),
    ("en", "privacy who looks at my file", "gen-who-sees-my-data"),
]


@pytest.mark.parametrize(("language", "question", "expected"), QUESTIONS)
def test_the_right_article_is_among_the_first_three(language: str, question: str, expected: str) -> None:
    assert expected in [hit.article_id for hit in search(question, language=language, limit=3)]


def test_the_questions_of_this_test_are_not_training_questions() -> None:
    trained = {fold(example) for article in load_articles().values() for example in written_examples(article)}
    new = [question for _, question, _ in QUESTIONS if fold(question) not in trained]
    assert len(new) >= 30


def test_the_persons_own_benefit_comes_first() -> None:
    assert search("vrijwilligerswerk", scheme="ww")[0].article_id == "ww-volunteer-work"
    assert search("vrijwilligerswerk", scheme="participatiewet")[0].article_id == "pw-volunteer-work"


def test_titles_are_in_the_language_of_the_page() -> None:
    assert search("bezwaar", language="en")[0].title == "How do I object to a decision?"


@pytest.mark.parametrize("nothing", ["", "   ", "?!", "de het een", "xqzvw"])
def test_nothing_is_found_for_nothing(nothing: str) -> None:
    assert search(nothing) == []


def test_scores_lie_between_zero_and_one_and_fall() -> None:
    scores = [hit.score for hit in search("ziek melden met ww", limit=5)]
    assert len(scores) == 5
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


def test_forms_of_a_word_and_its_synonyms_are_one_word() -> None:
    assert words_of("Sollicitaties") == words_of("solliciteren") == words_of("apply for jobs")
    assert words_of("verplichtingen") == words_of("plichten")
    assert words_of("één café") == words_of("cafe")


def test_searching_takes_less_than_five_milliseconds() -> None:
    search("warm up")
    times = []
    for language, question, _ in QUESTIONS:
        started = time.perf_counter()
        search(question, language=language)
        times.append(time.perf_counter() - started)
    assert statistics.median(times) < 0.005


def test_a_word_stands_with_one_group_of_synonyms_only() -> None:
    groups = yaml.safe_load(WORDS.read_text(encoding="utf-8"))["same"]
    words = [fold(word) for group in groups for word in group]
    assert sorted({word for word in words if words.count(word) > 1}) == []
