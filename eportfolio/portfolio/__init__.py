"""The client's portfolio: what she did, learned and can, and what she wants; private until she shares a part of it."""
