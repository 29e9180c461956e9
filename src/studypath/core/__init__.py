"""The pure room: curricula, progress, forecasts. No I/O, no clock; the time is a parameter."""
