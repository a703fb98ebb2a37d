"""Values held against their own rules and against each other."""
