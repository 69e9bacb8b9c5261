"""The same CV in many layouts, as HTML from which WeasyPrint makes a PDF."""

from html import escape as e

import weasyprint

from .people import Person, School, Work
from .words import date, heading, period

PAGE = "@page { size: A4; margin: 18mm } body { font: 10pt 'Liberation Sans', 'DejaVu Sans', sans-serif; margin: 0 } ul { margin: 2pt 0 6pt; padding-left: 14pt } p { margin: 0 0 2pt } h1 { font-size: 22pt; margin: 0 } h2 { font-size: 13pt; margin: 12pt 0 4pt } table { border-collapse: collapse; width: 100% } td, th { vertical-align: top; text-align: left }"


def pdf(body: str, css: str = "") -> bytes:
    """A PDF of this page."""
    html = f"<html><head><style>{PAGE}{css}</style></head><body>{body}</body></html>"
    written = weasyprint.HTML(string=html).write_pdf()
    assert written is not None
    return written


def tasks(work: Work) -> str:
    return "<ul>" + "".join(f"<li>{e(task)}</li>" for task in work.tasks) + "</ul>"


def contact_line(person: Person, separator: str = " | ") -> str:
    return f"<p>{e(separator.join((person.city, person.email, person.phone)))}</p>"


def lists(person: Person, v: int, *, as_items: bool = True, separator: str = ", ") -> str:
    """Skills, languages and licences under their headings."""
    skills = "<ul>" + "".join(f"<li>{e(skill)}</li>" for skill in person.skills) + "</ul>"
    if not as_items:
        skills = f"<p>{e(separator.join(person.skills))}</p>"
    spoken = "".join(f"<p>{e(name)}: {e(level)}</p>" for name, level in person.languages)
    return (
        f"<h2>{heading(person, 'skills', v)}</h2>{skills}<h2>{heading(person, 'languages', v)}</h2>{spoken}"
        f"<h2>{heading(person, 'licences', v)}</h2><p>{', '.join(person.licences)}</p>"
    )


def sections(person: Person, v: int, job, school) -> str:
    """Summary, work, schools and courses, with each entry as the layout writes it."""
    courses = (
        f"<h2>{heading(person, 'courses', v)}</h2>" + "".join(map(school, person.courses)) if person.courses else ""
    )
    return (
        f"<h2>{heading(person, 'summary', v)}</h2><p>{e(person.summary)}</p>"
        f"<h2>{heading(person, 'work', v)}</h2>{''.join(map(job, person.work))}"
        f"<h2>{heading(person, 'schools', v)}</h2>{''.join(map(school, person.schools))}{courses}"
    )


def dates_right(person: Person, v: int) -> bytes:
    """Title in bold with the dates at the right margin, the organisation below."""

    def entry(one: Work | School) -> str:
        place = f", {e(one.city)}" if one.city else ""
        more = tasks(one) if isinstance(one, Work) else ""
        return f"<p><span class=r>{period(one, person, 'short')}</span><b>{e(one.title)}</b></p><p>{e(one.organisation)}{place}</p>{more}"

    body = f"<h1>{e(person.name)}</h1><p>{e(person.profession)}</p>{contact_line(person)}{sections(person, v, entry, entry)}"
    return pdf(body + lists(person, v, as_items=False), ".r { float: right }")


def organisation_first(person: Person, v: int) -> bytes:
    """The organisation in bold, then the title in italics with the dates at the right; headings in capitals."""

    def entry(one: Work | School) -> str:
        more = tasks(one) if isinstance(one, Work) else ""
        return f"<p><span class=r>{e(one.city)}</span><b>{e(one.organisation)}</b></p><p><span class=r>{period(one, person, 'long')}</span><i>{e(one.title)}</i></p>{more}"

    body = (
        f"<h1>{e(person.name)}</h1>{contact_line(person, ' • ')}{sections(person, v, entry, entry)}{lists(person, v)}"
    )
    return pdf(
        body, ".r { float: right } h2 { text-transform: uppercase; border-bottom: 1pt solid } h1 { text-align: center }"
    )


