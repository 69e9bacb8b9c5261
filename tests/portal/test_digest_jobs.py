"""The daily mail and refused addresses: one mail for several things, once, whatever breaks on the way."""

import asyncio
import datetime as dt
import threading
import uuid

import procrastinate
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from eportfolio import contact, notices, signals
from eportfolio.base import now
from eportfolio.notice_choices import Delivery, choose, refused_address
from eportfolio.notices import Notice, Topic
from portal import jobs
from portal.config import Settings
from portal.notices.postman import Postman
from tests.mail_server import Mailbox, MailServer, work
from tests.people import People, Someone, act


def wants(db: Session, client: Someone, delivery: Delivery, topic: Topic = Topic.MESSAGE) -> None:
    act(db, client)
    choose(db, client.account.id, {topic: delivery}, hour=9)
    db.commit()


def tell(db: Session, client: Someone, topic: Topic = Topic.MESSAGE, times: int = 1) -> None:
    act(db, client.coach or client)
    for _ in range(times):
        notices.notify(db, client.account.id, topic, about=uuid.uuid4())
    db.commit()


def rows(owner_db: Session, client: Someone) -> list[Notice]:
    owner_db.expire_all()
    found = list(owner_db.scalars(select(Notice).where(Notice.account_id == client.account.id)))
    owner_db.commit()
    return found


def the_hour_has_come(owner_db: Session, client: Someone) -> None:
    owner_db.execute(
        update(Notice).where(Notice.account_id == client.account.id).values(held_until=now() - dt.timedelta(minutes=1))
    )
    owner_db.commit()


def make_it_due(owner_db: Session) -> None:
    owner_db.execute(text("UPDATE jobs.procrastinate_jobs SET scheduled_at = now() WHERE queue_name = 'mail'"))
    owner_db.commit()


def the_minute_passes(settings: Settings, **changes: object) -> None:
    """What the worker does at the start of a minute, and then everything that is due."""
    chosen = settings.model_copy(update=changes)
    postman = Postman(chosen)
    app: procrastinate.App = jobs.make_worker(chosen, postman)

    async def once() -> None:
        async with app.open_async():
            await jobs.put_digests_in_queue(app, postman)

    asyncio.run(once())
    postman.close()
    work(chosen)


def test_three_things_in_one_mail_and_not_before_the_hour(
    settings: Settings, db: Session, owner_db: Session, people: People, server: MailServer, mailbox: Mailbox
) -> None:
    client = people.client()
    wants(db, client, Delivery.DAILY)
    tell(db, client, times=3)
    the_minute_passes(settings, smtp_url=server.url)
    assert mailbox.letters_to(client) == []
    held = [row.held_until for row in rows(owner_db, client)]
    assert all(until and now() < until <= now() + dt.timedelta(hours=25) for until in held)
    the_hour_has_come(owner_db, client)
    for _ in range(2):
        the_minute_passes(settings, smtp_url=server.url)
    (letter,) = mailbox.letters_to(client)
    assert "3 nieuwe dingen" in letter.get_content()
    assert all(row.sent_at for row in rows(owner_db, client))


def test_what_is_urgent_for_her_still_comes_at_once(
    settings: Settings, db: Session, people: People, server: MailServer, mailbox: Mailbox
) -> None:
    client = people.client()
    wants(db, client, Delivery.DAILY, Topic.MESSAGE)
    tell(db, client, Topic.AGREEMENT)
    work(settings, smtp_url=server.url)
    assert len(mailbox.letters_to(client)) == 1


def test_no_mail_where_she_wants_none_and_the_law_allows_it(
    settings: Settings, db: Session, owner_db: Session, people: People, server: MailServer, mailbox: Mailbox
) -> None:
    client = people.client()
    wants(db, client, Delivery.PORTAL, Topic.REMINDER)
    tell(db, client, Topic.REMINDER)
    the_minute_passes(settings, smtp_url=server.url)
    assert mailbox.letters_to(client) == []
    (row,) = rows(owner_db, client)
    assert row.silent_at is not None


def test_mail_is_down_at_the_hour_and_back_later(
    settings: Settings, db: Session, owner_db: Session, people: People, mailbox: Mailbox
) -> None:
    client, server = people.client(), MailServer(mailbox)
    wants(db, client, Delivery.DAILY)
    tell(db, client, times=2)
    work(settings, smtp_url=server.url)
    the_hour_has_come(owner_db, client)
    for _ in range(3):
        the_minute_passes(settings, smtp_url=server.url)
    server.start()
    try:
        make_it_due(owner_db)
        the_minute_passes(settings, smtp_url=server.url)
        make_it_due(owner_db)
        the_minute_passes(settings, smtp_url=server.url)
    finally:
        server.stop()
    (letter,) = mailbox.letters_to(client)
    assert "2 nieuwe dingen" in letter.get_content()


