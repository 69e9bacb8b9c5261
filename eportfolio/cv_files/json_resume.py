"""JSON Resume (jsonresume.org, schema 1.x): the portfolio as other CV builders read and write it.

What the format has no place for stands under `x-houvast` beside its entry, as the schema allows; a reader that does
not know it loses nothing else. Our own reader puts a portfolio together that is equal to the one that was written.
"""

import datetime as dt
import json
import re
from typing import Any

from ..portfolio.entries import (
    Availability,
    Education,
    Experience,
    Language,
    LanguageLevel,
    Licence,
    Period,
    Portfolio,
    Profile,
)

SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"
OWN = "x-houvast"
NATIVE = "Native speaker"
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


def write(portfolio: Portfolio, *, at: dt.datetime) -> bytes:
    """The portfolio as a JSON Resume file in UTF-8; `at` is when it was made."""
    return json.dumps(as_json_resume(portfolio, at=at), ensure_ascii=False, indent=2).encode()


def as_json_resume(portfolio: Portfolio, *, at: dt.datetime) -> dict[str, Any]:
    """The same as a value."""
    paid = [job for job in portfolio.experience if not job.volunteer]
    unpaid = [job for job in portfolio.experience if job.volunteer]
    return _filled(
        {
            "$schema": SCHEMA,
            "basics": _basics(portfolio.profile),
            "work": [_job(job, "name") for job in paid],
            "volunteer": [_job(job, "organization") for job in unpaid],
            "education": [_school(school) for school in portfolio.education],
            "skills": [_filled({"name": skill.name, OWN: _filled({"note": skill.note})}) for skill in portfolio.skills],
            "languages": [_language(language) for language in portfolio.languages],
            "certificates": [_licence(licence) for licence in portfolio.licences],
            "meta": {"version": "v1.0.0", "lastModified": f"{at:%Y-%m-%dT%H:%M:%S}"},
            OWN: _filled(
                {
                    "goal": portfolio.goal,
                    "account": portfolio.account,
                    "availability": _availability(portfolio.availability),
                }
            ),
        }
    )


def _basics(profile: Profile) -> dict[str, Any]:
    website, email = profile.website, profile.email
    is_address = bool(email) and bool(_EMAIL.fullmatch(email or ""))
    return _filled(
        {
            "name": profile.name,
            "label": profile.headline,
            "email": email if is_address else None,
            "phone": profile.phone,
            "url": _as_url(website) if website else None,
            "summary": profile.summary,
            "location": _filled({"city": profile.city}),
            OWN: _filled({"website": website, "email": None if is_address else email}),
        }
    )


def _job(job: Experience, organisation: str) -> dict[str, Any]:
    where = "location" if organisation == "name" else None
    values = {
        organisation: job.organisation,
        "position": job.title,
        "summary": job.description,
        **_dates(job.period),
        OWN: _filled({**_own_dates(job.period), "city": None if where else job.city}),
    }
    return _filled({**values, "location": job.city} if where else values)


def _school(school: Education) -> dict[str, Any]:
    return _filled(
        {
            "institution": school.organisation,
            "area": school.title,
            **_dates(school.period),
            OWN: _filled(
                {
                    **_own_dates(school.period),
                    "city": school.city,
                    "finished": school.finished,
                    "description": school.description,
                    "course": school.course or None,
                }
            ),
        }
    )


def _language(language: Language) -> dict[str, Any]:
    known = {None: language.note, LanguageLevel.NATIVE: NATIVE}
    fluency = known.get(language.level, language.level.upper() if language.level else None)
    own = _filled({"level": language.level, "note": language.note})
    return _filled({"language": language.name, "fluency": fluency, OWN: own})


def _licence(licence: Licence) -> dict[str, Any]:
    return _filled({"name": licence.name, OWN: _filled({"valid_until": licence.valid_until})})


def _availability(availability: Availability | None) -> dict[str, Any]:
    if availability is None:
        return {}
    return _filled(
        {
            "available_from": availability.available_from,
            "hours_per_week": availability.hours_per_week,
            "note": availability.note,
        }
    )


def _dates(period: Period) -> dict[str, Any]:
    return {"startDate": period.start, "endDate": period.end}


def _own_dates(period: Period) -> dict[str, Any]:
    """A start without an end means "until now" to other readers: say it when that is not so."""
    return {"ongoing": False if period.start and not period.end and not period.ongoing else None}


def _as_url(website: str) -> str:
    return website if "://" in website else f"https://{website}"


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty; False and 0 are something."""
    return {key: value for key, value in values.items() if value not in (None, "", [], {})}
