"""Settings: read once from the environment, frozen, checked at the start.

Nothing else in the portal reads `os.environ`. What a setting means for an operator
is written in docs/operations.md.
"""

from enum import StrEnum
from pathlib import Path
from typing import Self

from pydantic import SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

MEBIBYTE = 1024 * 1024
DEVELOPMENT_SECRET = "development-only-not-secret"  # noqa: S105  refused in production


class Environment(StrEnum):
    """Where the portal runs."""

    DEVELOPMENT = "development"
    PRODUCTION = "production"


class BadSettings(ValueError):
    """The portal refuses to start like this."""


class Settings(BaseSettings):
    """Every setting of the portal and its worker, with the value for a developer's machine."""

    model_config = SettingsConfigDict(env_prefix="HOUVAST_", env_file=".env", frozen=True, extra="ignore")

    env: Environment = Environment.DEVELOPMENT
    demo: bool = False
    host: str = "127.0.0.1"
    port: int = 8000
    base_url: str = "http://127.0.0.1:8000"
    var_dir: Path = Path("var")

    database_url: SecretStr | None = None
    owner_database_url: SecretStr | None = None
    file_store: str = "var/files"
    master_key: SecretStr = SecretStr(DEVELOPMENT_SECRET)
    secret_key: SecretStr = SecretStr(DEVELOPMENT_SECRET)
    service_key: SecretStr = SecretStr(DEVELOPMENT_SECRET)

    rasa_url: str = "http://127.0.0.1:5005"
    rasa_token: SecretStr = SecretStr(DEVELOPMENT_SECRET)
    rasa_timeout: float = 3.0
    rasa_db_url: SecretStr | None = None

    organisation: str = "Werkplein Voorbeeldstad"
    contact_email: str = "contact@houvast.example"
    contact_phone: str = "088 123 45 67"
    application_log_is_proof: bool = False

    smtp_url: str | None = None
    mail_from: str = "Houvast <geen-antwoord@houvast.example>"
    clamd_address: str | None = None
    trusted_proxies: int = 0
    rate_limit_storage: str = "memory://"
    upload_limit: int = 10 * MEBIBYTE
    rate_limits: bool = True

    @property
    def is_production(self) -> bool:
        return self.env is Environment.PRODUCTION

    @property
    def portal_database_url(self) -> str:
        if self.database_url is None:
            raise BadSettings("HOUVAST_DATABASE_URL is not set: start with `make run`, which brings its own PostgreSQL")
        return self.database_url.get_secret_value()

    @model_validator(mode="after")
    def _refuse_a_bad_start(self) -> Self:
        if not self.is_production:
            return self
        problems = [
            f"HOUVAST_{name.upper()} has its development value"
            for name in ("master_key", "secret_key", "service_key", "rasa_token")
            if len(getattr(self, name).get_secret_value()) < 32
            or getattr(self, name).get_secret_value() == DEVELOPMENT_SECRET
        ]
        if self.demo:
            problems.append("HOUVAST_DEMO is on: anybody could sign in as anybody")
        if self.database_url is None or "houvast-postgres" in self.database_url.get_secret_value():
            problems.append("HOUVAST_DATABASE_URL is missing or names the embedded database")
        if self.owner_database_url is not None and self.owner_database_url == self.database_url:
            problems.append("HOUVAST_DATABASE_URL is the owner's: row-level security would not bind the portal")
        if not self.base_url.startswith("https://"):
            problems.append("HOUVAST_BASE_URL is not https")
        if problems:
            raise BadSettings("Houvast does not start in production: " + "; ".join(problems))
        return self
