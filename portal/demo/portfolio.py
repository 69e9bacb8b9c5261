"""What stands in the profile of one demo person: worked, learned, can; some of it shared, one question open."""

import datetime as dt

from sqlalchemy.orm import Session

from eportfolio import portfolio
from eportfolio.access import Actor
from eportfolio.base import today
from eportfolio.facts import Source
from eportfolio.people import CaseFile
from eportfolio.portfolio import Origin, PortfolioEntry, Section, reviewing
from eportfolio.portfolio.entries import Education, Experience, Language, LanguageLevel, Licence, Period, Skill

from .past import Past

WORK = (
    Experience(
        "Verzorgende",
        "De Brug",
        "Voorbeeldstad",
        Period("2019-03", "2026-09"),
        "Ochtendzorg voor 12 mensen met dementie, medicijnen geven, rapporteren, nieuwe collega's inwerken.",
    ),
    Experience("Helpende", "Thuiszorg Maasstad", "Voorbeeldstad", Period("2015", "2019-02")),
    Experience("Gastvrouw", "Buurthuis De Toren", None, Period("2013", "2015"), None, volunteer=True),
)
SCHOOLS = (
    Education("Mbo Verzorgende IG", "ROC Zuid", period=Period("2016", "2018"), finished=True),
    Education("Cursus omgaan met dementie", "Leerhuis Zorg", period=Period("2021-11"), finished=True, course=True),
)
SKILLS = ("medicijnen geven", "rapporteren in Ecd", "nieuwe collega's inwerken", "plannen", "luisteren")
LANGUAGES = (Language("Turks", LanguageLevel.NATIVE), Language("Nederlands", LanguageLevel.C1))


def fill_profile(past: Past, db: Session, case: CaseFile, client: Actor, coach: Actor) -> None:
    """Through the same commands as a person's clicks: two evenings of the client, a morning of her coach."""
    told: list[PortfolioEntry] = []
    past.days_ago(9, "20:05", client, lambda: told.extend(_tell_of_work(db, case, client)))
    past.days_ago(8, "20:30", client, lambda: _tell_the_rest(db, case, client))
    past.days_ago(6, "09:25", coach, lambda: _look_at_work(db, case, coach, told))


def _tell_of_work(db: Session, case: CaseFile, client: Actor) -> list[PortfolioEntry]:
    rows = [portfolio.add_entry(db, case, entry, by=client) for entry in (*WORK, *SCHOOLS)]
    portfolio.add_entries(db, case, map(Skill, SKILLS), by=client)
    portfolio.add_entries(db, case, LANGUAGES, by=client, origin=Origin(Source.CV))
    return rows


def _tell_the_rest(db: Session, case: CaseFile, client: Actor) -> None:
    bhv = portfolio.add_entry(db, case, Licence("BHV", "2025"), by=client)
    portfolio.change_entry(db, case, bhv.entry_id, Licence("BHV", "2027-04"), by=client, version=1)
    texts = {"profile.headline": "Verzorgende IG met elf jaar ervaring", "profile.city": "Voorbeeldstad"}
    portfolio.set_fields(db, case, texts, by=client)
    portfolio.share_section(db, case, Section.EXPERIENCE, by=client)
    portfolio.share_section(db, case, Section.SKILLS, by=client, until_on=today() + dt.timedelta(days=60))


def _look_at_work(db: Session, case: CaseFile, coach: Actor, rows: list[PortfolioEntry]) -> None:
    reviewing.accept_entries(db, case, [rows[0].id], by=coach)
    question = "Deed u daar ook de administratie? Daar zijn nu vacatures voor."
    reviewing.ask_about_entry(db, case, rows[1].entry_id, question=question, version=1, by=coach)
