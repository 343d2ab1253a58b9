"""Speed and memory, measured: `make bench` writes docs/benchmarks.md. No test depends on a time."""
