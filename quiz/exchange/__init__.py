"""The library and Anki: what goes out to the phone, and what comes back."""
