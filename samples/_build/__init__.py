"""The invented sample reports: content as data, slips as named edits, one renderer per format."""
