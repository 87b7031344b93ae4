"""Who decides, and how do they stand to us? The decision chain and the persons in it."""
