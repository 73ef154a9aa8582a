"""The doors: each renders replies in its own way and adds nothing to them. No door knows another."""
