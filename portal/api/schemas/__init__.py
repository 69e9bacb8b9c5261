"""The map between the wire (Dutch, camelCase, as the Dutch REST API Design Rules ask) and the code (English)."""
