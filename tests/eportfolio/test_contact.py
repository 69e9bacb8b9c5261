"""Contact data: a new address counts only when its code came back, in time and after few wrong ones."""

import datetime as dt

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from eportfolio import contact
from eportfolio.base import Invalid, now
from eportfolio.contact import AddressTaken, CodeExpired, EmailChange, WrongCode, ask_new_email, confirm_email
from eportfolio.people import Account, Salutation
from tests.people import People, Someone, act


def asked(db: Session, client: Someone, email: str) -> EmailChange:
    assert client.case is not None
    change = ask_new_email(db, client.case, by=act(db, client), email=email)
    db.commit()
    return change


def confirm(db: Session, client: Someone, code: str) -> str:
    assert client.case is not None
    try:
        return confirm_email(db, client.case, by=act(db, client), code=code)
    finally:
        db.commit()


def email_of(owner_db: Session, client: Someone) -> str:
    owner_db.expire_all()
    email = owner_db.scalars(select(Account.email).where(Account.id == client.account.id)).one()
    owner_db.commit()
    return email


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def test_the_right_code_makes_the_new_address_count(db: Session, owner_db: Session, people: People) -> None:
    client, new = people.client(), "elif.nieuw@example.org"
    change = asked(db, client, f"  {new} ")
    assert email_of(owner_db, client) == client.account.email
    assert confirm(db, client, f"{change.code[:3]} {change.code[3:]}") == new
    assert email_of(owner_db, client) == new


def test_a_wrong_code_changes_nothing_and_five_are_enough(db: Session, owner_db: Session, people: People) -> None:
    client = people.client()
    change = asked(db, client, "raden@example.org")
    for _ in range(contact.MOST_WRONG):
        with pytest.raises(WrongCode):
            confirm(db, client, other_than(change.code))
    with pytest.raises(CodeExpired):
        confirm(db, client, change.code)
    assert email_of(owner_db, client) != "raden@example.org"


def test_a_code_of_half_an_hour_ago_no_longer_counts(db: Session, owner_db: Session, people: People) -> None:
    client = people.client()
    change = asked(db, client, "laat2@example.org")
    owner_db.execute(
        update(EmailChange).where(EmailChange.id == change.id).values(asked_at=now() - dt.timedelta(minutes=31))
    )
    owner_db.commit()
    with pytest.raises(CodeExpired):
        confirm(db, client, change.code)


def test_only_the_newest_code_counts_and_only_once(db: Session, people: People) -> None:
    client = people.client()
    first, second = asked(db, client, "een@example.org"), asked(db, client, "twee@example.org")
    if first.code != second.code:
        with pytest.raises(WrongCode):
            confirm(db, client, first.code)
    assert confirm(db, client, second.code) == "twee@example.org"
    with pytest.raises(CodeExpired):
        confirm(db, client, second.code)


def test_another_person_cannot_use_the_code(db: Session, people: People) -> None:
    client, stranger = people.client(), people.client()
    change = asked(db, client, "drie@example.org")
    with pytest.raises(CodeExpired):
        confirm(db, stranger, change.code)


def test_an_address_of_another_account_is_refused_at_the_end_only(db: Session, people: People) -> None:
    client, other = people.client(), people.client()
    change = asked(db, client, other.account.email.upper())
    with pytest.raises(AddressTaken):
        confirm(db, client, change.code)


@pytest.mark.parametrize(
    "email",
    ["", "elif", "elif@", "@example.org", "elif@example", "a b@example.org", "a@b@c.nl", "x" * 250 + "@example.org",
     "elif@example.org\nBcc: x@example.org", "elif@exa\u0000mple.org, y@example.org"],
)  # fmt: skip
def test_what_is_no_address_is_refused(email: str, db: Session, people: People) -> None:
    client = people.client()
    assert client.case is not None
    with pytest.raises(Invalid):
        ask_new_email(db, client.case, by=act(db, client), email=email)


def test_the_portal_cannot_write_an_address_by_itself(db: Session, people: People) -> None:
    client = people.client()
    act(db, client)
    with pytest.raises(ProgrammingError, match="permission denied"):
        db.execute(update(Account).where(Account.id == client.account.id).values(email="zomaar@example.org"))


def test_salutation_and_language_are_kept(db: Session, owner_db: Session, people: People) -> None:
    client = people.client()
    assert client.case is not None
    contact.address_as(db, client.case, by=act(db, client), salutation=Salutation.MRS, locale="en")
    db.commit()
    owner_db.expire_all()
    row = owner_db.get_one(Account, client.account.id)
    assert (row.salutation, row.locale) == (Salutation.MRS, "en")
    owner_db.commit()
