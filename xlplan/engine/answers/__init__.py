"""What does the command line answer? Why this grade, and what if a cell said something else."""
