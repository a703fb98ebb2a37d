"""Forms by example: an organisation marks the fields on a few papers of its own, and the next such paper is read."""
