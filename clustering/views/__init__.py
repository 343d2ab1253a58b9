"""The clustering page, and the runs that people keep of it."""
