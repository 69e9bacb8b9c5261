"""The documents that the client shares: look, take along, and say that they were looked at. Each look is logged."""

import uuid

from flask import flash, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eportfolio import audit, people
from eportfolio.base import NotFound
from eportfolio.documents import handling, model
from eportfolio.documents.model import Document
from eportfolio.people import CaseFile

from .. import document_words, files, htmx, labels
from ..submissions import once
from . import blueprint


@blueprint.get("/coach/klanten/<uuid:case_id>/documenten")
def documents(case_id: uuid.UUID) -> ResponseReturnValue:
    """What this client shares now."""
    case = _case(case_id)
    audit.record(g.db, case.id, by=g.actor, action=audit.Action.READ, subject=audit.Subject.DOCUMENT)
    shown = model.shared_documents_of(g.db, case.id)
    return render_template("coach/documents/list.html", case=case, documents=shown, words=document_words, labels=labels)


@blueprint.get("/coach/klanten/<uuid:case_id>/documenten/<uuid:document_id>")
def document(case_id: uuid.UUID, document_id: uuid.UUID) -> ResponseReturnValue:
    """One document with the text that we read in it."""
    case = _case(case_id)
    shown = _document(case, document_id)
    handling.note_opened(g.db, shown, by=g.actor)
    versions = [version for version in model.earlier_versions_of(g.db, shown) if version.is_shared]
    return render_template(
        "coach/documents/page.html",
        case=case,
        document=shown,
        versions=versions,
        can_be_shown=files.can_be_shown(shown),
        words=document_words,
        labels=labels,
    )


@blueprint.get("/coach/klanten/<uuid:case_id>/documenten/<uuid:document_id>/bestand")
def document_file(case_id: uuid.UUID, document_id: uuid.UUID) -> ResponseReturnValue:
    """The file in the browser, or with `?download` to take along."""
    shown = _document(_case(case_id), document_id)
    if shown.is_blocked:
        return htmx.go_to(url_for("coach.document", case_id=case_id, document_id=document_id))
    takes_along = "download" in request.args or not files.can_be_shown(shown)
    handling.note_opened(g.db, shown, by=g.actor, downloaded=takes_along)
    return files.file_response(shown, as_download=takes_along)


@blueprint.post("/coach/klanten/<uuid:case_id>/documenten/<uuid:document_id>/bekeken")
@once
def document_checked(case_id: uuid.UUID, document_id: uuid.UUID) -> ResponseReturnValue:
    """Tell the client that her document was looked at."""
    case = _case(case_id)
    handling.mark_checked(g.db, case, _document(case, document_id), by=g.actor)
    flash(_("De klant ziet nu dat u dit document heeft bekeken."), "success")
    return htmx.go_to(url_for("coach.documents", case_id=case.id))


def _case(case_id: uuid.UUID) -> CaseFile:
    return people.case_of_coach(g.db, g.actor.account_id, case_id)


def _document(case: CaseFile, document_id: uuid.UUID) -> Document:
    """A shared document of this file, an earlier version too; raises NotFound."""
    found = model.document_of(g.db, case.id, document_id)
    if not found.is_shared:
        raise NotFound("the client does not share this document")
    return found
