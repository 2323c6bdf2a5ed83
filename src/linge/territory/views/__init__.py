"""Pages of the territory: the tree, places, organisations, grids and the working calendar."""
