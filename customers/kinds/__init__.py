"""Kinds of files about customers: transactions of a shop, and tables of customers with any columns."""
