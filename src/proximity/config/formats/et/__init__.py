"""Days and hours in et."""
