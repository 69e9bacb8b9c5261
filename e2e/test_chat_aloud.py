"""The chat as a screen reader hears it: each reply is announced once, nothing else is, and the focus stays put."""

from typing import Any

import pytest
from playwright.sync_api import expect

from e2e import deeds
from e2e.conftest import Enter
from e2e.installation import Installation
from e2e.visitor import Visitor
from tests.people import People, Someone

WATCH = """
addEventListener("DOMContentLoaded", () => {
  const log = document.querySelector("[role=log]");
  window.heard = [];
  if (!log) return;
  const live = (node) => node.nodeType === 1 && node.closest("[role=log]");
  new MutationObserver((changes) => {
    for (const change of changes) {
      for (const node of change.addedNodes) {
        const text = node.textContent.replace(/\\s+/g, " ").trim();
        if (text && (live(node) || live(node.parentElement))) window.heard.push(text);
      }
    }
  }).observe(document.documentElement, { subtree: true, childList: true, characterData: true });
});
"""
"""What is added to the log after the page came: exactly that is what a screen reader announces."""
QUESTION, NEXT = "hoelang krijg ik nog geld van uwv", "moet ik solliciteren als ik ww heb"


@pytest.fixture
def client(people: People) -> Someone:
    return people.client(given="Lies", family="Hoorbaar", password=True)


def heard(visitor: Visitor) -> list[str]:
    """What was announced since the page came."""
    found: list[str] = visitor.page.evaluate("window.heard")
    return found


def tree_of(visitor: Visitor) -> list[dict[str, Any]]:
    """The nodes that Chromium gives to a screen reader."""
    session = visitor.context.new_cdp_session(visitor.page)
    nodes: list[dict[str, Any]] = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return nodes


def log_in_tree(nodes: list[dict[str, Any]]) -> tuple[dict[str, Any], str]:
    """The log as it is told, and all words in it."""
    by_id = {node["nodeId"]: node for node in nodes}
    log = next(node for node in nodes if not node["ignored"] and node["role"]["value"] == "log")

    def words(node: dict[str, Any]) -> str:
        if not node["ignored"] and node["role"]["value"] == "StaticText":
            return str(node["name"]["value"])
        return " ".join(words(by_id[child]) for child in node.get("childIds", ()) if child in by_id)

    return log, words(log)


def test_each_reply_is_announced_once(enter: Enter, assistant: Installation, client: Someone) -> None:
    visitor = enter().sign_in(client)
    visitor.page.add_init_script(WATCH)
    visitor.go("/chat")
    for count, question in enumerate([QUESTION, NEXT], start=1):
        before = len(heard(visitor))
        deeds.say(visitor, question)
        said = heard(visitor)[before:]
        assert [text for text in said if text.startswith("U zei:")] == [f"U zei: {question}"]
        assert len([text for text in said if text.startswith("Houvast zegt:")]) >= 1
        assert len(said) == len(set(said)), "nothing is announced twice"
        expect(visitor.field("Uw vraag of antwoord")).to_be_focused()
        log, words = log_in_tree(tree_of(visitor))
        assert log["name"]["value"] == "Gesprek"
        live = {item["name"]: item["value"].get("value") for item in log["properties"]}
        assert live["live"] == "polite"
        assert not live.get("busy")
        assert words.count(question) == 1
        assert words.count("U zei:") == count
    visitor.go("/chat")
    assert heard(visitor) == [], "what was said before is not announced again"
    _log, words = log_in_tree(tree_of(visitor))
    assert words.count(QUESTION) == 1


def test_quick_replies_are_reached_from_where_one_types(enter: Enter, assistant: Installation, client: Someone) -> None:
    visitor = enter().sign_in(client)
    visitor.page.add_init_script(WATCH)
    visitor.go("/chat")
    deeds.say(visitor, QUESTION)
    replies = (
        visitor.page.get_by_role("log")
        .get_by_role("group", name="Snel antwoorden")
        .or_(visitor.page.get_by_role("form", name="Snel antwoorden"))
    )
    last = replies.get_by_role("button").last
    visitor.page.keyboard.press("Shift+Tab")
    expect(last).to_be_focused()
    expect(last).to_have_text("Vraag aan mijn coach")
    before = len(heard(visitor))
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.get_by_role("log").get_by_text("Mag ik het sturen?")).to_be_visible()
    expect(visitor.field("Uw vraag of antwoord")).to_be_focused()
    said = heard(visitor)[before:]
    assert len(said) == len(set(said))
    assert "typing" not in " ".join(said)
    _log, words = log_in_tree(tree_of(visitor))
    assert words.count("Mag ik het sturen?") == 1


def test_without_scripts_the_page_begins_at_her_question(
    enter: Enter, assistant: Installation, client: Someone
) -> None:
    visitor = enter(scripts=False).sign_in(client)
    visitor.go("/chat")
    deeds.say(visitor, QUESTION)
    deeds.say(visitor, NEXT)
    assert visitor.page.url.endswith("/chat#laatste-vraag")
    begins = visitor.page.locator("#laatste-vraag")
    expect(begins).to_contain_text(NEXT)
    expect(begins).to_be_focused()
    _log, words = log_in_tree(tree_of(visitor))
    assert words.count(QUESTION) == 1
    assert words.count(NEXT) == 1
    visitor.check()
