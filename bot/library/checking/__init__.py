"""Whether knowledge files hold together: each rule in the room of its subject, `rules` all of them."""
