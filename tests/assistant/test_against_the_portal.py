"""The assistant's client against the real portal: every call it makes, with the answers it relies on."""

from urllib.parse import urlsplit

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.actions.case_api import Article, Call, CaseApi, NotKnown, Question, Refused, Reply, SchemeNeeded
from eportfolio.base import now
from eportfolio.conversations import LIFETIME
from eportfolio.messages import Message
from eportfolio.people import Scheme
from tests.machine import Machine, machine_of
from tests.people import People, Someone


def api_of(machine: Machine) -> CaseApi:
    """The client as the action server uses it, with the Flask app in the place of the network."""
    return CaseApi("http://localhost/api/v1", machine.key, through(machine.app))


def through(app: Flask):
    def transport(call: Call) -> Reply:
        parts = urlsplit(call.url)
        answer = app.test_client().open(
            parts.path, query_string=parts.query, method=call.method, headers=call.headers, data=call.body
        )
        return Reply(answer.status_code, answer.data)

    return transport


@pytest.fixture
def client(people: People) -> Someone:
    return people.client(scheme=Scheme.NONE)


@pytest.fixture
def machine(app: Flask, client: Someone) -> Machine:
    return machine_of(app, client)


def test_the_scheme_is_asked_once_and_then_the_answer_is_for_that_scheme(machine: Machine) -> None:
    api, conversation = api_of(machine), machine.token
    assert api.conversation(conversation).scheme is None
    assert isinstance(api.article(conversation, "ww-volunteer-work"), SchemeNeeded)
    api.choose_scheme(conversation, "participatiewet")
    answer = api.article(conversation, "ww-volunteer-work")
    assert isinstance(answer, Article)
    assert answer.id == "pw-volunteer-work"
    assert answer.paragraphs
    assert answer.source
    assert answer.who_decides
    assert api.conversation(conversation).scheme == "participatiewet"


def test_an_article_is_read_for_the_other_benefit_and_nothing_else_changes(machine: Machine) -> None:
    api, conversation = api_of(machine), machine.token
    api.choose_scheme(conversation, "ww")
    other = api.article(conversation, "ww-holiday", scheme="participatiewet")
    assert isinstance(other, Article)
    assert other.id == "pw-holiday-abroad"
    assert api.conversation(conversation).scheme == "ww"
    with pytest.raises(Refused):
        api.article(conversation, "ww-holiday", scheme="wajong")


def test_the_benefit_told_in_the_intake_is_not_asked_again(machine: Machine) -> None:
    api, conversation = api_of(machine), machine.token
    question = api.next_question(conversation)
    while question is not None and question.id != "benefit":
        question = api.answer(conversation, question.id, "weet ik niet").question
    assert question is not None
    assert api.answer(conversation, "benefit", "bijstand").accepted
    assert api.conversation(conversation).scheme == "participatiewet"


def test_how_an_answer_was_understood_is_said(machine: Machine) -> None:
    api, conversation = api_of(machine), machine.token
    said = {"hours_per_week": "3 x 8", "available_from": "1 december 2031", "transport": "de eerste en de derde"}
    question, notes = api.next_question(conversation), {}
    while question is not None and len(notes) < len(said):
        answered = api.answer(conversation, question.id, said.get(question.id, "weet ik niet"))
        if question.id in said:
            notes[question.id] = answered.message
        question = answered.question if answered.accepted else _skipped(api, conversation, question.id)
    assert notes["hours_per_week"] == "Genoteerd: 24 uur per week."
    assert notes["transport"] == "Genoteerd: Lopend, Brommer of scooter."
    assert str(notes["available_from"]).startswith("Kies ")


def _skipped(api: CaseApi, conversation: str, question_id: str) -> Question | None:
    return api.answer(conversation, question_id, "weet ik niet").question


def test_the_intake_goes_on_in_the_chat_where_the_form_was(machine: Machine) -> None:
    api, conversation = api_of(machine), machine.token
    assert api.conversation(conversation).intake_status == "geen"
    first = api.next_question(conversation)
    assert first is not None
    assert first.number == 1
    assert first.text
    answered = api.answer(conversation, first.id, first.choices[0].value if first.choices else "Ik zoek werk")
    assert answered.accepted
    second = api.next_question(conversation)
    assert second is not None
    assert answered.question == second
    assert second.id != first.id
    assert api.conversation(conversation).intake_status == "bezig"


def test_back_leads_to_the_question_before(machine: Machine) -> None:
    api, conversation = api_of(machine), machine.token
    first = api.next_question(conversation)
    assert first is not None
    second = api.answer(conversation, first.id, "weet ik niet").question
    assert second is not None
    back = api.answer(conversation, second.id, "terug")
    assert not back.accepted
    assert back.question is not None
    assert back.question.id == first.id


