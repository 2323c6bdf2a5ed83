"""Linge 邻格 — the working platform of an urban community that runs on grid management."""

__version__ = "0.1.0"
