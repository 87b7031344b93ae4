"""Which pictures are drawn? Each as a scene of plain shapes."""
