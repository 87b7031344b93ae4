"""How do result sheets become a workbook's parts? Cells, charts, widths, colours, links."""
