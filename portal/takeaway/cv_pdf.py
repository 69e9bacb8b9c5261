"""The CV as PDF/UA, with the same content as Europass inside, where other systems look for it."""

from flask_babel import force_locale

from eportfolio.cv_files import europass

from ..pdf import Attached, render_pdf
from .cv_document import CvDocument


def cv_pdf(cv: CvDocument, *, document_id: str) -> bytes:
    """The file to send to an employer; `document_id` is the name of the Europass part."""
    xml = europass.write(cv.portfolio, language=cv.language, document_id=document_id)
    attached = Attached(europass.FILENAME, "Europass CV", xml)
    with force_locale(cv.language):
        return render_pdf(f"pdf/cv/{cv.design}.html", style="cv.css", attached=[attached], cv=cv)
