"""Rate limits: per person where one is signed in, else per address and browser (kiosks share one address)."""

import hashlib

from flask import Flask, g, request
from flask_limiter import Limiter

from .config import Settings


def _who() -> str:
    actor = g.get("actor")
    if actor is not None:
        return f"account:{actor.account_id}"
    browser = hashlib.sha256(request.user_agent.string.encode()).hexdigest()[:12]
    return f"address:{request.remote_addr}:{browser}"


limiter = Limiter(key_func=_who, headers_enabled=False, default_limits=["600 per minute"])


def init_app(app: Flask, settings: Settings) -> None:
    """Count in memory for one process, in Redis for more (HOUVAST_RATE_LIMIT_STORAGE)."""
    app.config["RATELIMIT_STORAGE_URI"] = settings.rate_limit_storage
    app.config["RATELIMIT_ENABLED"] = settings.rate_limits
    limiter.init_app(app)
