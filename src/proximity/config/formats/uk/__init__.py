"""Days and hours in uk."""
