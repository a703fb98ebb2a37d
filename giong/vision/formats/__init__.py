"""Pages that were read, in the forms in which they leave: plain text, Markdown, searchable PDF."""
