"""What machine-readable codes on papers say. Knows no picture."""
