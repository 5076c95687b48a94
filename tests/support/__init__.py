"""What several rooms' tests build on."""
