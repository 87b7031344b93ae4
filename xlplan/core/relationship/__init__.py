"""What kind of relationship is it, and is it worth its level? Types, elements, spending, gates."""
