"""The data of earlier releases, and how the next one is made."""
