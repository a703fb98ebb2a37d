"""One file for each kind of paper: its fields, how they are found, how they are checked."""
