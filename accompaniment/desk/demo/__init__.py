"""Invented people for a demonstration: who works here, whom they accompany, and volume."""
