"""The worker: every notice arrives once, whatever dies on the way."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
import uuid
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from eportfolio import notices
from eportfolio.base import now
from eportfolio.conversations import LIFETIME
from eportfolio.notices import Notice, Topic
from portal import forget, jobs
from portal.config import Settings
from portal.notices import mail
from portal.notices.postman import Postman
from tests.mail_server import Mailbox, MailServer, work
from tests.people import People, Someone, act

SUBJECT = "Er staat iets voor u klaar in Houvast"
ROOT = Path(__file__).parent.parent.parent


def told(db: Session, someone: Someone) -> uuid.UUID:
    """A committed notice for this client, made by her coach."""
    act(db, someone.coach or someone)
    about = uuid.uuid4()
    notices.notify(db, someone.account.id, Topic.MESSAGE, about=about)
    db.commit()
    act(db, someone)
    notice_id = db.scalars(select(Notice.id).where(Notice.key.contains(str(about)))).one()
    db.commit()
    return notice_id


def job_of(owner_db: Session, notice_id: uuid.UUID) -> tuple[str, int, float] | None:
    """Status, attempts and seconds until the next attempt of a notice's job; None when it is done and gone."""
    row = owner_db.execute(
        text(
            "SELECT status::text, attempts, extract(epoch FROM scheduled_at - now())::float"
            " FROM jobs.procrastinate_jobs WHERE args ->> 'notice_id' = :id"
        ),
        {"id": str(notice_id)},
    ).one_or_none()
    owner_db.commit()
    return tuple(row) if row else None  # type: ignore[return-value]


def change_job(owner_db: Session, notice_id: uuid.UUID, change: str) -> None:
    owner_db.execute(
        text(f"UPDATE jobs.procrastinate_jobs SET {change} WHERE args ->> 'notice_id' = :id"), {"id": str(notice_id)}
    )
    owner_db.commit()


def notice_row(owner_db: Session, notice_id: uuid.UUID) -> Notice:
    owner_db.expire_all()
    row = owner_db.get_one(Notice, notice_id)
    owner_db.commit()
    return row


def test_notice_arrives_by_mail_without_content(
    settings: Settings, db: Session, owner_db: Session, people: People, server: MailServer, mailbox: Mailbox
) -> None:
    client = people.client(given="Łucja", family="Yılmaz")
    notice_id = told(db, client)
    work(settings, smtp_url=server.url, base_url="https://houvast.example")
    (letter,) = mailbox.letters_to(client)
    assert letter["Subject"] == SUBJECT
    assert letter["From"] == "Houvast <geen-antwoord@houvast.example>"
    assert letter["Message-ID"] == f"<{notice_id}@houvast.example>"
    assert letter["Auto-Submitted"] == "auto-generated"
    body = letter.get_content()
    assert "Dag Łucja Yılmaz," in body
    assert "\nhttps://houvast.example/\n" in body.replace("\r\n", "\n")
    for word in ("bericht van", "afspraak", "coach"):
        assert word not in body
    row = notice_row(owner_db, notice_id)
    assert row.sent_at is not None
    assert (row.subject, row.body) == (None, None)
    assert job_of(owner_db, notice_id) is None


def test_demo_mode_keeps_the_mail_for_the_mailbox_page(
    settings: Settings, db: Session, owner_db: Session, people: People
) -> None:
    notice_id = told(db, people.client())
    work(settings, demo=True, smtp_url=None)
    row = notice_row(owner_db, notice_id)
    assert row.subject == SUBJECT
    assert "Log in en bekijk het zelf" in (row.body or "")
    assert row.sent_at is not None


def test_mail_server_away_then_back(
    settings: Settings, db: Session, owner_db: Session, people: People, mailbox: Mailbox
) -> None:
    client = people.client()
    notice_id = told(db, client)
    server = MailServer(mailbox)
    work(settings, smtp_url=server.url)
    status, attempts, wait = job_of(owner_db, notice_id) or ("", 0, 0.0)
    assert (status, attempts) == ("todo", 1)
    assert 25 < wait <= jobs.FIRST_WAIT
    assert notice_row(owner_db, notice_id).sent_at is None
    server.start()
    try:
        work(settings, smtp_url=server.url)
        assert mailbox.letters_to(client) == []  # not before its time
        change_job(owner_db, notice_id, "scheduled_at = now()")
        work(settings, smtp_url=server.url)
        work(settings, smtp_url=server.url)
    finally:
        server.stop()
    assert len(mailbox.letters_to(client)) == 1
    assert job_of(owner_db, notice_id) is None


