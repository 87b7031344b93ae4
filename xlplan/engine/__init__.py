"""The method as tables, text and documents; knows no host."""
