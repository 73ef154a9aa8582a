"""What is being asked: the question, its candidates, their features, their rank, and how sure we are. Pure but for the index it reads."""
