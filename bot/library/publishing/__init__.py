"""From edited files to a live version and back: what differs, what that does to the answers, whether it may go live, and the versions."""
