"""Every table against everybody: the database itself shows a row to whom it belongs, and to nobody else.

The tables come from the models. A new one makes `test_every_table_is_written_down` fail until it stands in
SEEN_BY with who may see its rows; what is private while a draft stands in PRIVATE.
"""

import datetime as dt
import importlib
import pkgutil
import uuid
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import pytest
import sqlalchemy as sa
from psycopg.errors import InsufficientPrivilege
from sqlalchemy import Engine
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import IntegrityError, ProgrammingError
from sqlalchemy.orm import Session, sessionmaker

import eportfolio
from eportfolio import access
from eportfolio.access import Actor, Channel
from eportfolio.base import Base, new_id, now
from eportfolio.people import Role
from tests.people import People

for module in pkgutil.walk_packages(eportfolio.__path__, "eportfolio."):
    if ".migrations" not in module.name and not module.name.endswith("_worker"):
        importlib.import_module(module.name)


class Who(StrEnum):
    """Everybody who might look at a client's rows."""

    CLIENT = "the client"
    COACH = "her coach"
    STAND_IN = "the stand-in of her coach"
    STRANGER = "another client"
    OTHER_COACH = "a coach of others"
    HELPER = "an employee at the kiosk"
    MANAGER = "the manager"
    DOOR = "the front door before sign-in"
    SERVICE = "the worker"
    NOBODY = "no actor at all"


FILE = {Who.CLIENT, Who.COACH, Who.STAND_IN}
ALONE = {Who.CLIENT}
EVERYBODY = set(Who)

SEEN_BY: dict[str, set[Who]] = {
    # Everybody may know where the job centres are.
    "office": EVERYBODY,
    # The person herself, who works with her, and those who must find out who somebody is.
    "account": FILE | {Who.MANAGER, Who.DOOR, Who.SERVICE},
    "credential": {Who.CLIENT, Who.DOOR},
    "login_session": {Who.CLIENT, Who.DOOR, Who.SERVICE},
    "notice": {Who.CLIENT, Who.SERVICE},
    "email_change": {Who.CLIENT, Who.SERVICE},
    "outage": EVERYBODY,  # holds nothing about anybody
    "heartbeat": {Who.SERVICE},
    "notice_choice": {Who.CLIENT, Who.SERVICE},
    "mailing": FILE | {Who.SERVICE},  # the coach sees that no mail arrives
    "submission": ALONE,
    "api_call": ALONE,
    "unsent_form": ALONE,
    "calendar_feed": {Who.CLIENT, Who.DOOR},
    # A call for help belongs to nobody; the employees of its office see it, and who knows its id.
    "help_request": {Who.HELPER},
    # A code belongs to the helper that shows it; a client finds it by typing it.
    "help_code": set(),
    "help_session": FILE,
    "helped_entry": FILE,
    # Questions to learn from belong to nobody either: clients add them, the editors read them.
    "learning_item": {Who.MANAGER},
    # The file. The manager sees whose file it is and who was the coach, nothing in it.
    "case_file": FILE | {Who.MANAGER},
    "coach_assignment": FILE | {Who.MANAGER},
    "access_log": FILE,
    "fact": FILE,
    "receipt": FILE,
    "intake": FILE,
    "document": FILE,
    "document_use": FILE,
    "agreement": FILE,
    "agreement_version": FILE,
    "agreement_event": FILE,
    "job_application": FILE,
    "application_stage": FILE,
    "application_report": FILE,
    # What she wants to remember is between her and her calendar.
    "application_reminder": ALONE,
    "rights_read": FILE,
    "message_thread": FILE,
    "appointment": FILE,
    "appointment_option": FILE,
    "appointment_event": FILE,
    "message": FILE,
    # When to remind her, without of what: the worker delivers it.
    "reminder": FILE | {Who.SERVICE},
    # What the client shares of her portfolio (the world's row is shared), and until when.
    "portfolio_share": FILE,
    "portfolio_entry": FILE,
    # What a CV suggests is hers, until she takes it over.
    "cv_reading": ALONE,
    "cv_suggestion": ALONE,
    # What is said to the assistant is between the client and a computer; the API finds a conversation by its token.
    "conversation": {Who.CLIENT, Who.SERVICE},
    "chat_line": ALONE,
    # Which CVs she makes, and everything in one file, is for herself.
    "cv_version": ALONE,
    "data_export": ALONE,
    "data_request": FILE,
}
PRIVATE: dict[str, dict[str, Any]] = {
    "fact": {"state": "draft"},
    "document": {"shared_at": None},
    "portfolio_entry": {"section": "skills"},
    "agreement": {"state": "draft"},
    "agreement_version": {"sent_at": None, "number": 2},
}
"""How a row looks while only the client may see it."""

SHAPE: dict[str, dict[str, Any]] = {
    "data_export": {"expires_at": now() + dt.timedelta(days=1)},
    "coach_assignment": {"until_at": now()},
    "fact": {"state": "current", "sent_at": now()},
    "document": {"shared_at": now()},
    "agreement": {"state": "proposed"},
    "agreement_version": {"sent_at": now()},
    "account": {"role": Role.CLIENT.value},
}
"""How a row looks when it is not private."""

