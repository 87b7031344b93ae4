"""What does an account plan say? Its sections, each from the assessment, ready to print."""
