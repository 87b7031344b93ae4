"""What does a customer cost and return? Returns, levels, bargains, room to grow, simulation."""
