"""The chat: a page of the portal, with and without scripts; the portal answers when the assistant is away."""

import datetime as dt
import time
import uuid
from typing import Any

from flask import flash, g, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField

from eportfolio import access, conversations
from eportfolio.conversations import Conversation, Line, Speaker
from eportfolio.people import Scheme
from eportfolio.urgent_help import UrgentHelp, urgent_help_of
from knowledge.people_first import needs_a_person_first, speaks_of_harm
from knowledge.search import search

from .. import htmx
from ..chat.assistant import Around, AssistantAway, client
from ..chat.benefit import benefit_for
from ..chat.parts import Reply
from ..chat.private import Known, taken_out, without_private
from ..forget import forget_in_assistant
from ..forms import Form, at_most, required, strip
from ..learning import note_unanswered, note_verdict
from ..limits import limiter
from ..security import passive
from ..submissions import new_key, once, once_or_anew
from . import blueprint, chat_handover, chat_intake

LONGEST = 1000
"""Characters in one message; the page says so."""
HANDOVER = "/handover"
OF_THE_INTAKE = ("question", "intake_note")
ALREADY_SAID = "introduction"
"""The assistant says at its start that it is a computer; the page says so above every conversation."""
ON_PAGE = 40
"""Lines of the conversation that goes on; what came before them is one link away."""
LOOK_BACK = 20
"""Lines in which the label of a pressed button is looked for."""
TURN_MARGIN, LOOK_AGAIN = 2.0, 0.05
"""Seconds: a turn lasts no longer than the assistant may take and this; a waiting message looks this often."""
LEAST_SCORE = 0.2
"""Below this an article is noise; `knowledge.search` calls 0.5 a good match."""


class MessageForm(Form):
    """What the client says."""

    message = StringField(
        _l("Uw vraag of antwoord"), [required(_l("Typ eerst uw vraag.")), at_most(LONGEST)], filters=[strip]
    )


@blueprint.get("/chat")
def chat() -> ResponseReturnValue:
    """The conversation so far; an empty one shows who is talking and how to begin."""
    return _page(MessageForm())


@blueprint.get("/chat/wakker")
@passive
def chat_awake() -> ResponseReturnValue:
    """Whether the assistant is there: the page asks again every few seconds while it is not."""
    return htmx.answer("client/chat/awake.html", "client/chat/_awake.html", awake=client().is_awake())


@blueprint.get("/chat/<uuid:conversation_id>")
def chat_earlier(conversation_id: uuid.UUID) -> ResponseReturnValue:
    """An earlier conversation, to read."""
    conversation = conversations.conversation_of(g.db, g.case, conversation_id)
    lines = conversations.lines_of(g.db, conversation)
    return render_template("client/chat/earlier.html", conversation=conversation, lines=lines)


@blueprint.post("/chat")
@limiter.limit("40 per minute")
@once_or_anew
def say() -> ResponseReturnValue:
    """Say something; the answer is in the response (htmx) or on the page after it."""
    form = MessageForm()
    if not form.validate():
        return _refused(form)
    conversation = _in_turn()
    before = conversations.said_last(g.db, conversation, most=LOOK_BACK)
    said = str(form.message.data)
    words = said_without = without_private(said, _names())
    asked = conversations.ask(g.db, conversation, _shown(before, words))
    if words != said and chat_intake.kept(conversation, before, said):
        words = chat_intake.KEPT
    about = _explained_last(before)
    around = Around(conversation.language, benefit_for(words, _benefit(conversation), about), about)
    numbers = urgent_help_of(g.db, g.case) if needs_a_person_first(words) else UrgentHelp()
    g.db.commit()  # kept whatever the assistant does; and its actions must find the conversation
    answers = _answers(conversation, words, around, numbers)
    access.act_as(g.db, g.actor)
    if _is_away(answers) and (of_intake := chat_intake.said_meanwhile(conversation, before, said)):
        answers = [(Speaker.PORTAL, of_intake)]
    first = _said_first(said, said_without, numbers, answers)
    answers = [*first, *(_of_the_intake(answers) if speaks_of_harm(said) and first else answers)]
    answered = conversations.answer(g.db, conversation, answers)
    note_unanswered(words, [parts for _speaker, parts in answers], scheme=conversation.scheme or g.case.scheme)
    if htmx.wants_fragment():
        shown = {"lines": [asked, *answered], "conversation": conversation, "begun": not before}
        return render_template("client/chat/_lines.html", **shown, key_for_next=new_key())
    return htmx.go_to(url_for("client.chat", _anchor="laatste-vraag"))


@blueprint.post("/chat/stop/<uuid:conversation_id>")
@once
def stop_chat(conversation_id: uuid.UUID) -> ResponseReturnValue:
    """Close a conversation; the assistant forgets it, the client can still read it."""
    forget_in_assistant(g.db, conversations.end(g.db, g.case, conversation_id))
    flash(_("Het gesprek is gestopt. U vindt het terug bij uw eerdere gesprekken."), "success")
    return htmx.go_to(url_for("client.chat"))


