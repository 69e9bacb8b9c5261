"""CSRF protection of every form; a door for machines is exempt, because it knows no cookies."""

from flask_wtf.csrf import CSRFProtect

csrf = CSRFProtect()
