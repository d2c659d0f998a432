"""What runs in AWS at deploy time: Lambda-backed custom resources, one folder each."""
