"""Our own parts inside Rasa: the way in, the language of the answers, and patterns that decide an intent."""
