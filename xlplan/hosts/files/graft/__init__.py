"""How do sheets come into somebody else's workbook with nothing else changed, and out again?"""
