"""Agreements for both doors: their forms and steps, their words, and the plan on paper."""
