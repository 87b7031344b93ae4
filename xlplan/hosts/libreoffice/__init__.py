"""How does xlplan work inside LibreOffice Calc? An extension with formulas and buttons."""
