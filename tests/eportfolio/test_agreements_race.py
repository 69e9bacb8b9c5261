"""Two people at the same moment: the second waits for the first, and then sees what the first did."""

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillWaiting

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from eportfolio import agreements
from eportfolio.agreements import Agreement, NewerVersion, State
from tests.eportfolio.test_agreements import proposal, reread, terms
from tests.people import People, Someone, act


def test_agreeing_while_a_new_version_is_on_its_way(db: Session, people: People, portal_engine: Engine) -> None:
    client = people.client()
    agreement = proposal(db, client)
    db.commit()
    agreements.propose_new_version(
        db, client.case, agreement, by=act(db, client.coach), terms=terms(title="Anders"), instead_of=1
    )
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(agree_in_another_transaction, portal_engine, client, agreement)
        with pytest.raises(StillWaiting):
            answer.result(timeout=0.5)
        db.commit()
        with pytest.raises(NewerVersion):
            answer.result(timeout=10)
    act(db, client)
    assert reread(db, client, agreement).state is State.PROPOSED


def agree_in_another_transaction(engine: Engine, client: Someone, agreement: Agreement) -> None:
    with sessionmaker(engine, expire_on_commit=False)() as other:
        by = act(other, client)
        row = agreements.agreement_of(other, client.case.id, agreement.id, reader_id=client.account.id)
        assert row.current_number == 1
        agreements.agree(other, client.case, row, by=by, number=1)
        other.commit()
