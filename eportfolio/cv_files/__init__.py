"""CVs made from the portfolio: what she wants on one, and the same content in formats that other systems read."""
