"""Statistics as a person reads them: lines of text, JSON, one HTML page."""
