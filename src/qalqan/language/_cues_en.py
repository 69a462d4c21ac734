"""Cues"""
CUES: dict[str, tuple[tuple[int, str], ...]] = {}
