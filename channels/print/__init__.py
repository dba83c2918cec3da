"""What is made for paper: PDFs, set by Typst (docs/decisions/9)."""
