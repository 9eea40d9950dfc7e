"""Layers by framework."""
