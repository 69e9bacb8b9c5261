"""A reminder that is due becomes a mail without content, whoever was down meanwhile."""

import datetime as dt
import os
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

from eportfolio.base import now
from eportfolio.notices import Topic
from eportfolio.reminders import set_reminder
from portal.config import Settings
from portal.notices.postman import Postman
from tests.mail_server import Mailbox, MailServer, work
from tests.people import People, Someone, act

ROOT = Path(__file__).parent.parent.parent


def remind(db: Session, client: Someone) -> None:
    act(db, client)
    assert client.case is not None
    set_reminder(db, client.case, topic=Topic.APPOINTMENT, about=uuid.uuid4(), due_at=now() - dt.timedelta(minutes=1))
    db.commit()


def remind_now(settings: Settings) -> None:
    """What the worker does each minute."""
    postman = Postman(settings)
    postman.remind()
    postman.close()


def let_waiting_jobs_go(owner_db: Session) -> None:
    owner_db.execute(text("UPDATE jobs.procrastinate_jobs SET scheduled_at = now() WHERE task_name = 'send_notice'"))
    owner_db.commit()


def test_a_reminder_arrives_once_without_content(
    settings: Settings, db: Session, people: People, server: MailServer, mailbox: Mailbox
) -> None:
    client = people.client()
    remind(db, client)
    for _ in range(2):
        remind_now(settings)
        work(settings, smtp_url=server.url)
    (letter,) = mailbox.letters_to(client)
    assert "afspraak" not in letter.as_string().lower()


def test_mail_was_down_when_it_was_due(
    settings: Settings, db: Session, owner_db: Session, people: People, mailbox: Mailbox
) -> None:
    client, server = people.client(), MailServer(mailbox)
    remind(db, client)
    remind_now(settings)
    work(settings, smtp_url=server.url)
    server.start()
    try:
        let_waiting_jobs_go(owner_db)
        remind_now(settings)
        work(settings, smtp_url=server.url)
    finally:
        server.stop()
    assert len(mailbox.letters_to(client)) == 1


def test_the_worker_process_reminds_by_itself_also_after_it_was_killed(
    settings: Settings, db: Session, people: People, server: MailServer, mailbox: Mailbox, tmp_path: Path
) -> None:
    """The periodic task is put in the queue at the start of each minute: this waits for it, once."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "HOUVAST_DATABASE_URL": settings.portal_database_url,
        "HOUVAST_DEMO": "true",
        "HOUVAST_SMTP_URL": server.url,
    }

    def start() -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-m", "portal.jobs"], cwd=tmp_path, env=environment)

    worker = start()
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    client = people.client()
    remind(db, client)  # due while no worker is there
    worker = start()
    try:
        deadline = time.monotonic() + 100
        while not mailbox.letters_to(client) and time.monotonic() < deadline:
            assert worker.poll() is None
            time.sleep(0.2)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(15) == 0
    finally:
        if worker.poll() is None:
            worker.kill()
            worker.wait()
    assert len(mailbox.letters_to(client)) == 1