def test_two_workers_send_one_daily_mail(
    settings: Settings, db: Session, owner_db: Session, people: People, server: MailServer, mailbox: Mailbox
) -> None:
    client = people.client()
    wants(db, client, Delivery.DAILY)
    tell(db, client, times=2)
    work(settings, smtp_url=server.url)
    the_hour_has_come(owner_db, client)
    mailbox.slow = 0.3
    postman = Postman(settings.model_copy(update={"smtp_url": server.url}))
    both = [threading.Thread(target=postman.deliver_digest, args=(client.account.id,)) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    postman.close()
    assert len(mailbox.letters_to(client)) == 1


def test_the_daily_mail_of_a_worker_that_died_goes_from_another(
    settings: Settings, db: Session, owner_db: Session, people: People, server: MailServer, mailbox: Mailbox
) -> None:
    client = people.client()
    wants(db, client, Delivery.DAILY)
    tell(db, client)
    work(settings, smtp_url=server.url)
    the_hour_has_come(owner_db, client)
    act(db, client)
    notices.defer(db, notices.DIGEST_JOB, {"account_id": str(client.account.id)})
    db.commit()
    dead = owner_db.execute(
        text(
            "INSERT INTO jobs.procrastinate_workers (last_heartbeat) VALUES (now() - interval '5 minutes') RETURNING id"
        )
    ).scalar_one()
    owner_db.execute(
        text(
            "UPDATE jobs.procrastinate_jobs SET status = 'doing', worker_id = :dead WHERE args ->> 'account_id' = :id"
        ),
        {"dead": dead, "id": str(client.account.id)},
    )
    owner_db.commit()
    work(settings, smtp_url=server.url)
    assert len(mailbox.letters_to(client)) == 1


def test_a_refused_address_shows_for_client_and_coach_until_a_new_one_works(
    settings: Settings, db: Session, owner_db: Session, people: People, server: MailServer, mailbox: Mailbox
) -> None:
    client = people.client()
    assert client.case is not None
    assert client.coach is not None
    old = client.account.email
    mailbox.refusals[old] = "550 no such user"
    tell(db, client, times=2)
    work(settings, smtp_url=server.url)
    act(db, client)
    assert refused_address(db, client.account.id) == old
    db.commit()
    act(db, client.coach)
    (signal,) = signals.signals_of(db, [client.case.id])[client.case.id]
    assert signal.kind is signals.Kind.MAIL_REFUSED
    db.commit()
    by = act(db, client)
    new = f"nieuw.{client.account.id}@example.org"
    change = contact.ask_new_email(db, client.case, by=by, email=new)
    db.commit()
    act(db, client)
    contact.confirm_email(db, client.case, by=by, code=change.code)
    db.commit()
    work(settings, smtp_url=server.url)
    subjects = [letter["Subject"] for letter in mailbox.letters if letter["To"] == new]
    assert sorted(subjects) == ["Er staat iets voor u klaar in Houvast", "Uw code voor Houvast"]
    act(db, client)
    assert refused_address(db, client.account.id) is None
    make_it_due(owner_db)
    work(settings, smtp_url=server.url)
    assert len([letter for letter in mailbox.letters if letter["To"] == new]) == 2


def test_a_mail_box_that_takes_mail_again_is_no_longer_a_problem(
    settings: Settings, db: Session, owner_db: Session, people: People, server: MailServer, mailbox: Mailbox
) -> None:
    client = people.client()
    mailbox.refusals[client.account.email] = "552 mailbox full"
    tell(db, client)
    work(settings, smtp_url=server.url)
    mailbox.refusals.clear()
    make_it_due(owner_db)
    work(settings, smtp_url=server.url)
    act(db, client)
    assert refused_address(db, client.account.id) is None
    assert len(mailbox.letters_to(client)) == 1


def test_a_late_code_is_not_mailed(
    settings: Settings, db: Session, owner_db: Session, people: People, server: MailServer, mailbox: Mailbox
) -> None:
    client = people.client()
    assert client.case is not None
    by = act(db, client)
    change = contact.ask_new_email(db, client.case, by=by, email="laat@example.org")
    db.commit()
    owner_db.execute(
        update(contact.EmailChange)
        .where(contact.EmailChange.id == change.id)
        .values(asked_at=now() - contact.CODE_LIVES - dt.timedelta(seconds=1))
    )
    owner_db.commit()
    work(settings, smtp_url=server.url)
    assert [letter for letter in mailbox.letters if letter["To"] == "laat@example.org"] == []
