from eportfolio import facts, messages, signals
from eportfolio.signals import Kind
from tests.people import act


def test_signals(db, people):
    c = people.client()
    a = act(db, c)
    facts.set_fact(db, c.case, key="x", value=1, by=a)
    messages.send(db, c.case, by=a, text="hallo")
    act(db, c.coach)
    s = signals.signals_of(db, [c.case.id])
    print(s)
    assert [x.kind for x in s[c.case.id]] == [Kind.MESSAGE_WAITS, Kind.NEW_FACTS]
