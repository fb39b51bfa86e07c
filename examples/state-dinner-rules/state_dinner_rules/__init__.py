"""Rules of protocol around a state dinner, for scheduler."""
