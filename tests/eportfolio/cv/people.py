"""Invented people with their CVs as data: what each layout is made from, and what the reader must find in it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Work:
    """A job as its owner would write it down."""

    title: str
    organisation: str
    city: str
    start: str
    end: str | None
    tasks: tuple[str, ...] = ()


@dataclass(frozen=True)
class School:
    """A school or course."""

    title: str
    organisation: str
    city: str
    start: str | None
    end: str


@dataclass(frozen=True)
class Person:
    """Somebody with a CV in one language."""

    language: str
    name: str
    profession: str
    email: str
    phone: str
    address: str
    postcode: str
    city: str
    summary: str
    work: tuple[Work, ...]
    schools: tuple[School, ...]
    courses: tuple[School, ...]
    skills: tuple[str, ...]
    languages: tuple[tuple[str, str], ...]
    licences: tuple[str, ...]


SAMIRA = Person(
    "nl", "Samira Bouhlal-de Wit", "Apothekersassistente", "s.bouhlal@voorbeeld.example", "+31 6 5500 1122",
    "Kleiweg 12", "2801 QA", "Gouda",
    "Ik ben een precieze apothekersassistente met aandacht voor mensen. Ik zoek een baan van 28 uur per week.",
    (
        Work("Apothekersassistente", "Apotheek De Vijzel", "Gouda", "2018-03", None,
             ("Recepten verwerken en controleren", "Uitleg geven aan de balie")),
        Work("Drogist", "Drogisterij Groene Kruis", "Waddinxveen", "2014-10", "2018-02", ("Advies over zelfzorgmiddelen",)),
        Work("Caissière", "Supermarkt Dorpsplein", "Bodegraven", "2011-05", "2014-09", ("Afrekenen en vakken bijvullen",)),
    ),
    (
        School("Apothekersassistent (mbo 4)", "ROC Midden-Veen", "Gouda", "2012-09", "2015-07"),
        School("Havo", "Coornhert Lyceum", "Gouda", "2006-09", "2011-06"),
    ),
    (School("Farmacotherapie bij ouderen", "Apothekersacademie", "", None, "2021-04"),),
    ("Pharmacom", "Voorlichting geven", "Medicatiebewaking", "Nauwkeurig"),
    (("Nederlands", "moedertaal"), ("Arabisch", "goed"), ("Engels", "redelijk")),
    ("B",),
)  # fmt: skip

JOOST = Person(
    "nl", "Joost van den Heuvel", "Servicemonteur installatietechniek", "joost.vdheuvel@voorbeeld.example", "06-44332211",
    "Brink 3", "7411 QB", "Deventer",
    "Allround servicemonteur met twintig jaar ervaring aan cv-ketels en warmtepompen.",
    (
        Work("Servicemonteur", "Van Dijk Installaties BV", "Deventer", "2015-01", "2024-06",
             ("Onderhoud aan warmtepompen", "Storingsdienst een week per maand")),
        Work("Loodgieter", "Technisch Bureau Salland", "Raalte", "2006-08", "2014-12",
             ("Leidingwerk in nieuwbouw", "Badkamers plaatsen")),
        Work("Leerling-monteur", "Kamphuis Sanitair", "Olst", "2003-09", "2006-07", ("Meelopen op de bouw",)),
    ),
    (
        School("Installatietechniek, mbo 3", "ROC IJsselland", "Deventer", "2002-09", "2006-06"),
        School("Vmbo Techniek", "Het Vlier College", "Deventer", "1998-09", "2002-06"),
    ),
    (School("VCA Basis", "Safety Point", "", None, "2022-09"), School("F-gassen", "Koeltechnisch Instituut", "", None, "2019-03")),
    ("Cv-ketels", "Warmtepompen", "Solderen", "Storingen zoeken"),
    (("Nederlands", "moedertaal"), ("Duits", "basis")),
    ("B", "BE"),
)  # fmt: skip

PRIYA = Person(
    "en", "Priya Raghunathan", "Data Analyst", "priya.r@sample.example", "+31 20 555 0188",
    "Herengracht 9", "1015 QC", "Amsterdam",
    "Data analyst with five years of experience in retail and logistics. Strong in SQL and dashboards.",
    (
        Work("Senior Data Analyst", "Northbridge Retail Group", "Amsterdam", "2021-02", None,
             ("Built sales dashboards for 80 stores", "Forecasting of demand")),
        Work("Data Analyst", "Kestrel Logistics", "Rotterdam", "2018-07", "2021-01", ("Maintained the data warehouse",)),
        Work("Business Intelligence Intern", "Finlay & Moore", "Chennai", "2017-06", "2017-12", ("Weekly reports",)),
    ),
    (
        School("MSc Business Analytics", "Oosterpark University", "Amsterdam", "2016-09", "2018-06"),
        School("BSc Mathematics", "Marina College", "Chennai", "2012-07", "2015-05"),
    ),
    (School("Power BI Data Analyst", "Dashboard Institute", "", None, "2022-11"),),
    ("SQL", "Power BI", "Python", "Stakeholder management"),
    (("Tamil", "native"), ("English", "C2"), ("Dutch", "B1")),
    ("B",),
)  # fmt: skip

DANIEL = Person(
    "en", "Daniel O'Sullivan", "Hospitality Manager", "dan.osullivan@sample.example", "0031612345099",
    "Zijlstraat 30", "2011 QE", "Haarlem",
    "Hospitality manager who likes busy evenings and calm teams.",
    (
        Work("Restaurant Manager", "The Copper Kettle", "Haarlem", "2020", "2024", ("Led a team of eighteen",)),
        Work("Assistant Manager", "Harbour Hotel", "Dublin", "2015", "2019", ("Planned rosters", "Handled complaints")),
        Work("Waiter", "Café Lumière", "Dublin", "2012", "2015", ("Served up to twelve tables",)),
    ),
    (School("BA Hotel Management", "Liffey Institute of Technology", "Dublin", "2011", "2015"),),
    (School("Food Safety Level 3", "Hygiene Academy", "", None, "2021"),),
    ("Rostering", "Wine knowledge", "Budgeting", "Conflict handling"),
    (("English", "native"), ("French", "basic"), ("Dutch", "A2")),
    ("B",),
)  # fmt: skip

KATHARINA = Person(
    "de", "Katharina Böhm", "Sachbearbeiterin", "k.boehm@beispiel.example", "+49 2821 555123",
    "Hafenstraße 4", "47533", "Kleve",
    "Zuverlässige Sachbearbeiterin mit Erfahrung in Spedition und Zoll.",
    (
        Work("Sachbearbeiterin Zoll", "Spedition Niederrhein GmbH", "Duisburg", "2019-05", None, ("Zollanmeldungen erstellen",)),
        Work("Bürokauffrau", "Möbelhaus Hülsmann", "Kleve", "2012-08", "2019-04", ("Rechnungen prüfen",)),
    ),
    (
        School("Ausbildung Bürokauffrau", "Berufskolleg am Markt", "Kleve", "2009-08", "2012-07"),
        School("Realschulabschluss", "Realschule am Wall", "Kleve", "2003-08", "2009-06"),
    ),
    (),
    ("ATLAS", "SAP", "Excel", "Teamfähig"),
    (("Deutsch", "Muttersprache"), ("Niederländisch", "gut"), ("Englisch", "gut")),
    ("B",),
)  # fmt: skip

GRZEGORZ = Person(
    "pl", "Grzegorz Wiśniewski", "Spawacz", "g.wisniewski@przyklad.example", "+31 6 1020 3040",
    "Kaldenkerkerweg 8", "5913 QD", "Venlo",
    "Doświadczony spawacz z uprawnieniami MIG i TIG.",
    (
        Work("Spawacz", "Maas Metaal BV", "Venlo", "2017-10", None, ("Spawanie konstrukcji stalowych",)),
        Work("Ślusarz", "Stocznia Wschodnia", "Gdańsk", "2009-04", "2017-08", ("Montaż i naprawy",)),
    ),
    (School("Technik mechanik", "Technikum nr 3", "Gdańsk", "2003-09", "2007-06"),),
    (School("Spawanie TIG", "Instytut Metali", "", None, "2010-02"),),
    ("MIG/MAG", "TIG", "Rysunek techniczny", "Suwnica"),
    (("polski", "ojczysty"), ("angielski", "A2"), ("niderlandzki", "A1")),
    ("B", "C"),
)  # fmt: skip

PEOPLE = (SAMIRA, JOOST, PRIYA, DANIEL, KATHARINA, GRZEGORZ)
