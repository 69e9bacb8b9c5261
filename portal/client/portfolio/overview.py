"""The overview of the profile, and the page of each part."""

from typing import Any

from flask import g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eportfolio.portfolio import FIELDS, KINDS, Section

from ... import labels
from ...portfolio import field_forms, forms, words
from .. import blueprint
from .parts import ANY_PART, File, named_entry, page_context, read_file, section_of

SHORT_FORMS = (Section.SKILLS, Section.LANGUAGES, Section.LICENCES)
"""Parts where adding stands on the page itself."""
FOR_A_CV = (Section.EXPERIENCE, Section.EDUCATION, Section.SKILLS)


@blueprint.get("/profiel")
def portfolio() -> ResponseReturnValue:
    """Every part with what stands in it and who sees it, and one thing to do next."""
    file = read_file()
    return render_template(
        "client/portfolio/overview.html",
        parts=[_part(file, section) for section in words.SLUGS],
        next_step=_next_step(file),
        shares=file.shares,
        words=words,
    )


def _part(file: File, section: Section) -> dict[str, Any]:
    rows, facts = file.current(section), file.facts(section)
    told = file.suggestions(section) if section in KINDS else []
    return {
        "name": words.section_name(section),
        "url": words.url_of(section),
        "summary": words.summary_of(rows, facts),
        "chance": words.CHANCES[section],
        "share": words.share_tag(file.shares.get(section)),
        "suggestions": len(told),
        "asked": file.asked(section),
        "filled": bool(rows or facts),
    }


def _next_step(file: File) -> dict[str, Any]:
    """A question of the coach, or else the first part that is empty, in the order in which an employer reads."""
    asked = next((section for section in words.SLUGS if file.asked(section)), None)
    if asked is not None:
        return {
            "title": _("Uw coach vraagt iets over: %(label)s", label=words.section_name(asked).lower()),
            "text": _("Pas aan wat niet klopt, of schrijf een antwoord."),
            "url": words.url_of(asked),
            "action": _("Geef antwoord"),
            "due": True,
        }
    empty = [section for section in words.SLUGS if not file.is_filled(section)]
    if not empty:
        return {
            "title": _("Uw profiel is klaar om te gebruiken"),
            "text": _("Kijk af en toe of alles nog klopt. U kiest zelf wat uw coach ziet."),
            "url": words.url_of(Section.EXPERIENCE),
            "action": _("Kijk na"),
        }
    section = empty[0]
    enough = all(file.is_filled(one) for one in FOR_A_CV)
    text = _("U heeft al genoeg voor een cv. Met dit erbij wordt het sterker.") if enough else words.CHANCES[section]
    return {
        "title": _("Vertel over: %(part)s", part=words.section_name(section).lower()),
        "text": text,
        "url": words.url_of(section),
        "action": _("Begin") if not any(map(file.is_filled, words.SLUGS)) else _("Vul aan"),
    }


@blueprint.get(f"/profiel/{ANY_PART}")
def portfolio_section(part: str) -> ResponseReturnValue:
    """One part: what stands there, what can be added, and who sees it."""
    section = section_of(part)
    file = read_file()
    if section in KINDS:
        return render_template("client/portfolio/list.html", **list_context(file, section), removed_now=_removed())
    known = file.facts(section)
    return render_template(
        "client/portfolio/fields.html",
        **page_context(section),
        rows=_field_rows(file, section),
        sent_in=any(fact.sent_at for fact in known.values()),
        share=file.shares.get(section),
        labels=labels,
    )


def list_context(file: File, section: Section) -> dict[str, Any]:
    """What the page of a list needs, and the fragment of its entries."""
    form: Any = None
    if section in SHORT_FORMS:
        form = forms.SeveralForm() if section is Section.SKILLS else forms.FORMS[section]()
    return page_context(section) | {
        "rows": file.current(section),
        "removed": file.removed(section),
        "suggestions": file.suggestions(section),
        "said": _said(file, section),
        "share": file.shares.get(section),
        "form": form,
        "ordering": "volgorde" in request.args,
        "labels": labels,
    }


def _said(file: File, section: Section) -> str | None:
    """What she wrote in the intake about this, as a help to remember."""
    key = {Section.EXPERIENCE: "work.earlier", Section.SKILLS: "skills.strengths"}.get(section)
    return file.known.text(key) if key else None


def _removed() -> Any:
    row = named_entry("verwijderd")
    return row if row is not None and row.removed_at is not None else None


def _field_rows(file: File, section: Section) -> list[dict[str, Any]]:
    """The fields with their source; what only the account knows stands there too."""
    shown = field_forms.shown_values(section, file.known, g.account)
    rows = []
    for field in FIELDS:
        if field.section is section:
            fact = file.known.facts.get(field.key)
            has_fact = fact is not None and fact.value not in (None, "")
            value = words.field_text(field.key, fact.value) if fact and has_fact else shown[field.key]
            rows.append({"label": words.FIELD_LABELS[field.key], "value": value, "fact": fact if has_fact else None})
    return rows