MAY_ADD: dict[str, set[Who]] = {
    "notice": {Who.STRANGER, Who.OTHER_COACH, Who.HELPER, Who.MANAGER, Who.DOOR, Who.SERVICE},  # "something waits"
    "learning_item": {Who.STRANGER},
    "mailing": {Who.SERVICE},
    "outage": {Who.SERVICE},
    "heartbeat": {Who.SERVICE},
    "help_request": {Who.STRANGER, Who.OTHER_COACH, Who.HELPER, Who.MANAGER, Who.DOOR},  # calling an employee
    "login_session": {Who.DOOR},  # signing in
    "coach_assignment": {Who.MANAGER},
    "access_log": {Who.MANAGER},
}
"""Who else than the owners may add a row, where no row of a file can be read or changed by it."""
MAY_CHANGE: dict[str, set[Who]] = {
    "help_request": {Who.HELPER},
    "learning_item": {Who.MANAGER},
    "notice": {Who.SERVICE},
    "mailing": {Who.SERVICE},
    "heartbeat": {Who.SERVICE},
    "login_session": {Who.DOOR},
    "case_file": {Who.MANAGER},
    "coach_assignment": {Who.MANAGER},
}
OWNERS = FILE
TABLES = {table.name: table for table in Base.metadata.sorted_tables}


class World:
    """One client with everybody around her, and one row of hers in every table."""

    def __init__(self, people: People) -> None:
        self.db = people.db
        self.coach, self.stand_in, self.other_coach = people.coach(), people.coach(), people.coach()
        self.client = people.client(coach=self.coach)
        self.client.case.stand_in_id = self.stand_in.account.id
        self.helper, self.manager = people.helper(), people.manager()
        self.stranger = people.client(coach=self.other_coach)
        people.db.commit()
        self.people = {
            Who.CLIENT: self.client, Who.COACH: self.coach, Who.STAND_IN: self.stand_in,
            Who.STRANGER: self.stranger, Who.OTHER_COACH: self.other_coach,
            Who.HELPER: self.helper, Who.MANAGER: self.manager,
        }  # fmt: skip
        self.rows: dict[str, dict[str, Any]] = {}
        for name in TABLES:
            self.rows[name] = self.own_row(name)
        self.db.commit()

    def own_row(self, name: str) -> dict[str, Any]:
        """The row of this table that belongs to the client: the one that exists, or a new one."""
        if name == "account":
            return {"id": self.client.account.id}
        if name == "case_file":
            return {"id": self.client.case.id}
        if name == "office":
            return {"id": self.helper.account.office_id}
        row = self.values(name, SHAPE.get(name, {}))
        self.db.execute(TABLES[name].insert().values(row))
        return row

    def values(self, name: str, shape: dict[str, Any]) -> dict[str, Any]:
        """Something for every column that must have something, and for the columns of `shape`."""
        columns = [column for column in TABLES[name].columns if not column.nullable and not column.identity]
        row = {column.name: self.value(column) for column in columns if column.name not in shape}
        if name == "help_request":
            row["office_id"] = self.helper.account.office_id
        return row | shape

    def value(self, column: sa.Column[Any]) -> Any:
        if column.foreign_keys:
            target = next(iter(column.foreign_keys)).column.table.name
            if target == "account":
                return self.client.account.id
            return self.client.case.id if target == "case_file" else self.rows[target]["id"]
        kind = column.type
        if isinstance(kind, sa.Uuid):
            return new_id()
        if isinstance(kind, JSONB):
            return {}
        if isinstance(kind, sa.Enum):
            return kind.enums[0]
        made = {
            sa.DateTime: now(), sa.Date: dt.date(2026, 11, 23), sa.Boolean: False, sa.Integer: 1,
            sa.BigInteger: uuid.uuid4().int >> 66, sa.LargeBinary: uuid.uuid4().bytes * 2,
        }  # fmt: skip
        for type_, value in made.items():
            if type(kind) is type_:
                return value
        assert isinstance(kind, sa.String), f"what goes into {column}?"
        return uuid.uuid4().hex[: kind.length or 32]

    def become(self, db: Session, who: Who) -> None:
        """Name the actor of the transaction."""
        if who in self.people:
            account = self.people[who].account
            access.act_as(db, Actor(account.id, account.role, account.name, Channel.WEB))
        elif who is Who.DOOR:
            access.act_at_the_door(db)
        elif who is Who.SERVICE:
            access.act_as_service(db)
        else:
            db.execute(sa.text("SELECT set_config('houvast.actor', '', true), set_config('houvast.role', '', true)"))


@pytest.fixture(scope="module")
def world(owner_engine: Engine) -> Iterator[World]:
    with sessionmaker(owner_engine, expire_on_commit=False)() as session:
        yield World(People(session))


