"""Work on what strangers send, in child processes with bounds and without a network. Knows no file format."""
