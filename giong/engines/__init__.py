"""The engines of every slot: one explicit table, loading by name, getting the weights that some need."""