def this_row(table: sa.Table, row: dict[str, Any]) -> sa.ColumnElement[bool]:
    return sa.and_(*(column == row[column.name] for column in table.primary_key.columns))


def test_every_table_is_written_down() -> None:
    assert set(TABLES) == set(SEEN_BY), "a new table needs its line in SEEN_BY"


def test_database_has_no_table_without_a_model_and_none_without_row_security(owner_db: Session) -> None:
    query = "SELECT relname, relrowsecurity FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    found = {name: secured for name, secured in owner_db.execute(sa.text(query)) if name != "alembic_version"}
    assert set(found) == set(TABLES)
    assert {name for name, secured in found.items() if not secured} == {"office"}


def test_portal_role_cannot_get_around_it(db: Session, owner_db: Session) -> None:
    role = db.scalar(sa.text("SELECT current_user"))
    query = sa.text("SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = :role")
    assert tuple(owner_db.execute(query, {"role": role}).one()) == (False, False, False, False)
    owned = sa.text("SELECT count(*) FROM pg_class WHERE relowner = (SELECT oid FROM pg_roles WHERE rolname = :role)")
    assert owner_db.scalar(owned, {"role": role}) == 0
    member = sa.text(
        "SELECT count(*) FROM pg_auth_members WHERE member = (SELECT oid FROM pg_roles WHERE rolname = :role)"
    )
    assert owner_db.scalar(member, {"role": role}) == 0


@pytest.mark.parametrize("name", TABLES)
def test_row_is_seen_by_whom_it_belongs_to_and_by_nobody_else(name: str, world: World, db: Session) -> None:
    table = TABLES[name]
    seen = set()
    for who in Who:
        world.become(db, who)
        if db.scalar(sa.select(sa.func.count()).select_from(table).where(this_row(table, world.rows[name]))):
            seen.add(who)
    assert seen == SEEN_BY[name]


@pytest.mark.parametrize("name", PRIVATE)
def test_what_is_not_shared_is_seen_by_the_client_alone(name: str, world: World, db: Session) -> None:
    table, row = TABLES[name], world.values(name, PRIVATE[name])
    world.db.execute(table.insert().values(row))
    world.db.commit()
    for who in Who:
        world.become(db, who)
        count = db.scalar(sa.select(sa.func.count()).select_from(table).where(this_row(table, row)))
        assert count == (1 if who is Who.CLIENT else 0), who


@pytest.mark.parametrize("name", TABLES)
def test_nobody_else_changes_or_deletes_a_row(name: str, world: World, db: Session) -> None:
    table, row = TABLES[name], world.rows[name]
    column = next(one for one in table.columns if not one.primary_key)
    changed = set()
    for who in set(Who) - OWNERS:
        for statement in (table.update().values({column.name: column}), table.delete()):
            world.become(db, who)
            if reached(db, statement.where(this_row(table, row))):
                changed.add(who)
    assert changed == MAY_CHANGE.get(name, set())


@pytest.mark.parametrize("name", TABLES)
def test_nobody_else_adds_a_row_to_a_file(name: str, world: World, db: Session) -> None:
    table = TABLES[name]
    added = set()
    for who in set(Who) - OWNERS:
        world.become(db, who)
        if reached(db, table.insert().values(world.values(name, SHAPE.get(name, {})))):
            added.add(who)
    assert added == MAY_ADD.get(name, set())


def reached(db: Session, statement: Any) -> bool:
    """Whether the statement got past the policies to a row; leaves nothing changed."""
    attempt = db.begin_nested()
    try:
        return bool(db.execute(statement).rowcount)
    except ProgrammingError as refusal:
        if not isinstance(refusal.orig, InsufficientPrivilege):
            raise
        return False
    except IntegrityError:
        return True  # only another constraint stopped it
    finally:
        attempt.rollback()


def test_access_log_cannot_be_altered_even_by_its_people(world: World, db: Session) -> None:
    table, row = TABLES["access_log"], world.rows["access_log"]
    for who in FILE:
        for statement in (table.update().values(actor_name="Iemand anders"), table.delete()):
            world.become(db, who)
            assert not reached(db, statement.where(this_row(table, row)))


@pytest.mark.parametrize("column", ["role", "email", "disabled_at", "office_id", "given_name"])
def test_nobody_makes_herself_somebody_else(column: str, world: World, db: Session) -> None:
    """A person may choose her language; what she is, the application cannot write."""
    value = {"role": Role.MANAGER.value, "disabled_at": None, "office_id": world.helper.account.office_id}
    changed = TABLES["account"].update().values({column: value.get(column, "x@example.org")})
    world.become(db, Who.CLIENT)
    assert not reached(db, changed.where(TABLES["account"].c.id == world.client.account.id))


def test_actor_of_one_transaction_is_gone_in_the_next(world: World, db: Session) -> None:
    world.become(db, Who.CLIENT)
    query = sa.select(sa.func.count()).select_from(TABLES["case_file"])
    assert db.scalar(query) == 1
    db.commit()
    assert db.scalar(query) == 0