def test_waits_double_up_to_an_hour(settings: Settings, db: Session, owner_db: Session, people: People) -> None:
    notice_id = told(db, people.client())
    for attempts, expected in ((0, 30), (1, 60), (3, 240), (60, 3600)):
        change_job(owner_db, notice_id, f"scheduled_at = now(), attempts = {attempts}")
        work(settings, smtp_url="smtp://127.0.0.1:9")
        _status, _attempts, wait = job_of(owner_db, notice_id) or ("", 0, 0.0)
        assert expected - 5 < wait <= expected


def test_an_address_that_is_refused_for_good_is_given_up_and_kept_as_failed(
    settings: Settings,
    db: Session,
    owner_db: Session,
    people: People,
    server: MailServer,
    mailbox: Mailbox,
    caplog: pytest.LogCaptureFixture,
) -> None:
    client = people.client()
    mailbox.refusals[client.account.email] = "550 no such user"
    notice_id = told(db, client)
    with caplog.at_level(logging.WARNING, logger="houvast.worker"):
        for _ in range(jobs.REFUSALS):
            change_job(owner_db, notice_id, "scheduled_at = now()")
            work(settings, smtp_url=server.url)
    assert (job_of(owner_db, notice_id) or [""])[0] == "failed"
    assert "recipient refused with 550" in caplog.text
    assert client.account.email not in caplog.text


def test_a_busy_mail_server_is_tried_again(
    settings: Settings, db: Session, owner_db: Session, people: People, server: MailServer, mailbox: Mailbox
) -> None:
    client = people.client()
    mailbox.refusals[client.account.email] = "451 try later"
    notice_id = told(db, client)
    change_job(owner_db, notice_id, "attempts = 50")
    work(settings, smtp_url=server.url)
    assert (job_of(owner_db, notice_id) or [""])[0] == "todo"


