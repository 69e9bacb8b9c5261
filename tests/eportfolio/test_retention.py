"""What goes at her word, what is asked, and what goes when its term is over."""

import datetime as dt
import uuid
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from eportfolio import access, applications, audit, conversations, data_requests, facts, messages, receipts, retention
from eportfolio.applications import Details, How
from eportfolio.base import Conflict, Invalid, NotAllowed, NotFound, today
from eportfolio.conversations import Speaker
from eportfolio.cv_files import versions
from eportfolio.cv_files.choice import CvChoice
from eportfolio.data_requests import SentKind
from eportfolio.retention import TERMS, Keeping, Own
from eportfolio.signals import Kind, signals_of
from eportfolio.storage import FileMissing, FileStore
from tests.people import People, Someone, act


@pytest.fixture
def store(tmp_path: Any) -> FileStore:
    return FileStore.open(str(tmp_path), master_key=b"k" * 32)


@pytest.fixture
def client(people: People, db: Session) -> Someone:
    """A client with something of hers alone, and something that was sent in."""
    someone = people.client()
    actor = act(db, someone)
    conversation = conversations.start_or_go_on(db, someone.case, by=actor, language="nl")
    conversations.say(db, conversation, speaker=Speaker.CLIENT, parts={"text": "Mag ik op vakantie?"})
    facts.save_draft(db, someone.case, key="goal.own_words", value="nog niet verstuurd", by=actor)
    versions.keep(db, someone.case, CvChoice())
    applications.log_application(db, someone.case, by=actor, details=Details("De Haven", "Kok", today(), How.EMAIL))
    messages.send(db, someone.case, by=actor, text="Een bericht")
    db.commit()
    return someone


def put_document(db: Session, client: Someone, store: FileStore, **values: Any) -> tuple[uuid.UUID, str]:
    """A document straight into the table, as its owner."""
    stored = store.put(b"inhoud", case_id=client.case.id)
    row = {
        "id": uuid.uuid4(), "case_id": client.case.id, "kind": "cv", "name": "cv.pdf", "media_type": "application/pdf",
        "size": 6, "sha256": stored.sha256, "stored_ref": stored.ref, "wrapped_key": stored.wrapped_key,
        "scan": "clean", "cleaned_of": "[]", "read_state": "read", "text": "tekst", "channel": "web", "version": 1,
        "uploaded_by_id": client.account.id, "uploaded_by_name": "x", "shared_at": None, "withdrawn_at": None, **values,
    }  # fmt: skip
    names = ", ".join(f'"{name}"' for name in row)
    db.execute(text(f"INSERT INTO document ({names}) VALUES ({', '.join(f':{name}' for name in row)})"), row)
    db.commit()
    return row["id"], stored.ref


def count(db: Session, table: str, client: Someone) -> int:
    return db.scalar(text(f"SELECT count(*) FROM {table} WHERE case_id = :id"), {"id": client.case.id}) or 0


def test_what_is_hers_alone_goes_at_once_and_for_good(
    db: Session, owner_db: Session, client: Someone, store: FileStore
) -> None:
    private, private_ref = put_document(owner_db, client, store)
    put_document(owner_db, client, store, shared_at=dt.datetime.now(dt.UTC))
    private_key = owner_db.scalar(text("SELECT wrapped_key FROM document WHERE id = :id"), {"id": private})
    actor = act(db, client)
    assert retention.own_only(db) == {Own.CHATS: 1, Own.DRAFTS: 1, Own.DOCUMENTS: 1, Own.PORTFOLIO: 0, Own.CVS: 1}
    tokens = [token for part in Own for token in retention.erase_own(db, client.case, part, by=actor, store=store)]
    assert len(tokens) == 1
    assert set(retention.own_only(db).values()) == {0}
    db.commit()
    for table in ("conversation", "chat_line", "cv_version"):
        assert count(owner_db, table, client) == 0
    assert count(owner_db, "document", client) == 1
    assert count(owner_db, "job_application", client) == 1
    assert count(owner_db, "message", client) == 1
    with pytest.raises(FileMissing):
        store.get(private_ref, wrapped_key=private_key, case_id=client.case.id)


