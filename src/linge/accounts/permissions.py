"""What may be done with accounts."""

READ = "accounts.read"
GRANT = "accounts.grant"
