"""What should be done next? The rules of advice over what the method says."""
