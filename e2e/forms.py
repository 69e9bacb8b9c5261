"""Every form with something to fill in, and how to fill it in wrongly: each must come back with what was typed."""

from collections.abc import Callable
from dataclasses import dataclass, field

from e2e.story import LONG_WORD, Story
from eportfolio.appointments import Appointment


@dataclass(frozen=True)
class WrongForm:
    """Where a form is, and what is typed into it by the names of its fields; without anything it is sent as it is."""

    endpoint: str
    path: Callable[[Story], str]
    typed: dict[str, str] = field(default_factory=dict)


def _agreement(story: Story, last: str) -> str:
    return f"/afspraken/{story.proposal.id}/{last}"


def _application(story: Story, last: str) -> str:
    return f"/sollicitaties/{story.interview.application_id}/{last}"


def _file(story: Story, last: str) -> str:
    assert story.busy.case is not None
    return f"/coach/klanten/{story.busy.case.id}{last}"


def _meeting(one: Appointment, last: str) -> str:
    return f"/gesprekken/{one.id}{last}"


def _fact(story: Story) -> str:
    assert story.sent.case is not None
    return f"/coach/klanten/{story.sent.case.id}/gegevens/{story.fact}/vraag"


OF_CLIENT = (
    WrongForm("client.answer_intake", lambda _: "/intake/uren", {"answer": "heel veel"}),
    WrongForm("client.answer_intake", lambda _: "/intake/vervoer"),
    WrongForm("client.answer_intake", lambda _: "/intake/contact"),
    WrongForm("client.answer_intake", lambda _: "/intake/beginnen", {"answer": "31-2-2027"}),
    WrongForm("client.answer_intake", lambda _: "/intake/periode", {"first": "1-1-2040", "last": "2-1-2040"}),
    WrongForm("client.answer_intake", lambda _: "/intake/telefoon", {"answer": "12"}),
    WrongForm("client.agreement_propose", lambda _: "/afspraken/voorstel", {"title": "Les"}),
    WrongForm("client.agreement_draft", lambda s: f"/afspraken/{s.draft.id}/concept", {"due_on": "31-31-2027"}),
    WrongForm("client.agreement_new_version", lambda s: _agreement(s, "nieuwe-versie"), {"due_on": "1-1-2020"}),
    WrongForm("client.agreement_say", lambda s: _agreement(s, "veranderen")),
    WrongForm("client.application_new", lambda _: "/sollicitaties/nieuw", {"job": LONG_WORD}),
    WrongForm("client.application_edit", lambda s: _application(s, "wijzig"), {"applied_on": "ooit"}),
    WrongForm("client.application_stage", lambda s: _application(s, "stap"), {"on": "31-31-2026"}),
    WrongForm("client.application_step", lambda s: _application(s, f"stap/{s.interview.id}"), {"on": "31-31-2026"}),
    WrongForm("client.application_remember", lambda s: _application(s, "onthoud"), {"on": "gisteren"}),
    WrongForm("client.application_evidence", lambda s: _application(s, "bestanden"), {"note": "Van de website"}),
    WrongForm("client.application_experience", lambda s: _application(s, f"gesprek/{s.interview.id}")),
    WrongForm("client.document_new", lambda _: "/documenten/nieuw", {"note": "Dit is mijn cv."}),
    WrongForm("client.message_send", lambda _: "/berichten"),
    WrongForm("client.message_reply", lambda s: f"/berichten/{s.question.thread_id}"),
    WrongForm("client.appointment_new", lambda _: "/gesprekken/nieuw", {"subject": "Les", "day_0": "31-31-2027"}),
    WrongForm("client.appointment_choose", lambda s: _meeting(s.offer, "")),
    WrongForm("client.appointment_change", lambda s: _meeting(s.meeting, "/andere-tijd"), {"time_0": "half elf"}),
    WrongForm("client.appointment_missed", lambda s: _meeting(s.missed, "/ging-niet-door")),
    WrongForm("client.entry_new", lambda _: "/profiel/werk/nieuw", {"organisation": LONG_WORD}),
    WrongForm("client.entry_change", lambda s: f"/profiel/werk/{s.work.entry_id}", {"start": "ooit"}),
    WrongForm("client.fields_change", lambda _: "/profiel/beschikbaarheid/wijzig", {"wish_hours_per_week": "veel"}),
    WrongForm("client.section_share", lambda _: "/profiel/vaardigheden/delen", {"until_on": "31-31-2027"}),
    WrongForm("client.portfolio_sharing", lambda _: "/profiel/delen", {"until_on": "1-1-2020"}),
    WrongForm("client.contact_save", lambda _: "/mijn-gegevens/contact", {"phone": "12"}),
    WrongForm("client.contact_email", lambda _: "/mijn-gegevens/contact", {"email": "femke@"}),
    WrongForm("client.contact_code_check", lambda _: "/mijn-gegevens/contact/code", {"code": "12"}),
    WrongForm("auth.password_save", lambda _: "/wachtwoord"),
    WrongForm("client.say", lambda _: "/chat"),
    WrongForm("client.cv_keep", lambda _: "/cv/bekijken"),
    WrongForm("client.correct", lambda _: "/mijn-gegevens/verbeteren", {"words": "De datum klopt niet."}),
    WrongForm("client.bring_in", lambda _: "/mijn-gegevens/inlezen"),
    WrongForm("client.together", lambda _: "/samen"),
    WrongForm("client.chat_send_to_coach", lambda _: "/chat/naar-coach", {"text": ""}),
)
OF_COACH = (
    WrongForm("coach.ask_about_fact", _fact),
    WrongForm("coach.agreement_propose", lambda s: _file(s, "/afspraken/voorstel"), {"title": "Les"}),
    WrongForm("coach.agreement_new_version", lambda s: _file(s, _agreement(s, "nieuwe-versie")), {"answer_by": "ooit"}),
    WrongForm("coach.agreement_say", lambda s: _file(s, _agreement(s, "intrekken"))),
    WrongForm("coach.message_send", lambda s: _file(s, "/berichten")),
    WrongForm("coach.message_reply", lambda s: _file(s, f"/berichten/{s.question.thread_id}")),
    WrongForm("coach.appointment_new", lambda s: _file(s, "/gesprekken/nieuw"), {"subject": "Les"}),
    WrongForm("coach.appointment_change", lambda s: _file(s, _meeting(s.meeting, "/andere-tijd")), {"day_0": "ooit"}),
    WrongForm("coach.appointment_cancel", lambda s: _file(s, _meeting(s.meeting, "/afzeggen"))),
    WrongForm("coach.portfolio_ask", lambda s: _file(s, f"/profiel/{s.work.entry_id}/vraag")),
    WrongForm("coach.portfolio_ask_field", lambda s: _file(s, f"/profiel/veld/{s.headline}/vraag")),
    WrongForm("coach.application_on_behalf", lambda s: _file(s, "/namens/sollicitatie"), {"job": LONG_WORD}),
    WrongForm("coach.document_on_behalf", lambda s: _file(s, "/namens/document"), {"expires_on": "ooit"}),
    WrongForm("coach.answer_request", lambda s: _file(s, "/verzoeken")),
)
OF_MANAGER = (WrongForm("coach.give", lambda s: f"/beheer/{s.coach.account.id}", {"reason": "Verlof"}),)
SIGNED_OUT = (WrongForm("auth.sign_in", lambda _: "/inloggen", {"email": "elif@"}),)

WRONG = {form.endpoint for form in (*OF_CLIENT, *OF_COACH, *OF_MANAGER, *SIGNED_OUT)}
LIKE_ANOTHER = {
    "client.application_files_chosen": "boxes to tick, each of which may stay open",
    "client.application_move": "one choice; without it the board says so and stays as it is",
    "client.document_replace": "the same file field as a new document",
    "client.document_withdraw": "a reason that may stay out",
    "client.cv_change": "the same form as an entry of the profile",
    "coach.agreement_draft": "the same form as a proposal",
    "client.appointment_cancel": "a reason that may stay out",
    "client.article_unclear": "words that may stay out",
    "client.document_describe": "the same fields as a new document",
    "client.notice_choices_save": "choices with a default",
    "coach.appointment_choose": "the same form as the client's",
    "coach.learn": "one choice; without it the page says so and stays as it is",
    "client.cv_make": "choices only: nothing in it can be wrong",
    "client.cv_mail_to_me": "a choice with a default",
    "client.bring_in_keep": "choices only",
    "auth.confirm": "the password field of the sign-in page",
    "client.erase": "choices, and a reason that may stay out",
}
"""Forms that need no test of their own, and why."""
