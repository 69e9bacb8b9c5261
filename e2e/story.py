"""People in whose files something of everything has happened, so that every page has something to show.

Told through the commands of the case file. Names and words are longer than most, and in more alphabets.
"""

import datetime as dt
import uuid
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from eportfolio import (
    agreements,
    applications,
    appointments,
    contact,
    conversations,
    data_requests,
    facts,
    learning,
    messages,
    portfolio,
)
from eportfolio.access import Actor
from eportfolio.agreements import Agreement
from eportfolio.agreements.terms import Target, Terms
from eportfolio.applications import ApplicationStage, Details, How, Stage
from eportfolio.appointments import Appointment, Mode
from eportfolio.appointments import Details as Meeting
from eportfolio.base import OFFICE_TIME, now, today
from eportfolio.conversations import Speaker
from eportfolio.cv_files import versions
from eportfolio.cv_files.choice import CvChoice
from eportfolio.intake import draft as intake
from eportfolio.intake import sent
from eportfolio.messages import Message
from eportfolio.office_hours import USUAL
from eportfolio.people import CaseFile, Scheme, case_of_client, case_of_coach
from eportfolio.portfolio import Section, reviewing
from eportfolio.portfolio.entries import (
    Education,
    Experience,
    Language,
    LanguageLevel,
    Period,
    Skill,
)
from eportfolio.portfolio.model import PortfolioEntry
from tests.people import People, Someone, act

LONG_WORD = "Arbeidsongeschiktheidsverzekeringsmaatschappij"
LONG_ADDRESS = "https://vacatures.example.org/zorg/verzorgende-in-de-thuiszorg-avonddienst-regio-zuid?ref=nieuwsbrief"
WEEK = dt.timedelta(weeks=1)


@dataclass(frozen=True)
class Story:
    """A coach with a client in the middle of everything, one whose intake was sent, and one who is new."""

    coach: Someone
    busy: Someone
    sent: Someone
    new: Someone
    proposal: Agreement
    """Proposed by the coach, and waiting for the busy client's answer."""
    draft: Agreement
    """The busy client's own, not yet sent."""
    interview: ApplicationStage
    """The one that she can tell about."""
    fact: uuid.UUID
    """An answer in the intake that was sent, to ask about."""
    question: Message
    """From the coach to the busy client, with others before it in one conversation."""
    offer: Appointment
    """One for which the busy client can still choose a time."""
    meeting: Appointment
    """One that is to come, and on which both agreed."""
    missed: Appointment
    """One whose time has passed."""
    work: PortfolioEntry
    """In the busy client's profile, and shared with the coach."""
    headline: uuid.UUID
    """A field of that profile, shared too."""


def tell(people: People) -> Story:
    """Make the people and let it happen."""
    coach = people.coach(given="Ŵilhelmina", family="van der Bloemendaal-Ní Chonghaile", password=True)
    busy = people.client(coach=coach, given="Femke", family="Ńowák-Öztürk Pereira dos Santos", password=True)
    told = people.client(coach=coach, given="Ömer", family="Đặng Văn Lê", password=True)
    new = people.client(coach=coach, given="Jo", family="Li", password=True)
    db = people.db
    proposal, draft = _agree_about_things(db, busy, coach)
    interview = _apply_for_jobs(db, busy)
    question = _write_to_each_other(db, busy, coach)
    offer, meeting, missed = _meet(db, busy, coach)
    _ask_about_her_data(db, busy)
    leave_something_to_learn(db)
    _talk_to_the_assistant(db, busy)
    _answer_some_questions(db, busy)
    work, headline = _fill_a_profile(db, busy, coach)
    fact = _send_an_intake(db, told, coach)
    db.commit()
    met = {"offer": offer, "meeting": meeting, "missed": missed}
    return Story(
        coach, busy, told, new, proposal, draft, interview, fact, question, **met, work=work, headline=headline
    )


def _as_client(db: Session, client: Someone) -> tuple[CaseFile, Actor]:
    actor = act(db, client)
    return case_of_client(db, client.account.id), actor


def _as_coach(db: Session, client: Someone, coach: Someone) -> tuple[CaseFile, Actor]:
    actor = act(db, coach)
    assert client.case is not None
    return case_of_coach(db, coach.account.id, client.case.id), actor


