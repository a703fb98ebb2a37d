"""Understanding: what a sentence wants and says. Knows no flow, no line and no storage."""
