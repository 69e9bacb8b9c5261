"""Mailing a CV to its owner: asked for on a page, made and sent by the worker, to her own address only."""

import uuid

from sqlalchemy.orm import Session

from eportfolio.base import new_id
from eportfolio.cv_files import versions
from eportfolio.notices import defer
from eportfolio.people import Account, CaseFile

from ..notices import mail
from .cv import CvFile, CvFormat, cv_file, cv_of

JOB_NAME = "mail_cv"


def send_later(db: Session, account_id: uuid.UUID, *, form: CvFormat, language: str) -> None:
    """Let the worker make and mail the CV that she works on; the letter keeps its id when it must be sent again."""
    arguments = {"account_id": str(account_id), "form": form.value, "language": language, "letter_id": str(new_id())}
    defer(db, JOB_NAME, arguments)


def make(db: Session, case: CaseFile, *, form: CvFormat, language: str) -> CvFile:
    """The file, in the transaction of its owner and inside the portal's languages and templates."""
    choice = versions.working_choice(versions.versions_of(db, case.id), language=language)
    return cv_file(cv_of(db, case, choice), form, document_id=str(case.id))


def letter(account: Account, made: CvFile, *, letter_id: uuid.UUID, base_url: str) -> mail.Letter:
    """The mail with the CV in it. It says no more than that this is the CV she asked for."""
    enclosed = mail.Enclosed(made.name, made.media_type, made.content)
    return mail.compose_cv(account, enclosed, letter_id=letter_id, base_url=base_url)
