"""A paper as HTML: one self-contained file to print, to practise with, or to take as a test. Pure."""
