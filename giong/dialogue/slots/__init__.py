"""Kinds of things an assistant asks for: how each is recognised in what a person says, and how it is written back."""
