"""Builders in domain words: a client with a file and a coach, committed, unlike any other test's."""

import itertools
from dataclasses import dataclass

from sqlalchemy.orm import Session

from eportfolio import access
from eportfolio.access import Actor, Channel
from eportfolio.people import Account, CaseFile, Credential, Office, Role, Salutation, Scheme, open_case
from portal.auth.passwords import hash_password

_numbers = itertools.count(1)
PASSWORD = "een lang wachtwoord"


@dataclass
class Someone:
    """A person in a test: the account and, for a client, the file and its coach."""

    account: Account
    case: CaseFile | None = None
    coach: "Someone | None" = None

    def actor(self, channel: Channel | None = None) -> Actor:
        default = Channel.WEB if self.account.role is Role.CLIENT else Channel.DESK
        return Actor(self.account.id, self.account.role, self.account.name, channel or default)


def act(db: Session, someone: Someone, channel: Channel | None = None) -> Actor:
    """Make this person the actor of the session's transaction, and return the actor."""
    actor = someone.actor(channel)
    access.act_as(db, actor)
    return actor


class People:
    """Makes people; every call commits, so that the portal's own role can see them."""

    def __init__(self, db: Session) -> None:
        self.db = db

    def account(self, role: Role, *, given: str = "", family: str = "", password: bool = False) -> Account:
        number = next(_numbers)
        account = Account(
            role=role,
            given_name=given or role.value.title(),
            family_name=family or f"Nummer {number}",
            salutation=Salutation.NEUTRAL,
            email=f"{role.value}.{number}.{id(self)}@example.org",
            locale="nl",
        )
        self.db.add(account)
        self.db.flush()
        if password:
            self.db.add(Credential(account_id=account.id, password_hash=hash_password(PASSWORD)))
        self.db.commit()
        return account

    def office(self, name: str = "Werkplein Zuid") -> Office:
        office = Office(name=name, phone="088 000 00 00")
        self.db.add(office)
        self.db.commit()
        return office

    def office_of(self, someone: Someone) -> Office:
        """The office where this coach or employee works."""
        office = self.db.get(Office, someone.account.office_id)
        assert office is not None
        return office

    def coach(self, **names: str) -> Someone:
        account = self.account(Role.COACH, **names)
        account.office_id = self.office().id
        self.db.commit()
        return Someone(account)

    def client(self, *, coach: Someone | None = None, scheme: Scheme = Scheme.WW, **names: str) -> Someone:
        coach = coach or self.coach()
        account = self.account(Role.CLIENT, **names)
        case = open_case(self.db, client=account, coach=coach.account, scheme=scheme)
        self.db.commit()
        return Someone(account, case, coach)

    def helper(self) -> Someone:
        account = self.account(Role.HELPER)
        account.office_id = self.office().id
        self.db.commit()
        return Someone(account)

    def manager(self, *coaches: Someone) -> Someone:
        """The manager of the office where these coaches work from now on."""
        account = self.account(Role.MANAGER)
        office = self.office()
        for someone in (account, *(coach.account for coach in coaches)):
            someone.office_id = office.id
        self.db.commit()
        return Someone(account)