@blueprint.post("/chat/wis/<uuid:conversation_id>")
@once
def forget(conversation_id: uuid.UUID) -> ResponseReturnValue:
    """Delete a conversation, here and in the assistant's memory."""
    token = conversations.forget(g.db, g.case, conversation_id, by=g.actor)
    forget_in_assistant(g.db, token)
    flash(_("Dit gesprek is gewist."), "success")
    return htmx.go_to(url_for("client.chat"))


@blueprint.post("/chat/niet-goed/<uuid:line_id>")
@once
def not_helpful(line_id: uuid.UUID) -> ResponseReturnValue:
    """The answer was not what she asked: the editors get her question, masked and without her name."""
    line, question = conversations.answer_and_question(g.db, g.case, line_id)
    article_id = (line.parts.get("custom") or {}).get("id")
    if article_id:
        note_verdict(article_id, clear=False, words=question, scheme=g.case.scheme, chat=True)
    flash(_("Dank u. Probeer het met andere woorden, of stuur uw vraag naar uw coach."), "success")
    return htmx.go_to(url_for("client.chat", _anchor="chat-formulier"))


def _page(form: MessageForm, *, status: int = 200) -> ResponseReturnValue:
    conversation = conversations.live_conversation(g.db, g.case)
    lines = conversations.lines_of(g.db, conversation, most=ON_PAGE) if conversation else []
    return (
        render_template(
            "client/chat/page.html",
            form=form,
            conversation=conversation,
            lines=lines,
            there_is_more=len(lines) == ON_PAGE,
            answers=chat_handover.answers_to(lines),
            earlier=conversations.earlier_conversations(g.db, g.case, but=conversation),
            awake=client().is_awake(),
            openers=[{"value": payload, "label": label} for payload, label in openers().items()],
        ),
        status,
    )


def _refused(form: MessageForm) -> ResponseReturnValue:
    """What cannot be said comes back in the form, with the reason; with scripts only the form is shown anew."""
    if htmx.wants_fragment():
        shown = render_template("client/chat/_form.html", form=form)
        return htmx.elsewhere(shown, target="#chat-formulier", swap="outerHTML", status=422)
    return _page(form, status=422)


def _in_turn() -> Conversation:
    """Two tabs: the second message is said when the first has its answer, so that each answer follows its question.

    The turn becomes known to the other tab with the message itself; until then the row holds it back.
    """
    language, longest = str(get_locale()), client().patience + TURN_MARGIN
    waited_enough, turn = time.monotonic() + longest, dt.timedelta(seconds=longest)
    while time.monotonic() < waited_enough:
        mine = conversations.take_turn(g.db, g.case, by=g.actor, language=language, longest=turn)
        if mine is not None:
            return mine
        g.db.commit()
        time.sleep(LOOK_AGAIN)
        access.act_as(g.db, g.actor)
    return conversations.start_or_go_on(g.db, g.case, by=g.actor, language=language)


def _benefit(conversation: Conversation) -> str | None:
    """The benefit to answer by: the one named in this conversation, or else that of the file."""
    scheme = conversation.scheme or g.case.scheme
    return None if scheme is Scheme.NONE else scheme.value


def _explained_last(before: list[Line]) -> str | None:
    """The article in the answer to her last words: "how long?" is about that one."""
    for line in reversed(before):
        if line.speaker is Speaker.CLIENT:
            return None
        custom = line.parts.get("custom") or {}
        if custom.get("kind") in ("article", "same_article"):
            return str(custom["id"])
    return None


def _answers(
    conversation: Conversation, words: str, around: Around, numbers: UrgentHelp
) -> list[tuple[Speaker, dict[str, Any]]]:
    """The assistant's replies, or the portal's own when the assistant is away. Asks no database."""
    try:
        replies = client().send(conversation.token, words, around)
    except AssistantAway:
        return [(Speaker.PORTAL, _answer_without_assistant(words, around, numbers))]
    return [(Speaker.ASSISTANT, reply.parts) for reply in replies if not _said_by_the_page(reply)]


def _is_away(answers: list[tuple[Speaker, dict[str, Any]]]) -> bool:
    """Whether the portal answered from the articles, because the assistant did not."""
    return any(who is Speaker.PORTAL and parts["custom"]["kind"] == chat_intake.PORTAL_ANSWER for who, parts in answers)


def _said_by_the_page(reply: Reply) -> bool:
    return reply.custom.get("kind") == ALREADY_SAID


def _names() -> Known:
    return Known(g.account.given_name, g.account.family_name, g.case.coach.name)


