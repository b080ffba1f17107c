"""The sections of a report, in the order in which they stand: `front` is page one, the rest follows."""