def test_what_was_sent_in_once_is_not_hers_alone(
    db: Session, owner_db: Session, client: Someone, store: FileStore
) -> None:
    document, _ref = put_document(owner_db, client, store)
    actor = act(db, client)
    receipts.issue(
        db, client.case.id, kind=receipts.ReceiptKind.DOCUMENT, title="Cv", copy=[], by=actor, subject_id=document
    )
    assert retention.own_only(db)[Own.DOCUMENTS] == 0


@pytest.mark.parametrize("who", ["coach", "stranger", "service"])
def test_nobody_else_erases_anything(db: Session, people: People, client: Someone, who: str, store: FileStore) -> None:
    if who == "service":
        access.act_as_service(db)
    else:
        act(db, client.coach if who == "coach" else people.coach())  # type: ignore[arg-type]
    with pytest.raises(DBAPIError):
        db.execute(text("SELECT * FROM houvast_erase_own('chats')"))
    db.rollback()
    coach = act(db, client.coach)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        retention.erase_own(db, client.case, Own.CHATS, by=coach, store=store)


def test_erasing_is_in_the_log_without_what_it_was(db: Session, client: Someone, store: FileStore) -> None:
    actor = act(db, client)
    retention.erase_own(db, client.case, Own.CHATS, by=actor, store=store)
    entry = db.scalars(audit.entries_of(client.case.id).limit(1)).one()
    assert (entry.action, entry.label) == (audit.Action.ERASED, "chats")


def test_a_request_gives_a_receipt_a_signal_and_an_answer(db: Session, client: Someone, owner_db: Session) -> None:
    actor = act(db, client)
    receipt = data_requests.ask_to_erase(
        db, client.case, by=actor, parts=[SentKind.MESSAGES, SentKind.MESSAGES], words="Ik heb werk"
    )
    assert receipt.copy[0] == {"label": "Wat moet weg", "value": ["Berichten"]}
    request = data_requests.requests_of(db, client.case.id)[0]
    db.commit()
    coach = act(db, client.coach)  # type: ignore[arg-type]
    assert Kind.DATA_REQUEST in [one.kind for one in signals_of(db, [client.case.id])[client.case.id]]
    data_requests.answer_request(db, client.case, request.id, by=coach, words="Dit moet blijven: art. 17 lid 3.")
    assert Kind.DATA_REQUEST not in [one.kind for one in signals_of(db, [client.case.id]).get(client.case.id, [])]
    with pytest.raises(Conflict):
        data_requests.answer_request(db, client.case, request.id, by=coach, words="Nog iets")
    db.commit()
    told = text("SELECT account_id FROM notice WHERE topic = 'data_request' AND key LIKE :key")
    assert set(owner_db.scalars(told, {"key": f"data_request:{request.id}:%"})) == {
        client.account.id,
        client.coach.account.id,  # type: ignore[union-attr]
    }


def test_requests_have_limits_and_belong_to_one_file(db: Session, people: People, client: Someone) -> None:
    actor = act(db, client)
    with pytest.raises(Invalid):
        data_requests.ask_to_erase(db, client.case, by=actor, parts=[], words="")
    with pytest.raises(Invalid):
        data_requests.ask_to_correct(db, client.case, by=actor, about="x", words="y" * 2001)
    coach = client.coach.actor()  # type: ignore[union-attr]
    with pytest.raises(NotAllowed):
        data_requests.ask_to_correct(db, client.case, by=coach, about="x", words="y")
    with pytest.raises(NotAllowed):
        data_requests.answer_request(db, client.case, uuid.uuid4(), by=actor, words="zelf")
    with pytest.raises(NotFound):
        data_requests.answer_request(db, client.case, uuid.uuid4(), by=coach, words="niets")


def make_old(owner_db: Session, client: Someone, days: int) -> None:
    """As if everything of this client happened so many days ago."""
    values = {
        "id": client.case.id,
        "account": client.account.id,
        "at": dt.datetime.now(dt.UTC) - dt.timedelta(days=days),
    }
    owner_db.execute(text("ALTER TABLE access_log DISABLE TRIGGER access_log_append_only"))
    owner_db.execute(text("UPDATE access_log SET at = :at WHERE case_id = :id"), values)
    owner_db.execute(text("ALTER TABLE access_log ENABLE TRIGGER access_log_append_only"))
    owner_db.execute(text("UPDATE case_file SET opened_at = :at WHERE id = :id"), values)
    owner_db.execute(text("UPDATE conversation SET last_used_at = :at WHERE case_id = :id"), values)
    owner_db.execute(text("UPDATE login_session SET last_seen_at = :at WHERE account_id = :account"), values)
    owner_db.commit()


