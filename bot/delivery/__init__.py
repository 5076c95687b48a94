"""The courier: rows of the outbox are rendered when they are due, sent, and marked with what became of them."""
