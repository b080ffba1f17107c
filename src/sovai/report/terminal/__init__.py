"""Screens: the only part of the report that knows Rich."""
