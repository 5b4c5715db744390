"""Floor 1: what the house knows and remembers. Imports nothing from the floors above."""
