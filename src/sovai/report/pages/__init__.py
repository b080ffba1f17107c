"""Reports that people hand on: what they say (a `Document`), and the forms it takes."""
