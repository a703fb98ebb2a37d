"""Where on a page a value stands: by labels, by rows and columns, by the parts of a letter. Knows no kind of paper."""
