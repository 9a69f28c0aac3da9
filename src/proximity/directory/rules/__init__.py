"""What an entry may say, how long it counts as true, when a place is open, how the map is drawn."""
