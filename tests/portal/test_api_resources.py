"""The resources of the API: the same rules, the same records and the same proof as on the pages."""

import datetime as dt
import uuid
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from eportfolio import agreements, audit, messages, receipts
from eportfolio.access import Channel
from eportfolio.base import today
from eportfolio.people import Scheme
from tests.client import PortalClient
from tests.eportfolio.hostile_files import plain_cv
from tests.eportfolio.test_agreements import terms
from tests.machine import Machine, machine_of, problem_of
from tests.people import People, Someone, act

APPLICATION = {"werkgever": "Zorggroep De Linde", "functie": "Verzorgende", "datum": "2026-01-12", "hoe": "email"}


@pytest.fixture
def client(people: People) -> Someone:
    return people.client()


@pytest.fixture
def machine(app: Flask, client: Someone) -> Machine:
    return machine_of(app, client)


def day(days: int) -> str:
    return (today() + dt.timedelta(days=days)).isoformat()


def proposed_by_coach(db: Session, client: Someone) -> str:
    agreement, _ = agreements.propose(db, client.case, by=act(db, client.coach), terms=terms())
    db.commit()
    return str(agreement.id)


def test_a_conversation_knows_language_scheme_file_and_intake(app: Flask, people: People) -> None:
    machine = machine_of(app, people.client(scheme=Scheme.NONE), language="en")
    known = machine.get("{gesprek}").get_json()
    assert (known["taal"], known["regeling"], known["dossierId"]) == ("en", None, machine.case_id)
    assert known["intake"]["status"] == "geen"

    chosen = machine.put("{gesprek}/regeling", {"regeling": "ww"}).get_json()
    assert chosen["regeling"] == "ww"
    assert machine.get("{dossier}").get_json()["regeling"] is None


def test_articles_are_listed_found_and_read_in_the_language_of_the_conversation(app: Flask, client: Someone) -> None:
    machine = machine_of(app, client, language="en")
    everything = machine.get("{gesprek}/artikelen").get_json()
    assert everything["aantal"] > len(everything["resultaten"]) == 20
    assert "participatiewet" not in {one["onderwerp"] for one in everything["resultaten"]}
    following = machine.app.test_client().get(
        everything["volgende"], headers={"Authorization": f"Bearer {machine.key}"}
    )
    assert following.get_json()["vorige"].endswith("pagina=1")

    found = machine.get("{gesprek}/artikelen?zoek=holiday&pagina=1").get_json()["resultaten"]
    assert "holiday" in found[0]["titel"].lower()
    read = machine.get("{gesprek}/artikelen/" + found[0]["id"]).get_json()
    assert read["alineas"]
    assert read["bron"]
    assert dt.date.fromisoformat(read["nagekekenOp"]) <= today()
    problem_of(machine.get("{gesprek}/artikelen/bestaat-niet"), 404)
    problem_of(machine.get("{gesprek}/artikelen?pagina=900"), 404)
    problem_of(machine.get("{gesprek}/artikelen?pagina=nul"), 400)


def test_what_differs_per_benefit_is_said_for_both_while_none_is_known(app: Flask, people: People) -> None:
    nobody = machine_of(app, people.client(scheme=Scheme.NONE), language="en")
    read = nobody.get("{gesprek}/artikelen/gen-work-found").get_json()
    assert not read["regelingNodig"]
    assert [line.split(":")[0] for line in read["alineas"] if line.startswith("For people with")] == [
        "For people with WW",
        "For people with WW",
        "For people with bijstand",
        "For people with bijstand",
    ]


def test_a_file_shows_scheme_step_and_coach(machine: Machine, client: Someone) -> None:
    answer = machine.get("{dossier}")
    shown = answer.get_json()
    assert shown["id"] == machine.case_id
    assert (shown["regeling"], shown["stap"]) == ("ww", "intake")
    assert shown["coach"]["naam"] == client.coach.account.name
    assert shown["geopendOp"].endswith("Z")
    assert answer.headers["ETag"] == '"1"'


