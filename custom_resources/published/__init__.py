"""What a stack in another Region has published."""
