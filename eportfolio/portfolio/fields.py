"""The parts of the portfolio that exist once: profile, goal, availability, own account.

They are facts, under the keys that the intake uses too, so that nothing is asked twice: what she told in the intake
stands here, and what she writes here is shown there to confirm. A value that was never sent in stays hers until she
shares its section; a correction of what was sent in is sent in as well.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import audit, facts
from ..access import Actor
from ..base import Invalid
from ..facts import Fact, FactState, LiveFacts, Source
from ..people import Account, CaseFile
from .content import check_text
from .entries import Availability, Period, Profile, Section
from .model import ChangedMeanwhile

WEEK_HOURS = 80


@dataclass(frozen=True, slots=True)
class Field:
    """One value of a section: the key of its fact, and how many characters it may have (None for no text)."""

    key: str
    section: Section
    limit: int | None


FIELDS = (
    Field("profile.name", Section.PROFILE, 200),
    Field("profile.headline", Section.PROFILE, 120),
    Field("profile.summary", Section.PROFILE, 1500),
    Field("profile.email", Section.PROFILE, 254),
    Field("contact.phone", Section.PROFILE, 30),
    Field("profile.city", Section.PROFILE, 80),
    Field("profile.website", Section.PROFILE, 300),
    Field("goal.own_words", Section.GOAL, 1000),
    Field("wish.work", Section.GOAL, 150),
    Field("wish.available_from", Section.AVAILABILITY, None),
    Field("wish.hours_per_week", Section.AVAILABILITY, None),
    Field("availability.note", Section.AVAILABILITY, 500),
    Field("account.own_words", Section.ACCOUNT, 3000),
)
BY_KEY = {field.key: field for field in FIELDS}
PROFILE_KEYS = {
    "name": "profile.name",
    "email": "profile.email",
    "phone": "contact.phone",
    "city": "profile.city",
    "website": "profile.website",
    "headline": "profile.headline",
    "summary": "profile.summary",
}
"""Under which key each value of a profile is kept; name and address come from the account until she writes others."""


@dataclass(frozen=True, slots=True)
class Known:
    """The facts behind the fields, by key: her newest word for each, also when it was not sent in yet."""

    facts: Mapping[str, Fact]

    def value(self, key: str) -> Any:
        """What stands there; None when nothing does."""
        return self.facts[key].value if key in self.facts else None

    def text(self, key: str) -> str | None:
        """What stands there, as text."""
        value = self.value(key)
        return str(value) if value not in (None, "") else None

    def version(self, section: Section) -> str:
        """Changes with every change of a value of this section: what a form was opened with."""
        ids = (str(fact.id) + fact.entered_at.isoformat() for key, fact in self.facts.items() if _is_in(key, section))
        return max(ids, default="")[:80]

    def of(self, section: Section) -> dict[str, Fact]:
        """The facts of this section that hold something."""
        return {key: fact for key, fact in self.facts.items() if _is_in(key, section) and fact.value not in (None, "")}


def known_fields(db: Session, case_id: uuid.UUID) -> Known:
    """What is known for every field, in one statement."""
    return known_in(facts.live_facts(db, case_id))


def known_in(live: LiveFacts) -> Known:
    """The newest of what counts and what waits in the intake; "I do not know" is nothing."""
    newest = dict(live.current)
    for key, draft in live.drafts.items():
        given = not (isinstance(draft.value, dict) and "no_answer" in draft.value)
        if given and (key not in newest or newest[key].entered_at < draft.entered_at):
            newest[key] = draft
    return Known(newest)


def set_fields(
    db: Session,
    case: CaseFile,
    values: Mapping[str, Any],
    *,
    by: Actor,
    source: Source | None = None,
    version: str | None = None,
) -> list[Fact]:
    """Keep these values of one or more sections; unchanged ones stay as they are, None empties a field.

    Raises Invalid (with the key as field), and ChangedMeanwhile when `version` is not the newest of the section.
    """
    for key, value in values.items():
        _check(key, value)
    hold_portfolio(db, case)
    live = facts.live_facts(db, case.id)
    known = known_in(live)
    sections = {BY_KEY[key].section for key in values}
    if version is not None and any(known.version(section) != version for section in sections):
        raise ChangedMeanwhile("this was changed after the form was opened")
    changed = [key for key, value in values.items() if known.value(key) != value or _is_asked(live, key)]
    kept = [_keep(db, case, live, key, values[key], by=by, source=source) for key in changed]
    if kept:
        audit.record(db, case.id, by=by, action=audit.Action.CHANGED, subject=audit.Subject.PORTFOLIO)
    return kept


def set_profile(
    db: Session, case: CaseFile, profile: Profile, *, by: Actor, source: Source | None = None
) -> list[Fact]:
    """Keep what this profile says; what it leaves out stays as it is. Raises Invalid."""
    values = {key: getattr(profile, name) for name, key in PROFILE_KEYS.items() if getattr(profile, name)}
    return set_fields(db, case, values, by=by, source=source)


def profile_in(known: Known, account: Account) -> Profile:
    """Who it is, with the name and address of the account where she wrote no other."""
    told = {name: known.text(key) for name, key in PROFILE_KEYS.items()}
    told["name"] = told["name"] or account.name
    told["email"] = told["email"] or account.email
    return Profile(**told)  # type: ignore[arg-type]  # the name is never empty here


def availability_in(known: Known) -> Availability | None:
    """From when, how much and what else; None when nothing is known."""
    hours = known.value("wish.hours_per_week")
    found = Availability(
        known.text("wish.available_from"),
        float(hours) if isinstance(hours, int | float) else None,
        known.text("availability.note"),
    )
    return found if found != Availability() else None


def field_history(db: Session, case_id: uuid.UUID, section: Section) -> list[Fact]:
    """Every value that the fields of a section had, newest first; what waits in the intake is not history yet."""
    keys = [field.key for field in FIELDS if field.section is section]
    query = select(Fact).where(Fact.case_id == case_id, Fact.key.in_(keys), Fact.state != FactState.DRAFT)
    return list(db.scalars(query.order_by(Fact.entered_at.desc(), Fact.id.desc())))


def hold_portfolio(db: Session, case: CaseFile) -> None:
    """One change of a portfolio after the other: a second click waits for the first."""
    db.execute(select(CaseFile.id).where(CaseFile.id == case.id).with_for_update())


def _keep(
    db: Session, case: CaseFile, live: LiveFacts, key: str, value: Any, *, by: Actor, source: Source | None
) -> Fact:
    """A value that waits in the intake is corrected there too, so that both say the same."""
    if key in live.drafts and value is None:
        facts.drop_draft(db, case, key)
    elif key in live.drafts:
        facts.save_draft(db, case, key=key, value=value, by=by)
    return facts.put_fact(db, case, key=key, value=value, by=by, source=source, section=BY_KEY[key].section)


def _is_asked(live: LiveFacts, key: str) -> bool:
    """The same value again is an answer too: it is right as it stands."""
    return key in live.current and live.current[key].review is facts.Review.QUESTION


def _is_in(key: str, section: Section) -> bool:
    return key in BY_KEY and BY_KEY[key].section is section


def _check(key: str, value: Any) -> None:
    if key not in BY_KEY:
        raise Invalid("not a field of the portfolio", field=key)
    limit = BY_KEY[key].limit
    if value is None:
        return
    if limit is not None:
        if not isinstance(value, str):
            raise Invalid("must be text", field=key)
        check_text(value, key, limit)
    elif key == "wish.available_from":
        _check_day(str(value), key)
    elif not isinstance(value, int | float) or isinstance(value, bool) or not 1 <= value <= WEEK_HOURS:
        raise Invalid("not a number of hours in a week", field=key)


def _check_day(value: str, key: str) -> None:
    try:
        Period(start=value).check()
    except Invalid as wrong:
        raise Invalid(str(wrong), field=key) from wrong
