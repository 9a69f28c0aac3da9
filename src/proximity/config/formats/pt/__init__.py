"""Days and hours in pt."""
