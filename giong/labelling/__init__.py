"""What people say about what machines read: uncertain fields in a queue, corrections kept as labels."""
