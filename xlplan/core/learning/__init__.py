"""What does our own history teach? Closed opportunities scored again, and held against what came of them."""
