"""Read articles into checkable claims."""
