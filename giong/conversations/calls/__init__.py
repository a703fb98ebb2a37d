"""Calls as records: what is written of a call while it goes on, and what becomes of it. Knows no wire."""
