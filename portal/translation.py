"""Flask-Babel, with its catalogues read once and looked up once per request.

As it comes, Flask-Babel 4.0.0 makes a new domain for each request, which reads the catalogue from disk again, and
spells out the locale for each text. A page of ours has some two hundred texts: that was half of its time.
"""

from typing import Any

from flask import g
from flask_babel import Babel, Domain


class KeptDomain(Domain):
    """The catalogues of all languages, kept as long as the process lives."""

    def get_translations(self) -> Any:
        """The catalogue of the language in which Flask-Babel answers now; `force_locale` changes that on the way."""
        request = g.get("_flask_babel") if g else None
        locale = getattr(request, "babel_locale", None)
        kept = getattr(request, "houvast_catalogue", None)
        if locale is not None and kept is not None and kept[0] is locale:
            return kept[1]
        translations = super().get_translations()
        if request is not None:
            request.houvast_catalogue = (getattr(request, "babel_locale", None), translations)
        return translations


class KeptBabel(Babel):
    """Babel with one domain for all requests."""

    def __init__(self) -> None:
        super().__init__()
        self._kept = KeptDomain()

    @property
    def domain_instance(self) -> Domain:
        """The same domain every time."""
        return self._kept
