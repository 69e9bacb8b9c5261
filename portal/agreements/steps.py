"""Steps on an agreement from a page: which page asks for which words, and the step itself."""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from eportfolio import agreements
from eportfolio.access import Actor
from eportfolio.agreements import Agreement, Step
from eportfolio.people import CaseFile
from eportfolio.receipts import Receipt


@dataclass(frozen=True, slots=True)
class Question:
    """The page of a step that takes words: its texts, and what to say when the words are `needed` and missing."""

    step: Step
    title: Any
    label: Any
    button: Any
    needed: Any = None
    hint: Any = None
    intro: Any = None


FOR_CLIENT = {
    "veranderen": Question(
        Step.ASK_CHANGE,
        title=_l("Wat wilt u veranderen?"),
        label=_l("Dit wil ik anders"),
        hint=_l("Bijvoorbeeld: ik wil later beginnen, want mijn zoon is nog thuis."),
        intro=_l(
            "Uw coach leest dit en maakt een nieuwe versie, of neemt contact met u op. U zit nu nergens aan vast."
        ),
        button=_l("Verstuur"),
        needed=_l("Schrijf op wat u anders wilt."),
    ),
    "niet-eens": Question(
        Step.DISAGREE,
        title=_l("Waarom bent u het niet eens?"),
        label=_l("Mijn reden"),
        intro=_l("Uw coach leest dit en praat er met u over. Een voorstel is geen besluit."),
        button=_l("Verstuur"),
        needed=_l("Schrijf op waarom u het niet eens bent."),
    ),
    "gelukt": Question(
        Step.DONE,
        title=_l("Het is gelukt"),
        label=_l("Hoe ging het?"),
        hint=_l("Dit helpt uw coach om u verder te helpen."),
        button=_l("Verstuur"),
    ),
    "niet-gelukt": Question(
        Step.NOT_DONE,
        title=_l("Het is niet gelukt"),
        label=_l("Wat was de reden?"),
        hint=_l("Schrijf geen medische dingen op. Dat u ziek was, is genoeg."),
        intro=_l("Dat kan gebeuren. Uw eigen reden staat vooraan en uw coach leest die eerst."),
        button=_l("Verstuur"),
        needed=_l("Schrijf op waarom het niet gelukt is."),
    ),
    "reactie": Question(
        Step.REMARK,
        title=_l("Zeg er iets bij"),
        label=_l("Wat wilt u erbij zeggen?"),
        button=_l("Verstuur"),
        needed=_l("Schrijf op wat u erbij wilt zeggen."),
    ),
    "zo-laten": Question(
        Step.KEEP,
        title=_l("Laat de afspraak zoals die is"),
        label=_l("Waarom blijft de afspraak zo?"),
        button=_l("Verstuur"),
        needed=_l("Schrijf op waarom de afspraak zo blijft."),
    ),
    "intrekken": Question(
        Step.WITHDRAW,
        title=_l("Trek uw voorstel in"),
        label=_l("Waarom trekt u het in?"),
        button=_l("Trek in"),
        needed=_l("Schrijf op waarom u het voorstel intrekt."),
    ),
}
"""By the last part of the address. The client's own words come first, everywhere."""

FOR_COACH = {
    "veranderen": Question(
        Step.ASK_CHANGE,
        title=_l("Vraag om een verandering"),
        label=_l("Wat moet er anders, en waarom?"),
        intro=_l("U kunt ook zelf een nieuwe versie voorstellen. Dat gaat vaak sneller."),
        button=_l("Verstuur"),
        needed=_l("Schrijf op wat er anders moet."),
    ),
    "niet-eens": Question(
        Step.DISAGREE,
        title=_l("Niet eens met het voorstel"),
        label=_l("Uw reden"),
        hint=_l("De klant leest deze reden."),
        button=_l("Verstuur"),
        needed=_l("Schrijf uw reden op."),
    ),
    "gelukt": Question(
        Step.DONE,
        title=_l("Leg vast dat het gelukt is"),
        label=_l("Hoe ging het?"),
        hint=_l("De klant leest dit."),
        button=_l("Leg vast"),
        needed=_l("Schrijf kort op hoe het ging."),
    ),
    "niet-gelukt": Question(
        Step.NOT_DONE,
        title=_l("Leg vast dat het niet gelukt is"),
        label=_l("Wat weet u ervan?"),
        hint=_l("De klant leest dit en kan zijn of haar eigen reden geven."),
        intro=_l("Vraag eerst aan de klant hoe het ging. De eigen reden van de klant staat straks vooraan."),
        button=_l("Leg vast"),
        needed=_l("Schrijf kort op wat u ervan weet."),
    ),
    "reactie": Question(
        Step.REMARK,
        title=_l("Zeg er iets bij"),
        label=_l("Uw opmerking"),
        hint=_l("De klant leest dit."),
        button=_l("Verstuur"),
        needed=_l("Schrijf uw opmerking op."),
    ),
    "zo-laten": Question(
        Step.KEEP,
        title=_l("Laat de afspraak zoals die is"),
        label=_l("Waarom blijft de afspraak zo?"),
        hint=_l("De klant leest deze reden."),
        button=_l("Verstuur"),
        needed=_l("Schrijf op waarom de afspraak zo blijft."),
    ),
    "intrekken": Question(
        Step.WITHDRAW,
        title=_l("Trek uw voorstel in"),
        label=_l("Waarom trekt u het in?"),
        hint=_l("De klant leest deze reden."),
        button=_l("Trek in"),
        needed=_l("Schrijf op waarom u het voorstel intrekt."),
    ),
}
"""A coach's step that touches the client carries a short reason (R43)."""


ABOUT_A_VERSION = {
    Step.ASK_CHANGE: agreements.ask_change,
    Step.DISAGREE: agreements.disagree,
    Step.KEEP: agreements.keep_as_agreed,
    Step.WITHDRAW: agreements.withdraw,
}
ABOUT_THE_OUTCOME = {
    Step.DONE: agreements.report_done,
    Step.NOT_DONE: agreements.report_not_done,
    Step.REMARK: agreements.add_remark,
}


def take_step(
    db: Session, case: CaseFile, agreement: Agreement, step: Step, *, by: Actor, number: int, words: str
) -> Receipt | None:
    """Carry out a step that takes words, on the version that the page showed; the receipt is for the client."""
    if step in ABOUT_A_VERSION:
        return ABOUT_A_VERSION[step](db, case, agreement, by=by, number=number, words=words)
    return ABOUT_THE_OUTCOME[step](db, case, agreement, by=by, words=words)
