"""The data the assistant learns from: loadable, without contradictions, with a rule for whatever it can recognise."""

import re
import time
from pathlib import Path

import pytest

from knowledge.folding import fold
from tests.assistant.data import ASSISTANT, all_examples, loaded, responses, written_examples

MOST_SECONDS = 20
FROM_RASA = {"nlu_fallback", "other_language"}
BUTTONS_ONLY = {"handover_yes", "handover_no", "handover_sent", "intake_answer", "intake_kept"}
FROM_RASA_ACTIONS = {"action_listen", "action_deactivate_loop", "intake_form"}


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    return all_examples(tmp_path_factory.mktemp("nlu"))


def intents_of_domain() -> set[str]:
    return {intent for domain in loaded("domain").values() for intent in domain.get("intents", [])}


def test_no_example_belongs_to_two_intents(examples: dict[str, list[str]]) -> None:
    seen: dict[str, str] = {}
    twice = []
    for intent, lines in examples.items():
        for line in lines:
            other = seen.setdefault(fold(line), intent)
            if other != intent:
                twice.append((line, intent, other))
    assert not twice


def test_every_intent_of_the_domain_has_examples_in_both_languages(examples: dict[str, list[str]]) -> None:
    for intent in intents_of_domain() - FROM_RASA - BUTTONS_ONLY:
        assert len(examples[intent]) >= (2 if intent == "start" else 9), intent


def test_every_intent_in_the_data_is_in_the_domain() -> None:
    known = intents_of_domain()
    for name, nlu in loaded("data/nlu").items():
        assert set(written_examples(nlu, "intent")) <= known, name


def test_every_pattern_is_named_after_an_intent_and_compiles() -> None:
    for name, nlu in loaded("data/nlu").items():
        for intent, patterns in written_examples(nlu, "regex").items():
            assert intent in intents_of_domain(), (name, intent)
            assert all(re.compile(pattern) for pattern in patterns)


def patterns_of(intent: str) -> list[re.Pattern[str]]:
    found = [written_examples(nlu, "regex").get(intent, []) for nlu in loaded("data/nlu").values()]
    return [re.compile(pattern, re.IGNORECASE) for patterns in found for pattern in patterns]


