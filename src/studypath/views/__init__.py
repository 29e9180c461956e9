"""An answer as a person reads it: Rich renderables, plain lines. Knows no files and no Typer."""
