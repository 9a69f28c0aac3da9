"""Days and hours in it."""
