"""Words of somebody in danger, for when the portal answers by itself: then a person comes before any article.

The assistant has finer patterns of its own; this is the safety net under its absence, rather too wide than too narrow.
"""

import re

_DANGER = re.compile(
    r"zelfmoord|suicid|zelfdoding|niet meer zitten|(niet|nooit) meer (leven|wakker worden)|wil(len)? (dood|sterven)"
    r"|einde? aan maken|kill myself|end my life|want to die|(don'?t|do not) want to (live|be here)"
    r"|mishandel|bedreig|(slaat|schopt|wurgt) (me|mij|ons)|(hits|beats|threatens) (me|us)"
    r"|huiselijk geweld|domestic violence"
    r"|(geen|niets|niks)( meer)?( te)? eten|(no|nothing)( to)? (food|eat)|dakloos|homeless"
    r"|op straat|uit (mijn )?huis gezet"
    r"|evicted|nowhere to (sleep|stay)",
    re.IGNORECASE,
)


def needs_a_person_first(text: str) -> bool:
    """Whether these words may come from somebody in danger or without food or a home."""
    return _DANGER.search(" ".join(text.split())) is not None
