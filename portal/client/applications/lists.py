"""The list and the board: find, narrow, put in order, move on."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from flask import flash, g, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eportfolio import agreements, applications
from eportfolio.applications import JobApplication, Order, Shown, Stage
from eportfolio.base import today

from ... import htmx, labels
from ...applications import words
from ...submissions import once
from .. import blueprint
from .pages import application_here, next_steps, page_of

VIEW = "applications_view"
"""In the browser's session: whether she looks at the list or at the board."""
BOARD, LIST = "bord", "lijst"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What stands in the address of a list; anything unknown is as if it were not there."""

    words: str
    shown: Shown
    stage: Stage | None
    period: str
    order: Order
    page: int

    @classmethod
    def from_address(cls) -> "Wanted":
        """Read from the address of this request."""
        choice = request.args.get("toon", "")
        order = request.args.get("volgorde", "")
        period = request.args.get("periode", "")
        return cls(
            words=request.args.get("zoek", "").replace("\x00", "").strip()[:100],
            shown=Shown(choice) if choice in list(Shown) else Shown.ALL,
            stage=Stage(choice) if choice in list(Stage) and choice not in list(Shown) else None,
            period=period if period in words.PERIODS else "",
            order=Order(order) if order in list(Order) else Order.NEWEST,
            page=request.args.get("pagina", 1, int),
        )

    @property
    def since(self) -> dt.date | None:
        return today() - words.PERIODS[self.period] if self.period else None

    @property
    def choice(self) -> str:
        return (self.stage or self.shown).value

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words or self.period or self.stage or self.shown is not Shown.ALL)

    @property
    def is_chosen(self) -> bool:
        """Whether something else than the usual was chosen below the search."""
        return bool(self.period or self.stage or self.shown is not Shown.ALL or self.order is not Order.NEWEST)

    def address(self) -> dict[str, Any]:
        """The same for a link to another page of this list."""
        return {
            "zoek": self.words or None,
            "toon": self.choice if self.choice != Shown.ALL else None,
            "periode": self.period or None,
            "volgorde": self.order.value if self.order is not Order.NEWEST else None,
        }


@blueprint.get("/sollicitaties", endpoint="applications")
def list_applications() -> ResponseReturnValue:
    """List or board, as she chose last; `?verwijderd` offers to undo a removal."""
    view = request.args.get("weergave")
    if view in (BOARD, LIST):
        session[VIEW] = view
    if session.get(VIEW) == BOARD and not htmx.wants_fragment():
        return render_template("client/applications/board.html", **_board(), **_around())
    wanted = Wanted.from_address()
    found = _found(wanted)
    context = {"found": found, "wanted": wanted, "labels": labels, "words": words, "page_url": _page_url(wanted)}
    if htmx.wants_fragment():
        return render_template("client/applications/_list.html", **context, today=today())
    return render_template("client/applications/list.html", **context, **_around())


@blueprint.post("/sollicitaties/<uuid:application_id>/verplaats")
@once
def application_move(application_id: uuid.UUID) -> ResponseReturnValue:
    """Move a card to another column, as of today; an interview needs its day first."""
    shown = application_here(application_id)
    stage = next((stage for stage, _words in next_steps(shown) if stage.value == request.form.get("stap")), None)
    if stage is None:
        flash(_("Kies eerst waar deze sollicitatie naartoe gaat."), "warning")
        return htmx.go_to(_card(shown))
    if stage is Stage.INTERVIEW:
        return htmx.go_to(url_for("client.application_stage", application_id=shown.id, stap=stage.value))
    step = applications.move_to(g.db, shown, by=g.actor, stage=stage, on=today())
    name = labels.stage_tag(step.stage)[0]
    flash(_("%(label)s staat nu bij: %(stage)s.", label=shown.label, stage=name), "success")
    return htmx.go_to(_card(shown, moved=step.id))


def _board() -> dict[str, Any]:
    moved = _uuid(request.args.get("verplaatst"))
    return {
        "piles": applications.board(g.db, g.case.id),
        "next_steps": next_steps,
        "moved": moved,
        "labels": labels,
        "words": words,
    }


def _around() -> dict[str, Any]:
    """What stands around list and board alike."""
    agreed = agreements.applications_agreed(g.db, g.case.id)
    period = words.period_of(agreed)
    effort = applications.effort_of(g.db, g.case.id, period=period)
    return {
        "agreed_lines": words.agreed_lines(agreed, effort, period) if agreed and period else [],
        "agreed": agreed,
        "effort": effort,
        "to_tell": applications.awaiting_experience(g.db, g.case.id),
        "due": applications.reminders_due(g.db, g.case.id),
        "removed": _removed(),
        "today": today(),
    }


def _found(wanted: Wanted) -> applications.Found:
    return applications.find(
        g.db,
        g.case.id,
        shown=wanted.shown,
        stage=wanted.stage,
        since=wanted.since,
        words=wanted.words,
        order=wanted.order,
        page=wanted.page,
    )


def _page_url(wanted: Wanted) -> str:
    address = url_for("client.applications", **wanted.address())
    return f"{address}{'&' if '?' in address else '?'}pagina="


def _card(application: JobApplication, **address: Any) -> str:
    """The card on the board; from the list, the page of the application."""
    if session.get(VIEW) != BOARD:
        return page_of(application)
    return url_for("client.applications", verplaatst=address.get("moved"), _anchor=f"kaart-{application.id}")


def _removed() -> JobApplication | None:
    """The application that was just removed, when the address names one of this file."""
    removed_id = _uuid(request.args.get("verwijderd"))
    if removed_id is None:
        return None
    found = applications.application_of(g.db, g.case.id, removed_id, removed=True)
    return found if found.removed_at is not None else None


def _uuid(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None
