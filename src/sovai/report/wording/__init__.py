"""Findings as sentences, the same for the screen and for documents."""
