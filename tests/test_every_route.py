"""Every address × every kind of visitor, against the list below: who may come in, and that nobody else can.

A new route makes `test_every_route_is_in_the_list` fail until it stands here. Whether somebody then sees a certain
file is another matter: `test_a_door_is_not_a_key` tries the addresses of a file as those to whom it does not belong.
"""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from eportfolio import conversations
from eportfolio.access import Channel
from eportfolio.people import Role
from portal import create_app
from portal.config import DEVELOPMENT_SECRET, Settings
from portal.security import is_public
from tests.client import PortalClient
from tests.people import People, Someone, act

EVERYBODY, SIGNED_IN, CLIENT, COACH, STAFF, MANAGER, HELPER, ASSISTANT = (
    frozenset({"signed out", *Role}),
    frozenset(Role),
    frozenset({Role.CLIENT}),
    frozenset({Role.COACH}),
    frozenset({Role.COACH, Role.MANAGER}),
    frozenset({Role.MANAGER}),
    frozenset({Role.HELPER}),
    frozenset({"assistant"}),
)
ACCESS: dict[frozenset[str], str] = {
    EVERYBODY: """
        auth.start auth.sign_in auth.sign_in_as_demo auth.sign_out auth.sign_out_everywhere
        auth.signed_out auth.switch_language
        public.accessibility public.outages public.privacy public.alive public.ready public.calendar_feed
        kiosk.entry kiosk.own_computer kiosk.help_status kiosk.ask_help kiosk.stop_asking kiosk.wipe kiosk.ended
        api.read_description
    """,
    SIGNED_IN: "auth.password auth.password_save auth.confirm auth.sign_out_one auth.still_here auth.drop_unsent",
    CLIENT: """
        client.together client.together_stop client.check_helped
        client.today client.my_data client.who_looked client.who_looked_csv client.sent
        client.contact client.contact_save client.contact_email client.contact_code client.contact_code_check
        client.notice_choices_page client.notice_choices_save client.receipt client.receipt_pdf
        client.timeline
        client.intake client.start_intake client.intake_question client.answer_intake client.check_intake
        client.send_intake
        client.agreements client.agreement client.agreement_agree client.agreement_difference client.agreement_discard
        client.agreement_draft client.agreement_new_version client.agreement_propose client.agreement_read
        client.agreement_say client.plan client.plan_as_pdf
        client.applications client.application client.application_new client.application_edit
        client.application_experience client.application_stage client.application_remove client.application_restore
        client.application_step client.application_step_back client.application_step_restore client.application_move
        client.application_files_chosen client.application_evidence
        client.application_remember client.application_remembered
        client.application_report client.application_report_send client.application_report_pdf
        client.application_report_table_file client.application_report_sent client.application_report_sent_pdf
        client.portfolio client.portfolio_section client.portfolio_sharing client.section_share
        client.section_stop_sharing client.entry_new client.entry_change client.entry_remove client.entry_put_back
        client.entry_move client.entry_history client.suggestion_take client.fields_change client.fields_history
        client.documents client.document client.document_file client.document_text client.document_new
        client.document_replace client.document_withdraw client.document_put_back client.document_share
        client.document_stop_sharing client.document_describe client.document_page_file
        client.cv client.cv_read client.cv_change
        client.cv_make client.cv_preview client.cv_picture_file client.cv_file client.cv_mail_to_me client.cv_keep
        client.cv_take_up client.cv_remove client.take_along client.ask_for_everything client.everything_file
        client.retention_terms client.correct client.erase client.bring_in client.bring_in_keep
        client.messages client.message_send client.messages_read
        client.rights client.article client.rights_in_advance client.article_read client.article_clear
        client.article_unclear client.not_helpful
        client.message client.message_thread client.message_reply
        client.message_close
        client.appointments client.appointment client.appointment_new client.appointment_choose
        client.appointment_change client.appointment_cancel client.appointment_missed client.appointment_file
        client.calendar client.calendar_stop
        client.chat client.say client.forget client.chat_awake client.chat_earlier client.stop_chat
        client.chat_to_coach client.chat_send_to_coach
    """,
    COACH: """
        coach.together coach.together_code coach.on_behalf coach.application_on_behalf
        coach.document_on_behalf
        coach.caseload coach.timeline coach.client_file coach.client_intake coach.accept_facts coach.ask_about_fact
        coach.agreements coach.agreement coach.agreement_agree coach.agreement_difference coach.agreement_discard
        coach.agreement_draft coach.agreement_new_version coach.agreement_propose coach.agreement_say
        coach.client_plan_as_pdf
        coach.applications coach.application coach.application_seen
        coach.application_report coach.application_report_pdf coach.application_report_seen
        coach.portfolio coach.portfolio_accept coach.portfolio_ask coach.portfolio_ask_field
        coach.documents coach.document coach.document_file coach.document_checked
        coach.client_requests coach.answer_request
        coach.client_rights coach.messages coach.message_send coach.message_close coach.messages_read
        coach.appointments coach.appointment coach.appointment_new coach.appointment_choose
        coach.appointment_change coach.appointment_cancel coach.appointment_missed coach.appointment_file
        coach.calendar coach.calendar_stop coach.agenda
         coach.message coach.message_thread coach.message_reply
    """,
    STAFF: "coach.mailbox",
    MANAGER: "coach.manage coach.coach_files coach.give coach.learning coach.learn coach.learning_dismiss",
    HELPER: "kiosk.desk kiosk.come kiosk.done kiosk.together kiosk.together_code",
    ASSISTANT: """
        api.read_conversation api.choose_scheme api.read_articles api.read_article api.read_next_question
        api.find_earlier_question api.read_urgent_help
        api.answer_question api.hand_over
        api.read_case_file api.read_intake api.read_documents
        api.read_agreements api.read_agreement api.propose api.answer
        api.read_applications api.read_application api.add_application api.correct_application api.add_step
        api.read_messages api.read_message api.send_message
    """,
}
MAY_ENTER = {endpoint: who for who, endpoints in ACCESS.items() for endpoint in endpoints.split()}
VISITORS = ("signed out", *Role)


