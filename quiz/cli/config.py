"""`quiz config`."""
