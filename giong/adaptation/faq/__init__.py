"""Lists of questions with their answers: brought in from a spreadsheet, or drafted from a document and approved."""
