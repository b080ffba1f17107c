"""Charts, each with the finding in words and the numbers behind it; Altair is loaded only when one is drawn."""
