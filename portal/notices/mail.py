"""The only mail that Houvast sends: "there is something for you", without what it is.

Knows templates and SMTP, and neither the database nor the web: the worker uses it. The scheme of
HOUVAST_SMTP_URL says how safe the line is: `smtps://` is TLS from the start, `smtp+starttls://` must
switch to TLS, `smtp://` switches when the server can, and must when the address holds a password.
"""

import contextlib
import smtplib
import ssl
from dataclasses import dataclass, replace
from email.message import EmailMessage
from email.utils import formatdate
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit
from uuid import UUID

from babel.support import Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from eportfolio.people import Account
from i18n import choose_locale

TEMPLATES = Path(__file__).parent.parent / "templates" / "mail"
CATALOGUES = Path(__file__).parent.parent.parent / "i18n"
PATIENCE = 8.0
"""Seconds to wait for each answer of the mail server; shorter than the time a stopping worker is given."""
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


class MailDown(Exception):
    """The mail server is away, too busy or badly configured: try again later."""


class MailRefused(Exception):
    """The mail server will not take this mail, now or later, for instance because the address does not exist."""


class AddressRefused(MailRefused):
    """It is the address itself that is refused."""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that its owner asked to have mailed to her."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail ready to go. `id` stays the same when it has to be sent again, so that mail servers see the double."""

    id: UUID
    to: str
    language: str
    subject: str
    body: str
    enclosed: Enclosed | None = None


def compose(account: Account, *, notice_id: UUID, base_url: str, number: int = 1) -> Letter:
    """The notice for this person, in her own language; one letter for `number` things that wait."""
    language = choose_locale(account.locale)
    templates = _templates(language)
    body = templates.get_template("notice.txt").render(name=account.name, url=base_url.rstrip("/") + "/", number=number)
    subject = templates.get_template("notice_subject.txt").render(number=number)
    return Letter(notice_id, account.email, language, subject.strip(), body.strip() + "\n")


def compose_cv(account: Account, enclosed: Enclosed, *, letter_id: UUID, base_url: str) -> Letter:
    """Her own CV, which she asked for, to her own address."""
    letter = _words("cv", account, letter_id, account.email, url=base_url.rstrip("/") + "/")
    return replace(letter, enclosed=enclosed)


def compose_code(account: Account, *, notice_id: UUID, to: str, code: str) -> Letter:
    """The code that proves a new address is hers; to that address."""
    return _words("code", account, notice_id, to, code=code)


def compose_email_changed(account: Account, *, notice_id: UUID, to: str) -> Letter:
    """To the old address: there is a new one. So that nobody changes it behind her back."""
    return _words("email_changed", account, notice_id, to)


def _words(kind: str, account: Account, notice_id: UUID, to: str, **context: str) -> Letter:
    language = choose_locale(account.locale)
    templates = _templates(language)
    body = templates.get_template(f"{kind}.txt").render(name=account.name, **context)
    subject = templates.get_template(f"{kind}_subject.txt").render()
    return Letter(notice_id, to, language, subject.strip(), body.strip() + "\n")


def send(letter: Letter, *, smtp_url: str, sender: str) -> None:
    """Hand the letter to the mail server; raises MailDown or MailRefused.

    When the line breaks between the last word and its confirmation, the mail may have gone: it is then sent again.
    """
    try:
        server = _connected(smtp_url)
        try:
            server.send_message(_as_mime(letter, sender))
        finally:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                server.quit()
    except smtplib.SMTPRecipientsRefused as error:
        code = next(iter(error.recipients.values()))[0]
        raise (AddressRefused if code >= 500 else MailDown)(f"recipient refused with {code}") from None
    except smtplib.SMTPDataError as error:
        code = error.smtp_code
        raise (MailRefused if code >= 500 else MailDown)(f"message refused with {code}") from None
    except (smtplib.SMTPException, OSError) as error:
        raise MailDown(f"{type(error).__name__} at the mail server") from None


def _connected(smtp_url: str) -> smtplib.SMTP:
    parts = urlsplit(smtp_url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise MailDown("HOUVAST_SMTP_URL is not smtp://, smtp+starttls:// or smtps:// with a host")
    port = parts.port or PORTS[parts.scheme]
    context = ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(parts.hostname, port, timeout=PATIENCE, context=context)
    else:
        server = smtplib.SMTP(parts.hostname, port, timeout=PATIENCE)
    try:
        server.ehlo_or_helo_if_needed()
        must_be_safe = parts.scheme == "smtp+starttls" or bool(parts.password)
        if parts.scheme != "smtps" and (must_be_safe or server.has_extn("starttls")):
            server.starttls(context=context)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
    except BaseException:
        server.close()
        raise
    return server


def _as_mime(letter: Letter, sender: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = letter.to
    message["Subject"] = letter.subject
    message["Date"] = formatdate(localtime=False)
    message["Message-ID"] = f"<{letter.id}@{_domain_of(sender)}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: out-of-office machines stay silent
    message["Content-Language"] = letter.language
    message.set_content(letter.body)
    if letter.enclosed is not None:
        kind, _slash, subtype = letter.enclosed.media_type.partition("/")
        message.add_attachment(letter.enclosed.content, maintype=kind, subtype=subtype, filename=letter.enclosed.name)
    return message


def _domain_of(sender: str) -> str:
    return sender.rpartition("@")[2].strip(" >") or "localhost"


@lru_cache(maxsize=8)
def _templates(language: str) -> Environment:
    """The mail templates in one language; the words come from the same catalogues as the pages."""
    templates = Environment(  # noqa: S701  plain text, not HTML
        loader=FileSystemLoader(TEMPLATES),
        extensions=["jinja2.ext.i18n"],
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    translations = Translations.load(CATALOGUES, [language])
    templates.install_gettext_translations(translations, newstyle=True)  # type: ignore[attr-defined]
    return templates
