"""Citations for reference managers: the works a citation names, as BibTeX and as CSL-JSON."""
