"""What a pack's PDF says, section by section, in the language of its dossier. Knows gettext; knows no database and no look."""
