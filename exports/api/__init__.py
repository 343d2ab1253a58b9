"""The numbers of the pages as JSON, for programs: read-only, by a person's own key and rights.

`endpoints` puts it together; `access` says who may and how often, `answers` what every answer has in common,
`shapes` what is in them. The other modules hold the endpoints, one per subject.
"""
