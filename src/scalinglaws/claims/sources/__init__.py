"""One folder a document: what it prints (listing.csv), and what we compute for each number."""

#: Keys of the documents, in the ledger's order: the folders here. A new one is added to its end.
SOURCES = ("hoffmann2022", "lalwani_kalisipudi", "lesswrong2022", "thiriet2023")
