"""Real time: what to do with a call, a payment or a link now. Label by default, block only by a person's order."""
