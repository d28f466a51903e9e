"""The parts of `benchmarks/compare`; the story starts in `main`."""
