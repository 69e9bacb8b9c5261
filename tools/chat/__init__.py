"""Measuring the assistant: real questions through the portal, and the check that none of them was learnt by heart."""
