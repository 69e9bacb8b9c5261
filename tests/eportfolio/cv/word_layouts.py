"""The same CV as DOCX and ODT, written by hand as word processors write them: styles, tabs, lists and tables."""

from html import escape as e

from tests.eportfolio.hostile_files import docx, odt

from .people import Person, School, Work
from .words import heading, period

STYLES = """<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Standaard"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Kop1"><w:name w:val="heading 1"/><w:basedOn w:val="Standaard"/><w:rPr><w:b/><w:sz w:val="28"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Lijst"><w:name w:val="List Bullet"/><w:basedOn w:val="Standaard"/></w:style>
</w:styles>"""


def run(text: str, *, bold: bool = False, size: int = 0) -> str:
    looks = ("<w:b/>" if bold else "") + (f'<w:sz w:val="{size}"/>' if size else "")
    inside = "<w:tab/>".join(f'<w:t xml:space="preserve">{e(part)}</w:t>' for part in text.split("\t"))
    return f"<w:r><w:rPr>{looks}</w:rPr>{inside}</w:r>"


def paragraph(*runs: str, style: str = "", right_tab: bool = False) -> str:
    looks = f'<w:pStyle w:val="{style}"/>' if style else ""
    looks += '<w:tabs><w:tab w:val="right" w:pos="9300"/></w:tabs>' if right_tab else ""
    return f"<w:p><w:pPr>{looks}</w:pPr>{''.join(runs)}</w:p>"


def row(*cells: str) -> str:
    return "<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr>"


def table(*rows: str, widths: tuple[int, ...]) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def tasks(work: Work | School) -> str:
    return "".join(paragraph(run(task), style="Lijst") for task in work.tasks) if isinstance(work, Work) else ""


def head(text: str) -> str:
    return paragraph(run(text), style="Kop1")


def lists(person: Person, v: int) -> str:
    return (
        head(heading(person, "skills", v))
        + paragraph(run(" • ".join(person.skills)))
        + head(heading(person, "languages", v))
        + "".join(paragraph(run(f"{name} – {level}")) for name, level in person.languages)
        + head(heading(person, "licences", v))
        + paragraph(run(", ".join(person.licences)))
    )


def parts(person: Person, v: int, entry) -> str:  # type: ignore[no-untyped-def]
    body = ""
    for part, entries in (("work", person.work), ("schools", person.schools), ("courses", person.courses)):
        if entries:
            body += head(heading(person, part, v)) + "".join(entry(one) for one in entries)
    return body


def word(body: str) -> bytes:
    return docx(body, {"word/styles.xml": STYLES})


def title_tab_dates(person: Person, v: int) -> bytes:
    """A bold title, a tab, the dates at the right; the organisation below."""

    def entry(one: Work | School) -> str:
        place = f", {one.city}" if one.city else ""
        first = paragraph(run(one.title, bold=True), run(f"\t{period(one, person, 'long')}"), right_tab=True)
        return first + paragraph(run(f"{one.organisation}{place}")) + tasks(one)

    top = paragraph(run(person.name, bold=True, size=44)) + paragraph(run(person.profession))
    contact = paragraph(run(f"{person.address}, {person.postcode} {person.city} | {person.phone} | {person.email}"))
    return word(top + contact + parts(person, v, entry) + lists(person, v))


def dates_in_a_table(person: Person, v: int) -> bytes:
    """A table of two columns for each part; personal details with labels and tabs."""

    def entry(one: Work | School) -> str:
        place = f", {one.city}" if one.city else ""
        right = paragraph(run(one.title, bold=True)) + paragraph(run(f"{one.organisation}{place}")) + tasks(one)
        return table(row(paragraph(run(period(one, person, "slash", " - "))), right), widths=(2600, 6500))

    labels = (
        ("Naam", person.name),
        ("Telefoon", person.phone),
        ("E-mail", person.email),
        ("Woonplaats", f"{person.postcode} {person.city}"),
    )
    contact = "".join(paragraph(run(f"{label}:\t{value}")) for label, value in labels)
    return word(
        paragraph(run("Curriculum Vitae", bold=True, size=40)) + contact + parts(person, v, entry) + lists(person, v)
    )


def one_table_as_page(person: Person, v: int) -> bytes:
    """The whole page is a table of two cells: contact and lists beside work and schools."""

    def entry(one: Work | School) -> str:
        return (
            paragraph(run(one.title, bold=True))
            + paragraph(run(one.organisation))
            + paragraph(run(period(one, person, "short")))
            + tasks(one)
        )

    left = (
        head(heading(person, "contact", v))
        + paragraph(run(person.phone))
        + paragraph(run(person.email))
        + lists(person, v)
    )
    right = paragraph(run(person.name, bold=True, size=48)) + parts(person, v, entry)
    return word(table(row(left, right), widths=(3000, 6500)))


WORD_LAYOUTS = (title_tab_dates, dates_in_a_table, one_table_as_page)

ODT_STYLES = (
    '<office:automatic-styles xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0">'
    '<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="N" style:family="paragraph"><style:text-properties fo:font-size="22pt"/></style:style>'
    "</office:automatic-styles>"
)


def writer(body: str) -> bytes:
    plain = odt(body)
    return (
        odt(
            body, {"styles.xml": f'<s xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0">{ODT_STYLES}</s>'}
        )
        or plain
    )


def writer_paragraphs(person: Person, v: int) -> bytes:
    """Headings, dates with a tab before the bold title, the organisation below, tasks in a list."""

    def entry(one: Work | School) -> str:
        place = f", {e(one.city)}" if one.city else ""
        items = "".join(
            f"<text:list-item><text:p>{e(task)}</text:p></text:list-item>" for task in getattr(one, "tasks", ())
        )
        listed = f"<text:list>{items}</text:list>" if items else ""
        return (
            f'<text:p>{period(one, person, "day", " t/m ")}<text:tab/><text:span text:style-name="B">{e(one.title)}</text:span></text:p>'
            f"<text:p>{e(one.organisation)}{place}</text:p>{listed}"
        )

    def h(part: str) -> str:
        return f'<text:h text:outline-level="1">{e(heading(person, part, v))}</text:h>'

    body = f'<text:p text:style-name="N">{e(person.name)}</text:p><text:p>{e(person.email)}<text:line-break/>{person.phone}</text:p>'
    for part, entries in (("work", person.work), ("schools", person.schools), ("courses", person.courses)):
        body += h(part) + "".join(map(entry, entries)) if entries else ""
    body += (
        h("skills")
        + "<text:list>"
        + "".join(f"<text:list-item><text:p>{e(s)}</text:p></text:list-item>" for s in person.skills)
        + "</text:list>"
    )
    body += h("languages") + "".join(f"<text:p>{e(name)}: {e(level)}</text:p>" for name, level in person.languages)
    return writer(body + h("licences") + f"<text:p>{', '.join(person.licences)}</text:p>")


ODT_LAYOUTS = (writer_paragraphs,)
