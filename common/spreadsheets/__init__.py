"""Spreadsheets in and out.

`reading` opens an uploaded file in a limited process and gives its rows; `columns` finds the heading row and turns
cells into values, with every row's errors in words; `writing` makes lists, templates and copies with an error column.
Nothing is imported here, so that the parsing process starts with what it needs and no more.
"""
