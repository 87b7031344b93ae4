"""How are many workbooks evaluated? Each by one function, in a process that may be ended."""
