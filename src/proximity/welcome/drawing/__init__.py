"""Drawing a leaflet: from what it says to two pages, in a process of its own (see `foundation.typesetting`)."""
