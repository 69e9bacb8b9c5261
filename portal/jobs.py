"""The worker: mails notices, reminds, forgets conversations, and tidies up after who left. `python -m portal.jobs`

Jobs live in PostgreSQL and commit with the data they are about (`eportfolio.notices.defer`): a mail
goes when the transaction stands, also when the worker or the mail server is down just now.

Nothing is sent twice: the notice is locked, and its `sent_at` is committed when the mail server has
taken the mail. One gap is left: when the worker or the line dies between the server's acceptance and
the commit, the mail goes again, with the same Message-ID. Nothing is lost: a failed job is tried again
after 30 seconds, 1 minute, 2 minutes … an hour, and the jobs of a worker that died are taken over.
"""

import asyncio
import contextlib
import logging
import signal
import sys
import uuid

import procrastinate
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Job
from procrastinate.retry import BaseRetryStrategy, RetryDecision
from psycopg_pool import PoolTimeout

from eportfolio import conversations, export, notices
from eportfolio.database import JOBS_SCHEMA

from . import forget
from .config import BadSettings, Settings
from .notices import mail
from .notices.postman import Postman
from .takeaway import cv_mail
from .takeaway.cv import CvFormat
from .takeaway.errands import Errands

FIRST_WAIT, LONGEST_WAIT = 30, 3600
"""Seconds before a failed job is tried again: the wait doubles each time, up to the longest."""
REFUSALS = 5
"""How often a mail that the server refuses for good is offered before its job is left as failed."""
STOP_WITHIN = 8.0
"""Seconds that running jobs get when the worker is asked to stop."""
AT_ONCE = 2
HOUSEKEEPING = "housekeeping"

log = logging.getLogger("houvast.worker")


