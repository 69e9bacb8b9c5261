"""Taking along and bringing in: the CV, the export of everything, the erasure of what may go."""
