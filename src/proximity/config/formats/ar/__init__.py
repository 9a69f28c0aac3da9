"""Days and hours in ar."""