def _said_first(
    said: str, kept: str, numbers: UrgentHelp, answers: list[tuple[Speaker, dict[str, Any]]]
) -> list[tuple[Speaker, dict[str, Any]]]:
    """What comes before the answers: whom to call when somebody is harmed, or else what was not kept."""
    if any((parts.get("custom") or {}).get("phones") for _speaker, parts in answers):
        return []
    if speaks_of_harm(said):
        custom = {"kind": "urgent", "phones": list(numbers.everything)}
        coach = [{"title": _("Vraag aan mijn coach"), "payload": HANDOVER}]
        text = _person_first(numbers, str(get_locale()))
        return [(Speaker.PORTAL, {"text": text, "custom": custom, "buttons": coach})]
    gone = taken_out(said, kept)
    kinds = {(parts.get("custom") or {}).get("topic") for _speaker, parts in answers}
    if not gone or "kept" in kinds:
        return []
    what = ", ".join(_taken_out_words()[mark] for mark in gone if mark in _taken_out_words())
    text = _("Dit heb ik weggehaald uit wat u schreef: %(what)s. In een gesprek bewaren wij dat niet.", what=what)
    return [(Speaker.PORTAL, {"text": text, "custom": {"kind": chat_handover.NOT_KEPT}, "buttons": []})]


def _of_the_intake(answers: list[tuple[Speaker, dict[str, Any]]]) -> list[tuple[Speaker, dict[str, Any]]]:
    """What the assistant made of words that it did not understand is no word for somebody who is harmed."""
    return [(who, parts) for who, parts in answers if (parts.get("custom") or {}).get("kind") in OF_THE_INTAKE]


def _taken_out_words() -> dict[str, str]:
    return {
        "[bsn]": _("een BSN"),
        "[iban]": _("een rekeningnummer"),
        "[telefoon]": _("een telefoonnummer"),
        "[e-mail]": _("een e-mailadres"),
        "[gezondheid]": _("iets over gezondheid"),
        "[naam]": _("een naam"),
        "[adres]": _("een adres"),
        "[postcode]": _("een postcode"),
        "[geboortedatum]": _("een geboortedatum"),
    }


def _answer_without_assistant(words: str, around: Around, numbers: UrgentHelp) -> dict[str, Any]:
    if needs_a_person_first(words):
        custom = {"kind": "portal_answer", "articles": [], "phones": list(numbers.everything)}
        return {"text": _person_first(numbers, around.language), "custom": custom, "buttons": []}
    if words == chat_intake.KEPT:
        text = _("Uw antwoord is bewaard in uw concept. De assistent is er nu even niet.")
        custom = {"kind": chat_intake.AWAY, "topic": chat_intake.TAKEN, "url": url_for("client.intake")}
        return {"text": text, "custom": custom, "buttons": []}
    found = [] if words.startswith("/") else search(words, language=around.language, scheme=around.scheme, limit=3)
    hits = [hit for hit in found if hit.score >= LEAST_SCORE]
    text = _("De assistent is er nu even niet. Wat u typte, is bewaard.") + " "
    if hits:
        text += _("Misschien vindt u uw antwoord hier. Of stuur uw vraag naar uw coach.")
    else:
        text += _("Probeer het straks opnieuw, of stuur uw vraag naar uw coach.")
    articles = [{"id": hit.article_id, "title": hit.title} for hit in hits]
    return {"text": text, "custom": {"kind": "portal_answer", "articles": articles}, "buttons": []}


def _person_first(numbers: UrgentHelp, language: str) -> str:
    either = f" {_('of')} "
    text = _(
        "Wat naar dat u dit meemaakt. Praat nu met een mens. Bent u of is een ander in gevaar? Bel %(danger)s. "
        "Denkt u aan zelfmoord? Bel %(suicide)s, gratis, dag en nacht. "
        "Is er geweld thuis? Bel Veilig Thuis, gratis: %(violence)s. "
        "Heeft u geen eten of geen plek om te slapen? Bel uw gemeente of loop het Werkplein binnen.",
        danger=either.join(numbers.danger),
        suicide=either.join(numbers.suicide),
        violence=either.join(numbers.violence),
    )
    if numbers.needs:
        text += " " + _("Of bel het Werkplein: %(numbers)s.", numbers=either.join(numbers.needs))
    return f"{text} {numbers.note(language)}".strip()


def _shown(before: list[Line], words: str) -> str:
    """What the client sees of her own line: the label of the quick reply that she pressed."""
    if not words.startswith("/"):
        return words
    for line in reversed(before):
        for button in line.parts.get("buttons") or []:
            if button["payload"] == words:
                return str(button["title"])
    return openers().get(words, words)


def openers() -> dict[str, str]:
    """What one can begin with: payload → label."""
    return {
        "/intake_start": _("Ik wil mijn intake doen"),
        "/who_are_you": _("Wie bent u?"),
        HANDOVER: _("Ik wil mijn coach spreken"),
    }
