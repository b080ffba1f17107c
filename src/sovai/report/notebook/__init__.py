"""Results as small HTML fragments for notebooks; the others show their Markdown there."""
