"""What was read brought into the form of a value: dates, sums, names, places. Knows no page."""
