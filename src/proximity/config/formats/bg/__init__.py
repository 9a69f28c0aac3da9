"""Days and hours in bg."""
