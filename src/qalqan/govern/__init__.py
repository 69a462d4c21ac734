"""Officers, approvals, purposes."""
