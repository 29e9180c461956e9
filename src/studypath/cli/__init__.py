"""The command line: parse, call, show, exit. One module per group of commands."""
