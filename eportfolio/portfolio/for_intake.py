"""What the entries of the portfolio answer in the intake: asked once, told once, in whichever place came first.

The intake shows such a value with its source and date, to confirm or correct. It stays hers until it is sent in.
"""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy.orm import Session

from .. import facts
from ..access import Actor
from ..facts import LiveFacts
from ..intake.questionnaire import current
from ..people import CaseFile
from .content import Entry
from .doubles import same_thing
from .entries import Education, Experience, Language, Licence, Section
from .model import PortfolioEntry
from .queries import rows_of

NOT_ONE = ("none", "other")
"""Choices that name no licence and no language."""


def answer_intake(db: Session, case: CaseFile, section: Section, *, by: Actor) -> None:
    """After a change in this section, keep what its entries say under the intake's keys; two statements when it does.

    What was told to the intake itself is never touched.
    """
    if section not in ANSWERS:
        return
    rows = list(db.scalars(rows_of(case.id, section=section)))
    live = facts.live_facts(db, case.id)
    for key, value in ANSWERS[section](rows).items():
        _tell(db, case, live, key, value, section=section, by=by)


def _about_last_job(rows: list[PortfolioEntry]) -> dict[str, Any]:
    """The first job on the list with its employer; a period only when both days are known, as the intake asks."""
    jobs = [job for row in rows if isinstance(job := row.entry, Experience) and not job.volunteer]
    if not jobs:
        return dict.fromkeys(("work.last_job.title", "work.last_job.employer", "work.last_job.period"))
    days = jobs[0].period
    whole = all(len(day) == len("2019-09-01") for day in (days.start or "", days.end or days.start or ""))
    told = whole and (days.end or days.ongoing)
    return {
        "work.last_job.title": jobs[0].title[:150],
        "work.last_job.employer": (jobs[0].organisation or "")[:150] or None,
        "work.last_job.period": {"first": days.start, "last": days.end} if told else None,
    }


def _about_school(rows: list[PortfolioEntry]) -> dict[str, Any]:
    schools = [school for row in rows if isinstance(school := row.entry, Education) and not school.course]
    return {"education.name": schools[0].title[:150] if schools else None}


def _about_licences(rows: list[PortfolioEntry]) -> dict[str, Any]:
    named = [row.entry for row in rows if isinstance(row.entry, Licence)]
    return {"skills.driving_licences": _chosen("skills.driving_licences", named, lambda value, _: Licence(value))}


def _about_languages(rows: list[PortfolioEntry]) -> dict[str, Any]:
    named = [row.entry for row in rows if isinstance(row.entry, Language)]
    return {"skills.other_languages": _chosen("skills.other_languages", named, lambda _, label: Language(label))}


def _chosen(key: str, named: Sequence[Entry], make: Callable[[str, str], Entry]) -> list[str] | None:
    """The intake's choices that stand among these entries; None when there are none."""
    question = current().question_of_fact(key)
    choices = question.choices if question else ()
    found = [
        choice.value
        for choice in choices
        if choice.value not in NOT_ONE
        and any(same_thing(one, make(choice.value, choice.label.say("nl"))) for one in named)
    ]
    return found or None


def _tell(db: Session, case: CaseFile, live: LiveFacts, key: str, value: Any, *, section: Section, by: Actor) -> None:
    known = live.current.get(key)
    if key in live.drafts or (known is not None and known.section is None):
        return
    if (known.value if known else None) != value:
        facts.put_fact(db, case, key=key, value=value, by=by, section=section)


ANSWERS: dict[Section, Callable[[list[PortfolioEntry]], dict[str, Any]]] = {
    Section.EXPERIENCE: _about_last_job,
    Section.EDUCATION: _about_school,
    Section.LICENCES: _about_licences,
    Section.LANGUAGES: _about_languages,
}
