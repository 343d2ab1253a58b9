"""What the PDF of the report is made of: type, tables, sheets and their parts."""
