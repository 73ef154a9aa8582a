"""From knowledge files to a library: read, check, compile, open. A library is one folder, written once and never changed."""
