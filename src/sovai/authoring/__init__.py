"""Profiles as people edit them: TOML text whose comments survive, a form to fill in, a sheet for spreadsheets."""
