"""Campaigns: lists of people whom an assistant calls, when they may be called, and what came of it. Knows no wire."""