def _terms(title: str) -> Terms:
    return Terms(
        title=title,
        why="U wilt in de thuiszorg werken. Voor veel vacatures is dit bewijs nodig.",
        client_does=f"U volgt 4 lessen bij {LONG_WORD}.\nU laat op tijd weten als u niet kunt.",
        agency_does="Wij betalen de cursus en uw reis.",
        due_on=today() + 8 * WEEK,
        review_on=today() + 9 * WEEK,
        answer_by=today() + WEEK,
        applications=Target(4, 4),
    )


def _agree_about_things(db: Session, client: Someone, coach: Someone) -> tuple[Agreement, Agreement]:
    """One agreement in each state that has a face of its own."""
    titles = ("Cursus medicijnen geven", "Oefenen met solliciteren", "Taalles", "Praktijkles autorijden", "Stage lopen")
    case, samira = _as_coach(db, client, coach)
    fresh, changed, agreed, refused, done = (
        agreements.propose(db, case, by=samira, terms=_terms(title))[0] for title in titles
    )
    agreements.save_draft(db, case, by=samira, terms=_terms("Eerst een test"))
    case, femke = _as_client(db, client)
    agreements.ask_change(db, case, changed, by=femke, number=1, words="Kan het ook op dinsdag?")
    agreements.agree(db, case, agreed, by=femke, number=1)
    agreements.disagree(db, case, refused, by=femke, number=1, words="Ik heb al een rijbewijs.")
    agreements.agree(db, case, done, by=femke, number=1)
    agreements.report_done(db, case, done, by=femke, words="Het ging goed.")
    draft = agreements.save_draft(db, case, by=femke, terms=_terms("Rijles nemen"))
    agreements.propose(db, case, by=femke, terms=replace(_terms("Zelf iets voorgesteld"), applications=None))
    _propose_again(db, client, coach, changed)
    return fresh, draft


def _propose_again(db: Session, client: Someone, coach: Someone, agreement: Agreement) -> None:
    case, samira = _as_coach(db, client, coach)
    terms = replace(agreement.current.terms, client_does="U oefent 3 keer, op dinsdag.")
    agreements.propose_new_version(db, case, agreement, by=samira, terms=terms, instead_of=1)


def _apply_for_jobs(db: Session, client: Someone) -> ApplicationStage:
    """One with an interview to tell about, one that was planned, and a page more."""
    case, femke = _as_client(db, client)
    ago = today() - dt.timedelta(days=12)
    details = Details(
        LONG_WORD, f"Medewerker {LONG_WORD}", ago, How.WEBSITE, LONG_ADDRESS, "Ó Súilleabháin, personeelszaken"
    )
    logged = applications.log_application(db, case, by=femke, details=details, words="Ik kende een collega daar.")
    day = today() - dt.timedelta(days=3)
    interview = applications.move_to(db, logged.application, by=femke, stage=Stage.INTERVIEW, on=day)
    refused = Details("Garage Ñandú & Zn.", "Monteur", ago, How.PHONE, note="Twee keer gebeld.")
    other = applications.log_application(db, case, by=femke, details=refused).application
    applications.move_to(db, other, by=femke, stage=Stage.REJECTED, on=day, words=f"Zij namen iemand van {LONG_WORD}.")
    applications.remember(db, case, other, by=femke, on=today(), what=f"{LONG_WORD} terugbellen")
    plan = Details("Polder Software", "Tester", today() + WEEK, How.EMAIL)
    applications.log_application(db, case, by=femke, details=plan, stage=Stage.PLANNED)
    for number in range(24):
        more = Details(f"Werkgever {number}", "Kok", ago, How.EMAIL)
        applications.log_application(db, case, by=femke, details=more)
    month = dt.timedelta(days=27)
    report = applications.report_of(db, case.id, first=today() - month, last=today())
    applications.send_report(db, case, report, by=femke)
    return interview