@pytest.mark.parametrize(
    ("intent", "said"),
    [
        ("crisis_suicide", "soms denk ik dat ik beter dood kan zijn"),
        ("crisis_suicide", "I don't want to live like this"),
        ("crisis_violence", "mijn ex bedreigt mij al weken"),
        ("crisis_needs", "we hebben sinds gisteren niks meer te eten"),
        ("crisis_needs", "ik ben met mijn dochter uit huis gezet"),
        ("urgent_term", "morgen is de laatste dag dat het kan"),
        ("crisis_suicide", "ik denk dat iedereen beter af is zonder mij"),
        ("crisis_suicide", "soms wil ik gewoon nooit meer wakker worden"),
        ("crisis_suicide", "ik ga mezelf pijn doen"),
        ("crisis_suicide", "ik denk de hele tijd aan zelfmoort"),
        ("crisis_suicide", "ich will sterben"),
        ("crisis_violence", "mijn vriend mishandelt mij"),
        ("crisis_violence", "ik word thuis geslagen"),
        ("crisis_violence", "he is going to kill me"),
        ("crisis_violence", "mijn baas heeft mijn paspoort afgepakt"),
        ("crisis_needs", "ik heb al twee dagen niet gegeten"),
        ("crisis_needs", "ik heb vannacht geen slaapplek"),
        ("crisis_needs", "the landlord locked me out and kicked me out"),
        ("crisis_needs", "onze stroom is afgesloten"),
        ("urgent_term", "mijn termijn verloopt morgen"),
        ("urgent_term", "het moet vandaag nog binnen zijn en het lukt niet"),
        ("formal_bezwaar", "Hierbij maak ik bezwaar tegen uw brief"),
        ("formal_ziekmelding", "ik meld mij vanaf vandaag ziek"),
        ("formal_wijziging", "ik wil even doorgeven dat ik verhuis"),
        ("give_scheme", "Ik heb een WW-uitkering."),
        ("crisis_suicide", "ik zie geen enkele reden meer om te leven"),
        ("crisis_suicide", "my kids are better off without me"),
        ("crisis_violence", "mijn vriend heeft me weer in elkaar geslagen"),
        ("crisis_violence", "ik sla die consulent op zijn gezicht"),
        ("crisis_violence", "my husband took my passport"),
        ("crisis_violence", "hij heeft een pistool bij zich"),
        ("crisis_needs", "geen babymelk en geen luiers meer"),
        ("crisis_needs", "we slapen met de kinderen in de auto"),
        ("crisis_needs", "they cut off our heating"),
        ("urgent_term", "de deadline is om middernacht"),
        ("urgent_term", "my objection must be handed in today"),
        ("formal_beroep", "I hereby lodge an appeal"),
        ("formal_klacht", "noteer mijn klacht over de balie"),
        ("formal_wijziging", "pas mijn rekeningnummer aan"),
        ("formal_inkomstenopgave", "mijn inkomsten over mei zijn 120 euro"),
        ("formal_aanvraag", "hierbij vraag ik bijstand aan"),
        ("handover", "geen chatbot maar een mens"),
        ("handover", "agent"),
        ("intake_skip", "sla deze maar over"),
        ("intake_back", "kan ik terug"),
        ("intake_dont_know", "dunno"),
        ("intake_why", "waarom vragen jullie dit"),
        ("unclear", " ?? "),
        ("unclear", "asdf jkl"),
        ("crisis_suicide", "gisteren stond ik op de brug en ik dacht, nu springen"),
        ("crisis_suicide", "one step and everything is quiet"),
    ],
)
def test_what_may_never_be_missed_is_found_by_a_pattern(intent: str, said: str) -> None:
    assert any(pattern.search(said) for pattern in patterns_of(intent))


