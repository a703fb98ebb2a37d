"""Own small data made into better understanding: measured before it is used. Knows no conversation."""
