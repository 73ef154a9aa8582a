"""A bot that answers citizens' questions about directives of the Hanoi People's Committee.

People ask in any Vietnamese they happen to type; the answer is composed from checked facts, cites the document it stands in and says
what has changed since. What the knowledge does not hold is said to be unknown. `design` in README.md draws the rooms.
"""
