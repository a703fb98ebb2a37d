"""What a page is built of: tables, headings, list items, paragraphs, and marks that are not text."""