@pytest.fixture(scope="module")
def portal(settings: Settings) -> Iterator[Flask]:
    """A portal that asks for no CSRF tokens, so that only the doors decide."""
    app = create_app(settings)
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    app.testing = True
    app.test_client_class = PortalClient
    yield app
    app.extensions["houvast_engine"].dispose()


def rules_of(app: Flask) -> list[tuple[Rule, str]]:
    """Every rule with each of its methods; HEAD and OPTIONS follow from those."""
    return [
        (rule, method) for rule in app.url_map.iter_rules() for method in sorted(rule.methods - {"HEAD", "OPTIONS"})
    ]


def address(rule: Rule, case: Any) -> str:
    """An address for this rule: the case where a case is meant, and things that do not exist elsewhere."""
    values: dict[str, Any] = {}
    for name in rule.arguments:
        converter = rule._converters[name]
        kind = type(converter).__name__
        if name in ("case_id", "dossierId"):
            values[name] = case.id
        elif kind == "UUIDConverter":
            values[name] = uuid.uuid4()
        elif kind == "IntegerConverter":
            values[name] = 1
        else:
            values[name] = sorted(converter.items)[0] if kind == "AnyConverter" else "bestaat-niet"
    _domain, path = rule.build(values)
    return path


def visit(app: Flask, rule: Rule, method: str, visitor: Someone | None, case: Any) -> TestResponse:
    web = app.test_client()
    if visitor is not None:
        web.sign_in(visitor)
    return web.open(address(rule, case), method=method, json={} if rule.endpoint.startswith("api.") else None)


def came_in(response: TestResponse) -> bool:
    """Past the door: not sent to the sign-in page, not refused."""
    to_sign_in = response.status_code == 303 and (response.location or "").split("?")[0] == "/inloggen"
    return not to_sign_in and response.status_code not in (401, 403)


def everybody(people: People) -> tuple[dict[str, Someone | None], Any]:
    """One visitor of each kind, and the file of the client, with its own coach."""
    client = people.client()
    visitors = {"signed out": None, Role.CLIENT: client, Role.COACH: client.coach}
    visitors |= {Role.HELPER: people.helper(), Role.MANAGER: people.manager()}
    return visitors, client.case


def test_every_route_is_in_the_list(portal: Flask) -> None:
    found = {rule.endpoint for rule in portal.url_map.iter_rules()}
    assert found - set(MAY_ENTER) == set(), "say in ACCESS who may come in here"
    assert set(MAY_ENTER) - found == set(), "these are in ACCESS, but not in the portal"
    assert sum(len(endpoints.split()) for endpoints in ACCESS.values()) == len(MAY_ENTER), "an endpoint stands twice"


def test_what_is_open_says_so_itself(portal: Flask) -> None:
    with portal.app_context():
        marked = {endpoint for endpoint in portal.view_functions if is_public(endpoint)}
    assert marked == {endpoint for endpoint, who in MAY_ENTER.items() if who in (EVERYBODY, SIGNED_IN)}


def test_every_door_has_a_guard(portal: Flask) -> None:
    """Closed by default: a route that somebody forgets to think about is behind a guard already."""
    for name, door in portal.blueprints.items():
        if name not in ("auth", "public", "api"):
            assert getattr(door, "roles", ()), name
    assert all("." in rule.endpoint for rule in portal.url_map.iter_rules()), "a route outside any door"


