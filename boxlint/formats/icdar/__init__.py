"""ICDAR text localisation: one text file an image, a line a word: the corners around it, then the word."""