def _write_to_each_other(db: Session, client: Someone, coach: Someone) -> Message:
    """One conversation with a question on each side, and one about nothing in particular."""
    case, femke = _as_client(db, client)
    first = messages.send(
        db, case, by=femke, subject="Telt deze vacature mee", text=f"Dag, telt {LONG_ADDRESS} ook mee?"
    )
    messages.send(db, case, by=femke, text=f"Ik zoek de {LONG_WORD}.\n\nGroet, Femke")
    case, samira = _as_coach(db, client, coach)
    thread = messages.thread_of(db, case.id, first.thread_id)
    return messages.send(db, case, by=samira, thread=thread, text="Ja, dat telt mee. Kunt u dinsdag?")


def _meet(db: Session, client: Someone, coach: Someone) -> tuple[Appointment, Appointment, Appointment]:
    """One with times to choose from, one to come, one that did not take place, one that was cancelled."""
    subjects = ("Hoe gaat het solliciteren?", f"Kennismaken met {LONG_WORD}", "Even bellen", "Samen kijken")
    case, samira = _as_coach(db, client, coach)
    proposed = [_propose_meeting(db, case, samira, subject, number) for number, subject in enumerate(subjects)]
    case, femke = _as_client(db, client)
    for one in proposed[1:]:
        option = one.options[0].id
        appointments.confirm(db, case, one, by=femke, option_id=option, version=one.version)
    offer, coming, missed, cancelled = proposed
    appointments.cancel(db, case, cancelled, by=femke, words="Ik ben dan op mijn werk.", version=cancelled.version)
    missed.starts_at = now() - WEEK
    db.flush()
    return offer, coming, missed


def _propose_meeting(db: Session, case: CaseFile, by: Actor, subject: str, number: int) -> Appointment:
    day = USUAL.next_open_day(today() + number * dt.timedelta(days=2) + WEEK)
    times = [dt.datetime.combine(day, dt.time(hour), OFFICE_TIME) for hour in (10, 14)]
    details = Meeting(subject, Mode.OFFICE, f"Werkplein {LONG_WORD}, Zuidplein 10", 30, "Neem uw nieuwe cv mee.")
    made = appointments.propose(db, case, by=by, details=details, times=times)
    return appointments.appointment_of(db, case.id, made.id)


def _ask_about_her_data(db: Session, client: Someone) -> None:
    """Two requests, a new address whose code is still to be typed, and a CV that was kept."""
    case, femke = _as_client(db, client)
    data_requests.ask_to_correct(db, case, by=femke, about="Uw afspraak", words=f"Het was bij {LONG_WORD}.")
    data_requests.ask_to_erase(db, case, by=femke, parts=[data_requests.SentKind.MESSAGES], words="Het is oud.")
    contact.ask_new_email(db, case, by=femke, email=f"femke@{LONG_WORD.lower()}.example")
    versions.keep(db, case, CvChoice(), name=f"Voor {LONG_WORD}")


def leave_something_to_learn(db: Session) -> None:
    """What the editors find: a question without an answer, and what was clear or not."""
    for kind, topic, words in (
        (learning.Kind.UNANSWERED, f"wat is een {LONG_WORD.lower()}", f"Wat is een {LONG_WORD}?"),
        (learning.Kind.NOT_HELPFUL, "mag ik op vakantie", "Mag ik op vakantie?"),
        (learning.Kind.NOT_CLEAR, "ww-holiday", None),
        (learning.Kind.CLEAR, "ww-holiday", None),
    ):
        more = {"words": words, "article_id": "ww-holiday"}
        learning.learn_from(db, kind, topic=topic, language="nl", scheme=Scheme.WW, **more)


def _talk_to_the_assistant(db: Session, client: Someone) -> None:
    """An earlier conversation and one that goes on, with each kind of bubble."""
    case, femke = _as_client(db, client)
    earlier = conversations.start_or_go_on(db, case, by=femke, language="nl")
    conversations.say(db, earlier, speaker=Speaker.CLIENT, parts={"text": "Mag ik op vakantie?"})
    conversations.end(db, case, earlier.id)
    now = conversations.start_or_go_on(db, case, by=femke, language="nl")
    conversations.say(db, now, speaker=Speaker.CLIENT, parts={"text": f"Wat is een {LONG_WORD}?"})
    article = {
        "kind": "article",
        "id": "ww-holiday",
        "title": "Mag ik met vakantie als ik WW heb?",
        "paragraphs": ["Ja. Geef uw vakantie door aan UWV."],
        "source": "Vakantieregeling WW en IOW art. 2",
        "checked_on": today().isoformat(),
        "who_decides": "UWV beslist hierover.",
    }
    away = {"kind": "away", "articles": [{"id": "ww-holiday", "title": "Vakantie"}]}
    buttons = [{"title": "Vraag aan mijn coach", "payload": "/handover"}, {"title": "Ja", "payload": "/affirm"}]
    for custom in (article, away, {}):
        parts = {"text": "Dit weet ik.", "custom": custom, "buttons": buttons}
        conversations.say(db, now, speaker=Speaker.ASSISTANT, parts=parts)


