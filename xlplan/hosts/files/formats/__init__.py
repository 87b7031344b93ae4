"""How does a document become a file of its format? Word, PDF, slides, and their pictures."""
