"""What people write down, as frozen records: profiles, the catalogue, the scoring model. No NumPy here."""
