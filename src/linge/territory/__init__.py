"""Places, addresses, grids and the working calendar: where everything happens (territory)."""