def test_the_intake_goes_on_question_by_question(machine: Machine) -> None:
    first = machine.get("{gesprek}/intake/volgende-vraag").get_json()
    assert not first["klaar"]
    question = first["vraag"]
    answer = {"vraag": question["id"], "tekst": "Ik wil in de zorg werken"}
    taken = machine.post("{gesprek}/intake/antwoorden", answer).get_json()
    assert taken["geaccepteerd"]
    assert taken["vraag"]["id"] != question["id"]
    state = machine.get("{dossier}/intake").get_json()
    assert (state["status"], state["vraagNummer"]) == ("bezig", 2)
    assert state["verstuurdOp"] is None

    problem_of(machine.post("{gesprek}/intake/antwoorden", {"vraag": "bestaat-niet", "tekst": "ja"}), 404)
    answer = {"vraag": taken["vraag"]["id"], "tekst": "Verzorgende"}
    hours = machine.post("{gesprek}/intake/antwoorden", answer).get_json()["vraag"]
    assert hours["soort"] == "number"
    wrong = machine.post("{gesprek}/intake/antwoorden", {"vraag": hours["id"], "tekst": "blauw"}).get_json()
    assert not wrong["geaccepteerd"]
    assert wrong["melding"]
    assert wrong["vraag"] == hours


def test_a_question_is_handed_over_as_a_message_of_the_client(machine: Machine, client: Someone, db: Session) -> None:
    done = machine.post("{gesprek}/overdrachten", {"vraag": "Mag ik op vakantie?"})
    assert done.status_code == 201
    assert done.get_json()["coach"] == client.coach.account.name
    act(db, client.coach)
    sent = [message for message, _thread in messages.newest(db, client.case.id, most=9)]
    assert [(one.text, one.channel, one.answer_expected) for one in sent] == [
        ("Mag ik op vakantie?", Channel.CHAT, True)
    ]


def test_an_application_is_added_with_a_receipt_corrected_and_followed(
    machine: Machine, client: Someone, db: Session
) -> None:
    added = machine.post("{dossier}/sollicitaties", APPLICATION)
    assert added.status_code == 201
    one = added.get_json()
    assert one["stand"] == "verstuurd"
    path = added.headers["Location"].removeprefix("/api/v1")
    act(db, client)
    assert receipts.receipt_numbered(db, client.case.id, one["ontvangstbewijs"]).channel is Channel.CHAT

    step = {"stand": "gesprek", "datum": "2026-01-20", "toelichting": "Het was een prettig gesprek."}
    followed = machine.post(path + "/stappen", step, If_Match=added.headers["ETag"])
    assert followed.status_code == 201
    assert followed.get_json()["stappen"][-1]["ervaring"] == "Het was een prettig gesprek."
    problem_of(machine.post(path + "/stappen", step, If_Match=added.headers["ETag"]), 412)

    better = {**APPLICATION, "functie": "Verzorgende IG", "contactpersoon": None}
    problem_of(machine.put(path, better), 428)
    problem_of(machine.put(path, better, If_Match=added.headers["ETag"]), 412)
    corrected = machine.put(path, better, If_Match=followed.headers["ETag"])
    assert corrected.get_json()["functie"] == "Verzorgende IG"
    read = machine.get(path)
    assert read.headers["ETag"] == corrected.headers["ETag"] != added.headers["ETag"]
    assert len(read.get_json()["stappen"]) == 2

    listed = machine.get("{dossier}/sollicitaties?stand=lopend&zoek=linde").get_json()
    assert [row["id"] for row in listed["resultaten"]] == [one["id"]]
    assert machine.get("{dossier}/sollicitaties?stand=afgerond").get_json()["aantal"] == 0
    problem_of(machine.get("{dossier}/sollicitaties?stand=alles&pagina=0"), 400)