def _answer_some_questions(db: Session, client: Someone) -> None:
    case, femke = _as_client(db, client)
    intake.start_or_resume(db, case, by=femke)
    told = {"goal": f"Werken bij een {LONG_WORD}.", "desired_work": "verzorgende", "hours_per_week": "24"}
    for question, raw in told.items():
        intake.answer_question(db, case, by=femke, question_id=question, raw=raw, language="nl")


def _fill_a_profile(db: Session, client: Someone, coach: Someone) -> tuple[PortfolioEntry, uuid.UUID]:
    """Something in each list, one removed, one asked about, most of it shared; licences stay for a suggestion."""
    case, femke = _as_client(db, client)
    work = Experience(f"Medewerker {LONG_WORD}", LONG_WORD, "Ŵormerveer", Period("2019-09", None, True), "Van alles.")
    row = portfolio.add_entry(db, case, work, by=femke)
    portfolio.add_entry(db, case, Experience("Kok", "Eetcafé De Haven", period=Period("2012", "2015")), by=femke)
    portfolio.add_entry(db, case, Education("Mbo Verzorgende IG", "ROC Zuid", finished=True), by=femke)
    portfolio.add_entry(db, case, Language("العربية", LanguageLevel.NATIVE), by=femke)
    gone, _kept, _third = portfolio.add_entries(db, case, map(Skill, ("plannen", "koken", LONG_WORD)), by=femke)
    portfolio.remove_entry(db, case, gone.entry_id, by=femke)
    portfolio.set_fields(db, case, {"profile.city": "Ŵormerveer", "account.own_words": "Ik heet Femke."}, by=femke)
    fact = portfolio.set_fields(db, case, {"profile.headline": f"Werkt bij {LONG_WORD}"}, by=femke)[0]
    facts.set_fact(db, case, key="skills.driving_licences", value=["B", "AM"], by=femke)
    for section in (Section.EXPERIENCE, Section.LANGUAGES, Section.PROFILE):
        portfolio.share_section(db, case, section, by=femke, until_on=today() + 8 * WEEK)
    portfolio.change_entry(db, case, row.entry_id, replace(work, city=None), by=femke, version=1)
    case, samira = _as_coach(db, client, coach)
    reviewing.ask_about_entry(db, case, row.entry_id, question="Werkte u daar alleen?", version=2, by=samira)
    reviewing.ask_about_field(db, case, fact.id, question="Klopt dit nog?", by=samira)
    return row, fact.id


def _send_an_intake(db: Session, client: Someone, coach: Someone) -> uuid.UUID:
    """Everything answered and sent; the coach asks about one field."""
    case, omer = _as_client(db, client)
    intake.start_or_resume(db, case, by=omer)
    while (question := intake.draft_of(db, case).next_question) is not None:
        here = {"by": omer, "question_id": question.id, "language": "nl"}
        if question.may_skip:
            intake.skip_question(db, case, **here)
        elif question.choices:
            intake.answer_question(db, case, raw=question.choices[0].value, **here)
        elif question.id in ("goal", "desired_work"):
            intake.answer_question(db, case, raw="kok", **here)
        elif question.may_be_unknown:
            intake.say_unknown(db, case, **here)
        else:
            intake.answer_question(db, case, raw="ja" if question.kind == "yes_no" else "kok", **here)
    sent.send(db, case, by=omer, language="nl")
    case, samira = _as_coach(db, client, coach)
    rows = sent.review_of(db, case, "nl").rows
    sent.reopen_field(db, case, rows[0].fact.id, question="Kunt u dat uitleggen?", by=samira)
    messages.send(db, case, by=samira, text="Ik las uw intake.", answer_expected=False)
    return rows[1].fact.id