def dates_left(person: Person, v: int) -> bytes:
    """A table without borders: dates in the left column."""

    def entry(one: Work | School) -> str:
        place = f", {e(one.city)}" if one.city else ""
        more = tasks(one) if isinstance(one, Work) else ""
        return f"<tr><td class=d>{period(one, person, 'slash')}</td><td><b>{e(one.title)}</b><br>{e(one.organisation)}{place}{more}</td></tr>"

    def part(name: str, entries: tuple[Work | School, ...]) -> str:
        return f"<h2>{heading(person, name, v)}</h2><table>{''.join(map(entry, entries))}</table>" if entries else ""

    body = (
        f"<h1>Curriculum vitae</h1><h2>{heading(person, 'contact', v)}</h2><table>"
        f"<tr><td class=d>Naam</td><td>{e(person.name)}</td></tr><tr><td class=d>Adres</td><td>{e(person.address)}</td></tr>"
        f"<tr><td class=d>Woonplaats</td><td>{person.postcode} {e(person.city)}</td></tr>"
        f"<tr><td class=d>Telefoon</td><td>{person.phone}</td></tr><tr><td class=d>E-mail</td><td>{person.email}</td></tr></table>"
        f"{part('work', person.work)}{part('schools', person.schools)}{part('courses', person.courses)}{lists(person, v)}"
    )
    return pdf(body, ".d { width: 42mm }")


def sidebar(person: Person, v: int, *, side: str = "left") -> bytes:
    """Contact and lists in a coloured column; title, organisation and dates on three lines in the other."""

    def entry(one: Work | School) -> str:
        more = tasks(one) if isinstance(one, Work) else ""
        return f"<p class=t>{e(one.title)}</p><p>{e(one.organisation)}</p><p class=s>{period(one, person, 'long', ' - ')}</p>{more}"

    narrow = (
        f"<h2>{heading(person, 'contact', v)}</h2><p>{e(person.address)}</p><p>{person.postcode} {e(person.city)}</p><p>{person.phone}</p>"
        f"<p>{person.email}</p>{lists(person, v)}"
    )
    wide = f"<h1>{e(person.name)}</h1><p>{e(person.profession)}</p>{sections(person, v, entry, entry)}"
    cells = (f"<td class=n>{narrow}</td>", f"<td class=w>{wide}</td>")
    css = ".n { width: 55mm; background: #dde; padding: 5mm; font-size: 9pt } .w { padding: 5mm } .t { font-weight: bold } .s { color: #666 }"
    return pdf(f"<table><tr>{''.join(cells if side == 'left' else cells[::-1])}</tr></table>", css)


def sidebar_right(person: Person, v: int) -> bytes:
    """The same with the narrow column at the right."""
    return sidebar(person, v, side="right")


def one_line(person: Person, v: int) -> bytes:
    """Title – organisation, place (dates), each on one line, with tasks below."""

    def entry(one: Work | School) -> str:
        place = f", {e(one.city)}" if one.city else ""
        more = tasks(one) if isinstance(one, Work) else ""
        return f"<p>{e(one.title)} – {e(one.organisation)}{place} ({period(one, person, 'short')})</p>{more}"

    body = f"<h1>{e(person.name)}</h1>{contact_line(person)}{sections(person, v, entry, entry)}"
    return pdf(body + lists(person, v, as_items=False, separator=" • "))


def dates_below(person: Person, v: int) -> bytes:
    """Organisation, title in bold; the dates with the place on a line below."""

    def entry(one: Work | School) -> str:
        place = f" | {e(one.city)}" if one.city else ""
        more = tasks(one) if isinstance(one, Work) else ""
        return f"<p>{e(one.organisation)}, <b>{e(one.title)}</b></p><p class=s>{period(one, person, 'long')}{place}</p>{more}"

    body = f"<h1>{e(person.name.upper())}</h1><p>{e(person.profession)}</p>{contact_line(person)}{sections(person, v, entry, entry)}{lists(person, v)}"
    return pdf(
        body,
        "h2 { text-transform: uppercase; letter-spacing: 3pt; font-size: 10pt } .s { font-size: 9pt; color: #777 }",
    )


