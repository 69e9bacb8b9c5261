"""Recognises a message in a language that the assistant does not speak, so that it can say so in that language.

By its letters where they tell, otherwise by the small words that every sentence has. Dutch and English words count
against it: a Dutch question with one Turkish word in it is a Dutch question.
"""

from __future__ import annotations

import re
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

INTENT_NAME, ENTITY = "other_language", "language"
_HALF = 0.5
_FEWEST = 2


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PERSIAN = re.compile(r"[پچژگکی]")
_UKRAINIAN, _BULGARIAN = re.compile(r"[іїєґ]", re.IGNORECASE), re.compile(r"\b(ли|ще|със|съм|да)\b|ъ[а-я]")
_SCRIPTS = (
    ("ti", "\u1200", "\u137f"),
    ("zh", "\u4e00", "\u9fff"),
    ("ar", "\u0600", "\u06ff"),
    ("ru", "\u0400", "\u04ff"),
)
_SMALL_WORDS = {
    "tr": "ve bir bu ne nasıl nasil için icin var mı mi mu ben bana benim değil degil kaç kac gün para iş is almak "
    "istiyorum türkçe turkce konuşuyor konusuyor biliyor bilmiyorum musun mısın misin yardım "
    "ama çok cok merhaba yok evet hayır nerede zaman işsizlik issizlik maaş maas alabilir miyim selam",
    "pl": "i w nie na jest się sie jak czy mam mogę moge dla do co to z po ile kiedy gdzie praca pracy dzień dzien "
    "dobry zasiłek zasilek proszę prosze jestem chcę chce pieniądze urlop muszę musze dostać",
    "es": "el la los las de que y en un una por con para no mi es cómo como cuándo cuando dónde donde tengo puedo hola "
    "trabajo dinero quiero necesito gracias cuánto cuanto ayuda estoy",
    "fr": "le la les de des et un une pour que qui je mon ma est pas dans avec comment quand où ai puis bonjour "
    "travail chômage argent veux besoin merci combien suis mes du au",
    "de": "der die das und ich nicht ist ein eine wie wann wo mein meine kann habe haben mit für zu auf muss geld "
    "arbeit guten tag bekomme arbeitslos bitte brauche viel wieviel bin",
    "it": "il lo la che di e un una per con non mio mia come quando dove posso ho sono ciao lavoro soldi voglio grazie "
    "quanto buongiorno aiuto",
    "pt": "o a os as de que e um uma por com para não nao meu minha como quando onde tenho posso olá ola "
    "trabalho dinheiro quero obrigado quanto preciso estou",
    "ro": "și si nu este un o pentru cu ce cum când cand unde am pot meu mea bani muncă munca vreau bună buna ziua "
    "cât cat sunt ajutor trebuie",
    "so": "waa iyo in oo ka ku u ma maxaan sidee goorma waxaan shaqo lacag rabaa anigu aniga mahadsanid waan leeyahay "
    "caawimo ayaan baan",
}
_OWN = _words(
    "ik je u het een de en van in is niet dat op te wat hoe mijn voor met zijn aan maar heb heeft kan mag moet "
    "krijg als ook bij uit dan nog om wel geen naar wie waar wanneer er me ww uwv bijstand uitkering gemeente the i "
    "you it a to of and do does can my how what when where is are not for on with have has get if am was this that me"
)
_WORDS = {language: _words(words) - _OWN for language, words in _SMALL_WORDS.items()}


def other_language_of(text: str) -> str | None:
    """The code of the language when it is neither Dutch nor English; None when it is, or when that is not clear."""
    letters = [letter for letter in text if letter.isalpha()]
    for code, first, last in _SCRIPTS:
        if letters and sum(first <= letter <= last for letter in letters) > _HALF * len(letters):
            return _among_neighbours(code, text)
    words = re.findall(r"[^\W\d_]+", text.casefold().replace("i̇", "i"))
    own = sum(word in _OWN for word in words)
    counts = {language: sum(word in small for word in words) for language, small in _WORDS.items()}
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] >= _FEWEST and counts[best] > own and counts[best] * 5 >= len(words) else None


def _among_neighbours(code: str, text: str) -> str:
    if code == "ar" and _PERSIAN.search(text):
        return "fa"
    if code == "ru":
        return "uk" if _UKRAINIAN.search(text) else "bg" if _BULGARIAN.search(text.casefold()) else "ru"
    return code


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class OtherLanguageClassifier(GraphComponent, IntentClassifier):
    """Makes the intent certain when the message is in another language."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> OtherLanguageClassifier:
        """It learns nothing."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Name the language of each message that is in another one."""
        for message in messages:
            if language := other_language_of(message.get(TEXT) or ""):
                certain = {"name": INTENT_NAME, "confidence": 1.0}
                message.set(INTENT, certain, add_to_output=True)
                message.set(INTENT_RANKING_KEY, [certain], add_to_output=True)
                found = {"entity": ENTITY, "value": language, "extractor": "OtherLanguageClassifier"}
                message.set(ENTITIES, [*(message.get(ENTITIES) or []), found], add_to_output=True)
        return messages
