"""Panels that the figures of several pages draw."""
