"""Dated data of the gate."""
