"""From customs statistics to rows of profiles: what files say, what it means for a country, and where it is written."""
