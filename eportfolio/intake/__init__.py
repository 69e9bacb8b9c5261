"""The intake: one list of questions, one engine for every channel, one draft per client.

`intake.yml` holds the questions, `questionnaire` reads and checks them, `engine` says which question comes next
and whether an answer is valid, `display` says how a question and an answer read. None of these knows a database or
a screen; `draft` keeps the answers in the case file.
"""