def test_an_earlier_answer_is_changed_and_the_intake_goes_on_where_it_was(machine: Machine) -> None:
    api, conversation = api_of(machine), machine.token
    first = api.next_question(conversation)
    assert first is not None
    here = api.answer(conversation, first.id, "weet ik niet").question
    assert here is not None
    assert api.question_named(conversation, "verander mijn antwoord op vraag 9") is None, "not reached yet"
    assert api.question_named(conversation, "verander mijn antwoord") is None
    before = api.question_named(conversation, "ik wil mijn vorige antwoord veranderen")
    assert before is not None
    assert before.id == first.id
    named = api.question_named(conversation, "change my answer to question 1")
    assert named is not None
    assert named.id == first.id
    inside = api.answer(conversation, here.id, "verander mijn antwoord op vraag 1")
    assert not inside.accepted
    assert inside.question == named
    changed = api.answer(conversation, first.id, first.choices[0].value if first.choices else "Ik zoek werk")
    assert changed.question == here
    assert api.answer(conversation, first.id, "Dat klopt").question == here, "kept as it stands"


def test_in_need_the_numbers_of_the_centre_come_along(machine: Machine, client: Someone, people: People) -> None:
    assert client.coach is not None
    office = people.office_of(client.coach)
    assert api_of(machine).urgent_help(machine.token).needs == (office.phone,)
    office.urgent_help = {"danger": ["112"], "suicide": ["113"], "note": {"nl": "Loop gerust binnen."}}
    people.db.commit()
    found = api_of(machine).urgent_help(machine.token)
    assert (found.suicide, found.violence, found.note) == (("113",), ("0800-2000",), "Loop gerust binnen.")


def test_what_is_not_an_answer_comes_back_with_the_reason(machine: Machine) -> None:
    api, conversation = api_of(machine), machine.token
    question = api.next_question(conversation)
    while question is not None and question.kind not in ("yes_no", "number", "choice"):
        question = api.answer(conversation, question.id, "weet ik niet").question
    assert question is not None
    refused = api.answer(conversation, question.id, "krak wiebel zorf")
    assert not refused.accepted
    assert refused.message
    assert refused.question is not None
    assert refused.question.id == question.id


def test_a_mere_number_is_no_answer_in_words(machine: Machine) -> None:
    api, conversation = api_of(machine), machine.token
    question = api.next_question(conversation)
    while question is not None and question.kind not in ("short_text", "long_text"):
        question = api.answer(conversation, question.id, "weet ik niet").question
    assert question is not None
    refused = api.answer(conversation, question.id, "24")
    assert not refused.accepted
    assert "in woorden" in str(refused.message)
    assert api.answer(conversation, question.id, "24 jaar gewerkt als kok").accepted


def test_the_whole_intake_can_be_walked_through_without_sending_it(machine: Machine) -> None:
    api, conversation = api_of(machine), machine.token
    question, steps = api.next_question(conversation), 0
    while question is not None and steps < 60:
        said = "weet ik niet" if question.may_skip else question.choices[0].value if question.choices else "ja"
        answered = api.answer(conversation, question.id, said)
        assert answered.accepted, (question, answered)
        question, steps = answered.question, steps + 1
    assert api.next_question(conversation) is None
    assert api.conversation(conversation).intake_status == "bezig"


def test_a_handover_becomes_a_message_to_the_coach(machine: Machine, client: Someone, owner_db: Session) -> None:
    done = api_of(machine).hand_over(machine.token, "Mag ik op vakantie?")
    assert client.coach is not None
    assert done.coach == client.coach.account.name
    assert done.expected_at.endswith("Z")
    sent = owner_db.scalars(select(Message).where(Message.case_id == client.case.id)).all()
    assert [message.text for message in sent] == ["Mag ik op vakantie?"]


def test_a_conversation_that_ended_by_itself_is_not_known_any_more(machine: Machine) -> None:
    api = api_of(machine)
    with time_machine.travel(now() + LIFETIME), pytest.raises(NotKnown):
        api.next_question(machine.token)
    assert api.next_question(machine.token) is not None


def test_wrong_places_and_wrong_keys_have_names(machine: Machine) -> None:
    api = api_of(machine)
    with pytest.raises(NotKnown):
        api.conversation("a-conversation-that-does-not-exist")
    with pytest.raises(NotKnown):
        api.article(machine.token, "no-such-article")
    with pytest.raises(NotKnown):
        api.answer(machine.token, "no-such-question", "ja")
    stranger = CaseApi("http://localhost/api/v1", "wrong", through(machine.app))
    with pytest.raises(Refused, match="401"):
        stranger.conversation(machine.token)
