"""A CV beside what we read in it: the client takes over, changes or leaves out each suggestion."""

import uuid
from typing import Any

from flask import Response, abort, flash, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from wtforms import StringField, TextAreaField

from eportfolio import cv_suggestions
from eportfolio.access import Channel
from eportfolio.base import Invalid
from eportfolio.cv_suggestions import CvSuggestion, Decision, suggestion_of
from eportfolio.documents import model
from eportfolio.documents.media import MediaType
from eportfolio.documents.model import Document
from eportfolio.portfolio import Section
from eportfolio.portfolio.fields import BY_KEY, PROFILE_KEYS
from eportfolio.storage import StorageError

from .. import files, htmx
from ..forms import Form, at_most, plain_lines, required, strip
from ..limits import limiter
from ..portfolio import forms, words
from ..portfolio.field_forms import LONG
from ..submissions import once
from . import blueprint

READINGS = "60 per hour"
"""Per person: reading opens the file each time it was not read before."""
PICTURES = "300 per hour"
SHOWN_TEXT = 10_000
"""Characters of the text beside the suggestions, where there is no picture."""
MOST_PAGES = 4
"""Pages that are shown as pictures: longer CVs are opened in the browser."""
_ORDER = (
    Section.PROFILE, Section.EXPERIENCE, Section.EDUCATION, Section.SKILLS, Section.LANGUAGES, Section.LICENCES,
)  # fmt: skip


@blueprint.post("/documenten/<uuid:document_id>/cv/lees")
@limiter.limit(READINGS)
def cv_read(document_id: uuid.UUID) -> ResponseReturnValue:
    """Have the document read as a CV; a second time shows what was read before."""
    document = _document(document_id)
    try:
        cv_suggestions.read_document(g.db, g.case, document, by=g.actor, store=files.shelf().store)
    except StorageError:
        flash(_("Wij kunnen uw bestand nu niet openen. Probeer het over een paar minuten nog een keer."), "error")
        return htmx.go_to(url_for("client.document", document_id=document.id))
    return htmx.go_to(url_for("client.cv", document_id=document.id))


@blueprint.route("/documenten/<uuid:document_id>/cv", methods=["GET", "POST"])
@once
def cv(document_id: uuid.UUID) -> ResponseReturnValue:
    """The document beside its suggestions; a POST is what she decides about one, or about all in a part."""
    document = _document(document_id)
    said = _decide(document) if request.method == "POST" else None
    if said is not None and not htmx.wants_fragment():
        flash(said, "success")
        return htmx.go_to(url_for("client.cv", document_id=document.id, _anchor=_anchor()))
    return htmx.answer("client/cv/page.html", "client/cv/_suggestions.html", said=said, **_context(document))


@blueprint.route("/documenten/<uuid:document_id>/cv/<uuid:suggestion_id>", methods=["GET", "POST"])
@once
def cv_change(document_id: uuid.UUID, suggestion_id: uuid.UUID) -> ResponseReturnValue:
    """Change a suggestion and take it over; the form comes back when something in it cannot be."""
    document = _document(document_id)
    suggestion = _suggestion(document, suggestion_id)
    form: Any = _field_form(suggestion) if suggestion.key else _entry_form(suggestion)
    if form.validate_on_submit() and _taken_over(suggestion, form):
        flash(_("Overgenomen in uw profiel: %(what)s", what=_label(suggestion)), "success")
        return htmx.go_to(url_for("client.cv", document_id=document.id, _anchor=f"voorstel-{suggestion.id}"))
    page = render_template(
        "client/cv/change.html",
        form=form,
        suggestion=suggestion,
        document=document,
        section=suggestion.section,
        words=words,
    )
    return page, 422 if form.errors else 200


@blueprint.get("/documenten/<uuid:document_id>/bladzijde/<int:number>")
@limiter.limit(PICTURES)
def document_page_file(document_id: uuid.UUID, number: int) -> ResponseReturnValue:
    """One page as a picture, drawn in the closed room: it shows on every phone and leaves nothing behind."""
    document = _document(document_id)
    if document.is_blocked or document.media_type is not MediaType.PDF or not 1 <= number <= MOST_PAGES:
        abort(404)
    picture = files.page_picture(document, number)
    if picture is None:
        abort(404)
    response = Response(picture, mimetype="image/png")
    response.headers["Cache-Control"] = "no-store"
    return response


def _document(document_id: uuid.UUID) -> Document:
    return model.document_of(g.db, g.case.id, document_id)


def _suggestion(document: Document, suggestion_id: uuid.UUID) -> CvSuggestion:
    suggestion = suggestion_of(g.db, g.case.id, suggestion_id)
    if suggestion.document_id != document.id:
        abort(404)
    return suggestion