@pytest.mark.parametrize(
    ("intent", "said"),
    [
        ("formal_bezwaar", "hoe maak ik bezwaar?"),
        ("formal_ziekmelding", "hoe meld ik me ziek bij uwv?"),
        ("formal_klacht", "waar dien ik een klacht in"),
        ("formal_ziekmelding", "moet ik me beter melden bij het uwv"),
        ("formal_ziekmelding", "do i report sick to the gemeente"),
        ("formal_inkomstenopgave", "wanneer moet ik mijn inkomsten opgeven voor ww"),
        ("crisis_suicide", "mijn vader is dood, krijg ik nu minder bijstand?"),
        ("crisis_needs", "mag ik eten van de voedselbank aannemen"),
        ("give_scheme", "hoe lang duurt de ww"),
        ("unclear", "ww?"),
        ("unclear", "-"),
        ("crisis_violence", "mag ik boos worden als ze mij korten"),
        ("crisis_violence", "mijn man heeft werk, krijg ik dan bijstand"),
        ("crisis_suicide", "mijn man is vorig jaar overleden, krijg ik bijstand"),
        ("crisis_suicide", "ik wil stoppen met mijn bedrijf"),
        ("crisis_suicide", "mijn contract loopt ten einde"),
        ("crisis_needs", "mag ik boodschappen en eten krijgen van mijn ouders"),
        ("crisis_needs", "mijn zoon woont niet meer in huis"),
        ("crisis_needs", "mag mijn vriend hier slapen"),
        ("crisis_suicide", "ik kan niet meer inloggen"),
        ("crisis_suicide", "hallo ik heb een vraag want die is blijven liggen"),
        ("crisis_suicide", "how do i kill time until the decision"),
        ("crisis_violence", "slaan jullie mijn gegevens op"),
        ("crisis_violence", "de man van de gemeente komt op huisbezoek"),
        ("crisis_needs", "mijn koelkast is stuk"),
        ("crisis_needs", "mijn dochter gaat het huis uit"),
        ("crisis_needs", "mijn baas heeft me op straat gezet"),
        ("crisis_suicide", "op het platform werk.nl dacht ik een stap te missen"),
        ("urgent_term", "ik stop voor vandaag met de intake"),
        ("crisis_needs", "they kicked me out at work"),
        ("crisis_needs", "ik sta op straat hoe werkt dat met uwv"),
        ("crisis_violence", "wat mijn werkcoach voorstelt slaat nergens op"),
        ("crisis_violence", "die afspraak is mij door het hoofd geschoten"),
        ("crisis_violence", "de gemeente van mijn vader duwt mij naar werk"),
        ("give_scheme", "krijg ik ww"),
        ("handover", "where do i see what i said in the talk with my coach"),
        ("urgent_term", "morgen loopt mijn contract af"),
        ("urgent_term", "tomorrow is my last day at work"),
        ("formal_beroep", "dit is mijn beroep timmerman"),
        ("formal_wijziging", "moet ik doorgeven dat ik ga samenwonen"),
        ("formal_aanvraag", "waar vraag ik ww aan"),
        ("handover", "niemand belt mij terug waar kan ik klagen"),
        ("intake_stop", "kan ik de intake later afmaken"),
        ("intake_why", "waarom vragen jullie mijn bsn"),
        ("urgent_term", "hoe lang is de termijn voor bezwaar"),
        ("urgent_term", "wat gebeurt er als ik te laat ben met mijn aanvraag"),
        ("urgent_term", "ik begin morgen met werken, wat moet ik doorgeven"),
    ],
)
def test_a_question_about_it_is_not_taken_for_the_thing_itself(intent: str, said: str) -> None:
    assert not any(pattern.search(said) for pattern in patterns_of(intent))


@pytest.mark.parametrize("words", ["ik ", "moet niet ", "want die ", "geen huis en ", "a", "-'", "wil dat ik "])
def test_no_pattern_loses_its_way_in_a_long_message(words: str) -> None:
    """A pattern that goes back over its steps takes hours for this; all of them together take a tenth of a second."""
    message = words * (2000 // len(words))
    began = time.process_time()
    for intent in intents_of_domain():
        for pattern in patterns_of(intent):
            pattern.search(message)
    assert time.process_time() - began < MOST_SECONDS


def steps_of_rules() -> list[dict[str, object]]:
    rules = [rule for file in loaded("data/rules").values() for rule in file["rules"]]
    steps = [step for rule in rules for step in rule["steps"]]
    return steps + [alternative for step in steps for alternative in step.get("or", [])]


def test_every_intent_of_the_domain_leads_somewhere() -> None:
    answered = {step["intent"] for step in steps_of_rules() if "intent" in step}
    assert intents_of_domain() == answered


def test_rules_use_known_actions_only_and_every_action_is_used() -> None:
    used = {str(step["action"]) for step in steps_of_rules() if "action" in step}
    domains = loaded("domain").values()
    known = {action for domain in domains for action in domain.get("actions", [])} | set(responses())
    assert used <= known | FROM_RASA_ACTIONS
    by_itself = {"action_session_start", "action_answer_article", "validate_intake_form", "action_ask_intake_answer"}
    assert {name for name in known if name.startswith("action_")} - used <= by_itself


def test_every_action_of_the_domain_is_implemented() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ASSISTANT / "actions").glob("*.py"))
    implemented = set(re.findall(r'return "((?:action|validate)_\w+)"', code))
    assert implemented == {action for domain in loaded("domain").values() for action in domain.get("actions", [])}


def test_everything_loads() -> None:
    for folder in ("data", "domain", "tests"):
        assert all(loaded(folder).values()), folder
    assert Path(ASSISTANT / "config.yml").is_file()