def test_an_agreement_is_read_whole_and_answered_by_version(machine: Machine, client: Someone, db: Session) -> None:
    path = "{dossier}/afspraken/" + proposed_by_coach(db, client)
    line = machine.get("{dossier}/afspraken").get_json()["resultaten"][0]
    assert (line["status"], line["wachtOp"], line["versie"]) == ("voorgesteld", "klant", 1)

    read = machine.post(path + "/antwoorden", {"versie": 1, "soort": "gelezen"})
    assert read.get_json()["status"] == "voorgesteld"
    problem_of(machine.post(path + "/antwoorden", {"versie": 1, "soort": "wijziging"}), 400)
    asked = machine.post(
        path + "/antwoorden", {"versie": 1, "soort": "wijziging", "toelichting": "Liever een week later."}
    ).get_json()
    assert (asked["status"], bool(asked["ontvangstbewijs"])) == ("wijziging-gevraagd", True)
    agreed = machine.post(path + "/antwoorden", {"versie": 1, "soort": "akkoord"}).get_json()
    assert (agreed["status"], agreed["akkoordVersie"], agreed["wachtOp"]) == ("akkoord", 1, None)

    whole = machine.get(path).get_json()
    assert [step["soort"] for step in whole["geschiedenis"]] == ["voorgesteld", "gelezen", "wijziging", "akkoord"]
    assert [step["soort"] for step in whole["antwoorden"]] == ["gelezen", "wijziging", "akkoord"]
    assert {step["kanaal"] for step in whole["antwoorden"]} == {"chat"}
    assert whole["versies"][0]["klantDoet"] == terms().client_does
    problem_of(machine.post(path + "/antwoorden", {"versie": 2, "soort": "akkoord"}), 409)


def test_an_answer_to_what_has_changed_is_refused(machine: Machine, client: Someone, db: Session) -> None:
    path = "{dossier}/afspraken/" + proposed_by_coach(db, client)
    seen = machine.get(path).headers["ETag"]
    assert machine.post(path + "/antwoorden", {"versie": 1, "soort": "gelezen"}, If_Match=seen).status_code == 201
    disagree = {"versie": 1, "soort": "niet-eens", "toelichting": "Ik heb geen vervoer."}
    assert machine.post(path + "/antwoorden", disagree, If_Match=seen).status_code == 201  # reading changed nothing
    problem_of(machine.post(path + "/antwoorden", {"versie": 1, "soort": "akkoord"}, If_Match=seen), 412)
    assert machine.get(path).get_json()["status"] == "niet-eens"


def test_the_client_proposes_and_cannot_answer_herself(machine: Machine, client: Someone, db: Session) -> None:
    wish = {
        "titel": "Rijles",
        "waarom": "Dan kan ik in het hele gebied werken.",
        "klantDoet": "Ik volg tien lessen.",
        "klaarOp": day(40),
        "sollicitaties": {"aantal": 2, "weken": 4},
    }
    made = machine.post("{dossier}/afspraken", wish)
    assert made.status_code == 201
    body = made.get_json()
    assert (body["wachtOp"], body["versies"][0]["sollicitaties"]) == ("organisatie", {"aantal": 2, "weken": 4})
    path = made.headers["Location"].removeprefix("/api/v1")
    problem_of(machine.post(path + "/antwoorden", {"versie": 1, "soort": "akkoord"}), 403)
    problem_of(machine.post("{dossier}/afspraken", {**wish, "klaarOp": day(-1)}), 400)
    problem_of(machine.post("{dossier}/afspraken", {**wish, "sollicitaties": {"aantal": 2, "weken": 3}}), 400)


def test_a_draft_of_the_coach_and_of_the_client_stay_unseen(machine: Machine, client: Someone, db: Session) -> None:
    ids = []
    for author in (client.coach, client):
        ids.append(agreements.save_draft(db, client.case, by=act(db, author), terms=terms()).id)
        db.commit()
    assert machine.get("{dossier}/afspraken").get_json()["aantal"] == 0
    for agreement_id in ids:
        problem_of(machine.get("{dossier}/afspraken/" + str(agreement_id)), 404)


def test_messages_go_to_the_coach_and_reading_marks_none(machine: Machine, client: Someone, db: Session) -> None:
    messages.send(db, client.case, by=act(db, client.coach), text="Hoe gaat het?")
    db.commit()
    sent = machine.post("{dossier}/berichten", {"tekst": "Goed!\r\nDank u.", "antwoordVerwacht": False})
    assert sent.get_json()["antwoordUiterlijk"] is None
    shown = machine.get("{dossier}/berichten").get_json()["resultaten"]
    assert [(one["rol"], one["tekst"]) for one in shown] == [("klant", "Goed!\nDank u."), ("coach", "Hoe gaat het?")]
    assert {one["gelezenOp"] for one in shown} == {None}
    again = machine.get(sent.headers["Location"].removeprefix("/api/v1"))
    assert again.get_json()["id"] == sent.get_json()["id"]
    problem_of(machine.get(f"{{dossier}}/berichten/{uuid.uuid4()}"), 404)


