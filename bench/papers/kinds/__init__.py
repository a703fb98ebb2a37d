"""The papers that are drawn, one kind or family a file."""
