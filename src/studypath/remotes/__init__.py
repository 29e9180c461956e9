"""Engines that hold progress elsewhere: git repositories and Learning Record Stores."""