def test_a_message_belongs_to_a_thread_and_is_answered_there(machine: Machine, client: Someone, db: Session) -> None:
    asked = messages.send(db, client.case, by=act(db, client.coach), text="Kunt u dinsdag?", subject="Ons gesprek")
    messages.send(db, client.case, by=act(db, client.coach), text="Iets anders", subject="Cursus")
    db.commit()
    answer = machine.post("{dossier}/berichten", {"tekst": "Ja", "draadId": str(asked.thread_id)}).get_json()
    assert (answer["draadId"], answer["onderwerp"]) == (str(asked.thread_id), "Ons gesprek")
    fresh = machine.post("{dossier}/berichten", {"tekst": "Mag ik een cursus volgen?"}).get_json()
    assert fresh["onderwerp"] == "Mag ik een cursus volgen?"
    named = machine.post("{dossier}/berichten", {"tekst": "Dag", "onderwerp": "Vakantie"}).get_json()
    assert named["onderwerp"] == "Vakantie"
    listed = machine.get("{dossier}/berichten?draadId=" + answer["draadId"]).get_json()
    assert [one["tekst"] for one in listed["resultaten"]] == ["Ja", "Kunt u dinsdag?"]
    problem_of(machine.post("{dossier}/berichten", {"tekst": "Ja", "draadId": str(uuid.uuid4())}), 404)


def test_long_lists_come_in_pages(machine: Machine) -> None:
    for number in range(22):
        machine.post("{dossier}/berichten", {"tekst": f"Bericht {number}"})
    second = machine.get("{dossier}/berichten?pagina=2").get_json()
    assert (second["aantal"], second["paginas"], second["volgende"]) == (22, 2, None)
    assert [one["tekst"] for one in second["resultaten"]] == ["Bericht 1", "Bericht 0"]
    assert second["vorige"] == f"/api/v1/dossiers/{machine.case_id}/berichten?pagina=1"


def test_documents_are_described_and_not_handed_out(machine: Machine, client: Someone, web: PortalClient) -> None:
    form = {"kind": "cv", "share": "yes", "note": "Mijn nieuwste", "file": (BytesIO(plain_cv()), "cv.pdf")}
    web.sign_in(client).submit("/documenten/nieuw", form, content_type="multipart/form-data")
    [shown] = machine.get("{dossier}/documenten").get_json()["resultaten"]
    assert (shown["soort"], shown["naam"], shown["gedeeld"]) == ("cv", "cv.pdf", True)
    assert shown["mediatype"] == "application/pdf"
    assert not {"tekst", "sha256", "inhoud"} & set(shown)


def test_every_write_is_in_the_access_log_with_its_channel(machine: Machine, client: Someone, db: Session) -> None:
    machine.post("{dossier}/sollicitaties", APPLICATION)
    machine.post("{dossier}/berichten", {"tekst": "Ik heb gesolliciteerd."})
    act(db, client)
    written = db.scalars(audit.entries_of(client.case.id)).all()
    assert [(one.subject, one.channel) for one in written] == [
        (audit.Subject.MESSAGE, Channel.CHAT),
        (audit.Subject.APPLICATION, Channel.CHAT),
    ]


def test_a_refused_write_leaves_nothing(machine: Machine, client: Someone, db: Session) -> None:
    wish: dict[str, Any] = {**APPLICATION, "vacature": "javascript:alert(1)"}
    problem_of(machine.post("{dossier}/sollicitaties", wish), 400)
    act(db, client)
    assert audit.count_of(db, client.case.id) == 0
    assert receipts.receipts_of(db, client.case.id) == []


def test_the_database_keeps_conversations_and_kept_answers_apart(
    app: Flask, machine: Machine, people: People, client: Someone, db: Session
) -> None:
    machine.post("{dossier}/berichten", {"tekst": "Alleen van mij"}, Idempotency_Key="sleutel-0001")
    for reader in (people.client(), client.coach):
        act(db, reader)
        for table in ("conversation", "chat_line", "api_call"):
            assert db.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 0
        db.rollback()
    act(db, client)
    assert db.execute(text("SELECT count(*) FROM conversation")).scalar() == 1
    assert db.execute(text("SELECT count(*) FROM api_call")).scalar() == 1
