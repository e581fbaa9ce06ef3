"""What a page's cell ends with: charts, tables and named numbers. No science."""
