"""A real mail server on this machine, and a real worker that does what is due."""

import asyncio
import socket
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from portal import jobs
from portal.config import Settings
from portal.notices.postman import Postman
from tests.people import Someone


class Mailbox:
    """What a mail server took in; `refusals` are answers per recipient, `slow` seconds pass before each answer."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.refusals: dict[str, str] = {}
        self.slow = 0.0

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        await asyncio.sleep(self.slow)
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return "250 OK"

    def letters_to(self, someone: Someone) -> list[EmailMessage]:
        return [letter for letter in self.letters if letter["To"] == someone.account.email]


class MailServer(Controller):
    """aiosmtpd on a free port of this machine, which can go down and come up again."""

    def __init__(self, handler: Mailbox) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        super().__init__(handler, hostname="127.0.0.1", port=port)
        self.url = f"smtp://127.0.0.1:{port}"

    def factory(self) -> SMTP:
        return SMTP(self.handler, hostname="mail.example", loop=self.loop)


def work(settings: Settings, **changes: Any) -> None:
    """Let a worker do everything that is due."""
    chosen = settings.model_copy(update=changes)
    postman = Postman(chosen)
    try:
        asyncio.run(jobs.work(jobs.make_worker(chosen, postman), until_idle=True))
    finally:
        postman.close()
