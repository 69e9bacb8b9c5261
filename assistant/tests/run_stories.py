"""Tests the trained assistant: Rasa's own test stories, then whole conversations with every word that comes back.

`rasa test core` compares intents and actions, but runs no action. The conversations run everything: the model, our
components, the action server and a stand-in for the case API. Prints what differed and ends with 1 when anything did.
"""

from __future__ import annotations

import asyncio
import logging
import os
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path
from threading import Thread
from time import sleep
from typing import Any

HOME = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(HOME), str(HOME / "tests")]

import yaml  # noqa: E402
from fake_api import FakeApi  # noqa: E402

MODEL = "models/houvast.tar.gz"
PORT = "5056"
MOST_EVENTS = 200  # of the latest turns and the state, in a conversation of any length


def main() -> int:
    """Run both kinds of tests."""
    if not (HOME / MODEL).exists():
        print("assistant: no model; run assistant/bin/train first", file=sys.stderr)
        return 1
    api = FakeApi()
    Thread(target=api.serve_forever, daemon=True).start()
    os.environ["HOUVAST_ACTIONS_PORT"] = PORT
    address = f"http://127.0.0.1:{api.server_port}/api/v1"
    settings = {**os.environ, "HOUVAST_SERVICE_KEY": "of-the-tests", "HOUVAST_API_URL": address}
    actions = subprocess.Popen([sys.executable, "-m", "actions"], cwd=HOME, env=settings)
    try:
        _wait_for(f"http://127.0.0.1:{PORT}/health")
        with tempfile.TemporaryDirectory() as folder:
            differences = asyncio.run(play_all(api, f"{folder}/conversations.db"))
    finally:
        actions.terminate()
        actions.wait()
    return report(differences) or run_rasa_stories()


def run_rasa_stories() -> int:
    """`rasa test core` on tests/test_*.yml; any failed story counts."""
    with tempfile.TemporaryDirectory() as out:
        command = [
            sys.executable,
            "-m",
            "rasa",
            "test",
            "core",
            "--model",
            MODEL,
            "--stories",
            "tests",
            "--e2e",
            "--out",
            out,
            "--fail-on-prediction-errors",
            "--no-plot",
        ]
        done = subprocess.run(command, cwd=HOME, capture_output=True, text=True)
        failed = Path(out) / "failed_test_stories.yml"
        if done.returncode != 0:
            print(failed.read_text() if failed.exists() else done.stderr[-4000:])
            print("assistant: rasa test core failed")
            return 1
    stories = sum(text.read_text().count("- story:") for text in (HOME / "tests").glob("test_*.yml"))
    print(f"assistant: {stories} test stories passed")
    return 0


async def play_all(api: FakeApi, kept: str) -> list[str]:
    """Play every conversation, with the store that is used, in the file `kept`; returns what differed."""
    from rasa.core.agent import load_agent
    from rasa.core.utils import AvailableEndpoints
    from rasa.utils.endpoints import EndpointConfig
    from rasa.utils.log_utils import configure_structlog

    from components.remote_actions import close_connections, make_calls_cheap

    configure_structlog(logging.WARNING)
    make_calls_cheap()
    endpoints = AvailableEndpoints.read_endpoints("endpoints.memory.yml")
    endpoints.tracker_store = EndpointConfig(type="components.memory.LatestTurns", dialect="sqlite", db=kept)
    agent = await load_agent(MODEL, endpoints=endpoints)
    differences: list[str] = []
    for path in sorted((HOME / "tests" / "conversations").glob("*.yml")):
        for number, script in enumerate(yaml.safe_load(path.read_text())):
            conversation_id = f"{script.get('as', 'no')}-{path.stem}-{number}"
            found = [difference async for difference in play(agent, api, conversation_id, script)]
            found += await forgotten_by(agent.tracker_store, conversation_id)
            differences += [f"{path.stem}: {script['conversation']}: {difference}" for difference in found]
    await close_connections()
    return differences


