"""Papers become checked data: which kind, its fields, what holds and what does not. Knows no database, no caller."""