def table_with_heads(person: Person, v: int) -> bytes:
    """Bordered tables with a row of column headings."""
    names = {
        "nl": ("Periode", "Functie", "Werkgever", "Plaats", "Opleiding", "School"),
        "en": ("Period", "Position", "Employer", "City", "Degree", "School"),
    }
    columns = names.get(
        person.language,
        ("Zeitraum", "Beruf", "Firma", "Ort", "Ausbildung", "Schule")
        if person.language == "de"
        else ("Okres", "Stanowisko", "Firma", "Miejsce", "Kierunek", "Szkoła"),
    )

    def rows(entries: tuple[Work | School, ...]) -> str:
        return "".join(
            f"<tr><td>{period(one, person, 'dash', ' - ')}</td><td>{e(one.title)}</td><td>{e(one.organisation)}</td><td>{e(one.city)}</td></tr>"
            for one in entries
        )

    work = "".join(f"<th>{name}</th>" for name in columns[:4])
    school = "".join(f"<th>{name}</th>" for name in (columns[0], columns[4], columns[5], columns[3]))
    body = (
        f"<h1>CV {e(person.name)}</h1>{contact_line(person)}<h2>{heading(person, 'work', v)}</h2><table>{work}{rows(person.work)}</table>"
        f"<h2>{heading(person, 'schools', v)}</h2><table>{school}{rows(person.schools)}</table>{lists(person, v, as_items=False)}"
    )
    return pdf(body, "td, th { border: 0.5pt solid; padding: 3pt }")


def headings_left(person: Person, v: int) -> bytes:
    """Headings in a column of their own, everything else beside them."""

    def entry(one: Work | School) -> str:
        more = tasks(one) if isinstance(one, Work) else ""
        return f"<p class=t>{e(one.title)}</p><p>{e(one.organisation)}</p><p>{period(one, person, 'short')}</p>{more}"

    def row(name: str, inside: str) -> str:
        return f"<tr><td class=h>{heading(person, name, v)}</td><td>{inside}</td></tr>"

    skills = (
        "<table>"
        + "".join(
            f"<tr><td>{e(a)}</td><td>{e(b)}</td></tr>"
            for a, b in zip(person.skills[::2], person.skills[1::2], strict=False)
        )
        + "</table>"
    )
    spoken = "".join(f"<p>{e(name)} ({e(level)})</p>" for name, level in person.languages)
    courses = row("courses", "".join(map(entry, person.courses))) if person.courses else ""
    body = (
        f"<h1>{e(person.name)}</h1>{contact_line(person)}<table>{row('summary', f'<p>{e(person.summary)}</p>')}"
        f"{row('work', ''.join(map(entry, person.work)))}{row('schools', ''.join(map(entry, person.schools)))}{courses}"
        f"{row('skills', skills)}{row('languages', spoken)}{row('licences', ', '.join(person.licences))}</table>"
    )
    return pdf(
        body,
        ".h { width: 40mm; color: #07c; font-size: 12pt; padding-top: 6pt } .t { font-weight: bold; font-size: 12pt; margin-top: 8pt }",
    )


def two_columns_below(person: Person, v: int) -> bytes:
    """Work over the whole width; below it schools and lists side by side."""

    def job(one: Work) -> str:
        return f"<p><b>{e(one.title)}</b> | {e(one.organisation)} | {e(one.city)} | {period(one, person, 'short')}</p>{tasks(one)}"

    def school(one: School) -> str:
        return f"<p><b>{e(one.title)}</b></p><p>{e(one.organisation)}</p><p>{period(one, person, 'slash')}</p>"

    courses = (
        f"<h2>{heading(person, 'courses', v)}</h2>{''.join(map(school, person.courses))}" if person.courses else ""
    )
    body = (
        f"<h1>{e(person.name)}</h1>{contact_line(person)}<h2>{heading(person, 'work', v)}</h2>{''.join(map(job, person.work))}"
        f"<table><tr><td><h2>{heading(person, 'schools', v)}</h2>{''.join(map(school, person.schools))}{courses}</td>"
        f"<td class=n>{lists(person, v)}</td></tr></table>"
    )
    return pdf(body, ".n { width: 70mm; padding-left: 10mm }")


