"""What things are: directives, facts, agencies, spans of time, replies. Standard library only, nothing here reads or writes."""
