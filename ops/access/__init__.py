"""Who may become what, and what that may do: read from the templates, not from the file they were made from."""
