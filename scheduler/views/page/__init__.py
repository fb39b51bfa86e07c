"""HTML pages: one self-contained file each, without any network access."""
