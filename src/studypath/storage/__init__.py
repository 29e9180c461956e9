"""Where files live, locking, atomic save, backups and the compiled cache."""