def test_past_their_term_chats_and_withdrawn_files_go(
    db: Session, owner_db: Session, client: Someone, store: FileStore
) -> None:
    long_ago = dt.datetime.now(dt.UTC) - dt.timedelta(days=31)
    _old, old_ref = put_document(owner_db, client, store, withdrawn_at=long_ago)
    put_document(owner_db, client, store, withdrawn_at=dt.datetime.now(dt.UTC))
    make_old(owner_db, client, 100)
    access.act_as_service(db)
    dropped = retention.drop_past_terms(db)
    db.commit()
    assert old_ref in dropped.files
    assert len(dropped.tokens) >= 1
    assert count(owner_db, "conversation", client) == 0
    left = "SELECT count(*) FROM document WHERE case_id = :id AND wrapped_key = ''"
    assert owner_db.scalar(text(left), {"id": client.case.id}) == 1
    access.act_as_service(db)
    assert old_ref not in retention.drop_past_terms(db).files


def test_the_database_holds_a_floor_under_every_term(db: Session, owner_db: Session, client: Someone) -> None:
    access.act_as_service(db)
    now = dt.datetime.now(dt.UTC)
    call = text("SELECT * FROM houvast_drop_past_terms(:now, :now, :now, :now)")
    db.execute(call, {"now": now})
    db.commit()
    assert count(owner_db, "conversation", client) == 1
    act(db, client)
    with pytest.raises(DBAPIError):
        db.execute(call, {"now": now})


def test_an_unused_file_is_warned_about_and_goes_later(db: Session, owner_db: Session, client: Someone) -> None:
    make_old(owner_db, client, 6 * 365)
    access.act_as_service(db)
    unused = next(one for one in retention.unused_files(db) if one.case_id == client.case.id)
    assert retention.anonymise(db, unused) == []
    retention.note_warned(db, unused)
    assert retention.anonymise(db, unused) == []
    db.commit()
    assert count(owner_db, "message", client) == 1
    owner_db.execute(
        text("UPDATE case_file SET retention_warned_at = now() - interval '70 days' WHERE id = :id"),
        {"id": client.case.id},
    )
    owner_db.commit()
    access.act_as_service(db)
    retention.anonymise(db, unused)
    db.commit()
    for table in ("message", "job_application", "access_log", "fact", "receipt", "coach_assignment"):
        assert count(owner_db, table, client) == 0, table
    row = owner_db.execute(
        text(
            "SELECT a.given_name, a.email, a.disabled_at, c.scheme, c.anonymised_at FROM case_file c"
            " JOIN account a ON a.id = c.client_id WHERE c.id = :id"
        ),
        {"id": client.case.id},
    ).one()
    assert row.given_name == "Gewist"
    assert row.email.endswith("@invalid")
    assert row.scheme == "ww"
    assert row.disabled_at is not None
    assert row.anonymised_at is not None


def test_signing_in_after_the_warning_keeps_the_file(db: Session, owner_db: Session, client: Someone) -> None:
    make_old(owner_db, client, 6 * 365)
    owner_db.execute(
        text("UPDATE case_file SET retention_warned_at = now() - interval '70 days' WHERE id = :id"),
        {"id": client.case.id},
    )
    owner_db.commit()
    access.act_as_service(db)
    unused = next(one for one in retention.unused_files(db) if one.case_id == client.case.id)
    access.act_at_the_door(db)
    access.start_session(db, client.account, kiosk=False)
    access.act_as_service(db)
    assert client.case.id not in {one.case_id for one in retention.unused_files(db)}
    assert retention.anonymise(db, unused) == []
    db.commit()
    assert count(owner_db, "message", client) == 1


def test_the_log_stays_append_only_for_the_portal(db: Session, client: Someone) -> None:
    act(db, client)
    db.execute(text("SELECT set_config('houvast.retention', 'on', true)"))
    with pytest.raises(DBAPIError):
        db.execute(text("DELETE FROM access_log WHERE case_id = :id"), {"id": client.case.id})


def test_every_kind_has_one_term() -> None:
    assert sorted(term.keeping for term in TERMS) == sorted(Keeping)
