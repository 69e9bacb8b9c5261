"""Uw cv: choose what is on it, look at it, take it along."""

import uuid
from typing import Any

from flask import abort, current_app, flash, g, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField

from eportfolio import audit, portfolio
from eportfolio.access import Channel
from eportfolio.cv_files import versions
from eportfolio.cv_files.choice import CvChoice
from eportfolio.portfolio.entries import Section

from ... import htmx
from ...forms import Form, at_most, required, strip
from ...limits import limiter
from ...submissions import once
from ...takeaway import cv as cvs
from ...takeaway import cv_mail
from ...takeaway.cv import CvFormat
from ...takeaway.cv_form import CvForm, parts_of
from .. import blueprint

MAKING = "120 per hour"
"""Per person: a PDF costs half a second."""
MAILS = "10 per hour"
AT_A_KIOSK = (CvFormat.PDF,)
"""What a browser shows by itself, so that nothing lands in the downloads folder of a shared computer."""


class NameForm(Form):
    """A name for these choices."""

    name = StringField(
        _l("Naam"), [required(_l("Geef uw cv een naam.")), at_most(versions.NAME_LENGTH)], filters=[strip]
    )


class MailForm(Form):
    """In which form it goes to her own address."""

    form = RadioField(_l("In welke vorm?"), [required(_l("Kies een vorm."))], default=CvFormat.PDF.value)

    def __init__(self, **sent: Any) -> None:
        super().__init__(**sent)
        self.form.choices = [(form.value, cvs.format_name(form)) for form in CvFormat]


@blueprint.route("/cv", methods=["GET", "POST"])
@once
def cv_make() -> ResponseReturnValue:
    """Choose what is on the CV. Every button keeps the choices; one looks at it, the others move a part."""
    kept = versions.versions_of(g.db, g.case.id)
    choice = _choice(kept)
    content = portfolio.portfolio_of(g.db, g.case.id)
    form = CvForm(content, choice)
    if form.validate_on_submit():
        return _chosen(form)
    page = render_template(
        "client/cv/make.html",
        form=form,
        parts=parts_of(content, choice),
        choice=choice,
        about=content.profile.summary,
        versions=[version for version in kept if version.name],
        portfolio_url=url_for("client.portfolio") if "client.portfolio" in current_app.view_functions else None,
    )
    return page, 422 if form.errors else 200


def _chosen(form: CvForm) -> ResponseReturnValue:
    choice = form.choice()
    word, _colon, step = request.form.get("move", "").partition(":")
    if word in choice.order and step in ("-1", "1"):
        versions.keep(g.db, g.case, choice.moved(Section(word), int(step)))
        return htmx.go_to(url_for("client.cv_make", _anchor=f"deel-{word}"))
    versions.keep(g.db, g.case, choice)
    return htmx.go_to(url_for("client.cv_preview"))


@blueprint.get("/cv/bekijken")
def cv_preview() -> ResponseReturnValue:
    """How it looks, what is in it as text, and every form in which she can take it along."""
    return _preview(NameForm(), MailForm())


def _preview(name_form: NameForm, mail_form: MailForm) -> ResponseReturnValue:
    cv = cvs.cv_of(g.db, g.case, _choice(versions.versions_of(g.db, g.case.id)))
    page = render_template(
        "client/cv/preview.html",
        cv=cv,
        formats=AT_A_KIOSK if _is_kiosk() else tuple(CvFormat),
        names=cvs,
        name_form=name_form,
        mail_form=mail_form,
        account=g.account,
    )
    return page, 422 if name_form.errors or mail_form.errors else 200


@blueprint.get("/cv/voorbeeld.png")
@limiter.limit(MAKING)
def cv_picture_file() -> ResponseReturnValue:
    """The first pages as a picture."""
    cv = cvs.cv_of(g.db, g.case, _choice(versions.versions_of(g.db, g.case.id)))
    made = cvs.cv_file(cv, CvFormat.PDF, document_id=str(g.case.id))
    response = make_response(cvs.picture_of(made.content))
    response.mimetype = "image/png"
    return response


@blueprint.get("/cv/bestand.<word>")
@limiter.limit(MAKING)
def cv_file(word: str) -> ResponseReturnValue:
    """The CV in one form; `?download` takes the PDF along, which at a shared computer is only shown."""
    form = CvFormat(word) if word in list(CvFormat) else abort(404)
    if _is_kiosk() and form not in AT_A_KIOSK:
        flash(_("Op een openbare computer bewaren wij geen bestanden. Mail uw cv naar uzelf."), "info")
        return htmx.go_to(url_for("client.cv_preview", _anchor="mailen"))
    cv = cvs.cv_of(g.db, g.case, _choice(versions.versions_of(g.db, g.case.id)))
    made = cvs.cv_file(cv, form, document_id=str(g.case.id))
    audit.record(g.db, g.case.id, by=g.actor, action=audit.Action.EXPORTED, subject=audit.Subject.CV, label=form.value)
    response = make_response(made.content)
    response.mimetype = made.media_type
    shown = form is CvFormat.PDF and (_is_kiosk() or "download" not in request.args)
    response.headers.set("Content-Disposition", "inline" if shown else "attachment", filename=made.name)
    return response


@blueprint.post("/cv/mail")
@limiter.limit(MAILS)
@once
def cv_mail_to_me() -> ResponseReturnValue:
    """Send it to her own address: the way to take it along from a shared computer."""
    form = MailForm()
    if not form.validate():
        return _preview(NameForm(formdata=None), form)
    cv_mail.send_later(g.db, g.actor.account_id, form=CvFormat(form.form.data), language=str(get_locale()))
    audit.record(
        g.db, g.case.id, by=g.actor, action=audit.Action.SENT, subject=audit.Subject.CV, label=str(form.form.data)
    )
    flash(_("Uw cv is onderweg naar uw e-mail. Dat duurt meestal minder dan een minuut."), "success")
    return htmx.go_to(url_for("client.cv_preview"))


@blueprint.post("/cv/bewaren")
@once
def cv_keep() -> ResponseReturnValue:
    """Keep these choices under a name; the same name again replaces the earlier one."""
    form = NameForm()
    if form.validate():
        try:
            versions.keep(g.db, g.case, _choice(versions.versions_of(g.db, g.case.id)), name=str(form.name.data))
        except versions.TooManyVersions:
            form.add_error("name", _("U heeft al %(most)s cv's bewaard. Verwijder er eerst een.", most=versions.MOST))
        else:
            flash(_("Uw cv is bewaard als: %(name)s.", name=form.name.data), "success")
            return htmx.go_to(url_for("client.cv_make"))
    return _preview(form, MailForm(formdata=None))


@blueprint.post("/cv/versies/<uuid:version_id>/openen")
@once
def cv_take_up(version_id: uuid.UUID) -> ResponseReturnValue:
    """Go on with a CV that she kept."""
    versions.take_up(g.db, g.case, version_id)
    return htmx.go_to(url_for("client.cv_preview"))


@blueprint.post("/cv/versies/<uuid:version_id>/verwijderen")
@once
def cv_remove(version_id: uuid.UUID) -> ResponseReturnValue:
    """Forget a kept CV; nothing in her portfolio changes."""
    versions.remove(g.db, g.case, version_id)
    flash(_("Dit cv is weg. Wat u invulde, staat er nog."), "success")
    return htmx.go_to(url_for("client.cv_make"))


def _choice(kept: list[versions.CvVersion]) -> CvChoice:
    return versions.working_choice(kept, language=str(get_locale()))


def _is_kiosk() -> bool:
    return bool(g.actor.channel is Channel.KIOSK)
