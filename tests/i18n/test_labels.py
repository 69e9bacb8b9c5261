"""Everything that the access log can hold has plain words, for both readers and in every language.

A new subject or action makes these tests fail until portal/happened.py and portal/labels.py say what people call it.
"""

import itertools
import uuid

import pytest
from flask import Flask
from flask_babel import force_locale

from eportfolio import timeline
from eportfolio.access import Channel
from eportfolio.appointments import EventKind
from eportfolio.audit import AccessLogEntry, Action, Subject
from eportfolio.base import now
from eportfolio.people import Role
from eportfolio.receipts import ReceiptKind
from eportfolio.timeline import Kind
from i18n import LANGUAGES
from portal import labels
from portal import timeline as lines
from portal.happened import happened

READER, OTHER = uuid.uuid4(), uuid.uuid4()
PAIRS = list(itertools.product(Subject, Action))
REASONS = ("", "accepted", "question", "draft", "checked", "read", "on_behalf", *(kind.value for kind in EventKind))


def entry(subject: Subject, action: Action, *, reason: str = "", actor: uuid.UUID = OTHER) -> AccessLogEntry:
    return AccessLogEntry(
        actor_id=actor,
        actor_name="Samira de Wit",
        role=Role.COACH,
        channel=Channel.DESK,
        action=action,
        subject=subject,
        label="Titel",
        reason=reason,
        at=now(),
    )


def said(app: Flask, language: str, line: AccessLogEntry, *, to_staff: bool) -> str:
    with app.test_request_context(), force_locale(language):
        return happened(line, READER, to_staff=to_staff)


@pytest.mark.parametrize("language", [language.code for language in LANGUAGES])
@pytest.mark.parametrize("to_staff", [False, True])
def test_every_line_of_the_log_can_be_said(app: Flask, language: str, to_staff: bool) -> None:
    for (subject, action), reason in itertools.product(PAIRS, REASONS):
        for actor in (READER, OTHER):
            line = entry(subject, action, reason=reason, actor=actor)
            text = said(app, language, line, to_staff=to_staff)
            assert len(text.split()) > 2, (subject, action, reason)
            assert "%(" not in text, (subject, action, reason)
            assert "_" not in text, f"{subject}/{action}/{reason} is said in our own names: {text}"


@pytest.mark.parametrize("language", [language.code for language in LANGUAGES])
def test_who_did_what_with_what_is_told_apart(app: Flask, language: str) -> None:
    """No two subjects and no two actions sound the same, and the reader is not called by her name."""
    for action in Action:
        texts = {said(app, language, entry(subject, action), to_staff=False) for subject in Subject}
        assert len(texts) == len(Subject), action
    for subject in set(Subject) - {Subject.COACH, Subject.RIGHTS}:  # of these there is one thing to say
        texts = {said(app, language, entry(subject, action), to_staff=False) for action in Action}
        assert len(texts) == len(Action), subject
    for subject, action in PAIRS:
        assert "Samira" not in said(app, language, entry(subject, action, actor=READER), to_staff=False)


def test_every_subject_has_a_name_of_its_own() -> None:
    assert set(labels.SUBJECT_NAMES) == set(Subject), "say in portal/labels.py what people call it"
    assert set(labels.ACTION_NAMES) == set(Action)
    assert set(labels.CHANNEL_NAMES) == set(Channel)
    assert set(labels.RECEIPT_KIND_NAMES) == set(ReceiptKind)


def test_every_choice_of_the_timeline_has_a_name_and_every_subject_a_place() -> None:
    assert set(lines.KIND_NAMES) == set(Kind)
    placed = [subject for subjects in timeline.SUBJECTS.values() for subject in subjects]
    assert len(placed) == len(set(placed)), "a subject stands under two choices"
    assert set(timeline.SUBJECTS) | {Kind.HAPPENED, Kind.DATA, Kind.LOOKS, Kind.EVERYTHING} == set(Kind)


def test_every_page_of_the_timeline_exists_in_both_doors(app: Flask) -> None:
    for endpoint, id_name in lines.PAGES.values():
        for door in ("client", "coach"):
            rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint == f"{door}.{endpoint}"]
            assert any(id_name in rule.arguments and "GET" in rule.methods for rule in rules), (door, endpoint)
