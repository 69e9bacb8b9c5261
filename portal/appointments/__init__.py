"""Appointments on the page: the words, forms, steps and calendar files that both doors use."""
