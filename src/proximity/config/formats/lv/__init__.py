"""Days and hours in lv."""
