"""One noun a file. Every constructor is (scope, construct_id, *, its slice of the config, its collaborators).

A construct's main resource has the id "Default", which makes the construct's own id its logical id. A stateful resource
must keep that: another logical id is another resource, and what the first one holds stays behind with it.
"""
