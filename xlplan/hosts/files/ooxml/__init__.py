"""How is an Office package taken apart and put together? Raw ZIP entries and small XML parts."""
