"""What is deployed. A stack is wiring; resources live in constructs."""
