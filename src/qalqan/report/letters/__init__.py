"""Letters as templates: one file and one entry of ``data/letters.toml`` a letter; see ``_contract``."""