def _context(document: Document) -> dict[str, Any]:
    reading = cv_suggestions.reading_of(g.db, g.case.id, document.id)
    found = cv_suggestions.suggestions_of(g.db, g.case.id, document.id) if reading else {}
    return {
        "document": document,
        "reading": reading,
        "parts": [(section, found[section]) for section in _ORDER if section in found],
        "open_count": sum(one.suggestion.decision is Decision.OPEN for part in found.values() for one in part),
        "pages": min(document.pages or 0, MOST_PAGES) if document.media_type is MediaType.PDF else 0,
        "text": document.text[:SHOWN_TEXT],
        "words": words,
        "field_labels": {name: words.FIELD_LABELS[key] for name, key in PROFILE_KEYS.items()},
        "is_shared_computer": g.actor.channel is Channel.KIOSK,
    }


def _decide(document: Document) -> str:
    """Do what the button says, and tell it in a line."""
    deed, part = request.form.get("deed", ""), words.BY_SLUG.get(request.form.get("part", ""))
    if deed in ("all", "undo_all") and part is not None:
        return _decide_all(document, part, undo=deed == "undo_all")
    suggestion = _suggestion(document, _id_of_form())
    if deed == "accept":
        try:
            done = cv_suggestions.accept(g.db, g.case, suggestion.id, by=g.actor)
        except Invalid:
            return _("Dit past nog niet in uw profiel. Kies “Wijzig” en kijk het na.")
        text = (
            _("Overgenomen in uw profiel: %(what)s") if done.made_entry else _("Dit stond al in uw profiel: %(what)s")
        )
        return text % {"what": _label(suggestion)}
    if deed == "drop":
        cv_suggestions.drop(g.db, g.case, suggestion.id, by=g.actor)
        return _("Weggelaten: %(what)s", what=_label(suggestion))
    if deed == "reopen":
        cv_suggestions.reopen(g.db, g.case, suggestion.id, by=g.actor)
        return _("Ongedaan gemaakt: %(what)s", what=_label(suggestion))
    abort(400)


def _decide_all(document: Document, part: Section, *, undo: bool) -> str:
    if undo:
        count = cv_suggestions.reopen_section(g.db, g.case, document.id, part, by=g.actor)
        return ngettext(
            "%(num)s gegeven weer uit uw profiel gehaald.", "%(num)s gegevens weer uit uw profiel gehaald.", count
        )
    try:
        count = cv_suggestions.accept_all(g.db, g.case, document.id, part, by=g.actor)
    except Invalid:
        g.db.rollback()
        return _("Eén van deze past nog niet in uw profiel. Kijk ze een voor een na.")
    return ngettext("%(num)s gegeven overgenomen in uw profiel.", "%(num)s gegevens overgenomen in uw profiel.", count)


def _id_of_form() -> uuid.UUID:
    try:
        return uuid.UUID(request.form.get("suggestion", ""))
    except ValueError:
        abort(404)


def _anchor() -> str:
    part = request.form.get("part")
    return f"deel-{part}" if part in words.BY_SLUG else f"voorstel-{_id_of_form()}"


def _label(suggestion: CvSuggestion) -> str:
    if suggestion.key:
        return str(words.FIELD_LABELS[PROFILE_KEYS[suggestion.key]])
    return words.shown(suggestion.entry).title


def _entry_form(suggestion: CvSuggestion) -> Any:
    kind = forms.FORMS[suggestion.section]
    return kind(data=kind.data_of(suggestion.entry))


def _field_form(suggestion: CvSuggestion) -> Any:
    key = PROFILE_KEYS[suggestion.key or ""]
    most, label = BY_KEY[key].limit or LONG, words.FIELD_LABELS[key]
    kind, clean = (TextAreaField, plain_lines) if most > LONG else (StringField, strip)
    checks = [required(_("Vul dit in.")), at_most(most)]
    box = type("FieldForm", (Form,), {"value": kind(label, checks, filters=[clean])})
    return box(data={"value": suggestion.text})


def _taken_over(suggestion: CvSuggestion, form: Any) -> bool:
    changed = form.value.data if suggestion.key else form.entry()
    try:
        if suggestion.decision is Decision.ACCEPTED:
            cv_suggestions.reopen(g.db, g.case, suggestion.id, by=g.actor)
        cv_suggestions.accept(g.db, g.case, suggestion.id, by=g.actor, changed=changed)
    except Invalid as refusal:
        if suggestion.key:
            form.add_error("value", _("Dit klopt niet. Kijk het nog eens na."))
        else:
            form.refuse(refusal)
        return False
    return True
