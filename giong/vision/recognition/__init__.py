"""Lines of print become text: two recognisers, and how their readings are weighed. Knows no page."""
