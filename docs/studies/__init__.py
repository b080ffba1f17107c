"""Small computations behind pages of the documentation; each returns Markdown.

`worked` runs while the pages are built; `correlations` and `alternatives` run over all shipped countries, so that
`docs/regenerate.py` runs them and keeps what they return in `docs/_generated`.
"""
