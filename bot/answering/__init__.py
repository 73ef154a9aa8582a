"""What we say: from ranked candidates to a reply, with what it is based on and what has changed since. Pure but for its ports."""
