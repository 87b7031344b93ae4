"""How is a Word document made? Blocks, styles and pictures as one package."""
