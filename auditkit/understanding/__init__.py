"""From a Document (what the file shows) to a Report (what it says): sections, tables, claims, dates, names."""
