"""Reading messy files safely: is it safe, how is it laid out, its rows in chunks, its typed values."""