@pytest.mark.parametrize("visitor", VISITORS)
def test_visitor_comes_in_where_the_list_says_and_nowhere_else(visitor: str, portal: Flask, people: People) -> None:
    visitors, case = everybody(people)
    wrong = []
    for rule, method in rules_of(portal):
        response = visit(portal, rule, method, visitors[visitor], case)
        expected = visitor in MAY_ENTER[rule.endpoint]
        if came_in(response) is not expected or response.status_code >= 500:
            wrong.append(f"{visitor}: {method} {rule.rule} → {response.status_code}, expected {expected}")
    assert wrong == []


def test_signed_out_person_is_led_to_sign_in_and_others_are_refused(portal: Flask, people: People) -> None:
    visitors, case = everybody(people)
    for rule, method in rules_of(portal):
        who = MAY_ENTER[rule.endpoint]
        if who in (EVERYBODY, SIGNED_IN, ASSISTANT):
            continue
        assert visit(portal, rule, method, None, case).status_code == 303, rule.rule
        stranger = next(one for role, one in visitors.items() if one is not None and role not in who)
        assert visit(portal, rule, method, stranger, case).status_code == 403, rule.rule


def test_a_door_is_not_a_key(portal: Flask, people: People) -> None:
    """Every address of a file answers another coach as if there were no such file."""
    case, other = people.client().case, people.coach()
    tried = 0
    for rule, method in rules_of(portal):
        if "case_id" in rule.arguments:
            tried += 1
            assert visit(portal, rule, method, other, case).status_code == 404, f"{method} {rule.rule}"
    assert tried > 20


def test_no_get_route_changes_anything_by_a_form(portal: Flask) -> None:
    """What changes things is asked for by POST (or PUT by machines), never by an address alone."""
    for rule, _method in rules_of(portal):
        assert rule.methods & {"GET", "POST", "PUT"}
        assert not rule.methods & {"DELETE", "PATCH"}, rule.rule


def test_every_form_needs_its_token(app: Flask, people: People) -> None:
    """With the real portal: a form without CSRF token is refused at every address, whoever is signed in."""
    visitors, case = everybody(people)
    for rule, method in rules_of(app):
        who = MAY_ENTER[rule.endpoint]
        if method == "GET" or who is ASSISTANT:
            continue
        visitor = next(one for role, one in visitors.items() if one is not None and role in who)
        assert visit(app, rule, method, visitor, case).status_code == 400, rule.rule


# The door for machines


@pytest.fixture
def talking(people: People, db: Any) -> tuple[Someone, str]:
    """A client and the token of her conversation."""
    client = people.client()
    actor = act(db, client, Channel.WEB)
    token = conversations.start_or_go_on(db, client.case, by=actor, language="nl").token
    db.commit()
    return client, token


def call(app: Flask, rule: Rule, method: str, case: Any, key: str | None, token: str) -> TestResponse:
    headers = {"Gesprek-Id": token} | ({"Authorization": f"Bearer {key}"} if key else {})
    path = address(rule, case).replace("/gesprekken/bestaat-niet", f"/gesprekken/{token}")
    return app.test_client().open(path, method=method, json={}, headers=headers)


def test_machines_need_the_key_everywhere(portal: Flask, talking: tuple[Someone, str]) -> None:
    client, token = talking
    for rule, method in rules_of(portal):
        if MAY_ENTER[rule.endpoint] is not ASSISTANT:
            continue
        for key in (None, "wrong", DEVELOPMENT_SECRET + " ", ""):
            refused = call(portal, rule, method, client.case, key, token)
            assert refused.status_code == 401, f"{method} {rule.rule} with {key!r}"
            assert refused.mimetype == "application/problem+json"
        let_in = call(portal, rule, method, client.case, DEVELOPMENT_SECRET, token)
        assert let_in.status_code not in (401, 403), f"{method} {rule.rule}"
        assert let_in.status_code < 500, f"{method} {rule.rule}"


def test_key_opens_only_the_file_of_its_conversation(
    portal: Flask, people: People, talking: tuple[Someone, str]
) -> None:
    _client, token = talking
    foreign = people.client().case
    for rule, method in rules_of(portal):
        if MAY_ENTER[rule.endpoint] is ASSISTANT and "dossierId" in rule.arguments:
            answer = call(portal, rule, method, foreign, DEVELOPMENT_SECRET, token)
            assert answer.status_code == 404, f"{method} {rule.rule}"


def test_key_opens_no_page(portal: Flask) -> None:
    headers = {"Authorization": f"Bearer {DEVELOPMENT_SECRET}"}
    assert portal.test_client().get("/vandaag", headers=headers).status_code == 303
