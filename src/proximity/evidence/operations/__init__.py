"""What people do with files, split by act."""
