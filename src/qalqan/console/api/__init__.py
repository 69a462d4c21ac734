"""One resource a file: functions marked by `route.resource` are found by name."""
