"""The officers' console: pages and API over one workspace."""
