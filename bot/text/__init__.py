"""How Vietnamese is made comparable: one spelling, decoded keystrokes, expanded shorthand, words, dates. Pure; knows no fact."""
