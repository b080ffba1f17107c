"""Reports on a circle of countries: one table per topic, one row per country."""
