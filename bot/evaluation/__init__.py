"""How well we answer: labelled cases, figures, learning the weights from cases, side-by-side benchmarks. Never used while answering people."""
