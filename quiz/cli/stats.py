"""`quiz stats`."""
