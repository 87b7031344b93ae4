"""The places where it runs: files, and the command line."""
