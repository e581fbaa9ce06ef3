"""One folder a document: what it prints (listing.csv), and what we compute for each number."""
