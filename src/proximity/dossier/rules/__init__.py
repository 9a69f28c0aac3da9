"""Pure decisions of the dossier: its values, their JSON, the form of the pack. No Django, no database, no fonts."""
