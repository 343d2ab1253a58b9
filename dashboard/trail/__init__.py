"""The way from any number of a figure to its source: formula → inputs → files, rows and cells."""