class Patience(BaseRetryStrategy):
    """Exponential back-off without end; only a mail that is refused for good is given up."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, mail.MailRefused) and job.attempts + 1 >= REFUSALS:
            log.error("job %s: %s; given up after %d times", job.id, exception, REFUSALS)
            return None
        seconds = min(FIRST_WAIT * 2 ** min(job.attempts, 16), LONGEST_WAIT)
        log.warning("job %s: %s; again in %d s", job.id, _said(exception), seconds)
        return RetryDecision(retry_in={"seconds": seconds})


def make_worker(settings: Settings, postman: Postman) -> procrastinate.App:
    """The job queue of this installation with every task that the portal defers."""
    connector = procrastinate.PsycopgConnector(
        conninfo=settings.portal_database_url.replace("postgresql+psycopg://", "postgresql://", 1),
        kwargs={"options": f"-c search_path=public,{JOBS_SCHEMA} -c timezone=UTC"},
        min_size=1,
        max_size=AT_ONCE,
    )
    app = procrastinate.App(connector=connector)

    @app.task(name=notices.JOB_NAME, queue=notices.QUEUE, retry=Patience())
    def send_notice(notice_id: str) -> None:
        postman.deliver(uuid.UUID(notice_id))

    @app.task(name=notices.DIGEST_JOB, queue=notices.QUEUE, retry=Patience())
    def send_digest(account_id: str) -> None:
        postman.deliver_digest(uuid.UUID(account_id))

    @app.task(name=forget.JOB_NAME, queue=notices.QUEUE, retry=Patience())
    def forget_conversation(token: str) -> None:
        if settings.rasa_db_url is not None:
            forget.delete_from_tracker(settings.rasa_db_url.get_secret_value(), token)

    _add_errands(app, Errands(settings, postman.engine))

    @app.periodic(cron="* * * * *")
    @app.task(name="take_over", queue=HOUSEKEEPING, queueing_lock="take_over")
    async def take_over(timestamp: int) -> None:
        await take_over_stalled_jobs(app)

    @app.periodic(cron="* * * * *")
    @app.task(name="digests", queue=HOUSEKEEPING, queueing_lock="digests")
    async def digests(timestamp: int) -> None:
        await put_digests_in_queue(app, postman)

    @app.periodic(cron="* * * * *")
    @app.task(name="look_at_portal", queue=HOUSEKEEPING, queueing_lock="look_at_portal")
    def look_at_portal(timestamp: int) -> None:
        postman.look_at_portal()

    @app.periodic(cron="* * * * *")
    @app.task(name="remind", queue=HOUSEKEEPING, queueing_lock="remind")
    def remind(timestamp: int) -> None:
        postman.remind()

    @app.periodic(cron="* * * * *")
    @app.task(name="tidy", queue=HOUSEKEEPING, queueing_lock="tidy")
    def tidy(timestamp: int) -> None:
        postman.tidy()

    @app.periodic(cron="*/10 * * * *")
    @app.task(name="scan_files", queue=HOUSEKEEPING, queueing_lock="scan_files")
    def scan_files(timestamp: int) -> None:
        postman.scan_files()

    @app.periodic(cron="20 * * * *")
    @app.task(name="forget_old_conversations", queue=HOUSEKEEPING, queueing_lock="forget_old_conversations")
    def forget_old_conversations(timestamp: int) -> None:
        if settings.rasa_db_url is not None:
            url = settings.rasa_db_url.get_secret_value()
            gone, left = forget.delete_old_from_tracker(url, conversations.LIFETIME)
            log.info("the assistant forgot %d events of ended conversations, %d are left", gone, left)

    return app


async def put_digests_in_queue(app: procrastinate.App, postman: Postman) -> None:
    """One job for each daily mail that is due; one that waits already, for instance for the mail server, is enough."""
    for account_id in await asyncio.to_thread(postman.digests_due):
        job = app.configure_task(notices.DIGEST_JOB, queue=notices.QUEUE, queueing_lock=f"digest:{account_id}")
        with contextlib.suppress(AlreadyEnqueued):
            await job.defer_async(account_id=str(account_id))


def _add_errands(app: procrastinate.App, errands: Errands) -> None:
    """What is made for a client to take along."""

    @app.task(name=cv_mail.JOB_NAME, queue=notices.QUEUE, retry=Patience())
    def mail_cv(account_id: str, form: str, language: str, letter_id: str) -> None:
        errands.mail_cv(
            account_id=uuid.UUID(account_id), form=CvFormat(form), language=language, letter_id=uuid.UUID(letter_id)
        )

    @app.task(name=export.JOB_NAME, queue=notices.QUEUE, retry=Patience())
    def make_export(export_id: str, account_id: str) -> None:
        errands.make_export(export_id=uuid.UUID(export_id), account_id=uuid.UUID(account_id))

    @app.periodic(cron="41 2 * * *")
    @app.task(name="keep_to_the_terms", queue=HOUSEKEEPING, queueing_lock="keep_to_the_terms")
    def keep_to_the_terms(timestamp: int) -> None:
        errands.keep_to_the_terms()

    @app.periodic(cron="17 * * * *")
    @app.task(name="drop_expired_exports", queue=HOUSEKEEPING, queueing_lock="drop_expired_exports")
    def drop_expired_exports(timestamp: int) -> None:
        errands.drop_expired_exports()


async def take_over_stalled_jobs(app: procrastinate.App) -> None:
    """Put the jobs of workers that died (no heartbeat for 30 s) back in the queue."""
    for job in await app.job_manager.get_stalled_jobs():
        with contextlib.suppress(ConnectorException):  # another worker was first
            await app.job_manager.retry_job(job)


async def work(app: procrastinate.App, *, until_idle: bool = False) -> None:
    """Do jobs until cancelled or, with `until_idle`, until none is left that is due."""
    async with app.open_async():
        await take_over_stalled_jobs(app)
        if not until_idle:
            log.info("ready")
        await app.run_worker_async(
            concurrency=AT_ONCE,
            wait=not until_idle,
            listen_notify=not until_idle,
            install_signal_handlers=False,
            delete_jobs="successful",
            shutdown_graceful_timeout=STOP_WITHIN,
        )


async def work_until_asked_to_stop(app: procrastinate.App) -> bool:
    """Work; at SIGTERM or SIGINT finish the running jobs and return True. False when the worker stopped by itself."""
    working = asyncio.ensure_future(work(app))
    asked = asyncio.Event()

    def stop() -> None:
        if not asked.is_set():
            asked.set()
            working.cancel()

    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop)
    with contextlib.suppress(asyncio.CancelledError):
        await working
    return asked.is_set()


def main() -> int:
    """Run the worker; returns 0 after a wished stop, 1 when the database went away, 2 for bad settings."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s", level=logging.WARNING)
    log.setLevel(logging.INFO)
    logging.getLogger("procrastinate").setLevel(logging.CRITICAL)  # its lines hold the arguments of jobs
    try:
        settings = Settings()
        postman = Postman(settings)
    except BadSettings as problem:
        print(problem, file=sys.stderr)
        return 2
    try:
        if asyncio.run(work_until_asked_to_stop(make_worker(settings, postman))):
            log.info("stopped")
            return 0
        log.error("stopped without being asked: the database was away for a moment")
    except (ConnectorException, PoolTimeout, OSError) as problem:
        log.error("the database is away: %s", _said(problem))
    finally:
        postman.close()
    return 1


def _said(problem: BaseException) -> str:
    """Our own words about a problem; of anything else only its name, since its text may hold personal data."""
    return str(problem) if isinstance(problem, mail.MailDown | mail.MailRefused) else type(problem).__name__


if __name__ == "__main__":
    sys.exit(main())
