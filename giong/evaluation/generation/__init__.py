"""Scenarios made from an assistant's own flows: every path, every kind of slot, every digression, every intent.

What is expected is derived from the definition of the flows, never from what the assistant happened to answer, so a
case that fails is a finding.
"""
