"""Documents in plain words: kinds, states, what was taken out of a file, and why one is refused."""

from flask import url_for
from flask_babel import gettext as _

from eportfolio.documents.media import Cleaned, MediaType, Refusal
from eportfolio.documents.model import Document, DocumentKind, Expiry
from eportfolio.documents.reading import ReadState
from eportfolio.documents.uses import DocumentUse, Where
from eportfolio.documents.virus_scan import ScanState

from .presentation import date_text


def kind_name(kind: DocumentKind) -> str:
    """What it is."""
    return {
        DocumentKind.CV: _("Cv"),
        DocumentKind.LETTER: _("Brief"),
        DocumentKind.DIPLOMA: _("Diploma"),
        DocumentKind.CERTIFICATE: _("Certificaat of getuigschrift"),
        DocumentKind.CONDUCT: _("Verklaring omtrent het gedrag (VOG)"),
        DocumentKind.LICENCE: _("Pas of vergunning"),
        DocumentKind.PROOF: _("Bewijs van sollicitatie"),
        DocumentKind.OTHER: _("Iets anders"),
    }[kind]


def type_name(media_type: MediaType) -> str:
    """What kind of file it is, as people say it."""
    return {
        MediaType.PDF: _("pdf"),
        MediaType.DOCX: _("Word-bestand (docx)"),
        MediaType.ODT: _("ODT-bestand"),
        MediaType.JPEG: _("foto (jpg)"),
        MediaType.PNG: _("foto (png)"),
    }[media_type]


def state_tag(document: Document) -> tuple[str, str]:
    """Label and kind of tag for where the document stands."""
    if document.withdrawn_at is not None:
        return _("Ingetrokken"), "plain"
    if document.replaced_by_id is not None:
        return _("Vervangen"), "plain"
    if document.shared_at is None:
        return _("Alleen voor u"), "plain"
    if document.checked_at is not None:
        return _("Bekeken door %(name)s", name=document.checked_by_name), "ok"
    return _("Nog niet bekeken"), "info"


def scan_tag(scan: ScanState) -> tuple[str, str]:
    """Label and kind of tag for the virus scan; never left out."""
    return {
        ScanState.CLEAN: (_("Geen virus gevonden"), "ok"),
        ScanState.NOT_SCANNED: (_("Niet op virussen gecontroleerd"), "plain"),
        ScanState.SCAN_FAILED: (_("Nog niet op virussen gecontroleerd"), "sun"),
        ScanState.INFECTED: (_("Virus gevonden: op slot"), "stop"),
    }[scan]


def expiry_tag(document: Document) -> tuple[str, str] | None:
    """Until when it holds: label and kind of tag; None without a last day."""
    if document.expires_on is None or document.expiry is None:
        return None
    day = date_text(document.expires_on)
    return {
        Expiry.HOLDS: (_("Geldig tot en met %(day)s", day=day), "plain"),
        Expiry.SOON: (_("Verloopt op %(day)s", day=day), "sun"),
        Expiry.OVER: (_("Verlopen op %(day)s", day=day), "stop"),
    }[document.expiry]


def use_line(use: DocumentUse) -> str:
    """With what it is used: "Sollicitatie: Kok, De Haven"."""
    kind = {
        Where.APPLICATION: _("Sollicitatie"),
        Where.AGREEMENT: _("Afspraak"),
        Where.INTAKE: _("Intake"),
        Where.MESSAGE: _("Bericht"),
    }[use.where]
    return _("%(kind)s: %(label)s", kind=kind, label=use.label) if use.label else kind


def use_url(use: DocumentUse) -> str:
    """Where the client finds the thing that it is used with."""
    return {
        Where.APPLICATION: lambda: url_for("client.application", application_id=use.subject_id),
        Where.AGREEMENT: lambda: url_for("client.agreement", agreement_id=use.subject_id),
        Where.INTAKE: lambda: url_for("client.intake"),
        Where.MESSAGE: lambda: url_for("client.messages", _anchor=f"bericht-{use.subject_id}"),
    }[use.where]()


