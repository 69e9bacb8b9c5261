"""What a page must be for everybody: axe finds nothing, one heading, no sideways scrolling, a way for the keyboard.

axe-core is evaluated through the browser's debugger, which the page's strict Content-Security-Policy does not concern.
"""

import functools

from playwright.sync_api import Page

from tools.bootstrap import ROOT

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ON_COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules whose outcome differs between the light and the dark scheme."""
DESKTOP = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 844}
NARROWEST = {"width": 320, "height": 640}
"""WCAG 1.4.10: what a window of 1280 pixels is at 400 per cent."""
MOST_STOPS = 200
SPARE_STOPS = 8
"""Presses on top of what there is to reach: the browser's own stop at the end of the page, and the like."""

_RUN_AXE = """async (runOnly) => {
    const options = { runOnly, resultTypes: ["violations"] };
    if (runOnly.type === "tag") options.rules = { "target-size": { enabled: true } };
    const { violations } = await axe.run(document, options);
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} (${node.failureSummary})`));
}"""
_FRAME = """() => ({
    lang: document.documentElement.lang,
    dir: document.documentElement.dir,
    title: document.title,
    headings: [...document.querySelectorAll("h1")].map((one) => one.textContent.trim()),
    mains: document.querySelectorAll("main").length,
    ids: [...document.querySelectorAll("[id]")].map((one) => one.id),
})"""
_TOO_WIDE = """() => {
    const room = document.documentElement.clientWidth;
    if (document.scrollingElement.scrollWidth <= room) return [];
    const wide = [...document.body.querySelectorAll("*")].filter((one) => one.getBoundingClientRect().right > room + 1);
    return wide.slice(0, 3).map((one) => one.outerHTML.slice(0, 160)).concat("the page scrolls sideways");
}"""
_STOPS = """() => {
    const wanted = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
    const groups = new Set();
    let number = 0;
    for (const one of document.querySelectorAll(wanted)) {
        if (one.disabled || !one.checkVisibility({ visibilityProperty: true })) continue;
        if (one.closest("details:not([open])") && !one.matches("summary")) continue;
        if (one.type === "radio") {
            if (groups.has(one.name)) continue;
            groups.add(one.name);
            one.closest("fieldset").dataset.stop = number++;
        } else one.dataset.stop = number++;
    }
    return number;
}"""
_HERE = """() => {
    const here = document.activeElement;
    if (!here || here === document.body) return null;
    const style = getComputedStyle(here);
    const label = here.labels?.[0] ? getComputedStyle(here.labels[0]) : style;
    const outlined = (one) => one.outlineStyle !== "none" && parseFloat(one.outlineWidth) >= 2;
    const shown = (one) => outlined(one) || one.boxShadow !== "none";
    const box = here.getBoundingClientRect();
    const mark = here.dataset.stop ?? (here.type === "radio" ? here.closest("fieldset").dataset.stop : undefined);
    return {
        stop: mark === undefined ? null : Number(mark),
        visible: (shown(style) || shown(label)) && box.bottom > 0 && box.top < innerHeight,
        html: here.outerHTML.slice(0, 160),
    };
}"""


@functools.cache
def _axe() -> str:
    return (ROOT / "node_modules/axe-core/axe.min.js").read_text()


def audit(page: Page, *, only_colours: bool = False) -> list[str]:
    """Violations of WCAG 2.2 A and AA that axe finds, one line per element."""
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(_axe())
    run_only = {"type": "rule", "values": ON_COLOURS} if only_colours else {"type": "tag", "values": TAGS}
    found: list[str] = page.evaluate(_RUN_AXE, run_only)
    return found


def look_at_frame(page: Page, language: str) -> list[str]:
    """What is wrong with the page's language, title, headings, landmarks and ids."""
    frame = page.evaluate(_FRAME)
    findings = []
    if frame["lang"] != language or not frame["dir"]:
        findings.append(f"the language is {frame['lang']!r} {frame['dir']!r}")
    if not frame["title"].strip() or frame["title"].startswith("|"):
        findings.append(f"the title is {frame['title']!r}")
    if len(frame["headings"]) != 1 or not frame["headings"][0]:
        findings.append(f"the h1 are {frame['headings']}")
    if frame["mains"] != 1:
        findings.append(f"{frame['mains']} main landmarks")
    twice = {one for one in frame["ids"] if frame["ids"].count(one) > 1}
    if twice:
        findings.append(f"ids that stand twice: {sorted(twice)}")
    return findings


def look_at_width(page: Page, size: dict[str, int]) -> list[str]:
    """What sticks out on a screen of this size."""
    page.set_viewport_size(size)
    return [f"{size['width']} px: {line}" for line in page.evaluate(_TOO_WIDE)]


def walk_by_keyboard(page: Page) -> list[str]:
    """Press Tab round the page: all is reached, the focus always shows, and the skip link, first of all, works."""
    findings = []
    count = page.evaluate(_STOPS)
    reached: set[int | None] = set()
    for _ in range(min(count, MOST_STOPS) + SPARE_STOPS):
        page.keyboard.press("Tab")
        here = page.evaluate(_HERE)
        if here is None:
            continue
        reached.add(here["stop"])
        if not here["visible"]:
            findings.append(f"no visible focus on {here['html']}")
        if len(reached - {None}) == count:
            break
    if count <= MOST_STOPS and len(reached - {None}) < count:
        findings.append(f"Tab reaches {len(reached)} of {count}; not: {_unreached(page, reached)}")
    return findings + _skip(page, count)


def _skip(page: Page, count: int) -> list[str]:
    """Go on to the top of the page: the very first stop leads to what the page is about."""
    for _ in range(count + SPARE_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.getAttribute('href') === '#main'"):
            break
    first = page.evaluate("() => document.activeElement.dataset.stop")
    page.keyboard.press("Enter")
    landed = page.evaluate("() => document.activeElement.id")
    return [] if (first, landed) == ("0", "main") else [f"the skip link is stop {first} and lands on {landed!r}"]


def _unreached(page: Page, reached: set[int | None]) -> list[str]:
    pick = """(reached) => [...document.querySelectorAll("[data-stop]")]
        .filter((one) => !reached.includes(Number(one.dataset.stop))).map((one) => one.outerHTML.slice(0, 120))"""
    found: list[str] = page.evaluate(pick, list(reached - {None}))
    return found[:3]
