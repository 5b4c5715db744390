"""Floor 3: what runs — settings, wiring, doors to the outside, delivery, clock, command line."""
