"""When do we mail: per topic, at once or once a day, and where the law allows not at all."""

from typing import Any

from flask import flash, g, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField

from eportfolio import notice_choices
from eportfolio.notice_choices import HOURS, REQUIRED, Choices, Delivery
from eportfolio.notices import Topic

from ... import htmx
from ...forms import Form, required
from ...notices import words as notice_words
from ...submissions import once
from .. import blueprint


class NoticesForm(Form):
    """One choice for each topic, and the hour of the daily mail."""

    hour = SelectField(_l("Hoe laat wilt u de dagelijkse mail?"), [required()], coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hour.choices = [(hour, notice_words.hour_word(hour)) for hour in HOURS]

    @property
    def topics(self) -> list[tuple[RadioField, bool]]:
        """The fields of the topics, each with whether the law asks for a mail."""
        return [(self[topic.value], topic in REQUIRED) for topic in notice_words.TOPIC_WORDS]

    def deliveries(self) -> dict[Topic, Delivery]:
        """What was chosen."""
        return {topic: Delivery(self[topic.value].data) for topic in notice_words.TOPIC_WORDS}


def _form(chosen: Choices) -> NoticesForm:
    """The form with a field for every topic, filled with what counts now."""

    class WithTopics(NoticesForm):
        pass

    for topic in notice_words.TOPIC_WORDS:
        field = RadioField(notice_words.topic_word(topic), [required(_("Kies wanneer wij mailen."))])
        setattr(WithTopics, topic.value, field)
    now = {topic.value: chosen.of(topic).value for topic in notice_words.TOPIC_WORDS}
    form = WithTopics(data={"hour": chosen.hour, **now})
    for field, is_required in form.topics:
        offered = [one for one in Delivery if one is not Delivery.PORTAL or not is_required]
        field.choices = [(one.value, notice_words.delivery_word(one)) for one in offered]
    return form


@blueprint.get("/mijn-gegevens/mail")
def notice_choices_page() -> ResponseReturnValue:
    """When we mail her now, to change."""
    return _page(_form(notice_choices.choices_of(g.db, g.actor.account_id)))


@blueprint.post("/mijn-gegevens/mail")
@once
def notice_choices_save() -> ResponseReturnValue:
    """Keep her choices."""
    form = _form(notice_choices.choices_of(g.db, g.actor.account_id))
    if not form.validate():
        return _page(form, status=422)
    notice_choices.choose(g.db, g.actor.account_id, form.deliveries(), hour=form.hour.data)
    flash(_("Bewaard. Zo mailen wij u voortaan."), "success")
    return htmx.go_to(url_for("client.my_data") + "#mail")


def _page(form: NoticesForm, *, status: int = 200) -> ResponseReturnValue:
    return render_template("client/account/notices.html", form=form), status
