"""Analyses that only the book's pages need. No promise to users of the library."""
