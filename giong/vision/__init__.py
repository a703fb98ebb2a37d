"""Pictures of pages become text with places: what is written, where, how sure. Knows no kind of paper."""