async def forgotten_by(store: Any, conversation_id: str) -> list[str]:
    """What the latest turns say otherwise than the whole conversation would: must be nothing, however long it was."""
    whole = await store.retrieve_full_tracker(conversation_id)
    latest = await store.retrieve(conversation_id)
    found = []
    for name in ("active_loop_name", "latest_action_name", "is_active_loop_rejected"):
        if getattr(whole, name) != getattr(latest, name):
            found.append(f"remembers {name} {getattr(latest, name)}, not {getattr(whole, name)}")
    if whole.current_slot_values() != latest.current_slot_values():
        found.append(f"remembers slots {latest.current_slot_values()}, not {whole.current_slot_values()}")
    if len(latest.events) > MOST_EVENTS:
        found.append(f"reads {len(latest.events)} events")
    return found


async def play(agent: Any, api: FakeApi, conversation_id: str, script: dict[str, Any]) -> Any:
    """Play one conversation, turn by turn."""
    from rasa.core.channels.channel import UserMessage

    from components.channel import OneObjectPerUtterance

    for turn in script["turns"]:
        api.is_away = {"away": True, "back": False}.get(turn.get("api", ""), api.is_away)
        api.memory(conversation_id).answers |= turn.get("elsewhere", {})
        out = OneObjectPerUtterance()
        metadata = _around(script, turn, api.memory(conversation_id).scheme)
        message = UserMessage(turn["say"], out, conversation_id, input_channel="rest", metadata=metadata)
        await agent.handle_message(message)
        for difference in differences_in(turn, out.messages):
            yield f"«{turn['say']}» {difference}"
    api.is_away = False
    memory = api.memory(conversation_id)
    if "handed_over" in script and memory.handed_over != script["handed_over"]:
        yield f"handed over {memory.handed_over}"
    if "answers" in script and sorted(memory.answers) != sorted(script["answers"]):
        yield f"answers {sorted(memory.answers)}"


def _around(script: dict[str, Any], turn: dict[str, Any], named: str | None) -> dict[str, str]:
    """What the portal says around a message: the language, the benefit (of the file, or `named`), the article shown."""
    around = {"language": script.get("language", "nl")}
    if scheme := named or (script["as"] if script.get("as") in ("ww", "participatiewet") else None):
        around["scheme"] = scheme
    return {**around, **({"about": turn["about"]} if "about" in turn else {})}


def differences_in(turn: dict[str, Any], said: list[dict[str, Any]]) -> list[str]:
    """How this turn differs from what its script asks."""
    customs = [item.get("custom") or {} for item in said]
    payloads = [button["payload"] for item in said for button in item.get("buttons") or []]
    text = " ".join(item.get("text") or "" for item in said)
    found = []
    if turn.get("silent"):
        return [f"says «{text}»"] if said else []
    kinds = [custom.get("kind") for custom in customs]
    if None in kinds or not kinds or ("kinds" in turn and kinds != turn["kinds"]):
        found.append(f"kinds {kinds}, not {turn.get('kinds')}")
    if turn.get("text", "") not in text:
        found.append(f"says «{text}»")
    for kind in ("article", "question"):
        ids = [custom["id"] for custom in customs if custom.get("kind") == kind]
        if kind in turn and turn[kind] not in ids:
            found.append(f"{kind} {ids}, not {turn[kind]}")
    if missing := set(turn.get("buttons", [])) - set(payloads):
        found.append(f"no button {missing} among {payloads}")
    if len(payloads) > turn.get("most_buttons", 99):
        found.append(f"{len(payloads)} buttons")
    return found


def report(differences: list[str]) -> int:
    """Print the outcome; 1 when something differed."""
    count = sum(len(yaml.safe_load(path.read_text())) for path in (HOME / "tests" / "conversations").glob("*.yml"))
    if differences:
        print("\n".join(differences))
        print(f"assistant: {len(differences)} differences in {count} conversations")
        return 1
    print(f"assistant: {count} conversations passed")
    return 0


def _wait_for(address: str) -> None:
    for _ in range(100):
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except OSError:
            sleep(0.2)
    raise SystemExit("assistant: the action server did not start")


if __name__ == "__main__":
    sys.exit(main())
