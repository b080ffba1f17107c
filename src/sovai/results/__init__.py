"""What the use cases found, as frozen records: unrounded, typed, the same for people, files and programs."""
