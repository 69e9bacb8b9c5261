"""Portfolios to make CVs of: one as most are, and one with everything that goes wrong on paper."""

from eportfolio.portfolio.entries import (
    Availability,
    Education,
    Experience,
    Language,
    LanguageLevel,
    Licence,
    Period,
    Portfolio,
    Profile,
    Skill,
)

ORDINARY = Portfolio(
    profile=Profile(
        name="Elif Yılmaz",
        email="elif@example.org",
        phone="06 12345678",
        city="Rotterdam",
        website="https://elif.example.org/over-mij",
        headline="Verzorgende in de thuiszorg",
        summary="Zorgzaam en nauwkeurig.\n\nIk werk graag bij mensen thuis.",
    ),
    goal="Weer werken in de thuiszorg.",
    experience=(
        Experience(
            "Verzorgende",
            "De Brug",
            "Rotterdam",
            Period("2019-03", None, True),
            "Zorg voor 14 bewoners.\n- Wassen en aankleden\n- Medicijnen geven",
        ),
        Experience("Schoonmaker", "Blinkend Schoon", None, Period("2013", "2015")),
        Experience("Gastvrouw", "Buurthuis", "Rotterdam", Period("2018", "2019"), None, True),
    ),
    education=(
        Education("Verzorgende IG", "Zadkine", "Rotterdam", Period("2017", "2019"), True),
        Education("EHBO", None, None, Period(None, "2024-05"), True, None, True),
    ),
    skills=(Skill("Zorg bij dementie"), Skill("Rapporteren", "in ONS")),
    languages=(
        Language("Nederlands", LanguageLevel.B2),
        Language("Turks", LanguageLevel.NATIVE),
        Language("Arabisch", None, "een beetje spreken"),
    ),
    licences=(Licence("B"), Licence("BHV", "2027-11")),
    availability=Availability("2027-01-01", 24, "Liefst avonden"),
    account="Mijn verhaal, alleen voor mijn coach.",
)
ARABIC = "عملت خمس سنوات في متجر"
LONG_WORD = "Arbeidsongeschiktheidsverzekeringsmaatschappij"
LARGE = Portfolio(
    profile=Profile(
        name="Wilhelmina Ŵładysława van der Bloemendaal-Öztürk Pereira dos Santos",
        email="wilhelmina.wladyslawa.vanderbloemendaal@een-erg-lang-domein.example.org",
        headline=f"Projectmedewerker bij een {LONG_WORD}",
        summary=f"{ARABIC}. (2015)\n\nŁódź, Gümüşhane en Đà Nẵng.",
    ),
    experience=tuple(
        Experience(
            f"Functie {number} met een tamelijk lange naam die over de regel gaat",
            f"Werkgever {number}",
            "Groot-Ammers",
            Period(f"{1985 + number}-01", f"{1985 + number}-12"),
            ("Een zin over het werk. " * 12) + "\n- " + "\n- ".join(["taak met uitleg, en nog wat"] * 4),
        )
        for number in range(22)
    ),
    skills=tuple(Skill(f"Vaardigheid {number}") for number in range(40)),
    languages=(Language("Tigrinya", LanguageLevel.B1),),
)
"""About ten pages."""
