"""What the demo people have done so far, told through the same commands as a real person's clicks."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from eportfolio import access, facts
from eportfolio.access import Actor, Channel
from eportfolio.database import make_engine
from eportfolio.people import Account, CaseFile, Role, case_of_client

from .config import Settings


def tell_story(settings: Settings) -> None:
    """Fill the demo files once; a second call changes nothing."""
    engine = make_engine(settings.portal_database_url)
    with Session(engine, expire_on_commit=False) as db:
        elif_, samira = (_person(db, name) for name in ("Yılmaz", "de Wit"))
        access.act_as(db, elif_)
        case = case_of_client(db, elif_.account_id)
        if not facts.current_facts(db, case.id):
            _elif(db, case, elif_, samira)
        db.commit()
    engine.dispose()


def _person(db: Session, family_name: str) -> Actor:
    access.act_at_the_door(db)
    account = db.scalars(
        select(Account).where(Account.family_name == family_name, Account.demo_note.is_not(None))
    ).one()
    channel = Channel.WEB if account.role is Role.CLIENT else Channel.DESK
    return Actor(account.id, account.role, account.name, channel)


def _elif(db: Session, case: CaseFile, client: Actor, coach: Actor) -> None:
    access.act_as(db, client)
    facts.set_fact(db, case, key="contact.phone", value="06 1199 2233", by=client)
    facts.set_fact(db, case, key="contact.phone", value="06 8123 4567", by=client)
    facts.set_fact(db, case, key="goal.own_words", value="werken in de thuiszorg, 24 uur per week", by=client)
    access.act_as(db, coach)
