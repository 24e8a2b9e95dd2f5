"""Release against gold, per layer: what is right, what is wrong, and which rule did it. Knows no extractor."""
