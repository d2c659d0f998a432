"""One noun a file. Every constructor is (scope, construct_id, *, its slice of the config, its collaborators)."""
