"""Days and hours in es."""
