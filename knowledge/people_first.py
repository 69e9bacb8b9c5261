"""Words of somebody in danger, for when the portal answers by itself: then a person comes before any article.

The assistant has finer patterns of its own; this is the safety net under its absence, rather too wide than too narrow,
and, for what leaves no doubt, also under its mistakes.
"""

import re

_HARM = (
    r"zelfmoord|suicid|zelfdoding|(niet|nooit) meer (leven|wakker worden)|wil(len)? (dood|sterven)"
    r"|einde? aan maken|kill myself|end my life|want to die|(don'?t|do not) want to (live|be here)"
    r"|(slaat|sloeg|schopt|schopte|wurgt|mishandelt|mishandelde|bedreigt|bedreigde) (me|mij|ons)\b"
    r"|(heeft|hebben|had|is) (me|mij|ons)\b.{0,30}\b(geslagen|geschopt|gewurgd|mishandeld|bedreigd|verkracht|aangerand)"
    r"|(hits|hit|beats|beat|threatens|threatened|raped) (me|us)\b|feel(ing)? (so |very )?hopeless"
)
"""Words that are about harm to somebody, whatever else the message asks."""
_CERTAIN = re.compile(_HARM, re.IGNORECASE)
_DANGER = re.compile(
    _HARM + r"|niet meer zitten|mishandel|bedreig|huiselijk geweld|domestic violence"
    r"|(geen|niets|niks)( meer)?( te)? eten|(no|nothing)( to)? (food|eat)|dakloos|homeless"
    r"|op straat|uit (mijn )?huis gezet"
    r"|evicted|nowhere to (sleep|stay)",
    re.IGNORECASE,
)


def speaks_of_harm(text: str) -> bool:
    """Whether these words are about violence or death: then a person comes first, whatever the assistant made of it."""
    return _CERTAIN.search(" ".join(text.split())) is not None


def needs_a_person_first(text: str) -> bool:
    """Whether these words may come from somebody in danger or without food or a home."""
    return _DANGER.search(" ".join(text.split())) is not None
