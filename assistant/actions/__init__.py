"""What the assistant does: each module holds the actions of one topic; all facts come from the case API."""
