"""One file for each format that an organisation's knowledge may come in; the table is `retrieval.sources.READERS`."""
