"""Workbooks as files: reading, writing, and putting sheets in without Excel."""
