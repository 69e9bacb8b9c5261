"""Commands for the operator: `python -m portal.cli COMMAND`.

migrate | demo | demo-people | create-account | outage | opening-hours | urgent-help | retention | openapi
"""

import argparse
import datetime as dt
import getpass
import json
import sys

from pydantic import SecretStr, ValidationError
from sqlalchemy.orm import Session

from eportfolio import access, outages, retention
from eportfolio.base import OFFICE_TIME, CaseFileError
from eportfolio.database import make_engine, migrate
from eportfolio.office_hours import hours_from
from eportfolio.people import Account, Credential, Role, Salutation, office_named
from eportfolio.urgent_help import urgent_help_from

from . import create_app, demo
from .api.description import openapi
from .auth.passwords import hash_password
from .config import BadSettings, Settings
from .demo.story import tell_story


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m portal.cli", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("migrate", help="bring the database to the newest form")
    commands.add_parser("demo", help="load the demo people when the database is empty")
    commands.add_parser("demo-people", help="list the demo people")
    commands.add_parser("openapi", help="write the description of the case API")
    new = commands.add_parser("create-account", help="make a local account; asks for the password")
    new.add_argument("role", choices=[role.value for role in Role if role is not Role.CLIENT])
    new.add_argument("email")
    new.add_argument("given_name")
    new.add_argument("family_name")
    hours = commands.add_parser("opening-hours", help="set the hours and closing days of an office from a JSON file")
    hours.add_argument("office")
    hours.add_argument("file", type=argparse.FileType())
    urgent = commands.add_parser("urgent-help", help="set whom to call in need at an office, from a JSON file")
    urgent.add_argument("office")
    urgent.add_argument("file", type=argparse.FileType())
    commands.add_parser("retention", help="say which files the worker will warn about or let go; changes nothing")
    down = commands.add_parser("outage", help="record that Houvast could not be reached; terms move by the rule")
    down.add_argument("began_at", type=_moment, help="for instance 2026-11-25T09:30, on the office's clock")
    down.add_argument("ended_at", type=_moment)
    down.add_argument("note", nargs="?", default="", help="what was wrong, for everybody to read")
    options = parser.parse_args(arguments)
    try:
        return _run(options, Settings())
    except ValidationError as problem:
        print(*(str(one["msg"]) for one in problem.errors()), sep="\n", file=sys.stderr)
        return 2
    except (BadSettings, CaseFileError, json.JSONDecodeError) as problem:
        print(problem, file=sys.stderr)
        return 2


def _run(options: argparse.Namespace, settings: Settings) -> int:
    if options.command == "demo-people":
        for role, given, family, _salutation, note in demo.STAFF:
            print(f"{given} {family}\t{role.value}\t{note}")
        for person in demo.CLIENTS:
            print(f"{person[0]} {person[1]}\tclient\t{person[6]}")
        return 0
    if options.command == "openapi":
        print(api_description(settings))
        return 0
    if settings.owner_database_url is None:
        raise BadSettings("HOUVAST_OWNER_DATABASE_URL is not set: the owner migrates, the portal's own role cannot")
    engine = make_engine(settings.owner_database_url.get_secret_value())
    try:
        with engine.begin() as connection:
            if options.command == "migrate":
                migrate(connection)
            elif options.command == "demo":
                with Session(connection, expire_on_commit=False) as db:
                    if demo.is_empty(db):
                        demo.make_people(db)
                        db.commit()
            else:
                with Session(connection) as db:
                    DEEDS[options.command](db, options)
                    db.commit()
    finally:
        engine.dispose()
    if options.command == "demo":
        tell_story(settings)
    return 0


def api_description(settings: Settings) -> str:
    """The OpenAPI description as it stands in docs/openapi.json; the same everywhere, and no database is asked."""
    nowhere = SecretStr("postgresql://nobody@localhost/none")
    app = create_app(settings.model_copy(update={"database_url": nowhere}))
    return json.dumps(openapi(app), indent=2, ensure_ascii=False)


def _set_opening_hours(db: Session, options: argparse.Namespace) -> None:
    opening = json.load(options.file)
    hours_from(opening)
    office_named(db, options.office).opening = opening


def _set_urgent_help(db: Session, options: argparse.Namespace) -> None:
    numbers = json.load(options.file)
    urgent_help_from(numbers)
    office_named(db, options.office).urgent_help = numbers


def _record_outage(db: Session, options: argparse.Namespace) -> None:
    outages.record(db, began_at=options.began_at, ended_at=options.ended_at, note=options.note)


def _moment(text: str) -> dt.datetime:
    """A moment as an operator types it; without a zone it is the office's own time."""
    moment = dt.datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=OFFICE_TIME)


def _create_account(db: Session, options: argparse.Namespace) -> None:
    account = Account(
        role=Role(options.role),
        given_name=options.given_name,
        family_name=options.family_name,
        salutation=Salutation.NEUTRAL,
        email=options.email,
        locale="nl",
    )
    db.add(account)
    db.flush()
    db.add(Credential(account_id=account.id, password_hash=hash_password(getpass.getpass("Password: "))))


def _report_retention(db: Session, options: argparse.Namespace) -> None:
    """Files that nobody used for almost as long as they are kept: id, last use, and when the client was warned."""
    access.act_as_service(db)
    for term in retention.TERMS:
        print(f"{term.keeping}: {term.kept_for.days} days, {term.source}")
    unused = retention.unused_files(db)
    print(f"{len(unused)} files near or past their term")
    for one in unused:
        warned = f"warned {one.warned_at:%Y-%m-%d}" if one.warned_at else "to be warned"
        print(f"{one.case_id}  last used {one.last_used_at:%Y-%m-%d}  {warned}")


DEEDS = {
    "create-account": _create_account,
    "opening-hours": _set_opening_hours,
    "urgent-help": _set_urgent_help,
    "outage": _record_outage,
    "retention": _report_retention,
}
"""Commands that ask or change something in the database."""


if __name__ == "__main__":
    sys.exit(main())
