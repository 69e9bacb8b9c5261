"""Headings with their synonyms, and dates in every way that people write them."""

HEADINGS = {
    "nl": [
        {"summary": "Profiel", "work": "Werkervaring", "schools": "Opleidingen", "courses": "Cursussen", "skills": "Vaardigheden", "languages": "Talen", "licences": "Rijbewijs", "contact": "Contact", "hobby": "Interesses"},
        {"summary": "Over mij", "work": "Loopbaan", "schools": "Opleiding", "courses": "Trainingen en certificaten", "skills": "Competenties", "languages": "Talenkennis", "licences": "Rijbewijzen", "contact": "Contactgegevens", "hobby": "Hobby's"},
        {"summary": "Wie ben ik?", "work": "Arbeidsverleden", "schools": "Onderwijs", "courses": "Cursussen en trainingen", "skills": "Kwaliteiten", "languages": "Talen", "licences": "Rijbewijs", "contact": "Personalia", "hobby": "Vrije tijd"},
    ],
    "en": [
        {"summary": "Profile", "work": "Work experience", "schools": "Education", "courses": "Certificates", "skills": "Skills", "languages": "Languages", "licences": "Driving licence", "contact": "Contact", "hobby": "Interests"},
        {"summary": "About me", "work": "Employment history", "schools": "Education and training", "courses": "Courses", "skills": "Key skills", "languages": "Language skills", "licences": "Driving license", "contact": "Personal details", "hobby": "Hobbies"},
        {"summary": "Professional summary", "work": "Professional experience", "schools": "Academic background", "courses": "Certifications", "skills": "Core competencies", "languages": "Languages", "licences": "Driving licence", "contact": "Contact details", "hobby": "Hobbies and interests"},
    ],
    "de": [{"summary": "Profil", "work": "Berufserfahrung", "schools": "Ausbildung", "courses": "Weiterbildung", "skills": "Kenntnisse", "languages": "Sprachen", "licences": "Führerschein", "contact": "Kontakt", "hobby": "Interessen"}],
    "pl": [{"summary": "Profil zawodowy", "work": "Doświadczenie zawodowe", "schools": "Wykształcenie", "courses": "Kursy i szkolenia", "skills": "Umiejętności", "languages": "Języki", "licences": "Prawo jazdy", "contact": "Kontakt", "hobby": "Zainteresowania"}],
}  # fmt: skip

SHORT = {
    "nl": ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sept", "okt", "nov", "dec"],
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    "de": ["Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."],
    "pl": ["sty", "lut", "mar", "kwi", "maj", "cze", "lip", "sie", "wrz", "paź", "lis", "gru"],
}
LONG = {
    "nl": [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "de": [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
    "pl": [
        "styczeń",
        "luty",
        "marzec",
        "kwiecień",
        "maj",
        "czerwiec",
        "lipiec",
        "sierpień",
        "wrzesień",
        "październik",
        "listopad",
        "grudzień",
    ],
}
NOW = {"nl": "heden", "en": "present", "de": "heute", "pl": "obecnie"}
JOINTS = (" – ", " - ", "-", " t/m ", " tot ")
STYLES = ("long", "short", "slash", "dash", "dot", "day")


def heading(person, part, variant):
    """The heading of this part in the person's language; `variant` chooses a synonym."""
    choices = HEADINGS[person.language]
    return choices[variant % len(choices)][part]


def date(value, language, style):
    """One date of the data as somebody could write it."""
    if value is None:
        return NOW[language]
    year, _, month = value.partition("-")
    if not month:
        return year
    number = int(month)
    return {
        "long": f"{LONG[language][number - 1]} {year}",
        "short": f"{SHORT[language][number - 1]} {year}",
        "slash": f"{month}/{year}",
        "dash": f"{month}-{year}",
        "dot": f"{month}.{year}",
        "day": f"01-{month}-{year}",
    }[style]


def period(entry, person, style, joint=" – "):
    """From when to when, or the one date there is."""
    if joint.strip() in ("t/m", "tot") and person.language != "nl":
        joint = " – "
    if joint == "-" and style in ("dash", "day"):
        joint = " - "
    end = date(entry.end, person.language, style)
    return f"{date(entry.start, person.language, style)}{joint}{end}" if entry.start else end
