"""One page a file: functions marked by `route.page` are found by name."""
