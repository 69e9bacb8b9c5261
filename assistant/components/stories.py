"""What people tell before and after their question; the same story around the same question every time.

Somebody who is worried tells who she is, what she did and who said what. Those words teach nothing about her question,
so examples are learnt with such a story around them as well.
"""

from __future__ import annotations

import random
import zlib

from components.words import fold

_JOBS = {
    "nl": ("kok", "schoonmaker", "chauffeur", "verkoopster", "lasser", "kapper", "verzorgende", "magazijnmedewerker",
           "stukadoor", "leraar", "telefoniste", "bakker", "beveiliger", "tuinman", "boekhouder"),
    "en": ("cook", "cleaner", "driver", "shop assistant", "welder", "hairdresser", "carer", "warehouse worker",
           "plasterer", "teacher", "receptionist", "baker", "guard", "gardener", "bookkeeper"),
}  # fmt: skip
_PLACES = ("almelo", "breda", "delft", "emmen", "gouda", "haarlem", "leiden", "nijmegen", "roermond", "utrecht",
           "venlo", "zaandam", "amersfoort", "den haag", "amsterdam")  # fmt: skip
_TIMES = ("drie", "vier", "zes", "acht", "tien", "twaalf", "vijftien", "twintig")
_TIMES_EN = ("three", "four", "six", "eight", "ten", "twelve", "fifteen", "twenty")
_SCENES = {
    "nl": (
        "ik heb {n} jaar als {job} gewerkt in {place}", "ik ben {job} van beroep", "eerst was ik {job} en later {job2}",
        "ik werkte bij een bedrijf in {place} als {job}", "mijn man is {job}", "mijn vrouw werkt als {job} in {place}",
        "we wonen al {n} jaar in {place}", "ik woon alleen in {place}", "ik woon met mijn gezin in een flat in {place}",
        "ik heb twee kinderen", "mijn oudste zit op de middelbare school", "mijn dochter is {n} en mijn zoon is klein",
        "ik ben 52 jaar", "ik ben 29 en woon alleen", "ik ben net 61 geworden", "ik ben een alleenstaande moeder",
        "mijn contract liep af", "de fabriek ging dicht", "het bedrijf is failliet gegaan", "de zaak is verkocht",
        "ik heb altijd netjes gewerkt", "ik ben nooit eerder werkloos geweest", "ik kom uit een ander land",
        "ik ben {n} jaar geleden naar nederland gekomen", "mijn nederlands is nog niet zo goed", "ik vind het lastig",
        "ik maak mij zorgen", "ik slaap er slecht van", "mijn buurvrouw zegt van niet", "een vriend zei iets anders",
        "ik heb al gebeld maar kreeg niemand", "op de website kan ik het niet vinden", "ik heb een brief gekregen",
        "ik snap die brief niet goed", "mijn moeder helpt mij soms", "mijn vader is vorig jaar overleden",
        "ik wil geen fouten maken", "ik wil niet dat het misgaat", "ik heb de hele week zitten zoeken",
        "het is hier best druk thuis", "mijn zus woont om de hoek", "ik heb geen auto en reis met de bus",
        "vorige week had ik een gesprek", "gisteren hoorde ik iets bij de koffie", "de huur is hoog bij ons",
        "alles wordt duurder", "ik heb weinig geld over", "ik wil graag weer aan de slag", "ik heb last van mijn rug",
        "na de zomer werd alles anders", "mijn baas was altijd tevreden over mij", "we zijn net getrouwd",
        "ik ben gescheiden", "mijn ex woont in {place}", "ik doe het huishouden en help de buren",
        "mijn coach heet anders dan eerst", "ik krijg nu geld van uwv", "ik krijg nu geld van de gemeente",
        "ik zit sinds {n} maanden zonder werk", "ik heb vroeger ook wel eens een uitkering gehad",
        "de kinderen willen ook wel eens iets leuks", "ik wou het eerst aan iemand vragen",
        "misschien is het een rare vraag",
    ),
    "en": (
        "i worked {n} years as a {job} in {place}", "i am a {job}", "first i was a {job} and later a {job2}",
        "i worked for a company in {place} as a {job}", "my husband is a {job}", "my wife works as a {job} in {place}",
        "we live in {place} for {n} years", "i live alone in {place}", "i live with my family in a flat in {place}",
        "i have two children", "my oldest is in secondary school", "my daughter is {n} and my son is small",
        "i am 52 years old", "i am 29 and live alone", "i just turned 61", "i am a single mother",
        "my contract was over", "the factory closed", "the company went bankrupt", "the shop was sold",
        "i always worked hard", "i was never without a job before", "i come from another country",
        "i came to the netherlands {n} years ago", "my dutch is not so good yet", "i find it difficult",
        "i am worried", "i sleep badly", "my neighbour says no", "a friend told me something else",
        "i called but nobody answered", "i cannot find it on the website", "i received a letter",
        "i do not understand the letter well", "my mother helps me sometimes", "i do not want to make mistakes",
        "the rent is high", "everything gets more expensive", "i would like to work again", "my back hurts",
        "last week i had a meeting", "yesterday i heard something", "we just got married", "i am divorced",
        "i get money from uwv now", "i get money from the gemeente now", "i am without work for {n} months",
        "maybe it is a strange question", "i have no car and take the bus", "my sister lives around the corner",
    ),
}  # fmt: skip
_JOINED = {"nl": (" en ", " en nou ", " maar ", " want ", " dus "), "en": (" and ", " and now ", " but ", " so ")}
_ENGLISH = frozenset(
    ("the", "my", "do", "does", "is", "are", "how", "what", "when", "can", "i", "to", "for", "of", "with", "must")
)
_SPOKEN, _ENDS_WITH_QUESTION = 0.4, 0.7


def with_story(text: str, turn: int = 0) -> str:
    """The text with one to three sentences of a life around it: written with marks, or spoken in one breath."""
    language = language_of(text)
    dice = random.Random(zlib.crc32(f"{text}/{turn}".encode()))  # noqa: S311  no secret hangs on it
    told = [_filled(scene, language, dice) for scene in dice.sample(_SCENES[language], dice.randint(1, 3))]
    if dice.random() < _SPOKEN:
        return dice.choice(_JOINED[language]).join([*told, fold(text)])
    after = [] if dice.random() < _ENDS_WITH_QUESTION or len(told) == 1 else [told.pop()]
    return " ".join([*(f"{one.capitalize()}." for one in told), text, *(f"{one.capitalize()}." for one in after)])


def language_of(text: str) -> str:
    """`nl` or `en`, roughly: which of the two the story is told in."""
    words = fold(text).split()
    return "en" if 2 * sum(word in _ENGLISH for word in words) >= len(words) / 2 else "nl"


def _filled(scene: str, language: str, dice: random.Random) -> str:
    job, job2 = dice.sample(_JOBS[language], 2)
    times = _TIMES if language == "nl" else _TIMES_EN
    return scene.format(n=dice.choice(times), job=job, job2=job2, place=dice.choice(_PLACES))
