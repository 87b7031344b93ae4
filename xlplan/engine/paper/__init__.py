"""How does a page become a document? Blocks read from our templates' HTML, written in each format."""
