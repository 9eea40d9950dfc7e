"""Runs a user's model file against the stand-in torch and tells what was recorded."""