def bulleted(person: Person, v: int) -> bytes:
    """Every job is one bullet that begins with its dates."""
    word = {"nl": "bij", "en": "at", "de": "bei", "pl": "–"}[person.language]

    def entry(one: Work | School) -> str:
        place = f", {e(one.city)}" if one.city else ""
        return f"<li>{period(one, person, 'short')}: {e(one.title)} {word} {e(one.organisation)}{place}</li>"

    def part(name: str, entries: tuple[Work | School, ...]) -> str:
        return f"<h2>{heading(person, name, v)}</h2><ul>{''.join(map(entry, entries))}</ul>" if entries else ""

    body = f"<h1>{e(person.name)}</h1>{contact_line(person)}{part('work', person.work)}{part('schools', person.schools)}{lists(person, v)}"
    return pdf(body)


def labelled(person: Person, v: int) -> bytes:
    """Each thing behind its label, as forms do it."""
    words = {
        "nl": ("Functie", "Werkgever", "Periode", "Opleiding", "School"),
        "en": ("Job title", "Employer", "Period", "Degree", "School"),
    }
    job, employer, when, degree, school = words.get(person.language, words["en"])

    def work(one: Work) -> str:
        return f"<p>{when}: {period(one, person, 'day', ' t/m ')}</p><p>{job}: {e(one.title)}</p><p>{employer}: {e(one.organisation)}, {e(one.city)}</p>{tasks(one)}"

    def study(one: School) -> str:
        return f"<p>{when}: {period(one, person, 'day', ' t/m ')}</p><p>{degree}: {e(one.title)}</p><p>{school}: {e(one.organisation)}</p><br>"

    body = (
        f"<p><b>Naam:</b> {e(person.name)}</p><p><b>E-mail:</b> {person.email}</p><p><b>Telefoon:</b> {person.phone}</p>"
        f"<p><b>Adres:</b> {e(person.address)}, {person.postcode} {e(person.city)}</p>{sections(person, v, work, study)}{lists(person, v)}"
    )
    return pdf(body)


def like_a_network(person: Person, v: int) -> bytes:
    """As the PDF of a well-known network: company, job, dates with duration, place; contact and skills at the left."""

    def entry(one: Work) -> str:
        return (
            f"<p class=c>{e(one.organisation)}</p><p>{e(one.title)}</p>"
            f"<p class=s>{period(one, person, 'long', ' - ')} ({'3 jaar 2 maanden' if person.language == 'nl' else '3 years 2 months'})</p><p class=s>{e(one.city)}</p>{tasks(one)}"
        )

    def school(one: School) -> str:
        return f"<p class=c>{e(one.organisation)}</p><p class=s>{e(one.title)} · ({date(one.start, person.language, 'long')} - {date(one.end, person.language, 'long')})</p>"

    spoken = "".join(f"<p>{e(name)} ({e(level)})</p>" for name, level in person.languages)
    skills = "".join(f"<p>{e(skill)}</p>" for skill in person.skills)
    narrow = f"<h3>{heading(person, 'contact', v)}</h3><p>{person.phone}</p><p>{person.email}</p><h3>{heading(person, 'skills', v)}</h3>{skills}<h3>{heading(person, 'languages', v)}</h3>{spoken}"
    wide = (
        f"<h1>{e(person.name)}</h1><p>{e(person.profession)}</p><p>{e(person.city)}</p><h2>{heading(person, 'work', v)}</h2>{''.join(map(entry, person.work))}"
        f"<h2>{heading(person, 'schools', v)}</h2>{''.join(map(school, person.schools))}"
    )
    css = ".n { width: 60mm; background: #293e49; color: white; padding: 8mm } .w { padding: 8mm } .c { font-size: 12pt; margin-top: 6pt } .s { color: #666 } h2 { font-weight: normal; font-size: 16pt }"
    return pdf(f"<table><tr><td class=n>{narrow}</td><td class=w>{wide}</td></tr></table>", css)


LAYOUTS = (
    dates_right, organisation_first, dates_left, sidebar, sidebar_right, one_line, dates_below, table_with_heads,
    headings_left, two_columns_below, bulleted, labelled, like_a_network,
)  # fmt: skip
