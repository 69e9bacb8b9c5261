"""What each list in an export holds, in a line."""

from flask_babel import lazy_gettext as _l

TABLE_WORDS = {
    "case_file": _l("Uw dossier: uw uitkering, uw stap, en sinds wanneer."),
    "coach_assignment": _l("Wie uw coach is en was, en waarom dat veranderde."),
    "fact": _l("Gegevens van u, met wie ze opschreef en wanneer. Ook wat niet meer geldt."),
    "intake": _l("Hoe ver uw intake is."),
    "agreement": _l("Uw afspraken."),
    "agreement_version": _l("De tekst van elke versie van een afspraak."),
    "agreement_event": _l("Wie wat zei over een afspraak, en wanneer."),
    "job_application": _l("Uw sollicitaties. Ook wat u weghaalde."),
    "application_stage": _l("De stappen van uw sollicitaties, en hoe het ging."),
    "application_reminder": _l("Waar u bij een sollicitatie aan herinnerd wilt worden."),
    "application_report": _l("Overzichten van uw sollicitaties die u maakte."),
    "document": _l("Uw documenten: naam, soort, en de tekst die wij erin lazen."),
    "document_use": _l("Waar u een document bij gebruikte."),
    "message": _l("Berichten tussen u en uw coach."),
    "message_thread": _l("Waar een gesprek in berichten over gaat."),
    "appointment": _l("Gesprekken met uw coach: wanneer, waar en waarover."),
    "appointment_option": _l("Tijden die voor een gesprek werden voorgesteld."),
    "appointment_event": _l("Wie wat deed met een gesprek, en wanneer."),
    "calendar_feed": _l("Of uw gesprekken in uw eigen agenda staan."),
    "cv_reading": _l("Welke documenten wij als cv lazen."),
    "cv_suggestion": _l("Wat wij in uw cv lazen, en wat u ermee deed."),
    "conversation": _l("Uw gesprekken met de assistent."),
    "chat_line": _l("Wat u en de assistent zeiden."),
    "receipt": _l("Uw bewijzen van ontvangst, met een kopie van wat u verstuurde."),
    "help_session": _l("Wie u hielp met invullen, en wanneer."),
    "helped_entry": _l("Wat u samen invulde of uw coach namens u opschreef, en of u het nakeek."),
    "access_log": _l("Wie iets bekeek of wijzigde, en wanneer."),
    "cv_version": _l("Wat u koos voor uw cv's."),
    "portfolio_entry": _l("Uw werk, opleidingen en vaardigheden. Ook eerdere versies."),
    "portfolio_share": _l("Wat van uw profiel uw coach mag of mocht zien."),
    "rights_read": _l("Welke uitleg over rechten en plichten u las."),
    "data_request": _l("Wat u vroeg over uw gegevens, met het antwoord."),
    "notice_choice": _l("Over welke dingen u een mail wilt."),
    "reminder": _l("Waar wij u aan herinneren."),
    "account": _l("Uw naam, e-mailadres en taal."),
    "login_session": _l("Wanneer en waar u inlogde."),
    "notice": _l("Mails die wij u stuurden."),
    "unsent_form": _l("Wat u typte en nog niet verstuurde."),
}
"""By the name of the table. A test fails when a table has no line here."""


def table_text(name: str) -> str:
    """What the list holds; empty for a table that nobody wrote about yet."""
    return str(TABLE_WORDS.get(name, ""))
