"""The words of receipts, which are in Dutch whatever the language of the page was."""

from .model import How, Stage

HOW_WORDS = {
    How.EMAIL: "per e-mail",
    How.WEBSITE: "via een website",
    How.PHONE: "per telefoon",
    How.VISIT: "langsgegaan",
    How.AGENCY: "via een uitzendbureau",
    How.NETWORK: "via iemand die ik ken",
    How.OTHER: "anders",
}
STAGE_WORDS = {
    Stage.PLANNED: "van plan",
    Stage.SENT: "gesolliciteerd",
    Stage.INTERVIEW: "gesprek",
    Stage.OFFER: "aanbod",
    Stage.HIRED: "aangenomen",
    Stage.REJECTED: "afgewezen",
    Stage.NO_ANSWER: "geen antwoord",
    Stage.WITHDRAWN: "zelf gestopt",
}
