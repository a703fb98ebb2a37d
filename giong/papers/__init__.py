"""Papers that an organisation received: kept sealed, read, delivered, shown with a trace, forgotten in time."""