def test_two_workers_send_one_mail(
    settings: Settings, db: Session, people: People, server: MailServer, mailbox: Mailbox
) -> None:
    client = people.client()
    notice_id = told(db, client)
    mailbox.slow = 0.3
    postman = Postman(settings.model_copy(update={"smtp_url": server.url}))
    both = [threading.Thread(target=postman.deliver, args=(notice_id,)) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    postman.close()
    assert len(mailbox.letters_to(client)) == 1


def test_the_job_of_a_worker_that_died_is_taken_over(
    settings: Settings, db: Session, owner_db: Session, people: People, server: MailServer, mailbox: Mailbox
) -> None:
    client = people.client()
    notice_id = told(db, client)
    dead = owner_db.execute(
        text(
            "INSERT INTO jobs.procrastinate_workers (last_heartbeat) VALUES (now() - interval '5 minutes') RETURNING id"
        )
    ).scalar_one()
    change_job(owner_db, notice_id, f"status = 'doing', worker_id = {dead}")
    work(settings, smtp_url=server.url)
    assert len(mailbox.letters_to(client)) == 1
    assert job_of(owner_db, notice_id) is None


def test_a_disabled_account_gets_no_mail(
    settings: Settings, db: Session, owner_db: Session, people: People, server: MailServer, mailbox: Mailbox
) -> None:
    client = people.client()
    notice_id = told(db, client)
    owner_db.execute(text("UPDATE account SET disabled_at = now() WHERE id = :id"), {"id": client.account.id})
    owner_db.commit()
    work(settings, smtp_url=server.url)
    assert mailbox.letters_to(client) == []
    assert notice_row(owner_db, notice_id).sent_at is None


def test_without_a_mail_server_outside_demo_mode_the_notice_waits(
    settings: Settings, db: Session, owner_db: Session, people: People
) -> None:
    notice_id = told(db, people.client())
    work(settings, demo=False, smtp_url=None)
    assert (job_of(owner_db, notice_id) or [""])[0] == "todo"
    assert notice_row(owner_db, notice_id).sent_at is None


def test_a_password_never_goes_over_an_open_line(server: MailServer, mailbox: Mailbox, people: People) -> None:
    letter = mail.compose(people.client().account, notice_id=uuid.uuid4(), base_url="https://houvast.example")
    host = server.url.removeprefix("smtp://")
    for url in (f"smtp://name:secret@{host}", f"smtp+starttls://{host}", f"smtps://{host}", "https://mail.example"):
        with pytest.raises(mail.MailDown) as problem:
            mail.send(letter, smtp_url=url, sender="a@b.example")
        assert "secret" not in str(problem.value)
    assert mailbox.letters == []


def test_the_mail_is_in_the_reader_s_language(people: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue = Catalog(locale="en")
    catalogue.add(SUBJECT, "There is something for you in Houvast")
    catalogue.add("Dag %(name)s,", "Dear %(name)s,", flags=["python-format"])
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "messages.mo").open("wb") as file:
        write_mo(file, catalogue)
    monkeypatch.setattr(mail, "CATALOGUES", tmp_path)
    mail._templates.cache_clear()
    try:
        account = people.client(given="Grace", family="100% Mensah").account
        account.locale = "en-GB"
        letter = mail.compose(account, notice_id=uuid.uuid4(), base_url="https://houvast.example/")
        people.db.rollback()
    finally:
        mail._templates.cache_clear()
    assert letter.language == "en"
    assert letter.subject == "There is something for you in Houvast"
    assert letter.body.startswith("Dear Grace 100% Mensah,\n")


def test_forgetting_a_conversation_needs_a_tracker_database(
    settings: Settings, db: Session, owner_db: Session, people: People
) -> None:
    act(db, people.client())
    token = uuid.uuid4().hex
    forget.forget_in_assistant(db, token)
    db.commit()
    work(settings, rasa_db_url=None)
    left = owner_db.execute(
        text("SELECT count(*) FROM jobs.procrastinate_jobs WHERE args ->> 'token' = :token"), {"token": token}
    )
    assert left.scalar_one() == 0
    owner_db.commit()


def test_worker_process_delivers_and_stops_cleanly(
    settings: Settings, db: Session, owner_db: Session, people: People, tmp_path: Path
) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "HOUVAST_DATABASE_URL": settings.portal_database_url,
        "HOUVAST_DEMO": "true",
    }
    with (tmp_path / "worker.log").open("wb") as output:
        worker = subprocess.Popen(
            [sys.executable, "-m", "portal.jobs"], cwd=tmp_path, env=environment, stdout=output, stderr=output
        )
    try:
        notice_id = told(db, people.client())
        deadline = time.monotonic() + 60
        while notice_row(owner_db, notice_id).sent_at is None and time.monotonic() < deadline:
            assert worker.poll() is None, (tmp_path / "worker.log").read_text()
            time.sleep(0.2)
        assert notice_row(owner_db, notice_id).sent_at is not None
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(15) == 0
    finally:
        if worker.poll() is None:
            worker.kill()
            worker.wait()
    assert "Traceback" not in (tmp_path / "worker.log").read_text()


def test_worker_refuses_to_start_without_a_database(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "portal.jobs"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert "HOUVAST_DATABASE_URL is not set" in done.stderr


def test_the_assistant_forgets_every_conversation_that_is_over_and_proves_it(
    database_urls: tuple[str, str], owner_db: Session
) -> None:
    long_ago, just_now = now().timestamp() - 13 * 3600, now().timestamp()
    owner_db.execute(text("CREATE SCHEMA IF NOT EXISTS tracker"))
    owner_db.execute(text("CREATE TABLE tracker.events (sender_id text, timestamp double precision)"))
    said = [("over", long_ago), ("over", long_ago + 1), ("goes-on", long_ago), ("goes-on", just_now)]
    for sender, at in said:
        owner_db.execute(text("INSERT INTO tracker.events VALUES (:s, :t)"), {"s": sender, "t": at})
    owner_db.commit()
    try:
        owner_url = database_urls[0].replace("postgresql+psycopg://", "postgresql://", 1)
        tracker = f"{owner_url}{'&' if '?' in owner_url else '?'}options=-csearch_path%3Dtracker"
        assert forget.delete_old_from_tracker(tracker, LIFETIME) == (2, 0)
        assert forget.delete_old_from_tracker(tracker, LIFETIME) == (0, 0)
        left = owner_db.execute(text("SELECT DISTINCT sender_id FROM tracker.events")).scalars().all()
        assert left == ["goes-on"]
    finally:
        owner_db.rollback()
        owner_db.execute(text("DROP SCHEMA tracker CASCADE"))
        owner_db.commit()
