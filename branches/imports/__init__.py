"""Lists in: a file's rows are checked against the day's facts as a whole, shown as a plan, written all or nothing.

`pipeline` runs an import, `plan` is what it would do, `writing` does it and remembers what it did, `taking_back` undoes
it while nothing was built on it. Each noun declares its columns and its check in a module of its own.
"""
