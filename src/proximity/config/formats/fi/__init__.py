"""Days and hours in fi."""
