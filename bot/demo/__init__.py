"""The try-out world: personas on two platforms, a clock that moves, scripts and what they show."""