def read_text(state: ReadState) -> str:
    """How reading went, in a sentence."""
    return {
        ReadState.READ: _("Wij hebben de tekst van dit bestand gelezen."),
        ReadState.NO_TEXT: _(
            "Wij vonden geen tekst in dit bestand. Dat is niet erg: uw coach kan het gewoon bekijken."
        ),
        ReadState.FAILED: _("Wij konden de tekst van dit bestand niet lezen. Uw coach kan het wel bekijken."),
    }[state]


def cleaned_text(cleaned: Cleaned) -> str:
    """What we did to the file before we stored it, in a sentence."""
    return {
        Cleaned.SCRIPTS: _("Er zaten stukjes programma in. Die hebben wij eruit gehaald."),
        Cleaned.ATTACHMENTS: _("Er zaten andere bestanden in. Die hebben wij eruit gehaald."),
        Cleaned.EXTERNAL: _("Het bestand haalde of stuurde vanzelf iets via internet. Dat kan nu niet meer."),
        Cleaned.MEDIA: _("Er zat geluid of film in. Dat hebben wij eruit gehaald."),
        Cleaned.METADATA: _(
            "Er zaten verborgen gegevens in, bijvoorbeeld de plaats van een foto. Die hebben wij eruit gehaald."
        ),
        Cleaned.TURNED: _("De foto lag op zijn kant. Wij hebben hem rechtop gezet."),
        Cleaned.SCALED: _("De foto was erg groot. Wij hebben hem kleiner gemaakt."),
        Cleaned.REPAIRED: _("Er zat een fout in het bestand. Die hebben wij hersteld."),
    }[cleaned]


def refusal_text(reason: Refusal) -> str:
    """Why the file was not taken, and what to do now."""
    return {
        Refusal.EMPTY: _("Dit bestand is leeg. Kies een ander bestand."),
        Refusal.TOO_LARGE: _("Dit bestand is te groot. Een bestand mag hooguit 10 MB zijn."),
        Refusal.UNKNOWN_TYPE: _(
            "Dit soort bestand nemen wij niet aan. "
            "Kies een pdf, een Word-bestand (docx), een ODT-bestand of een foto (jpg of png)."
        ),
        Refusal.NAME_DISAGREES: _(
            "De naam van dit bestand past niet bij wat erin zit. "
            "Bewaar het opnieuw, bijvoorbeeld als pdf, en kies dan dat bestand."
        ),
        Refusal.OLD_FORMAT: _(
            "Dit is een ouder soort bestand (doc of rtf). "
            "Open het op uw computer, bewaar het als pdf of docx en kies dan dat bestand."
        ),
        Refusal.PHOTO_FORMAT: _(
            "Dit soort foto nemen wij niet aan. Bewaar de foto als jpg of png en kies dan die foto. "
            "Tip: maak een schermafdruk van de foto."
        ),
        Refusal.ENCRYPTED: _("Dit bestand is op slot met een wachtwoord. Kies een bestand zonder wachtwoord."),
        Refusal.DAMAGED: _("Dit bestand is beschadigd of niet compleet. Bewaar het opnieuw en kies het nog een keer."),
        Refusal.MACROS: _(
            "In dit bestand zit een programma (een macro). Dat nemen wij niet aan. "
            "Bewaar het als pdf en kies dan dat bestand."
        ),
        Refusal.VIRUS: _("In dit bestand zit een virus. Wij hebben het niet bewaard. Kies een ander bestand."),
        Refusal.TOO_MANY_PAGES: _("Dit bestand heeft te veel bladzijden. Het mogen er hooguit 100 zijn."),
        Refusal.TOO_MANY_PIXELS: _("Deze foto is te groot. Maak de foto kleiner en kies hem dan opnieuw."),
        Refusal.BOMB: _("Wij konden dit bestand niet veilig openen. Bewaar het als pdf en kies dan dat bestand."),
    }[reason]
