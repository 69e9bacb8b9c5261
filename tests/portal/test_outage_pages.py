"""What an outage does on the pages: the term itself says so, the coach sees no delay, and there is a public list."""

import datetime as dt
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from eportfolio import agreements, messages, outages, signals
from eportfolio.agreements import AgreementVersion
from eportfolio.base import now, today
from eportfolio.messages import Message
from eportfolio.office_hours import closing_time_after
from eportfolio.outages import Heartbeat, Outage, OutageSource
from eportfolio.signals import Kind
from portal import cli, probe
from portal.config import Settings
from portal.notices.postman import Postman
from portal.presentation import short_date
from tests.client import PortalClient
from tests.eportfolio.test_agreements import terms
from tests.people import People, Someone, act


@pytest.fixture(autouse=True)
def nothing_yet(owner_db: Session) -> Iterator[None]:
    for _ in ("before", "after"):
        owner_db.execute(delete(Heartbeat))
        owner_db.execute(delete(Outage))
        owner_db.commit()
        if _ == "before":
            yield


def proposal_that_ends_yesterday(db: Session, owner_db: Session, client: Someone) -> agreements.Agreement:
    assert client.case is not None
    assert client.coach is not None
    agreement, _receipt = agreements.propose(db, client.case, by=act(db, client.coach), terms=terms())
    db.commit()
    owner_db.execute(
        update(AgreementVersion)
        .where(AgreementVersion.agreement_id == agreement.id)
        .values(answer_by=today() - dt.timedelta(days=1))
    )
    owner_db.commit()
    return agreement


def an_outage_until_now(owner_db: Session) -> None:
    owner_db.add(
        Outage(began_at=now() - dt.timedelta(days=1, hours=2), ended_at=now(), source=OutageSource.MEASURED, note="")
    )
    owner_db.commit()


def test_term_moves_for_the_client_and_is_not_held_against_her(
    web: PortalClient, db: Session, owner_db: Session, people: People
) -> None:
    client = people.client()
    assert client.case is not None
    assert client.coach is not None
    agreement = proposal_that_ends_yesterday(db, owner_db, client)
    page = f"/afspraken/{agreement.id}"
    assert "Er was een storing" not in web.sign_in(client).get(page).text
    an_outage_until_now(owner_db)
    shown = web.get(page).text
    assert "was er een storing. Daarom heeft u meer tijd" in shown
    with web.application.test_request_context():
        assert short_date(closing_time_after(now(), 1)) in shown
    act(db, client.coach)
    late = [
        one.is_late
        for one in signals.signals_of(db, [client.case.id])[client.case.id]
        if one.kind is Kind.NO_ANSWER_YET
    ]
    assert late == [False]


def test_public_list_names_the_rule_and_nobody(web: PortalClient, owner_db: Session, people: People) -> None:
    assert "Geen storingen" in web.get("/storingen").text
    outages.record(
        owner_db,
        began_at=now() - dt.timedelta(hours=2),
        ended_at=now() - dt.timedelta(hours=1),
        note="<b>Onderhoud</b>",
    )
    owner_db.commit()
    page = web.get("/storingen").text
    for words in ("60 minuten", "&lt;b&gt;Onderhoud", "volgende werkdag"):
        assert words in page
    assert "60 minuten" in web.sign_in(people.client()).get("/storingen").text


class Portal:
    """A stand-in for the portal's own readiness address, that can be well or not."""

    def __init__(self) -> None:
        answers = self
        self.status = 200

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(answers.status if self.path == "/readyz" else 404)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def portal() -> Iterator[Portal]:
    portal = Portal()
    yield portal
    portal.server.shutdown()
    portal.server.server_close()


def test_worker_finds_out_by_asking_the_portal(settings: Settings, owner_db: Session, portal: Portal) -> None:
    postman = Postman(settings.model_copy(update={"base_url": portal.url}))
    postman.look_at_portal()
    owner_db.execute(update(Heartbeat).values(at=now() - dt.timedelta(minutes=30)))
    owner_db.commit()
    portal.status = 503
    postman.look_at_portal()
    assert owner_db.scalars(select(Outage)).all() == []
    owner_db.commit()
    portal.status = 200
    for _ in range(2):
        postman.look_at_portal()
    postman.close()
    (outage,) = owner_db.scalars(select(Outage)).all()
    assert outage.minutes == 30
    owner_db.commit()


def test_who_does_not_answer_is_not_well(portal: Portal) -> None:
    assert probe.is_well(portal.url)
    for address in ("http://127.0.0.1:9", "nonsense", f"{portal.url.replace('http', 'https')}"):
        assert not probe.is_well(address)


def test_operator_records_one_by_command(
    settings: Settings, database_urls: tuple[str, str], owner_db: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOUVAST_DATABASE_URL", database_urls[1])
    monkeypatch.setenv("HOUVAST_OWNER_DATABASE_URL", database_urls[0])
    assert cli.main(["outage", "2026-11-20T09:30", "2026-11-20T10:15", "Stroomstoring"]) == 0
    (outage,) = owner_db.scalars(select(Outage)).all()
    assert (outage.minutes, outage.note, outage.source) == (45, "Stroomstoring", OutageSource.OPERATOR)
    owner_db.commit()
    assert cli.main(["outage", "2026-11-20T10:30", "2026-11-20T10:15"]) == 2


def asked(db: Session, owner_db: Session, client: Someone, *, by: Someone) -> Message:
    """A message that wants an answer by yesterday."""
    assert client.case is not None
    actor = act(db, by)
    message = messages.send(db, client.case, by=actor, text="Kunt u dinsdag?", answer_expected=True)
    db.commit()
    owner_db.execute(update(Message).where(Message.id == message.id).values(answer_by=now() - dt.timedelta(hours=20)))
    owner_db.commit()
    return message


def test_the_day_to_answer_a_message_moves_and_both_sides_read_why(
    web: PortalClient, db: Session, owner_db: Session, people: People
) -> None:
    client = people.client()
    assert client.case is not None
    assert client.coach is not None
    message = asked(db, owner_db, client, by=client.coach)
    page = f"/berichten/{message.thread_id}"
    assert "Uw coach wacht nog op uw antwoord" in web.sign_in(client).get(page).text
    assert "wacht nog op uw antwoord" in web.get("/berichten").text
    an_outage_until_now(owner_db)
    shown = web.get(page).text
    assert "Uw coach vraagt om een antwoord, uiterlijk" in shown
    assert "was er een storing. Daarom heeft u meer tijd" in shown
    assert "wacht nog op uw antwoord" not in web.get("/berichten").text
    at_the_desk = web.sign_in(client.coach).get(f"/coach/klanten/{client.case.id}{page}").text
    assert "U vroeg om een antwoord, uiterlijk" in at_the_desk
    assert "Daarom kan het antwoord later komen" in at_the_desk


def test_an_answer_that_was_promised_moves_with_the_reason(
    web: PortalClient, db: Session, owner_db: Session, people: People
) -> None:
    client = people.client()
    message = asked(db, owner_db, client, by=client)
    page = f"/berichten/{message.thread_id}"
    assert "Antwoord is later dan beloofd" in web.sign_in(client).get(page).text
    an_outage_until_now(owner_db)
    for url in (page, "/berichten"):
        shown = web.get(url).text
        assert "later dan beloofd" not in shown
        assert "Daarom kan het antwoord later komen: eerst was het beloofd voor" in shown
