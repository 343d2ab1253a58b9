"""What is imported: datasets, editions, rows, cells, categories, contacts."""

from .categories import Category, CategoryAlias, SizeAlias, SizeClass
from .cells import Cell, FigureCell
from .contacts import Contact, Erasure
from .datasets import Dataset, HeaderMapping
from .editions import Edition
from .rows import FigureRow, MarketRow, OutlineRow

__all__ = [
    "Category",
    "CategoryAlias",
    "Cell",
    "Contact",
    "Dataset",
    "Edition",
    "Erasure",
    "FigureCell",
    "FigureRow",
    "HeaderMapping",
    "MarketRow",
    "OutlineRow",
    "SizeAlias",
    "SizeClass",
]
