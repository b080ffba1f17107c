"""The use cases: what a program asks of sovai. They compose loading and engine, and print nothing."""
