"""The demo people and their files: enough to walk every journey, never in production.

Everything in a file is entered through the same commands as by a real person, with the
same row-level security; only the accounts themselves are made by the owner.
"""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from eportfolio.base import now, today, told_as_of
from eportfolio.people import Account, CaseFile, Credential, Office, Role, Salutation, Scheme, Step, open_case

from ..auth.passwords import hash_password

PASSWORD = "houvast-demo"  # noqa: S105  printed by `make run`; demo people exist in demo mode only
DOMAIN = "demo.houvast.example"

STAFF = (
    (Role.COACH, "Samira", "de Wit", Salutation.MRS, "Werkcoach op Werkplein Zuid"),
    (Role.COACH, "Joost", "Bakker", Salutation.MR, "Werkcoach op Werkplein Zuid"),
    (Role.HELPER, "Anneke", "Visser", Salutation.MRS, "Medewerker op Werkplein Zuid, helpt bij de openbare computer"),
    (Role.MANAGER, "Farid", "Amrani", Salutation.MR, "Teamleider, verdeelt de klanten over de coaches"),
)
CLIENTS = (
    ("Elif", "Yılmaz", Salutation.MRS, Scheme.WW, Step.PLANNING, "nl", "Klant met WW, zoekt werk in de thuiszorg"),
    (
        "Mohamed",
        "Haddad",
        Salutation.MR,
        Scheme.PARTICIPATIEWET,
        Step.INTAKE,
        "nl",
        "Klant met bijstand, begint aan de intake",
    ),
    ("Grace", "Mensah", Salutation.MRS, Scheme.WW, Step.SEARCHING, "en", "Klant met WW, leest liever Engels"),
    ("Wouter", "Smit", Salutation.MR, Scheme.NONE, Step.INTAKE, "nl", "Nieuwe klant, uitkering nog niet bekend"),
)
CASELOAD_NAMES = (
    ("Jan", "van den Berg"), ("Fatima", "El Idrissi"), ("Kees", "Jansen"), ("Linh", "Nguyen"), ("Piotr", "Kowalski"),
    ("Aicha", "Bouzid"), ("Marco", "de Boer"), ("Sofia", "Ferreira"), ("Daan", "Mulder"), ("Yusuf", "Demir"),
    ("Ria", "Hendriks"), ("Oleksandr", "Kovalenko"), ("Thomas", "Peters"), ("Zeynep", "Aydın"), ("Henk", "Dijkstra"),
    ("Łucja", "Nowak"), ("Ruben", "Vos"), ("Amina", "Warsame"), ("Bas", "Meijer"), ("Ngozi", "Okafor"),
    ("Ton", "Kuipers"), ("Sara", "Tesfay"), ("Erik", "van Dam"), ("Leyla", "Hosseini"), ("Gerrit", "Brouwer"),
    ("Mariam", "Barzani"), ("Paul", "Schouten"), ("Ines", "Costa"), ("Willem", "Prins"), ("Selin", "Şahin"),
    ("Frits", "Post"), ("Tamara", "Ivanova"), ("Ali", "Reza"), ("Greet", "Willems"), ("Luca", "Rossi"),
    ("Noor", "Hassan"),
)  # fmt: skip
"""Thirty-six more clients of the first coach, so that her caseload is as long as a real one."""


SINCE = dt.timedelta(days=45)
"""So long they have been here."""


def is_empty(db: Session) -> bool:
    """Whether nobody lives here yet (asked as owner)."""
    return db.scalar(select(Account.id).limit(1)) is None


def make_people(db: Session) -> list[CaseFile]:
    """Make the demo people and their empty files, as the owner; returns the files of the four named clients."""
    with told_as_of(now() - SINCE):
        return _make_people(db)


def _make_people(db: Session) -> list[CaseFile]:
    office = Office(name="Werkplein Zuid", phone="088 123 45 67", address="Zuidplein 10, Voorbeeldstad")
    db.add(office)
    db.flush()
    kept_hash = hash_password(PASSWORD)
    staff = [_account(db, *person[:4], note=person[4], office=office, kept_hash=kept_hash) for person in STAFF]
    named = [_client(db, person, coach=staff[0], office=office, kept_hash=kept_hash) for person in CLIENTS]
    for index, (given, family) in enumerate(CASELOAD_NAMES):
        scheme = (Scheme.WW, Scheme.PARTICIPATIEWET)[index % 2]
        step = (Step.INTAKE, Step.PLANNING, Step.SEARCHING, Step.WORKING)[index % 4]
        account = _account(db, Role.CLIENT, given, family, Salutation.NEUTRAL, office=office)
        open_case(db, client=account, coach=staff[0], scheme=scheme, since=today()).step = step
    db.flush()
    return named


def _client(db: Session, person: tuple, *, coach: Account, office: Office, kept_hash: str) -> CaseFile:
    given, family, salutation, scheme, step, locale, note = person
    account = _account(
        db, Role.CLIENT, given, family, salutation, note=note, office=office, kept_hash=kept_hash, locale=locale
    )
    case = open_case(db, client=account, coach=coach, scheme=scheme, since=today())
    case.step = step
    return case


def _account(
    db: Session,
    role: Role,
    given: str,
    family: str,
    salutation: Salutation,
    *,
    note: str | None = None,
    office: Office,
    kept_hash: str | None = None,
    locale: str = "nl",
) -> Account:
    plain = f"{given}.{family}".lower().replace(" ", "").replace("ı", "i").encode("ascii", "ignore").decode()
    account = Account(
        role=role,
        given_name=given,
        family_name=family,
        salutation=salutation,
        email=f"{plain}@{DOMAIN}",
        locale=locale,
        office_id=office.id,
        demo_note=note,
    )
    db.add(account)
    db.flush()
    if kept_hash:
        db.add(Credential(account_id=account.id, password_hash=kept_hash))
    return account
