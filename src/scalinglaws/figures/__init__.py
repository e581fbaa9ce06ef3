"""Charts and tables of the pages: one folder a page, one file a figure. Imports nothing itself."""
